#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/keys/host_port.hpp"

/// Carries DNS messages to one server and back. Private to core/keys.
namespace mass {

/// How a question to a server ended.
struct DnsExchange {
  enum class End : std::uint8_t { answered, silence, refused, broken };
  End end = End::broken;
  std::string octets;  ///< The answer as it came, at most 65,535 octets.
  std::string note;    ///< For people, if there is no answer.
};

/// Sends a query in one datagram and waits for the answer to it. Datagrams with another id or
/// question are somebody's forgery or too late, and are passed over. Source: RFC 5452 section 9.1.
[[nodiscard]] DnsExchange exchange_udp(const HostPort& server, std::string_view query,
                                       std::chrono::milliseconds limit);

/// The same over a connection of its own. Source: RFC 1035 section 4.2.2, RFC 7766.
[[nodiscard]] DnsExchange exchange_tcp(const HostPort& server, std::string_view query,
                                       std::chrono::milliseconds limit);

/// Whether a message answers a query: same id, marked as a response, same question (an error may
/// leave the question out).
[[nodiscard]] bool answers_query(std::string_view answer, std::string_view query) noexcept;

}  // namespace mass
