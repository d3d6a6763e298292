#include "core/keys/host_port.hpp"

#include <arpa/inet.h>

#include <array>

#include "core/base/text.hpp"

namespace mass {

namespace {

bool is_address_of(int family, const std::string& text) noexcept {
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  return inet_pton(family, text.c_str(), octets.data()) == 1;
}

}  // namespace

std::string HostPort::to_string() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

Result<HostPort> parse_host_port(std::string_view text) {
  const auto bad = [text](std::string_view why) {
    return fail(Errc::config, "server \"" + printable(text, 100) + "\": " + std::string(why) +
                                  "; write HOST:PORT, as in 127.0.0.1:5353 or [::1]:5353");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad("no port");
  const auto port = parse_decimal(text.substr(colon + 1));
  if (!port || *port == 0 || *port > UINT16_MAX) return bad("the port is not 1 to 65535");
  HostPort place{std::string(text.substr(0, colon)), static_cast<std::uint16_t>(*port)};
  if (place.host.starts_with('[') && place.host.ends_with(']')) {
    place.host = place.host.substr(1, place.host.size() - 2);
    if (!is_address_of(AF_INET6, place.host)) return bad("not an IPv6 address");
    return place;
  }
  if (!is_dns_name(place.host)) return bad("not a host");
  return place;
}

bool is_address(const HostPort& place) noexcept {
  return is_address_of(AF_INET, place.host) || is_address_of(AF_INET6, place.host);
}

}  // namespace mass
