#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/transit.hpp"
#include "harness/pattern/pattern.hpp"

namespace mass::differential {

/// One answer that is not the expected one, with all that an explanation may look at.
struct Disagreement {
  std::string signer;       ///< Row, such as `dkim/std`.
  std::string verifier;     ///< Row.
  std::string path;         ///< Id of the path the message took.
  std::string expected;     ///< `pass`, or what the reference says.
  std::string got;          ///< A verdict, or `crash`, `timeout`, `protocol` or `error`.
  std::string cause;        ///< In our words; empty if there is no verdict.
  std::string state;        ///< In the verifier's words.
  std::string reason;       ///< The verifier's sentence. Hostile octets may be in it.
  std::string explanation;  ///< Id of the rule that explains it; empty: none does.
};

/// A rule that says of which messages two implementations must think differently. It is tested on
/// the message itself and never names one.
struct Explanation {
  std::string id;
  std::string finding;               ///< Page and section where it is told whose reading is right.
  std::string text;                  ///< One sentence.
  std::vector<std::string> signers;  ///< Globs of rows; empty: any.
  std::vector<std::string> verifiers;  ///< Globs of rows; empty: any.
  std::vector<std::string> expected;   ///< Empty: anything.
  std::vector<std::string> got;        ///< Empty: anything.
  std::string when;                    ///< Condition on what arrived, as in a path; empty: none.
  std::optional<Pattern> reason;       ///< Found in the verifier's state, `: ` and its reason.
  std::optional<Pattern> header;       ///< Found in the header as it arrived.
  std::optional<Pattern> body;         ///< Found in the body as it arrived.
  std::optional<Pattern> envelope;     ///< Found in `MAIL FROM` and `RCPT TO` lines, one a line.

  [[nodiscard]] bool explains(const Disagreement& one, const Transit& arrived) const;
};

/// Reads a file of schema `mass-explanations-1`. Errors (Errc::config): every mistake with its
/// place; Errc::missing: no such file.
[[nodiscard]] Result<std::vector<Explanation>> load_explanations(const std::filesystem::path& file);
[[nodiscard]] Result<std::vector<Explanation>> parse_explanations(std::string_view json,
                                                                  std::string_view file);

}  // namespace mass::differential
