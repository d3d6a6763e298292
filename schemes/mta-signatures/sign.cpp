#include "schemes/mta-signatures/sign.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/cms.hpp"
#include "core/message/address.hpp"
#include "core/message/wrap.hpp"
#include "core/scheme/list_signer.hpp"
#include "schemes/mta-signatures/compose.hpp"
#include "schemes/mta-signatures/postal_data.hpp"
#include "schemes/mta-signatures/scene.hpp"
#include "schemes/mta-signatures/services.hpp"

namespace mass::mta_signatures {
namespace {

// A verifier reads structures of 1 MiB with all certificates in them.
constexpr std::size_t kMostClaims = 768 * 1024;

// The first address of From with a domain that can be in the DNS.
std::string author_domain(const Message& message) {
  for (const Field& field : message.fields()) {
    if (!field.is("From")) continue;
    for (const Mailbox& mailbox : parse_address_list(field.value()).mailboxes) {
      if (is_dns_name(mailbox.domain)) return ascii_lower(mailbox.domain);
    }
  }
  return {};
}

Result<CertifiedKey> certified_key(const Context& context, std::string_view domain) {
  return context.signing_keys.certified(
      domain, {.common_name = std::string(domain), .dns_names = {std::string(domain)}});
}

bool has_service(const Settings& settings, Service::Method method) {
  return std::ranges::any_of(settings.services, [method](const std::string& text) {
    return read_service(text).method == method;
  });
}

Claims make_claims(const Prepared& prepared, std::string_view domain, const Settings& settings,
                   const Context& context) {
  Claims claims;
  claims.msgid = settings.msgid.empty() ? fresh_msgid(prepared, context.random) : settings.msgid;
  claims.fields = copy_fields(prepared.message);
  const Field* received = prepared.message.find("Received");
  if (settings.signs_received && received != nullptr) {
    claims.received = received_digest(*received, context);
  }
  claims.leaves = hash_leaves(prepared.message, prepared.container, context);
  claims.domain = domain;
  claims.services = settings.services;
  return claims;
}

std::size_t octets_of(const std::vector<CmsAttribute>& attributes) {
  std::size_t octets = 0;
  for (const CmsAttribute& attribute : attributes) octets += attribute.value.size();
  return octets;
}

// Signs what `prepared` holds and puts the signature in.
Result<Signed> sign_prepared(Transit transit, const Prepared& prepared, std::string_view domain,
                             const Settings& settings, const Context& context) {
  const auto certified = certified_key(context, domain);
  if (!certified) {
    if (certified.error().code != Errc::missing) return std::unexpected(certified.error());
    return decline(std::move(transit), "no_key");
  }
  const Claims claims = make_claims(prepared, domain, settings, context);
  auto attributes = write_claims(claims);
  if (octets_of(attributes) > kMostClaims) return decline(std::move(transit), "over_limits");

  const Container& container = prepared.container;
  const int number = static_cast<int>(container.postal_count()) + 1;
  if (context.trace != nullptr) Scene(prepared.message, container, context).trace_fields(number);
  const std::string digest =
      hash_content({prepared.message, container, container.children.size(), settings.hash, number},
                   context, context.trace);
  // Who downloads the certificate needs no path to it.
  const bool needs_chain = has_service(settings, Service::Method::pkix_path);
  const auto der = cms_sign(context.crypto,
                            {.algorithm = settings.hash,
                             .key = *certified->key,
                             .certificate = *certified->certificate,
                             .chain = needs_chain ? certified->chain : Certificates(),
                             .signing_time = settings.signing_time.value_or(context.now),
                             .attributes = std::move(attributes)},
                            digest, context.cost);
  if (!der) return std::unexpected(der.error());
  const std::string boundary =
      fresh_boundary(context.random, "=_postal_", prepared.message.body().view());
  const std::string entity =
      write_postal_data({claims.msgid, boundary, name_of(settings.hash), settings.services, *der});
  transit.message = attach(prepared, entity, claims.msgid);
  return Signed{std::move(transit), {}};
}

Result<Signed> sign(Transit transit, std::string_view domain, const Settings& settings,
                    const Context& context) {
  const auto prepared = prepare(transit.message, context.random);
  if (!prepared) return decline(std::move(transit), prepared.error());
  return sign_prepared(std::move(transit), *prepared, domain, settings, context);
}

}  // namespace

Result<Signed> sign_at_origin(Transit transit, const Settings& settings, const Context& context) {
  if (transit.message.find("From") == nullptr) return decline(std::move(transit), "no_from");
  const std::string author = author_domain(transit.message);
  if (author.empty() && settings.domain.empty()) {
    return decline(std::move(transit), "from_unusable");
  }
  const std::string domain = settings.domain.empty() ? author : settings.domain;
  if (!context.role.domain.empty() && !is_same_or_subdomain(domain, context.role.domain)) {
    return decline(std::move(transit), "domain_mismatch");
  }
  return sign(std::move(transit), domain, settings, context);
}

Result<Signed> sign_on_the_way(Transit transit, const Settings& settings, const Context& context) {
  const RoleKind kind = context.role.kind;
  if (kind != RoleKind::mediator && kind != RoleKind::relay) {
    return decline(std::move(transit), "not_a_signer");
  }
  const std::string domain = ascii_lower(context.role.domain);
  if (!is_dns_name(domain)) return decline(std::move(transit), "no_domain");
  if (transit.message.find("From") == nullptr) return decline(std::move(transit), "no_from");
  return sign(std::move(transit), domain, settings, context);
}

Result<Publication> published_certificates(std::string_view domain, const Settings& settings,
                                           const Context& context) {
  Publication published;
  const std::string owner = settings.domain.empty() ? ascii_lower(domain) : settings.domain;
  if (!is_dns_name(owner)) return published;
  for (const std::string& text : settings.services) {
    const Service service = read_service(text);
    if (service.method != Service::Method::http_certificates) continue;
    const auto url = certificate_url(service.locator, owner);
    if (!url) continue;
    const auto certified = certified_key(context, owner);
    if (!certified) return std::unexpected(certified.error());
    published.http.push_back({.url = *url,
                              .content_type = "application/pkix-cert",
                              .body = certified->certificate->der()});
  }
  return published;
}

}  // namespace mass::mta_signatures
