#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/cost.hpp"
#include "core/base/error.hpp"
#include "core/keys/directory.hpp"
#include "core/message/strata.hpp"
#include "core/scheme/verdict.hpp"

namespace mass {

/// Id of the path on which nothing happens. Its record carries what signing cost and whether the
/// signer's own message verifies; every run has it.
inline constexpr std::string_view kIdentityPath = "identity";

/// Whose identity a verifier has proven. Source: metrics sheet section 2, S7.
enum class Proven : std::uint8_t {
  nobody,
  originator,    ///< Of the author or of who sent it for him, as the message was submitted.
  intermediary,  ///< Of somebody on the way, such as a list that signs.
};
inline constexpr std::size_t kProvenCount = 3;
[[nodiscard]] std::string_view name_of(Proven proven) noexcept;

/// Why the framework has no verdict on a case. What another program does wrong is told apart.
enum class ToolCause : std::uint8_t {
  none,
  error,     ///< Trouble of ours, or of a plug-in that says so itself.
  timeout,   ///< A plug-in did not answer in time.
  crash,     ///< A plug-in ended, or could not be started.
  protocol,  ///< A plug-in answered what the protocol does not allow.
};
inline constexpr std::size_t kToolCauseCount = 5;
[[nodiscard]] std::string_view name_of(ToolCause cause) noexcept;
[[nodiscard]] ToolCause tool_cause_of(Errc code) noexcept;

/// One case: one message, signed by one scheme under one profile, sent down one path, and what came
/// of it. A row of the case store, and the unit of which everything a user sees is a fold.
struct Record {
  std::string case_id;  ///< make_id of message, scheme, profile and path.
  std::string message_id;
  std::string origin;  ///< Where the message came from, for people.
  std::string scheme;
  std::string profile;
  std::string path;
  Strata strata = 0;   ///< Bits of the strata the message is in.
  std::string domain;  ///< It was sent by: of Sender or From, lower case; empty if neither has one.

  bool is_signed = false;
  std::string declined;               ///< Why it was not signed; empty if it was.
  Outcome at_origin = Outcome::none;  ///< Verdict right after signing.

  Outcome outcome = Outcome::none;  ///< Verdict at the end of the path; counted only when signed.
  std::string state;
  std::string identity;
  Proven proven = Proven::nobody;  ///< Whose identity a pass proves.
  Disposition disposition = Disposition::no_opinion;
  Diagnosis diagnosis;  ///< Cause::intact when the outcome is pass or na.
  std::string reason;   ///< The verifier's sentence, then the diagnosis, for people. May hold
                        ///< hostile octets.

  std::int64_t octets_added = 0;  ///< Octets of message after signing minus before.
  std::uint64_t message_octets = 0;
  CostMeter sign_cost;
  CostMeter verify_cost;
  CostMeter forward_cost;            ///< Of the intermediaries that took part.
  bool was_forwarded = false;        ///< An intermediary took part.
  std::vector<std::string> lookups;  ///< What the verifier asked, as `lookup_key` names it; of the
                                     ///< identity path only.
  std::string tool_error;            ///< The framework failed at this case; it counts in no rate.
  ToolCause tool_cause = ToolCause::none;  ///< Of which kind that is.
};

}  // namespace mass
