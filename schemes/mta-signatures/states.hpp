#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/scheme/verdict.hpp"

namespace mass::mta_signatures {

/// What a signature comes to, best first. Source: MTA Signatures sheet section 4, step 7.
enum class State : std::uint8_t {
  pass,
  pass_modified,
  partial,
  temperror,
  untrusted,
  fail,
  permerror,
};
[[nodiscard]] std::string_view name_of(State state) noexcept;
[[nodiscard]] Outcome outcome_of(State state) noexcept;

/// What a comparison of the message with its signature found.
struct Findings {
  bool is_digest_right = false;    ///< The covered children in front are the signed octets.
  bool has_header_change = false;  ///< One of the eight fields differs.
  bool is_from_changed = false;
  bool has_stranger_after = false;  ///< A child that is not postal-data stands behind, or the
                                    ///< postal-data holds more than the signature.
  std::size_t parts_total = 0;      ///< Leaves the signature lists,
  std::size_t parts_found = 0;      ///< and those of them that are there.
};

/// The table of the sheet for a trusted signature that holds over its attributes: pass,
/// pass-modified, partial or fail.
///
/// A signature that lists no leaf (its container was empty) finds all of them, yet only as long as
/// the digest is right; the table leaves that open, and anything else would let a signature over
/// nothing vouch for any content.
[[nodiscard]] State decide(const Findings& findings) noexcept;

/// Why a signature comes to nothing, in the terms of a verdict.
struct Flaw {
  State state = State::permerror;
  Cause cause = Cause::sig_syntax;
  std::string why;     ///< One word for the verdict's details; empty if the state says it all.
  std::string reason;  ///< One sentence for a person.
};
[[nodiscard]] std::unexpected<Flaw> malformed(std::string why, std::string reason);

}  // namespace mass::mta_signatures
