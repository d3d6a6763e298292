#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cost.hpp"
#include "core/base/time.hpp"

namespace mass {

/// A question to the places where keys live.
struct KeyQuery {
  enum class Kind : std::uint8_t {
    dns_txt,
    dns_srv,
    http_get,
    x509_anchor,  ///< Trust anchors whose subject has this `Certificate::issuer_id`.
    x509_crl,     ///< Revocation lists of the issuer with this `Certificate::issuer_id`.
  };
  Kind kind = Kind::dns_txt;
  std::string name;  ///< DNS name without final dot, absolute http or https URL, or issuer id.

  auto operator<=>(const KeyQuery&) const = default;
};

/// What a directory says.
struct KeyAnswer {
  enum class Status : std::uint8_t {
    found,
    absent,  ///< NXDOMAIN, no data, an HTTP status of 400 to 499.
    failed,  ///< SERVFAIL, connection refused, a redirect, an HTTP status over 499, too large.
    timeout,
  };
  Status status = Status::absent;
  /// A TXT record's character-strings are joined; an SRV record is `priority weight port target`;
  /// an HTTP body is one record; a certificate or revocation list is its DER.
  std::vector<std::string> records;
  std::chrono::seconds ttl{0};
  std::size_t octets = 0;               ///< Octets of record data, for the cost meter.
  std::chrono::microseconds waited{0};  ///< By a latency model; real servers leave it at zero.
  std::string note;  ///< For people: why there is no record (`NXDOMAIN`, `HTTP 503`); may be empty.
};

/// Where verifiers ask for keys. Backends and decorators are thread-safe; each scheme pays by the
/// same rules.
class KeyDirectory {
 public:
  virtual ~KeyDirectory() = default;

  /// Counts the question, the octets of its answer and the simulated wait in `cost`.
  [[nodiscard]] KeyAnswer lookup(const KeyQuery& query, Time now, CostMeter& cost) const;

 protected:
  KeyDirectory() = default;
  KeyDirectory(const KeyDirectory&) = default;
  KeyDirectory& operator=(const KeyDirectory&) = default;

  /// How a decorator asks the directory behind it: without counting a second time.
  [[nodiscard]] static KeyAnswer ask(const KeyDirectory& behind, const KeyQuery& query, Time now) {
    return behind.answer(query, now);
  }

 private:
  [[nodiscard]] virtual KeyAnswer answer(const KeyQuery& query, Time now) const = 0;
};

}  // namespace mass
