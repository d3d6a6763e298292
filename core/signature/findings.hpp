#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/signature/flaw.hpp"

namespace mass::signature {

/// The answer to one question about a signature.
enum class Check : std::uint8_t {
  not_made,
  holds,
  fails,
  unknown,  ///< It could not be found out this time.
};
[[nodiscard]] std::string_view name_of(Check check) noexcept;

/// What was found out about a signature, each question answered on its own: a broken body hash says
/// nothing about the header, a key that is too short nothing about the mathematics.
struct Findings {
  Check key = Check::not_made;          ///< There is a key that may be used.
  Check body_hash = Check::not_made;    ///< `bh=` is the hash of this body.
  Check header_hash = Check::not_made;  ///< `b=` was made with the key over these fields.
  Check policy = Check::not_made;       ///< Nothing else speaks against accepting it.
  std::vector<Flaw> flaws;              ///< All that is wrong, in the order in which it was found.

  /// Notes what is wrong, and the answer that follows from it.
  void object(Check& question, Flaw flaw);
};

/// Draws the conclusion: of all flaws the one whose cause comes first in the order of Cause, or a
/// pass. Writes the answers into the details `key`, `body_hash`, `header_hash` and `policy`, and
/// the other causes into `also`.
void conclude(SignatureVerdict& verdict, const Findings& findings, std::string_view pass_source);

}  // namespace mass::signature
