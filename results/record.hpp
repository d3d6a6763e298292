#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/cost.hpp"
#include "core/message/strata.hpp"
#include "core/scheme/verdict.hpp"

namespace mass {

/// Id of the path on which nothing happens. Its record carries what signing cost and whether the
/// signer's own message verifies; every run has it.
inline constexpr std::string_view kIdentityPath = "identity";

/// One case: one message, signed by one scheme under one profile, sent down one path, and what came
/// of it. A row of the case store, and the unit of which everything a user sees is a fold.
struct Record {
  std::string case_id;  ///< make_id of message, scheme, profile and path.
  std::string message_id;
  std::string origin;  ///< Where the message came from, for people.
  std::string scheme;
  std::string profile;
  std::string path;
  Strata strata = 0;  ///< Bits of the strata the message is in.

  bool is_signed = false;
  std::string declined;               ///< Why it was not signed; empty if it was.
  Outcome at_origin = Outcome::none;  ///< Verdict right after signing.

  Outcome outcome = Outcome::none;  ///< Verdict at the end of the path; counted only when signed.
  std::string state;
  std::string identity;
  Disposition disposition = Disposition::no_opinion;
  Diagnosis diagnosis;  ///< Cause::intact when the outcome is pass or na.
  std::string reason;   ///< The verifier's sentence, then the diagnosis, for people. May hold
                        ///< hostile octets.

  std::int64_t octets_added = 0;  ///< Octets of message after signing minus before.
  std::uint64_t message_octets = 0;
  CostMeter sign_cost;
  CostMeter verify_cost;
  std::string tool_error;  ///< The framework failed at this case; it counts in no rate.
};

}  // namespace mass
