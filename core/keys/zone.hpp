#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/keys/directory.hpp"

namespace mass {

/// One record a domain publishes. Names have no final dot and are lower case.
struct DnsRecord {
  enum class Type : std::uint8_t { txt, srv, a };  ///< A is only written: no scheme asks for it.
  std::string name;
  std::vector<std::string> strings;  ///< TXT: character-strings of at most 255 octets. SRV: one
                                     ///< text `priority weight port target`. A: one address.
  std::uint32_t ttl_seconds = 3600;
  Type type = Type::txt;
};

/// Cuts text into character-strings of at most 255 octets. Source: RFC 1035 section 3.3.14.
[[nodiscard]] std::vector<std::string> character_strings(std::string_view text);

/// The parts of an SRV record. Source: RFC 2782.
struct Srv {
  std::uint16_t priority = 0;
  std::uint16_t weight = 0;
  std::uint16_t port = 0;
  std::string target;  ///< Without final dot; empty: the service is not offered.
};
/// Reads `priority weight port target`; nothing if it is not that.
[[nodiscard]] std::optional<Srv> parse_srv(std::string_view text);

/// Reads the TXT and SRV records of a master file: `$ORIGIN`, `$TTL`, relative names,
/// parentheses, comments, quoted and bare character-strings, `\DDD`. Other record types are
/// skipped. Errors name file, line and reason. Source: RFC 1035 section 5.
[[nodiscard]] Result<std::vector<DnsRecord>> read_master_file(std::string_view text,
                                                              std::string_view file);

/// Writes a master file that common name servers load unchanged: `$ORIGIN origin.`, SOA, NS, then
/// the records, sorted by name. Records outside `origin` are an error.
[[nodiscard]] Result<std::string> write_master_file(std::string_view origin,
                                                    std::vector<DnsRecord> records);

/// A zone held in memory: the embedded stand-in for DNS. Names may be added while others look up.
class ZoneDirectory final : public KeyDirectory {
 public:
  /// What is found at a name instead of records.
  enum class Trouble : std::uint8_t { failed, timeout };

  void add(const DnsRecord& record);
  void add_trouble(std::string_view name, Trouble trouble);
  [[nodiscard]] std::size_t names() const;

 private:
  struct Node {
    std::vector<DnsRecord> records;
    std::optional<Trouble> trouble;
  };
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;

  mutable std::shared_mutex mutex_;
  std::map<std::string, Node, std::less<>> nodes_;
};

/// Reads a zone from a file: master file text, or the JSON form of the test vectors
/// (`{"name": {"TXT": [record or [string, ...]], "SRV": [[0, 0, 80, "host"]], "A":
/// ["192.0.2.1"]}}`,
/// `"name": "SERVFAIL" | "TIMEOUT"`) when it starts with `{`.
[[nodiscard]] Result<std::shared_ptr<ZoneDirectory>> load_zone(const std::filesystem::path& file);

}  // namespace mass
