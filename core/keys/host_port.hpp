#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// Where a server listens.
struct HostPort {
  std::string host;  ///< A name or an address; IPv6 without its brackets.
  std::uint16_t port = 0;

  /// `192.0.2.1:53`, `[2001:db8::1]:53`.
  [[nodiscard]] std::string to_string() const;
};

/// Reads `HOST:PORT` or `[IPV6]:PORT`. Errc::config says how it is written.
[[nodiscard]] Result<HostPort> parse_host_port(std::string_view text);

/// Whether the host is an address, not a name that somebody would have to look up.
[[nodiscard]] bool is_address(const HostPort& place) noexcept;

}  // namespace mass
