#include "core/keys/names.hpp"

#include <optional>

#include "core/base/text.hpp"
#include "core/keys/zone.hpp"

namespace mass {

std::optional<Srv> parse_srv(std::string_view text) {
  const auto parts = split(text, ' ');
  if (parts.size() != 4) return std::nullopt;
  Srv srv;
  std::uint16_t* const numbers[] = {&srv.priority, &srv.weight, &srv.port};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = parse_decimal(parts[i]);
    if (!number || *number > UINT16_MAX) return std::nullopt;
    *numbers[i] = static_cast<std::uint16_t>(*number);
  }
  srv.target = plain_name(parts[3]);
  if (!check_name(srv.target)) return std::nullopt;
  return srv;
}

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
