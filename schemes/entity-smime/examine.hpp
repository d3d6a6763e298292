#pragma once

#include <optional>

#include "schemes/entity-smime/kind.hpp"
#include "schemes/entity-smime/layer.hpp"
#include "schemes/entity-smime/policy.hpp"

namespace mass::entity_smime {

/// The judgement on one layer.
struct Judged {
  SignatureVerdict verdict;
  bool has_kind = false;  ///< The signer is the author or the author's domain.
};

/// Judges layer number `number`, counted from the outside from 1. Source: sheet sections 5.2 to
/// 5.7.
[[nodiscard]] Judged examine(std::string_view body, const MimeTree& tree, const Layer& layer,
                             int number, const Author& author, PolicySource& policies,
                             const Settings& settings, const Context& context);

}  // namespace mass::entity_smime
