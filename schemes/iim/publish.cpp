#include "schemes/iim/publish.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/rsa_numbers.hpp"
#include "core/keys/http_answers.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "core/taglist/quoted.hpp"
#include "schemes/iim/registration.hpp"

namespace mass::iim {
namespace {

DnsRecord txt(std::string name, std::string_view text, std::int64_t ttl) {
  DnsRecord record;
  record.name = std::move(name);
  record.strings = character_strings(text);
  record.ttl_seconds = static_cast<std::uint32_t>(ttl);
  return record;
}

std::string rating_tags(const Settings& settings) {
  std::string text = fmt::format("r:\"{}\"", settings.key_rating);
  if (!settings.key_name.empty()) text += "; g:" + quoted_value(settings.key_name);
  return text;
}

HttpObject krs_object(std::string_view domain, std::string_view fingerprint,
                      const Settings& settings) {
  HttpObject object;
  object.url = fmt::format("{}?d={}&keyfp={}", krs_url(fmt::format("krs.{}", domain), 80), domain,
                           percent_encode(base64_encode(fingerprint)));
  object.body =
      fmt::format("v:\"1.1\"; {}; x:\"{}\"; c:\"ok\"\r\n", rating_tags(settings), settings.key_ttl);
  object.ttl_seconds = static_cast<std::uint32_t>(settings.key_ttl);
  return object;
}

std::string_view policy_word(Policy policy) {
  switch (policy) {
    case Policy::all:
      return "all";
    case Policy::some:
      return "some";
    case Policy::never:
      return "never";
    case Policy::none:
      break;
  }
  return {};
}

}  // namespace

std::string_view key_selector(SignerRole role) noexcept {
  return role == SignerRole::away ? "iim-away" : "iim";
}

std::string signing_domain(std::string_view address_domain, const Settings& settings,
                           const Role& role) {
  const bool is_own = role.domain.empty() || settings.role == SignerRole::away ||
                      is_same_or_subdomain(address_domain, role.domain);
  if (!is_own) return {};
  if (settings.domain.empty()) return ascii_lower(address_domain);
  return is_same_or_subdomain(address_domain, settings.domain) ? settings.domain : std::string();
}

Result<Publication> published_keys(std::string_view domain, const Settings& settings,
                                   const Context& context) {
  Publication published;
  const std::string owner = signing_domain(domain, settings, context.role);
  const std::string policy_name = "_policy._iim." + ascii_lower(domain);
  if (owner.empty() || !is_dns_name(policy_name)) return published;
  const std::string longest_name = registration_name(owner, std::string(20, '\0'));
  if (!is_dns_name(longest_name)) return published;
  const auto key = context.signing_keys.rsa(owner, key_selector(settings.role));
  if (!key) return std::unexpected(key.error());
  const auto numbers = rsa_numbers_of((*key)->public_der());
  if (!numbers) return std::unexpected(numbers.error());
  const std::string print = fingerprint(*numbers, context);
  switch (settings.method) {
    case Method::krs:
      published.http.push_back(krs_object(owner, print, settings));
      break;
    case Method::dns:
      published.dns.push_back(
          txt(registration_name(owner, print), rating_tags(settings), settings.key_ttl));
      break;
  }
  if (settings.policy != Policy::none) {
    published.dns.push_back(
        txt(policy_name, fmt::format("p:\"{}\"", policy_word(settings.policy)), settings.key_ttl));
  }
  return published;
}

}  // namespace mass::iim
