#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"
#include "core/signature/flaw.hpp"
#include "core/signature/tags.hpp"

namespace mass::arc {

inline constexpr std::string_view kResultsField = "ARC-Authentication-Results";
inline constexpr std::string_view kSignatureField = "ARC-Message-Signature";
inline constexpr std::string_view kSealField = "ARC-Seal";

/// More sets than this no chain has. Source: RFC 8617 section 4.2.1.
inline constexpr std::size_t kMaxSets = 50;

/// The three fields of one instance; null where one lacks.
struct ArcSet {
  const Field* results = nullptr;
  const Field* signature = nullptr;
  const Field* seal = nullptr;
  signature::ParsedTags signature_tags;
  signature::ParsedTags seal_tags;

  /// `cv` of the seal as written; empty if there is none.
  [[nodiscard]] std::string_view status() const noexcept;
};

/// The sets of a message, wherever and in whatever order their fields stand.
struct Chain {
  std::vector<ArcSet> sets;             ///< Instance 1 first; up to the highest that occurs.
  std::optional<signature::Flaw> flaw;  ///< Why their fields are no chain, the first reason.
  std::size_t flawed = 0;               ///< Instance that the flaw is in; 0 if none can be named.

  [[nodiscard]] bool absent() const noexcept { return sets.empty() && !flaw; }

  /// The newest seal says that the chain failed: nobody is to add to it.
  [[nodiscard]] bool is_closed() const noexcept;
};

/// Groups the ARC fields of a message by instance and checks what can be seen without a key: the
/// instances, exactly one field of each kind in 1 to N, `cv`, the tags of all seals and of the
/// newest message signature. Fields are pointed to: the message must live on. Linear.
/// Source: RFC 8617 sections 4.1 and 5.2 (steps 1 to 3), ARC sheet sections 1 and 2.
[[nodiscard]] Chain read_chain(const Message& message);

}  // namespace mass::arc
