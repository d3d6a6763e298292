#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/certificate.hpp"
#include "schemes/entity-smime/settings.hpp"

namespace mass::entity_smime {

/// The address a signature is compared with: the first one of From.
struct Author {
  std::string address;  ///< As written; empty if the message has none.
  std::string domain;   ///< Lower case.
};
[[nodiscard]] Author author_of(const Message& message);

/// For whom a certificate speaks.
struct SignerKind {
  std::optional<SignatureType> kind;  ///< Nothing: not for this author.
  std::string domain;                 ///< Its own domain, lower case; may be empty.
  std::string identifier;             ///< The name that was used, as the certificate has it.
};

/// Source: sheet section 5.5.
[[nodiscard]] SignerKind kind_of(const Certificate& certificate, const Author& author);

}  // namespace mass::entity_smime
