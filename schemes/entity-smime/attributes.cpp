#include "schemes/entity-smime/attributes.hpp"

namespace mass::entity_smime {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSignatureType = "1.2.840.113549.1.9.16.2.28";
// One later draft prints this identifier. Source: sheet section 3.
constexpr std::string_view kSignatureTypeMisprinted = "1.2.840.113549.1.9.28";
// The draft leaves it open; this one lies in the space for documentation.
constexpr std::string_view kEntityMode = "1.3.6.1.4.1.32473.60.2.1";

// SEQUENCE OF OBJECT IDENTIFIER with id-sti-originatorSig or id-sti-domainSig.
constexpr std::string_view kOriginatorSig =
    "\x30\x0d\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x09\x01"sv;
constexpr std::string_view kDomainSig =
    "\x30\x0d\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x09\x02"sv;
constexpr char kUtf8String = '\x0c';

std::string utf8_string(std::string_view short_text) {
  return std::string{kUtf8String, static_cast<char>(short_text.size())}.append(short_text);
}

}  // namespace

std::string_view word_of(SignatureType type) noexcept {
  return type == SignatureType::domain ? "domain" : "originator";
}

std::string_view word_of(Mode mode) noexcept {
  return mode == Mode::opportunistic ? "opportunistic" : "explicit";
}

std::vector<CmsAttribute> stated_attributes(SignatureType type, Mode mode) {
  return {{std::string(kSignatureType),
           std::string(type == SignatureType::domain ? kDomainSig : kOriginatorSig)},
          {std::string(kEntityMode), utf8_string(word_of(mode))}};
}

std::optional<SignatureType> stated_type(const CmsSignedData::Signer& signer) {
  const std::string* value = signer.attribute(kSignatureType);
  if (value == nullptr) value = signer.attribute(kSignatureTypeMisprinted);
  if (value == nullptr) return std::nullopt;
  // The list may name further types (additional attributes, review) behind these.
  if (value->find(kDomainSig.substr(2)) != std::string::npos) return SignatureType::domain;
  if (value->find(kOriginatorSig.substr(2)) != std::string::npos) return SignatureType::originator;
  return std::nullopt;
}

std::optional<Mode> stated_mode(const CmsSignedData::Signer& signer) {
  const std::string* value = signer.attribute(kEntityMode);
  if (value == nullptr) return std::nullopt;
  for (const Mode mode : {Mode::opportunistic, Mode::explicit_}) {
    if (*value == utf8_string(word_of(mode))) return mode;
  }
  return std::nullopt;
}

}  // namespace mass::entity_smime
