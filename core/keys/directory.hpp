#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cost.hpp"
#include "core/base/time.hpp"

namespace mass {

/// A question to the places where keys live.
struct KeyQuery {
  enum class Kind : std::uint8_t { dns_txt, http_get, x509 };
  Kind kind = Kind::dns_txt;
  std::string name;  ///< DNS name without final dot, URL, or certificate identifier.
};

/// What a directory says.
struct KeyAnswer {
  enum class Status : std::uint8_t {
    found,
    absent,  ///< NXDOMAIN, no data, 404.
    failed,  ///< SERVFAIL, connection refused, 5xx.
    timeout,
  };
  Status status = Status::absent;
  std::vector<std::string>
      records;  ///< A TXT record's character-strings are joined; an HTTP body is one record.
  std::chrono::seconds ttl{0};
  std::size_t octets = 0;  ///< Octets of record data, for the cost meter.
};

/// Where verifiers ask for keys. Backends and decorators are thread-safe; each scheme pays by the
/// same rules.
class KeyDirectory {
 public:
  virtual ~KeyDirectory() = default;

  /// Counts the question and the octets of its answer in `cost`.
  [[nodiscard]] KeyAnswer lookup(const KeyQuery& query, Time now, CostMeter& cost) const;

 protected:
  KeyDirectory() = default;
  KeyDirectory(const KeyDirectory&) = default;
  KeyDirectory& operator=(const KeyDirectory&) = default;

 private:
  friend class CachingDirectory;
  [[nodiscard]] virtual KeyAnswer answer(const KeyQuery& query, Time now) const = 0;
};

}  // namespace mass
