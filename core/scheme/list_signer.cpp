#include "core/scheme/list_signer.hpp"

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/message/editor.hpp"

namespace mass {

namespace {

// An address that can be written into a field as it stands.
bool is_plain_address(std::string_view address) {
  return is_dns_name(split_address(address).domain) &&
         std::ranges::all_of(address, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

Signed decline(Transit transit, std::string why) {
  return {std::move(transit), std::move(why)};
}

bool is_list(const Role& role) noexcept {
  return role.kind == RoleKind::mediator && is_dns_name(role.domain);
}

Result<Signed> sign_as_list(Transit transit, const Role& role, const SenderSigner& signer) {
  if (!is_list(role)) return decline(std::move(transit), "not_a_mediator");
  if (signer.speaks_for_list(transit.message)) return signer.sign(std::move(transit));
  const std::string& address = transit.envelope.mail_from;
  if (!is_plain_address(address) ||
      !is_same_or_subdomain(split_address(address).domain, role.domain)) {
    return decline(std::move(transit), "no_list_address");
  }
  Transit original = transit;
  MessageEditor editor(transit.message);
  editor.erase_all("Sender");  // there may be one only, and the list is the sender now
  editor.prepend(make_field("Sender", " " + address));
  transit.message = std::move(editor).finish();
  auto made = signer.sign(std::move(transit));
  if (made && !made->declined.empty()) return decline(std::move(original), made->declined);
  return made;
}

}  // namespace mass
