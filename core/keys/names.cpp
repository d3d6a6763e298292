#include "core/keys/names.hpp"

#include "core/base/text.hpp"

namespace mass {

std::string plain_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return ascii_lower(name);
}

Result<void> check_name(std::string_view name) {
  if (name.empty()) return {};
  if (name.size() > kLongestName) return fail(Errc::malformed, "name is over 253 octets");
  for (const std::string_view label : split(name, '.')) {
    if (label.empty()) return fail(Errc::malformed, "name has an empty label");
    if (label.size() > kLongestLabel) return fail(Errc::malformed, "label is over 63 octets");
  }
  return {};
}

}  // namespace mass
