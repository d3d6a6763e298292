#include "schemes/entity-smime/kind.hpp"

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "schemes/entity-smime/attributes.hpp"

namespace mass::entity_smime {
namespace {

bool covers(std::string_view signer_domain, const Author& author) {
  return !signer_domain.empty() && !author.domain.empty() &&
         is_same_or_subdomain(author.domain, signer_domain);
}

bool is_authority(std::string_view email) {
  return iequals(split_address(email).local, kDomainAuthority);
}

std::string domain_of(std::string_view email) {
  return ascii_lower(split_address(email).domain);
}

// The domain that a certificate names, whoever the author is.
SignerKind stranger(const Certificate& certificate) {
  SignerKind kind;
  for (const std::string& email : certificate.emails()) {
    if (kind.identifier.empty() || (is_authority(email) && !is_authority(kind.identifier))) {
      kind.identifier = email;
    }
  }
  kind.domain = domain_of(kind.identifier);
  if (kind.domain.empty() && !certificate.dns_names().empty()) {
    kind.identifier = certificate.dns_names().front();
    kind.domain = ascii_lower(kind.identifier);
  }
  return kind;
}

}  // namespace

Author author_of(const Message& message) {
  Author author;
  const Field* from = message.find("From");
  if (from == nullptr) return author;
  const AddressList list = parse_address_list(from->value());
  if (list.mailboxes.empty()) return author;
  author.address = list.mailboxes.front().address();
  author.domain = ascii_lower(list.mailboxes.front().domain);
  return author;
}

SignerKind kind_of(const Certificate& certificate, const Author& author) {
  // Exactly one common name. Source: RFC 3183 section 3.1.1.
  const auto& names = certificate.common_names();
  const bool is_named = names.size() == 1 && iequals(names.front(), kDomainAuthority);
  for (const std::string& email : certificate.emails()) {
    if (is_named && is_authority(email) && covers(domain_of(email), author)) {
      return {SignatureType::domain, domain_of(email), email};
    }
  }
  for (const std::string& email : certificate.emails()) {
    if (!author.domain.empty() && iequals(email, author.address)) {
      return {SignatureType::originator, domain_of(email), email};
    }
  }
  for (const std::string& name : certificate.dns_names()) {
    if (covers(name, author)) return {SignatureType::domain, ascii_lower(name), name};
  }
  return stranger(certificate);
}

}  // namespace mass::entity_smime
