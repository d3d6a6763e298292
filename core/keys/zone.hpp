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

/// One TXT record a domain publishes. Names have no final dot and are lower case.
struct TxtRecord {
  std::string name;
  std::vector<std::string> strings;  ///< Character-strings of at most 255 octets.
  std::uint32_t ttl_seconds = 3600;
};

/// Cuts text into character-strings of at most 255 octets. Source: RFC 1035 section 3.3.14.
[[nodiscard]] std::vector<std::string> character_strings(std::string_view text);

/// Reads the TXT records of a master file: `$ORIGIN`, `$TTL`, relative names, parentheses,
/// comments, quoted and bare character-strings, `\DDD`. Other record types are skipped. Errors name
/// file, line and reason. Source: RFC 1035 section 5.
[[nodiscard]] Result<std::vector<TxtRecord>> read_master_file(std::string_view text,
                                                              std::string_view file);

/// Writes a master file that common name servers load unchanged: `$ORIGIN origin.`, SOA, NS, then
/// the records, sorted by name. Records outside `origin` are an error.
[[nodiscard]] Result<std::string> write_master_file(std::string_view origin,
                                                    std::vector<TxtRecord> records);

/// A zone held in memory: the embedded stand-in for DNS. Names may be added while others look up.
class ZoneDirectory final : public KeyDirectory {
 public:
  /// What is found at a name instead of records.
  enum class Trouble : std::uint8_t { failed, timeout };

  void add(const TxtRecord& record);
  void add_trouble(std::string_view name, Trouble trouble);
  [[nodiscard]] std::size_t names() const;

 private:
  struct Node {
    std::vector<std::string> records;
    std::uint32_t ttl_seconds = 3600;
    std::optional<Trouble> trouble;
  };
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;

  mutable std::shared_mutex mutex_;
  std::map<std::string, Node, std::less<>> nodes_;
};

/// Reads a zone from a file: master file text, or the JSON form of the test vectors
/// (`{"name": {"TXT": [record or [string, ...]]}}`, `"name": "SERVFAIL" | "TIMEOUT"`) when it
/// starts with `{`.
[[nodiscard]] Result<std::shared_ptr<ZoneDirectory>> load_zone(const std::filesystem::path& file);

/// Remembers answers for their TTL, failures for 30 s, absences for 300 s. Thread-safe; keeps
/// counts of hits and misses.
class CachingDirectory final : public KeyDirectory {
 public:
  explicit CachingDirectory(std::shared_ptr<const KeyDirectory> behind);
  [[nodiscard]] std::uint64_t hits() const noexcept;
  [[nodiscard]] std::uint64_t misses() const noexcept;

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  struct State;
  std::shared_ptr<const KeyDirectory> behind_;
  std::shared_ptr<State> state_;
};

}  // namespace mass
