#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/crypto/cms.hpp"
#include "schemes/mta-signatures/fields.hpp"
#include "schemes/mta-signatures/leaves.hpp"
#include "schemes/mta-signatures/states.hpp"

namespace mass::mta_signatures {

/// What a signature says in its own signed attributes. Source: MTA Signatures sheet section 3.3.
struct Claims {
  std::string msgid;                    ///< P.1
  FieldCopies fields;                   ///< P.2.1 to P.2.8
  std::optional<std::string> received;  ///< P.3: SHA-1 of the topmost Received, canonical.
  std::vector<Leaf> leaves;             ///< P.4
  std::string domain;                   ///< P.5
  std::vector<std::string> services;    ///< P.6
};

/// The attributes for a CMS signature; it sorts them itself.
[[nodiscard]] std::vector<CmsAttribute> write_claims(const Claims& claims);

/// Strict: all but P.3 must be there, once, in DER, with nothing left over; leaves are numbered
/// from 1, digests have 20 octets, P.1 is 1 to 32 letters and digits, P.5 is a domain name, and the
/// copies of a field are fields of that name.
[[nodiscard]] std::expected<Claims, Flaw> read_claims(const CmsSignedData::Signer& signer);

/// Whether a text is 1 to 32 letters and digits.
[[nodiscard]] bool is_msgid(std::string_view text) noexcept;

}  // namespace mass::mta_signatures
