#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/scheme/verdict.hpp"
#include "corpus/corpus.hpp"
#include "harness/survey/bodies.hpp"
#include "harness/survey/list.hpp"

namespace mass::survey {

/// How often each of some texts was met.
using Tally = std::map<std::string, std::uint64_t, std::less<>>;

/// How a header field's name stands in `h=`.
struct NameTally {
  std::uint64_t listed = 0;    ///< Signatures that list it.
  std::uint64_t repeated = 0;  ///< Of these, those that list it twice or more.
};

/// Signature fields of one kind.
struct KindTally {
  std::uint64_t messages = 0;  ///< That have one.
  std::uint64_t signatures = 0;
  Tally domains;
  Tally algorithms;
  Tally canons;
  Tally tags;   ///< Optional tags: `i`, `l`, `q`, `t`, `x`, `z`.
  Tally flaws;  ///< What is wrong with them in the terms of their scheme.
  std::map<std::string, NameTally, std::less<>> names;  ///< Lower case.
};

/// Bodies under signatures that have a body hash. `signatures` is the sum of `not_comparable`, all
/// levels, `lost` and `given_up`.
struct BodyTally {
  std::uint64_t signatures = 0;
  std::uint64_t not_comparable = 0;                 ///< The signature cannot be read so far.
  std::array<std::uint64_t, kLevelCount> levels{};  ///< Found again at this level and none above.
  std::uint64_t lost = 0;
  std::uint64_t given_up = 0;
  std::uint64_t grown = 0;  ///< Intact as stored although octets follow those that `l=` counts.
  std::array<std::uint64_t, 5> undos{};  ///< Found again by this, in the order of kUndos.

  void add(const BodyTally& other);
  [[nodiscard]] std::uint64_t compared() const { return signatures - not_comparable; }

  /// Found again at `level` or above.
  [[nodiscard]] std::uint64_t up_to(Level level) const;
};

/// Signatures that were made in the same situation.
struct Group {
  std::string list;  ///< Id of the list; empty without one.
  Side side = Side::direct;
  SignatureKind kind = SignatureKind::dkim;
  auto operator<=>(const Group&) const = default;
};

/// Verdicts of one scheme, with keys.
struct VerifiedGroup {
  std::string scheme;        ///< Name of the row: `dkim/std`.
  std::string list;          ///< Id of the list; empty without one.
  std::optional<Side> side;  ///< Nothing: the verdict is on the whole message.
  auto operator<=>(const VerifiedGroup&) const = default;
};

/// How often each conclusion was drawn, in the scheme's words.
using VerdictTally = std::map<std::pair<Outcome, std::string>, std::uint64_t>;

/// What the messages of a corpus tell. Whole numbers only: the same corpus gives the same survey.
struct Survey {
  std::uint64_t messages = 0;
  std::uint64_t signed_messages = 0;         ///< With a signature field of any kind.
  std::uint64_t excess = 0;                  ///< Signature fields beyond kMaxSignatures of a kind.
  std::array<std::uint64_t, 4> line_ends{};  ///< In the order of LineEnds.
  std::uint64_t skipped_files = 0;
  std::uint64_t problem_count = 0;
  std::vector<CorpusProblem> problems;  ///< The first kMaxProblems.
  std::array<KindTally, kKindCount> kinds;
  Tally lists;  ///< Messages by the id of their list; empty: none.
  std::map<Group, BodyTally> bodies;
  bool has_keys = false;  ///< There were keys to verify with.
  std::map<VerifiedGroup, VerdictTally> verdicts;
};
inline constexpr std::size_t kMaxProblems = 1000;

/// The signatures of a message and where they were put on.
struct SurveyedMessage {
  StoredSignatures found;
  ListTrace list;

  [[nodiscard]] Side side_of(const StoredSignature& signature) const {
    return list.side_of(signature.position, signature.domain);
  }
};

/// Counts one message, which must have been read as it is (ReadOptions::as_is).
SurveyedMessage add_message(Survey& survey, const CorpusMessage& message, const Crypto& crypto);
void add_problem(Survey& survey, CorpusProblem problem);

}  // namespace mass::survey
