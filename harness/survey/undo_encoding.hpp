#pragma once

#include "harness/survey/candidate.hpp"

namespace mass::survey {

/// Offers the bodies that a message may have had before software changed a transfer encoding (T34):
/// its first text in any other encoding, whole and with the last lines cut off (a footer goes into
/// the decoded text), and the texts of all parts as 8bit, as they were before a relay that could
/// not pass them on. False: no more are wanted.
[[nodiscard]] bool offer_encodings(const Candidate& candidate, const OfferBody& offer);

}  // namespace mass::survey
