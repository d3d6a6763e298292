#include "schemes/entity-smime/trust.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/keys/trust.hpp"

namespace mass::entity_smime {
namespace {

// Locators followed for one question.
constexpr std::size_t kMostFetches = 8;
constexpr std::size_t kLargestObject = 64 * 1024;

bool is_same_digest(const ListedCertificate& listed, const Certificate& certificate,
                    const Context& context) {
  return context.crypto.digest(listed.hash, certificate.der(), context.cost) == listed.digest;
}

// DER is the common form; some servers keep a chain or PEM in the same place.
Certificates read_object(std::string_view body, const Context& context) {
  if (body.size() > kLargestObject) return {};
  if (auto one = context.public_keys.certificate(body)) return {*std::move(one)};
  auto several = body.contains("-----BEGIN") ? Certificate::from_pem(body)
                                             : Certificate::from_der_sequence(body);
  return several ? *std::move(several) : Certificates{};
}

// The certificate at the Locator that has the listed digest.
Located fetch(const ListedCertificate& listed, const Context& context) {
  Located located;
  const KeyAnswer answer = context.directory.lookup({KeyQuery::Kind::http_get, listed.locator},
                                                    context.now, context.cost);
  located.is_in_doubt =
      answer.status == KeyAnswer::Status::failed || answer.status == KeyAnswer::Status::timeout;
  if (answer.records.empty()) return located;
  for (const auto& certificate : read_object(answer.records.front(), context)) {
    if (is_same_digest(listed, *certificate, context)) located.certificate = certificate;
  }
  return located;
}

bool is_web_address(std::string_view url) {
  return istarts_with(url, "http://") || istarts_with(url, "https://");
}

Trust untrusted(std::string reason) {
  return {Trust::State::untrusted, {}, std::move(reason)};
}

// What a path says for good; nothing if other evidence may still count.
std::optional<Trust> judged_by(const PathResult& path, std::string_view by) {
  switch (path.state) {
    case PathState::valid:
      return Trust{Trust::State::trusted, by, {}};
    case PathState::expired:
      return Trust{Trust::State::expired, {}, path.reason};
    case PathState::revoked:
      return Trust{Trust::State::revoked, {}, path.reason};
    case PathState::no_issuer:
    case PathState::revocation_unknown:
    case PathState::invalid:
      break;
  }
  return std::nullopt;
}

/// The search for one certificate among what its domain lists.
class DomainSearch {
 public:
  DomainSearch(const Certificate& certificate, const Certificates& embedded,
               const PolicyRecords& listed, const Context& context)
      : certificate_(certificate), embedded_(embedded), listed_(listed), context_(context) {}

  [[nodiscard]] Trust run() {
    for (const ListedCertificate& one : listed_.certificates) {
      if (!one.is_authority && is_same_digest(one, certificate_, context_))
        return vouched("dns-ee");
    }
    if (std::ranges::find(listed_.keys, certificate_.public_key_der()) != listed_.keys.end()) {
      return vouched("dns-key");
    }
    for (const ListedCertificate& one : listed_.certificates) {
      if (!one.is_authority) continue;
      const auto authority = find_authority(one);
      if (!authority) continue;
      const PathResult path =
          validate_path(certificate_, embedded_, {authority}, context_.directory,
                        context_.public_keys, context_.now, context_.cost);
      if (auto judged = judged_by(path, "dns-ca")) return *std::move(judged);
    }
    if (is_in_doubt_) {
      return {Trust::State::temperror, {}, "a listed authority could not be fetched"};
    }
    return untrusted("the domain does not list the certificate, its key or its authority");
  }

 private:
  // The domain vouches for the certificate, and the certificate still for its own time.
  [[nodiscard]] Trust vouched(std::string_view by) const {
    if (context_.now < certificate_.not_before() || context_.now > certificate_.not_after()) {
      return {Trust::State::expired, {}, "the listed certificate is out of its time"};
    }
    return {Trust::State::trusted, by, {}};
  }

  [[nodiscard]] std::shared_ptr<const Certificate> find_authority(const ListedCertificate& listed) {
    const auto found = std::ranges::find_if(embedded_, [&](const auto& certificate) {
      return is_same_digest(listed, *certificate, context_);
    });
    if (found != embedded_.end()) return *found;
    if (!is_web_address(listed.locator) || ++fetches_ > kMostFetches) return nullptr;
    Located located = fetch(listed, context_);
    is_in_doubt_ = is_in_doubt_ || located.is_in_doubt;
    return located.certificate;
  }

  const Certificate& certificate_;
  const Certificates& embedded_;
  const PolicyRecords& listed_;
  const Context& context_;
  std::size_t fetches_ = 0;
  bool is_in_doubt_ = false;
};

}  // namespace

Trust find_trust(const Certificate& certificate, const Certificates& embedded,
                 std::string_view signer_domain, PolicySource& policies, const Settings& settings,
                 const Context& context) {
  std::string by_path;
  if (settings.trust != TrustFrom::dns) {
    const PathResult path = validate_path(certificate, embedded, {}, context.directory,
                                          context.public_keys, context.now, context.cost);
    if (auto judged = judged_by(path, "pkix")) return *std::move(judged);
    by_path = path.reason;
  }
  if (settings.trust == TrustFrom::pkix || signer_domain.empty()) {
    return untrusted(by_path.empty() ? "the certificate names no domain" : by_path);
  }
  const PolicyRecords* listed = policies.of(signer_domain);
  if (listed == nullptr) {
    return {Trust::State::temperror, {}, "the DNS did not say what the signer's domain lists"};
  }
  Trust trust = DomainSearch(certificate, embedded, *listed, context).run();
  if (trust.state == Trust::State::untrusted && !by_path.empty()) {
    trust.reason = fmt::format("{}, and {}", by_path, trust.reason);
  }
  return trust;
}

Located locate_signer(const CmsSignedData& cms, std::size_t signer, const PolicyRecords* listed,
                      const Context& context) {
  Located found;
  if (listed == nullptr) {
    found.is_in_doubt = true;
    return found;
  }
  std::size_t fetches = 0;
  for (const ListedCertificate& one : listed->certificates) {
    if (one.is_authority || !is_web_address(one.locator) || ++fetches > kMostFetches) continue;
    Located located = fetch(one, context);
    if (located.certificate && cms.names(signer, *located.certificate)) {
      return {located.certificate, false};
    }
    found.is_in_doubt = found.is_in_doubt || located.is_in_doubt;
    // The digest is what the sheet asks for; a certificate that the signature names is better.
    if (!found.certificate) found.certificate = located.certificate;
  }
  return found;
}

}  // namespace mass::entity_smime
