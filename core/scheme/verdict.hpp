#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.hpp"

namespace mass {

/// What a verifier concludes. This order is also the order of columns in every report.
/// fail: judged and does not hold. permerror: cannot be judged and never will be. temperror: try
/// later. none: nothing there to judge. na: the scheme makes no statement here. Source: metrics
/// sheet section 1.
enum class Outcome : std::uint8_t { pass, fail, none, permerror, temperror, na };
inline constexpr std::size_t kOutcomeCount = 6;
[[nodiscard]] std::string_view name_of(Outcome outcome) noexcept;
[[nodiscard]] std::optional<Outcome> outcome_from(std::string_view name) noexcept;

/// Why a message does not verify, one primary cause, in the order in which causes are looked for.
/// Source: metrics sheet section 1.
enum class Cause : std::uint8_t {
  intact,  ///< Nothing is wrong.
  sig_missing,
  sig_syntax,
  alg_unsupported,
  key_missing,
  key_syntax,
  key_revoked,
  key_weak,
  key_temperror,
  time_future,
  time_expired,
  ident_mismatch,
  hdr_absent,
  hdr_changed,
  hdr_extra,
  body_changed,
  body_short,
  mime_struct,
  envelope_mismatch,
  chain_broken,
  crypto_bad,
};
inline constexpr std::size_t kCauseCount = 21;
[[nodiscard]] std::string_view name_of(Cause cause) noexcept;
[[nodiscard]] std::optional<Cause> cause_from(std::string_view name) noexcept;

/// What a receiver that follows the scheme's rules does with the message.
enum class Disposition : std::uint8_t { no_opinion, accept, reject };
[[nodiscard]] std::string_view name_of(Disposition disposition) noexcept;
[[nodiscard]] std::optional<Disposition> disposition_from(std::string_view name) noexcept;

/// The judgement on one signature (or tag, stamp, seal).
struct SignatureVerdict {
  Outcome outcome = Outcome::none;
  std::string state;     ///< The scheme's own word for it: `good`, `bad format`, `expired`.
  std::string identity;  ///< What was proven, as written in the message; empty unless pass.
  Cause cause = Cause::intact;
  std::string reason;  ///< One sentence for a person: what is wrong and where.
  std::string source;  ///< Rule applied, such as "RFC 4870 section 3.7.3".
  ValueMap detail;     ///< Scheme's own facts: `domain`, `selector`, `testing`.
};

/// A detail that is a text; empty if there is none of that name, or it is no text.
[[nodiscard]] std::string text_detail(const SignatureVerdict& verdict, std::string_view name);

/// Fills in a verdict, but for identity and details.
void conclude(SignatureVerdict& verdict, Outcome outcome, std::string_view state, Cause cause,
              std::string reason, std::string_view source);

/// The judgement on a message: the merged one, and one per signature from the top.
struct Verdict : SignatureVerdict {
  std::vector<SignatureVerdict> signatures;
  Disposition disposition = Disposition::no_opinion;
};

/// Where and why a signature ceased to hold, found by comparing what was signed with what arrived.
struct Diagnosis {
  Cause cause = Cause::intact;
  std::string
      field;  ///< Header field name; empty for the body and for causes that are not in the message.
  std::size_t offset =
      0;  ///< Octets into the canonical form of that field or body where the two sides part.
  int step = -1;          ///< Index of the path step after which it first failed; -1 if none did.
  std::string step_name;  ///< Such as `T30 footer`.
  std::string source;     ///< Rule broken.
  /// Canonical octets around that place as they were signed, and as they came: from 16 octets
  /// before the offset on, at most 64. Both are empty unless transcripts told the cause.
  std::string before;
  std::string after;
};

}  // namespace mass
