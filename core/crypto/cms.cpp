#include "core/crypto/cms.hpp"

#include <openssl/cms.h>

#include <algorithm>
#include <utility>

#include "core/crypto/oids.hpp"
#include "core/crypto/openssl.hpp"

namespace mass {

struct CmsSignedData::Handle {
  struct Identity {
    std::string issuer_der;
    std::string serial_der;
    std::string key_id;
    bool is_rsa = false;
  };
  std::vector<Signer> signers;
  std::vector<Identity> identities;  // One per signer.
  Certificates certificates;
  std::string content_type;
  bool has_content = false;
};

namespace {

using CmsObject = std::unique_ptr<CMS_ContentInfo, Released<CMS_ContentInfo_free>>;
using Signer = CmsSignedData::Signer;

constexpr std::size_t kLargestCms = 1024 * 1024;
constexpr std::size_t kMostSigners = 16;
constexpr std::size_t kMostCertificates = 64;
constexpr std::size_t kMostAttributes = 64;

std::unexpected<Error> malformed(std::string_view what) {
  return fail(Errc::malformed, "read CMS: " + std::string(what));
}

// Streaming writers leave lengths open; OpenSSL reads that and writes it again as DER. Its own
// bound on nesting keeps hostile input in check.
Result<std::string> as_der(std::string_view ber) {
  const unsigned char* at = octets_of(ber);
  const CmsObject cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(ber.size())));
  const bool is_whole = cms && at == octets_of(ber) + ber.size();
  const int length = is_whole ? i2d_CMS_ContentInfo(cms.get(), nullptr) : -1;
  std::string der(static_cast<std::size_t>(std::max(length, 0)), '\0');
  if (length > 0) {
    unsigned char* to = octets_of(der);
    i2d_CMS_ContentInfo(cms.get(), &to);
  }
  const std::string reason = take_openssl_error();
  if (length <= 0) return malformed("neither DER nor BER: " + reason);
  return der;
}

// The OID of an AlgorithmIdentifier's content.
std::string algorithm_in(std::string_view content) {
  der::Reader parts(content);
  const auto oid = parts.take(der::kObjectIdentifier);
  return oid ? der::dotted(*oid).value_or("") : std::string();
}

// The only member of a SET, or nothing.
std::optional<der::Element> only_member(std::string_view set) {
  der::Reader members(set);
  const auto member = members.take_any();
  return member && members.at_end() ? member : std::nullopt;
}

bool read_attributes(std::string_view set, Signer& signer) {
  std::vector<std::string> seen;
  der::Reader members(set);
  while (!members.at_end()) {
    der::Reader parts(members.take(der::kSequence).value_or(""));
    const auto oid = parts.take(der::kObjectIdentifier);
    const auto values = parts.take(der::kSet);
    if (!oid || !values || !parts.at_end() || seen.size() == kMostAttributes) return false;
    std::string name = der::dotted(*oid).value_or("");
    const auto value = only_member(*values);
    const bool is_new = std::ranges::find(seen, name) == seen.end();
    if (!is_new) std::erase_if(signer.attributes, [&](const auto& a) { return a.oid == name; });
    if (is_new && value) signer.attributes.push_back({name, std::string(value->whole)});
    seen.push_back(std::move(name));
  }
  return true;
}

std::optional<der::Element> value_of(const Signer& signer, std::string_view oid) {
  const std::string* value = signer.attribute(oid);
  return value == nullptr ? std::nullopt : only_member(*value);
}

void read_known_attributes(Signer& signer) {
  if (const auto type = value_of(signer, kContentTypeOid);
      type && type->tag == der::kObjectIdentifier) {
    signer.content_type = der::dotted(type->content);
  }
  if (const auto digest = value_of(signer, kMessageDigestOid);
      digest && digest->tag == der::kOctetString) {
    signer.message_digest = std::string(digest->content);
  }
  if (const auto time = value_of(signer, kSigningTimeOid)) {
    signer.signing_time = der::read_time(*time);
  }
}

bool read_identity(der::Reader& parts, CmsSignedData::Handle::Identity& identity) {
  if (const auto key_id = parts.take(der::plain(0))) {
    identity.key_id = *key_id;
    return !key_id->empty();
  }
  der::Reader names(parts.take(der::kSequence).value_or(""));
  const auto issuer = names.take_any();
  const auto serial = names.take_any();
  if (!issuer || !serial || serial->tag != der::kInteger || !names.at_end()) return false;
  identity.issuer_der = issuer->whole;
  identity.serial_der = serial->whole;
  return true;
}

// Source: RFC 5652 section 5.3.
bool read_signer(std::string_view content, CmsSignedData::Handle& handle) {
  Signer signer;
  CmsSignedData::Handle::Identity identity;
  der::Reader parts(content);
  const auto version = parts.take(der::kInteger);
  if (!version || version->size() != 1 || !read_identity(parts, identity)) return false;
  signer.version = static_cast<unsigned char>(version->front());
  const auto hash = parts.take(der::kSequence);
  if (!hash) return false;
  signer.algorithm = digest_named(algorithm_in(*hash));
  if (const auto attributes = parts.take(der::inside(0))) {
    signer.has_signed_attributes = true;
    // Hashed with the tag of a SET OF, in the order in which they came. Source: section 5.4.
    signer.signed_attributes = der::element(der::kSet, *attributes);
    if (!read_attributes(*attributes, signer)) return false;
    read_known_attributes(signer);
  }
  const auto algorithm = parts.take(der::kSequence);
  const auto value = parts.take(der::kOctetString);
  const bool is_rest_known = parts.at_end() || parts.take(der::inside(1)).has_value();
  if (!algorithm || !value || !is_rest_known || !parts.at_end()) return false;
  identity.is_rsa = is_rsa_signature(algorithm_in(*algorithm));
  signer.signature = *value;
  handle.signers.push_back(std::move(signer));
  handle.identities.push_back(std::move(identity));
  return true;
}

Result<void> read_signers(std::string_view set, CmsSignedData::Handle& handle) {
  der::Reader members(set);
  while (!members.at_end()) {
    if (handle.signers.size() == kMostSigners) {
      return fail(Errc::limit, "read CMS: over 16 signers");
    }
    const auto signer = members.take(der::kSequence);
    if (!signer || !read_signer(*signer, handle)) return malformed("a damaged SignerInfo");
  }
  return {};
}

Result<void> read_certificates(std::string_view set, CmsSignedData::Handle& handle,
                               PublicKeyCache& cache) {
  der::Reader members(set);
  std::size_t count = 0;
  while (!members.at_end()) {
    const auto member = members.take_any();
    if (!member) return malformed("damaged certificates");
    if (++count > kMostCertificates) return fail(Errc::limit, "read CMS: over 64 certificates");
    if (member->tag != der::kSequence) continue;  // Attribute certificates and older kinds.
    if (auto certificate = cache.certificate(member->whole)) {
      handle.certificates.push_back(*std::move(certificate));
    }
  }
  return {};
}

bool read_content(der::Reader parts, CmsSignedData::Handle& handle) {
  const auto type = parts.take(der::kObjectIdentifier);
  if (!type) return false;
  handle.content_type = der::dotted(*type).value_or("");
  handle.has_content = parts.take(der::inside(0)).has_value();
  return parts.at_end();
}

// Source: RFC 5652 section 5.1.
Result<void> read_signed_data(std::string_view der, CmsSignedData::Handle& handle,
                              PublicKeyCache& cache) {
  der::Reader outer(der);
  der::Reader info(outer.take(der::kSequence).value_or(""));
  const auto type = info.take(der::kObjectIdentifier);
  if (!outer.at_end() || !type) return malformed("not one ContentInfo");
  if (der::dotted(*type) != kSignedDataOid) return malformed("not SignedData");
  der::Reader wrapped(info.take(der::inside(0)).value_or(""));
  der::Reader parts(wrapped.take(der::kSequence).value_or(""));
  const bool has_version = parts.take(der::kInteger).has_value();
  const bool has_hashes = parts.take(der::kSet).has_value();
  const auto content = parts.take(der::kSequence);
  if (!info.at_end() || !wrapped.at_end() || !has_version || !has_hashes || !content ||
      !read_content(der::Reader(*content), handle)) {
    return malformed("damaged SignedData");
  }
  if (const auto certificates = parts.take(der::inside(0))) {
    if (auto done = read_certificates(*certificates, handle, cache); !done) return done;
  }
  [[maybe_unused]] const auto lists = parts.take(der::inside(1));
  const auto signers = parts.take(der::kSet);
  if (!signers || !parts.at_end()) return malformed("no signers");
  return read_signers(*signers, handle);
}

bool is_same_name(std::string_view left, std::string_view right) {
  if (left == right) return true;
  // The same name may be written with other string types.
  const unsigned char* at_left = octets_of(left);
  const unsigned char* at_right = octets_of(right);
  const X509Name one(d2i_X509_NAME(nullptr, &at_left, static_cast<long>(left.size())));
  const X509Name other(d2i_X509_NAME(nullptr, &at_right, static_cast<long>(right.size())));
  const bool is_same = one && other && X509_NAME_cmp(one.get(), other.get()) == 0;
  take_openssl_error();
  return is_same;
}

}  // namespace

const std::string* Signer::attribute(std::string_view oid) const noexcept {
  const auto found = std::ranges::find(attributes, oid, &CmsAttribute::oid);
  return found == attributes.end() ? nullptr : &found->value;
}

CmsSignedData::CmsSignedData(std::unique_ptr<Handle> handle) noexcept
    : handle_(std::move(handle)) {}
CmsSignedData::~CmsSignedData() = default;

Result<std::shared_ptr<const CmsSignedData>> CmsSignedData::parse(std::string_view der,
                                                                  PublicKeyCache& cache) {
  if (der.size() > kLargestCms) return fail(Errc::limit, "read CMS: over 1 MiB");
  auto handle = std::make_unique<Handle>();
  auto done = read_signed_data(der, *handle, cache);
  if (!done && done.error().code == Errc::malformed) {
    const auto again = as_der(der);
    if (!again) return std::unexpected(again.error());
    if (*again == der) return std::unexpected(done.error());
    handle = std::make_unique<Handle>();
    done = read_signed_data(*again, *handle, cache);
  }
  if (!done) return std::unexpected(done.error());
  return std::shared_ptr<const CmsSignedData>(new CmsSignedData(std::move(handle)));
}

const std::vector<Signer>& CmsSignedData::signers() const noexcept {
  return handle_->signers;
}
const Certificates& CmsSignedData::certificates() const noexcept {
  return handle_->certificates;
}
bool CmsSignedData::has_content() const noexcept {
  return handle_->has_content;
}
const std::string& CmsSignedData::content_type() const noexcept {
  return handle_->content_type;
}

bool CmsSignedData::names(std::size_t index, const Certificate& certificate) const {
  const Handle::Identity& identity = handle_->identities.at(index);
  const Certificate::Handle& held = certificate.handle();
  if (!identity.key_id.empty()) return identity.key_id == held.key_id;
  return identity.serial_der == held.serial_der &&
         is_same_name(identity.issuer_der, held.issuer_der);
}

bool CmsSignedData::signature_holds(const Crypto& crypto, std::size_t index,
                                    const Certificate& certificate, std::string_view content_digest,
                                    CostMeter& cost) const {
  const Signer& signer = handle_->signers.at(index);
  const auto& key = certificate.rsa_key();
  if (!signer.algorithm || !key || !handle_->identities[index].is_rsa) return false;
  const Recovered recovered = (*key)->recover(crypto, *signer.algorithm, signer.signature, cost);
  if (!recovered.padding_sound) return false;
  if (!signer.has_signed_attributes) return recovered.digest == content_digest;
  return recovered.digest == crypto.digest(*signer.algorithm, signer.signed_attributes, cost);
}

}  // namespace mass
