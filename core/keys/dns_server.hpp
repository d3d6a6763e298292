#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/keys/directory.hpp"
#include "core/keys/host_port.hpp"
#include "core/keys/outage.hpp"

namespace mass {

struct DnsServerSettings {
  std::chrono::milliseconds timeout{2000};  ///< For each try.
  unsigned tries = 2;
  OutagePolicy outage;
};

/// Asks one DNS server, over UDP and, where an answer is cut short, over TCP. Knows TXT and SRV and
/// follows aliases (CNAME) as far as the server's answer goes. A name that is no `is_dns_name` is
/// not asked for: it is absent.
///
/// What an answer without records says:
/// - absent: `NXDOMAIN`, `no such record`, `not a DNS name`
/// - failed: `SERVFAIL`, `REFUSED` and other response codes, `malformed answer: ...`,
///   `connection refused`, what the system says of the network
/// - timeout: `no answer`, or `no answer (...)` for a server that counts as down
///
/// A question takes at most `tries` times twice the timeout (UDP, then TCP); a server that stays
/// silent is left alone for a while (OutageMemory). Thread-safe: every question has a socket of its
/// own, with a source port that the system chooses and an id nobody can guess.
/// Source: RFC 1035 sections 3 and 4, RFC 2782, RFC 5452, RFC 6891.
class DnsServerDirectory final : public KeyDirectory {
 public:
  /// `server` is `ADDRESS:PORT`, IPv4 or IPv6 in brackets. Errc::config if it is not.
  [[nodiscard]] static Result<std::shared_ptr<const DnsServerDirectory>> create(
      std::string_view server, DnsServerSettings settings = {});

 private:
  DnsServerDirectory(HostPort server, DnsServerSettings settings)
      : server_(std::move(server)), settings_(settings), outage_(settings.outage) {}
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  [[nodiscard]] KeyAnswer ask_server(const KeyQuery& query) const;

  HostPort server_;
  DnsServerSettings settings_;
  mutable OutageMemory outage_;
};

/// Version of the library that reads and writes DNS messages, for people.
[[nodiscard]] std::string dns_library_version();

}  // namespace mass
