#include "schemes/entity-smime/provision.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "schemes/entity-smime/sign.hpp"

namespace mass::entity_smime {
namespace {

/// Collects what one domain publishes.
class Publisher {
 public:
  Publisher(std::string domain, const Settings& settings, const Context& context)
      : domain_(std::move(domain)), settings_(settings), context_(context) {}

  void list(const Certificate& certificate, bool is_authority, bool has_locator) {
    const std::string digest =
        base64_encode(context_.crypto.digest(settings_.hash, certificate.der(), context_.cost));
    std::string text =
        fmt::format("v=ES1; e=X509; t={}; h={}; d={}", is_authority ? "CA" : "EndEntity",
                    settings_.hash == HashAlgorithm::sha1 ? "sha1" : "sha256", digest);
    if (has_locator) {
      HttpObject object;
      object.url = fmt::format("http://certs.{}/{}.cer", domain_, is_authority ? "ca" : "dsa");
      object.content_type = "application/pkix-cert";
      object.body = certificate.der();
      text += "; u=" + object.url;
      made_.http.push_back(std::move(object));
    }
    add(text);
  }

  void list_key(const Certificate& certificate) {
    add("v=ES1; e=Key; a=rsa; k=" + base64_encode(certificate.public_key_der()));
  }

  void state_policy(Policy policy) {
    std::string_view word = "Undefined";
    if (policy == Policy::ehlo) word = "EHLO";
    if (policy == Policy::always) word = "Always";
    if (policy == Policy::never) word = "Never";
    add(fmt::format("v=ES1; e=AuthenticationPolicy; p=SMIME; o={}", word));
  }

  [[nodiscard]] Publication finish() && { return std::move(made_); }

 private:
  void add(std::string_view text) {
    DnsRecord record;
    record.name = "_smimepolicy." + domain_;
    record.strings = character_strings(text);
    made_.dns.push_back(std::move(record));
  }

  std::string domain_;
  const Settings& settings_;
  const Context& context_;
  Publication made_;
};

// Certificates of single users are not listed: there is one per address.
bool lists_own_certificate(const Settings& settings) {
  return settings.type == SignatureType::domain &&
         (settings.publishes_certificate || settings.publishes_key);
}

}  // namespace

Result<Publication> published(std::string_view domain, const Settings& settings,
                              const Context& context) {
  const std::string owner = ascii_lower(domain);
  if (!is_dns_name(owner) || !is_dns_name("_smimepolicy." + owner)) return Publication{};
  Publisher publisher(owner, settings, context);
  if (lists_own_certificate(settings) || settings.publishes_authority) {
    const auto key = context.signing_keys.certified(owner, names_of_domain(owner));
    if (!key) return std::unexpected(key.error());
    if (lists_own_certificate(settings)) {
      if (settings.publishes_certificate) {
        publisher.list(*key->certificate, false, settings.publishes_locator);
      }
      if (settings.publishes_key) publisher.list_key(*key->certificate);
    }
    if (settings.publishes_authority && !key->chain.empty()) {
      publisher.list(*key->chain.front(), true, settings.publishes_locator);
    }
  }
  if (settings.policy != Policy::none) publisher.state_policy(settings.policy);
  return std::move(publisher).finish();
}

}  // namespace mass::entity_smime
