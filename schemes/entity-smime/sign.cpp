#include "schemes/entity-smime/sign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/cms.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "core/message/limits.hpp"
#include "core/message/mime.hpp"
#include "core/message/wrap.hpp"
#include "core/scheme/list_signer.hpp"
#include "schemes/entity-smime/attributes.hpp"
#include "schemes/entity-smime/encode.hpp"
#include "schemes/entity-smime/kind.hpp"
#include "schemes/entity-smime/layer.hpp"

namespace mass::entity_smime {
namespace {

constexpr std::size_t kBase64Width = 64;

/// In whose name a message is signed.
struct Signatory {
  std::string domain;
  SignatureType type = SignatureType::domain;
  CertificateNames names;
};

bool is_plain_address(std::string_view address) {
  return std::ranges::all_of(address, [](char c) { return c > ' ' && c <= '~'; });
}

// Source: sheet section 4.1, steps 1 to 5.
std::string entity_to_sign(const Message& message, std::string own_entity,
                           const Settings& settings) {
  std::string entity = settings.wraps ? "Content-Type: message/rfc822\r\n\r\n" + message.to_string()
                                      : std::move(own_entity);
  return encode_for_transport(std::move(entity), settings);
}

std::string digest_of(std::string_view entity, const Settings& settings, const Context& context) {
  if (context.trace != nullptr) context.trace->begin("signed-entity", 1, "");
  Hasher hasher = context.crypto.hasher(settings.hash);
  Tee tee(hasher, context.trace);
  write_canonical(entity, tee);
  return hasher.finish(context.cost);
}

Result<std::string> make_signature(const CertifiedKey& key, const Signatory& signatory,
                                   std::string_view digest, const Settings& settings,
                                   const Context& context) {
  const Certificates chain = settings.embeds ? key.chain : Certificates{};
  CmsSigning signing{.algorithm = settings.hash,
                     .key = *key.key,
                     .certificate = *key.certificate,
                     .chain = chain,
                     .signing_time = settings.signing_time.value_or(context.now),
                     .embed_certificate = settings.embeds,
                     .by_key_identifier = settings.by_key_identifier};
  if (settings.states_kind) signing.attributes = stated_attributes(signatory.type, settings.mode);
  return cms_sign(context.crypto, signing, digest, context.cost);
}

// Source: sheet section 4.1, step 6, and section 4.2 for X-Entity-Signature.
std::string body_around(std::string_view entity, std::string_view der, std::string_view boundary,
                        const Signatory& signatory, const Settings& settings) {
  std::string body = fmt::format("--{}\r\n", boundary);
  body += entity;
  body += fmt::format(
      "\r\n--{}\r\n"
      "Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
      "Content-Transfer-Encoding: base64\r\n"
      "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n",
      boundary);
  if (settings.states_kind) {
    body += fmt::format("X-Entity-Signature: v=1; type={}; mode={}; d={}\r\n",
                        word_of(signatory.type), word_of(settings.mode), signatory.domain);
  }
  body += "\r\n";
  body += base64_lines(der, kBase64Width);
  body += fmt::format("--{}--\r\n", boundary);
  return body;
}

// A body of thousands of parts is cut by MIME readers before the signature comes.
bool is_readable(const Message& message, std::string_view entity) {
  const MimeTree tree = parse_mime(message);
  const auto layers = find_layers(tree, 1);
  return !layers.empty() && layers.front().part == 0 && tree.parts.front().children.size() == 2 &&
         signed_entity(message.body().view(), tree, layers.front()) == entity;
}

bool may_sign(const Settings& settings) {
  return settings.mode == Mode::explicit_ || settings.when == When::always || settings.ehlo_smime;
}

Result<Signed> sign_as(const Signatory& signatory, Transit transit, const Settings& settings,
                       const Context& context) {
  if (is_over_limits(transit.message)) return decline(std::move(transit), "over_limits");
  if (!may_sign(settings)) return decline(std::move(transit), "no_ehlo_smime");
  const auto key = context.signing_keys.certified(signatory.domain, signatory.names);
  if (!key) {
    if (key.error().code != Errc::missing) return std::unexpected(key.error());
    return decline(std::move(transit), "no_key");
  }

  Unwrapped parts = unwrap(transit.message);
  const std::string entity = entity_to_sign(transit.message, std::move(parts.entity), settings);
  const auto der =
      make_signature(*key, signatory, digest_of(entity, settings, context), settings, context);
  if (!der) return std::unexpected(der.error());
  const std::string boundary = fresh_boundary(context.random, "entity-", entity);
  Message made =
      wrap(std::move(parts.outer),
           fmt::format(" multipart/signed; protocol=\"application/pkcs7-signature\"; "
                       "micalg=\"{}\"; boundary=\"{}\"",
                       settings.hash == HashAlgorithm::sha1 ? "sha1" : "sha-256", boundary),
           body_around(entity, *der, boundary, signatory, settings));
  if (!is_readable(made, entity)) return decline(std::move(transit), "over_limits");
  transit.message = std::move(made);
  return Signed{std::move(transit), {}};
}

Signatory as_domain(std::string_view domain) {
  return {std::string(domain), SignatureType::domain, names_of_domain(domain)};
}

bool has_layer(const Message& message) {
  return !find_layers(parse_mime(message), 1).empty();
}

Result<Signed> strip(Transit transit) {
  auto bare = stripped(transit.message);
  if (!bare) return decline(std::move(transit), "not_signed");
  transit.message = *std::move(bare);
  return Signed{std::move(transit), {}};
}

}  // namespace

CertificateNames names_of_domain(std::string_view domain) {
  return {std::string(kDomainAuthority),
          {fmt::format("{}@{}", kDomainAuthority, domain)},
          {std::string(domain)}};
}

Result<Signed> sign(Transit transit, const Settings& settings, const Context& context) {
  const Author author = author_of(transit.message);
  if (author.address.empty()) return decline(std::move(transit), "no_from");
  if (!is_dns_name(author.domain)) return decline(std::move(transit), "from_unusable");
  // A domain signs for those only whom it can vouch for. Source: RFC 3183 section 3.1.
  const std::string& operator_domain = context.role.domain;
  if (!operator_domain.empty() && !is_same_or_subdomain(author.domain, operator_domain)) {
    return decline(std::move(transit), "domain_mismatch");
  }
  Signatory signatory = as_domain(author.domain);
  if (settings.type == SignatureType::originator) {
    if (!is_plain_address(author.address)) return decline(std::move(transit), "from_unusable");
    signatory.type = SignatureType::originator;
    signatory.names = {author.address, {author.address}, {}};
  }
  return sign_as(signatory, std::move(transit), settings, context);
}

Result<Signed> act_as_intermediary(Transit transit, const Settings& settings,
                                   const Context& context) {
  switch (context.role.kind) {
    case RoleKind::originator:
      return sign(std::move(transit), settings, context);
    case RoleKind::relay:
      if (settings.relay == Relay::strip) return strip(std::move(transit));
      if (has_layer(transit.message)) return decline(std::move(transit), "already_signed");
      return sign(std::move(transit), settings, context);
    case RoleKind::mediator: {
      const std::string domain = ascii_lower(context.role.domain);
      if (!is_dns_name(domain)) return decline(std::move(transit), "no_domain");
      // Readers follow the Locators of the author's domain only: a list brings its own certificate.
      Settings own = settings;
      own.embeds = true;
      return sign_as(as_domain(domain), std::move(transit), own, context);
    }
    case RoleKind::receiver:
      return strip(std::move(transit));
  }
  return decline(std::move(transit), "no_role");
}

std::optional<Message> stripped(const Message& message) {
  const MimeTree tree = parse_mime(message);
  const auto layers = find_layers(tree, 1);
  if (layers.empty() || layers.front().part != 0) return std::nullopt;
  const auto entity = signed_entity(message.body().view(), tree, layers.front());
  if (!entity || tree.parts.front().children.size() != 2) return std::nullopt;
  return lift_entity(message, *entity);
}

}  // namespace mass::entity_smime
