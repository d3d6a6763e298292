#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "results/record.hpp"

namespace mass {

/// What names a cell. `stratum` is a stratum's name or `all`.
struct CellKey {
  std::string scheme;
  std::string profile;
  std::string path;
  std::string stratum;
  auto operator<=>(const CellKey&) const = default;
};

/// Counts of one cell. n = signed + declined + tool errors; the outcomes add up to `signed`; the
/// causes add up to what is signed and neither pass nor na.
struct Cell {
  std::uint64_t n = 0;
  std::uint64_t is_signed = 0;
  std::uint64_t tool_errors = 0;
  std::map<std::string, std::uint64_t> tool_causes;  ///< ToolCause by name; adds up to them.
  std::array<std::uint64_t, kOutcomeCount> outcomes{};
  std::map<std::string, std::uint64_t>
      causes;  ///< `hdr_changed(Subject)`, `body_changed`: cause, with its field.
  std::map<std::string, std::uint64_t> steps;     ///< Breaking step by label.
  std::map<std::string, std::uint64_t> declined;  ///< Reason: count.
  std::map<std::string, std::uint64_t> rejected;  ///< Disposition by name.
  std::map<std::string, std::uint64_t> proven;    ///< Whose identity the passes prove.

  void add(const Cell& other);
  bool operator==(const Cell&) const = default;
};

/// Exact distribution of a whole number: value -> how often.
using Histogram = std::map<std::int64_t, std::uint64_t>;

/// How often a verifier asks, per kind of question (`dns`, `http`, `x509`).
struct LookupCounts {
  std::uint64_t asked = 0;     ///< With an empty cache at every message: cold.
  std::uint64_t distinct = 0;  ///< With a cache that keeps every answer over the corpus: warm.
};

/// Exact costs of one scheme and profile: signing, octets added and look-ups from the records of
/// the identity path, verifying from every record that was judged, forwarding from every record of
/// a message that an intermediary signed or stripped.
struct SchemeCosts {
  std::uint64_t signed_messages = 0;
  std::uint64_t verifications = 0;
  CostMeter sign;
  CostMeter verify;
  std::uint64_t forwarded = 0;
  CostMeter forward;
  std::map<std::string, std::uint64_t> lookups;  ///< `lookup_key`: how often it was asked.
  Histogram octets_added;

  /// By kind; kinds that were never asked are left out.
  [[nodiscard]] std::map<std::string, LookupCounts> lookup_counts() const;
  bool operator==(const SchemeCosts&) const = default;
};

/// An example of a cell's failures: the smallest message, ties broken by case id.
struct Example {
  std::uint64_t message_octets = 0;
  std::string case_id;
  std::string origin;
  auto operator<=>(const Example&) const = default;
};

/// A fold over records. Merging is associative and commutative and has a unit (the empty summary);
/// everything is a whole number, so any split into threads or shards gives the same octets.
class Summary {
 public:
  void add(const Record& record);
  void merge(const Summary& other);

  /// Facts about the corpus that are counted while reading: `messages`, `problems`, `line_ends.lf`,
  /// `removed.Received`.
  void count(std::string_view fact, std::uint64_t by = 1);

  [[nodiscard]] const std::map<CellKey, Cell>& cells() const noexcept { return cells_; }
  [[nodiscard]] const std::map<std::pair<std::string, std::string>, SchemeCosts>& costs()
      const noexcept {
    return costs_;
  }
  [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& facts() const noexcept {
    return facts_;
  }

  /// Up to five smallest examples per (cell of stratum `all`, cause).
  [[nodiscard]] const std::map<std::pair<CellKey, std::string>, std::vector<Example>>& examples()
      const noexcept {
    return examples_;
  }

  /// The `deterministic` half of summary.json: keys sorted, no white space that depends on
  /// anything.
  [[nodiscard]] std::string to_json() const;

  bool operator==(const Summary&) const = default;

 private:
  std::map<CellKey, Cell> cells_;
  std::map<std::pair<std::string, std::string>, SchemeCosts> costs_;
  std::map<std::string, std::uint64_t, std::less<>> facts_;
  std::map<std::pair<CellKey, std::string>, std::vector<Example>> examples_;
};

}  // namespace mass
