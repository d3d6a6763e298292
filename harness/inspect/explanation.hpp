#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/inspect/evidence.hpp"
#include "harness/inspect/rebuild.hpp"

namespace mass {

/// Why a message does not verify, with what shows it.
struct Explanation {
  std::string scheme;
  std::string profile;
  // Of a case of a run; empty for two messages.
  std::string case_id;
  std::string message_id;
  std::string origin;
  std::string path;  ///< Id.
  std::string path_title;
  std::size_t message_octets = 0;
  std::vector<std::string> steps;  ///< What each did, as journey_log tells it.

  Outcome at_origin = Outcome::none;  ///< Of the signed message.
  Outcome outcome = Outcome::none;    ///< Of what arrived.
  std::string state;
  std::string reason;
  std::string rule;
  Diagnosis diagnosis;
  std::string host;     ///< Where the breaking step happened; empty if no step broke it.
  std::string trouble;  ///< Why there is no verdict: declined, or trouble of a scheme.

  std::string before;  ///< Which stop the left side is: `as signed`.
  std::string after;
  std::string no_transcript;  ///< What the sides are instead of transcripts, and why; else empty.
  Diagnosis difference;       ///< Of the transcripts, whatever the verifier names as the cause.
  SideBySide sides;           ///< Empty for a case that never set out.

  /// The diagnosis if it says where, else the difference of the transcripts.
  [[nodiscard]] const Diagnosis& place() const;

  /// Row at which both sides first part, in the field that the diagnosis names if they do there.
  [[nodiscard]] std::size_t first_row() const;
};

/// Whether a diagnosis is of a place in the message: a header field or the body.
[[nodiscard]] bool has_place(const Diagnosis& why);

/// Which stops of a journey are compared.
enum class Span : std::uint8_t {
  breaking_step,  ///< Before and after the step that broke it, or from end to end if none did.
  whole_path,     ///< As it set out and as it arrived.
};

/// Explains a case by the record of now. Errors: the verifier broke down.
[[nodiscard]] Result<Explanation> explain_case(const RebuiltCase& found, Span span);

/// Explains two messages that somebody has; of the path nothing is known.
[[nodiscard]] Result<Explanation> explain_messages(const Scheme& scheme, const Judge& judge,
                                                   const Transit& signed_transit,
                                                   const Transit& received);

/// For a terminal of so many characters. All of it is printable.
[[nodiscard]] std::string explanation_text(const Explanation& told, std::size_t width, bool colour);

/// Schema `mass-explanation-1`, described in docs/explain.md.
[[nodiscard]] std::string explanation_json(const Explanation& told);

/// Both sides as a unified diff of at most `most` lines.
[[nodiscard]] std::string unified_text(const Explanation& told, std::size_t most, bool colour);

/// Schema `mass-diff-1`, described in docs/explain.md.
[[nodiscard]] std::string unified_json(const Explanation& told, std::size_t most);

}  // namespace mass
