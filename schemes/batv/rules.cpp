#include "schemes/batv/rules.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/address.hpp"

namespace mass::batv {
namespace {

constexpr std::size_t kDigestOctets = 3;
constexpr std::size_t kTagOctets = 16;  // `prvs=`, ten characters, and a separator

bool has_control_or_space(std::string_view text) noexcept {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; });
}

bool names_domain(const std::vector<std::string>& list, std::string_view domain) {
  return std::ranges::any_of(list, [domain](const std::string& entry) {
    return iequals(entry.starts_with('@') ? std::string_view(entry).substr(1) : entry, domain);
  });
}

}  // namespace

int day_of_cycle(std::int64_t day) noexcept {
  constexpr std::int64_t kCycle = 1000;
  return static_cast<int>((day % kCycle + kCycle) % kCycle);
}

std::string keyed_digest(const PrvsTag& tag, std::string_view secret, const Context& context) {
  const std::string mac =
      context.crypto.hmac(HashAlgorithm::sha1, secret, tag.hash_source(), context.cost);
  return to_hex(std::string_view(mac).substr(0, kDigestOctets));
}

std::string folded(std::string_view address, const Settings& settings) {
  const auto [local, domain] = split_address(address);
  const std::string lower = ascii_lower(domain);
  const bool has_no_case = names_domain(settings.fold_case, lower);
  return (has_no_case ? ascii_lower(local) : std::string(local)) + "@" + lower;
}

std::string_view reason_not_to_tag(std::string_view address, const Settings& settings) {
  const auto [local, domain] = split_address(address);
  if (local.empty() || has_control_or_space(domain)) return "malformed";
  if (local.find('"') != std::string_view::npos) return "quoted_local";
  if (has_control_or_space(local)) return "malformed";
  if (is_srs(local)) return "is_srs";
  const TagForms any_form{.first = settings.forms.first, .accepts_early_order = true};
  if (parse_tag(address, any_form)) return "already_tagged";
  if (names_address(settings.exempt_senders, address)) return "exempt";
  if (local.size() + kTagOctets > settings.max_local_part) return "too_long";
  return {};
}

bool names_address(const std::vector<std::string>& list, std::string_view address) {
  return names_domain(list, split_address(address).domain) ||
         std::ranges::any_of(
             list, [address](const std::string& entry) { return iequals(entry, address); });
}

bool is_ours(std::string_view address, const Context& context) {
  const std::string_view domain = split_address(address).domain;
  return !domain.empty() &&
         (context.role.domain.empty() || is_same_or_subdomain(domain, context.role.domain));
}

Result<std::optional<std::string>> find_secret(std::string_view address, int number,
                                               const Context& context) {
  auto secret = context.signing_keys.secret(ascii_lower(split_address(address).domain), number);
  if (secret) return *std::move(secret);
  if (secret.error().code == Errc::missing) return std::nullopt;
  return std::unexpected(secret.error());
}

}  // namespace mass::batv
