#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "results/gate.hpp"
#include "results/paired.hpp"
#include "results/store_pairs.hpp"
#include "results/stored_run.hpp"

namespace mass {

/// From what to what cases went: `pass` to `fail body_changed`. For changes below the verdict
/// `what` names the first thing that differs, such as `identity` or `octets_added`; of counts,
/// `from` and `to` are empty.
struct Transition {
  Change change = Change::other;
  std::string from;
  std::string to;
  std::string what;
  auto operator<=>(const Transition&) const = default;
};

/// A case that changed, to look into.
struct ChangedCase {
  std::string case_id;
  std::string message_id;
  std::string origin;
  std::uint64_t message_octets = 0;
  std::string scheme;
  std::string profile;
  std::string path;
  std::string base_reason;  ///< The verifier's sentences.
  std::string new_reason;
  std::string repro;  ///< A command line that makes the case of the new run again.
};

struct TransitionCases {
  std::uint64_t cases = 0;
  std::vector<ChangedCase> smallest;  ///< Up to five, by size of message, then case id.
};

/// A count that is another one: in how many cases, and what it adds up to in them.
struct CountChange {
  std::uint64_t cases = 0;
  std::int64_t base = 0;
  std::int64_t now = 0;
};

/// One scheme, profile and path in both runs.
struct ComparedCell {
  PairedCell pairs;
  std::array<std::uint64_t, kChangeCount> changes{};  ///< Cases by Change.
  std::map<Transition, std::uint64_t> transitions;    ///< Cases.
  std::map<std::string, std::array<std::uint64_t, kChangeCount>>
      strata;  ///< The same by kind of message; a message may be of several.
  std::map<std::string, CountChange, std::less<>>
      counts;                   ///< By name; of the cases in which it differs.
  std::uint64_t explained = 0;  ///< Cases in one run only because the runs are of other things.
  Effect effect;                ///< Of the share that passes.
  std::optional<ClusteredEffect>
      clustered;  ///< By sending domain, if a verdict was lost or gained.
  double mid_p = 1;

  [[nodiscard]] bool moved() const noexcept;
};

/// A fact about the corpora that is another one.
struct FactChange {
  std::string fact;
  std::uint64_t base = 0;
  std::uint64_t now = 0;
};

/// One measurement in both runs.
struct Measurement {
  std::string name;
  std::size_t base_rounds = 0;
  std::size_t new_rounds = 0;
  double base_median = 0;
  double new_median = 0;
  std::optional<Ratio> ratio;  ///< Nothing if there are too few rounds to say.
};

/// Fewer rounds than this give no interval. Source: metrics sheet section 8, 8.
inline constexpr std::size_t kFewestRounds = 10;
/// An interval of a ratio wholly above this is a slowdown. Source: metrics sheet section 8, 8.
inline constexpr double kSlower = 1.05;

/// What two runs have in common and what not. A value; gates judge it.
struct RunComparison {
  std::filesystem::path base;
  std::filesystem::path now;
  std::vector<std::string> differences;  ///< Between their makings, in words.
  std::uint64_t compared = 0;            ///< Cases in both.
  std::uint64_t only_base = 0;
  std::uint64_t only_new = 0;
  std::vector<ComparedCell> cells;                    ///< Those that moved, sorted by name.
  std::map<Transition, TransitionCases> transitions;  ///< Over all cells.
  std::vector<FactChange> facts;                      ///< Empty if the corpora are others.
  std::vector<Measurement> measurements;
};

/// Joins two runs by case id. Errors: Errc::config if they share no case; a store that is damaged.
[[nodiscard]] Result<RunComparison> compare_runs(const StoredRun& base, const StoredRun& now);

/// Something that changed and what the gates say of it.
struct CompareFinding {
  Change change = Change::other;
  std::string scheme;
  std::string profile;
  std::string path;
  std::uint64_t cases = 0;
  std::uint64_t compared = 0;
  std::string gate;  ///< Its text; empty: the rule that nothing may change.
  bool passes = false;
};

struct TimeFinding {
  std::string name;
  Ratio ratio;
  bool fails = false;  ///< A gate says so; without one a slowdown is a warning.
};

struct RunJudgement {
  std::vector<CompareFinding> findings;  ///< In the order of the cells.
  std::vector<TimeFinding> slower;
  bool facts_pass = true;

  [[nodiscard]] bool passes() const noexcept;
};

[[nodiscard]] RunJudgement judge(const RunComparison& comparison, const std::vector<Gate>& gates);

/// Schema `mass-compare-1`, described in docs/compare.md.
[[nodiscard]] std::string compare_json(const RunComparison& comparison,
                                       const RunJudgement& judgement);

/// For a terminal: lines of at most `width` characters but for command lines.
[[nodiscard]] std::string compare_text(const RunComparison& comparison,
                                       const RunJudgement& judgement, std::size_t width);

/// JUnit XML: one suite for each scheme and profile that moved, one case for each finding.
[[nodiscard]] std::string compare_junit(const RunComparison& comparison,
                                        const RunJudgement& judgement);

/// Workflow commands of GitHub Actions: what the gates stop as errors, the worst nine of them.
[[nodiscard]] std::string compare_annotations(const RunComparison& comparison,
                                              const RunJudgement& judgement);

/// For a step summary, at most 900 KiB, the worst first.
[[nodiscard]] std::string compare_markdown(const RunComparison& comparison,
                                           const RunJudgement& judgement);

}  // namespace mass
