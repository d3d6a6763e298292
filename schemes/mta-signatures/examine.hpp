#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/mta-signatures/scene.hpp"
#include "schemes/mta-signatures/states.hpp"

namespace mass::mta_signatures {

/// Of what verifiers do.
inline constexpr std::string_view kVerifierSource = "MTA Signatures sheet section 4";

/// The judgement on one postal-data child.
struct Judged {
  State state = State::permerror;
  bool is_aligned = false;  ///< From is of the signer's domain or of one below it.
  SignatureVerdict verdict;
};

/// Judges the postal-data child at `index` of the container, signature `number` from the top.
/// Source: MTA Signatures sheet section 4.
[[nodiscard]] Judged examine(Scene& scene, std::size_t index, int number, const Context& context);

}  // namespace mass::mta_signatures
