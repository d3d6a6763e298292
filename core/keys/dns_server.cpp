#include "core/keys/dns_server.hpp"

#include <utility>

#include "core/base/text.hpp"
#include "core/keys/dns_exchange.hpp"
#include "core/keys/dns_message.hpp"

namespace mass {
namespace {

using Status = KeyAnswer::Status;

KeyAnswer without_records(Status status, std::string note) {
  KeyAnswer given;
  given.status = status;
  given.note = std::move(note);
  return given;
}

// One try: a datagram, and a connection if the answer does not fit into one.
DnsExchange try_once(const HostPort& server, const std::string& query,
                     std::chrono::milliseconds limit) {
  DnsExchange done = exchange_udp(server, query, limit);
  if (done.end != DnsExchange::End::answered || !dns_header(done.octets).is_truncated) return done;
  done = exchange_tcp(server, query, limit);
  if (done.end == DnsExchange::End::answered && dns_header(done.octets).is_truncated) {
    return {DnsExchange::End::broken, {}, "malformed answer: truncated over TCP"};
  }
  return done;
}

}  // namespace

Result<std::shared_ptr<const DnsServerDirectory>> DnsServerDirectory::create(
    std::string_view server, DnsServerSettings settings) {
  auto place = parse_host_port(server);
  if (!place) return std::unexpected(place.error());
  if (!is_address(*place)) {
    return fail(Errc::config, "server " + printable(server, 100) +
                                  ": a DNS server has an address, not a name; write it as in "
                                  "127.0.0.1:5353 or [::1]:5353");
  }
  return std::shared_ptr<const DnsServerDirectory>(
      new DnsServerDirectory(*std::move(place), settings));
}

KeyAnswer DnsServerDirectory::answer(const KeyQuery& query, Time /*now*/) const {
  if (query.kind != KeyQuery::Kind::dns_txt && query.kind != KeyQuery::Kind::dns_srv) return {};
  if (!is_dns_name(query.name)) return without_records(Status::absent, "not a DNS name");
  if (outage_.is_down()) {
    return without_records(Status::timeout, "no answer (" + server_.to_string() +
                                                " was silent just before and is left alone)");
  }
  return ask_server(query);
}

KeyAnswer DnsServerDirectory::ask_server(const KeyQuery& query) const {
  bool with_edns = true;
  DnsExchange done{DnsExchange::End::silence, {}, "no answer"};
  for (unsigned tried = 0; tried < settings_.tries;) {
    auto wire = make_dns_query(query, with_edns);
    if (!wire) return without_records(Status::failed, wire.error().what);
    done = try_once(server_, *wire, settings_.timeout);
    if (done.end == DnsExchange::End::silence) {
      ++tried;
      continue;
    }
    // A server from before EDNS. Source: RFC 6891 section 7.
    if (with_edns && dns_header(done.octets).is_format_error) {
      with_edns = false;
      continue;
    }
    break;
  }
  switch (done.end) {
    case DnsExchange::End::silence:
      outage_.note_silence();
      return without_records(Status::timeout, done.note);
    case DnsExchange::End::refused:
    case DnsExchange::End::broken:
      return without_records(Status::failed, done.note);
    case DnsExchange::End::answered:
      break;
  }
  outage_.note_answer();
  return read_dns_answer(done.octets, query);
}

}  // namespace mass
