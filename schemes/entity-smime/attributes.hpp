#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/cms.hpp"
#include "schemes/entity-smime/settings.hpp"

namespace mass::entity_smime {

/// Common name and local part of a domain certificate. Source: RFC 3183 section 3.1.1.
inline constexpr std::string_view kDomainAuthority = "domain-signing-authority";

[[nodiscard]] std::string_view word_of(SignatureType type) noexcept;
[[nodiscard]] std::string_view word_of(Mode mode) noexcept;

/// The signed attributes that state type and mode. Source: sheet section 4.2.
[[nodiscard]] std::vector<CmsAttribute> stated_attributes(SignatureType type, Mode mode);

/// What a signature states of itself; nothing for what it does not state or states unreadably.
[[nodiscard]] std::optional<SignatureType> stated_type(const CmsSignedData::Signer& signer);
[[nodiscard]] std::optional<Mode> stated_mode(const CmsSignedData::Signer& signer);

}  // namespace mass::entity_smime
