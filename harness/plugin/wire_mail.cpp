#include "harness/plugin/wire_words.hpp"

namespace mass::wire {
namespace {

constexpr Words<RoleKind, 4> kRoles{{{"originator", RoleKind::originator},
                                     {"relay", RoleKind::relay},
                                     {"mediator", RoleKind::mediator},
                                     {"receiver", RoleKind::receiver}}};

struct CostName {
  const char* name;
  std::uint64_t CostMeter::* count;
};
constexpr std::array kCosts{CostName{"hashed_octets", &CostMeter::hashed_octets},
                            CostName{"hash_operations", &CostMeter::hash_operations},
                            CostName{"mac_operations", &CostMeter::mac_operations},
                            CostName{"private_operations", &CostMeter::private_operations},
                            CostName{"public_operations", &CostMeter::public_operations}};

constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

void take_time(Time& to, const json& object) {
  std::int64_t seconds = to_unix(to);
  take(seconds, object, "time");
  if (seconds < 0 || seconds > kLastSecond) throw std::invalid_argument("a time beyond year 9999");
  to = from_unix(seconds);
}

}  // namespace

json to_json(const Envelope& envelope) {
  return {{"mail_from", text(envelope.mail_from)},
          {"rcpt_to", texts(envelope.rcpt_to)},
          {"helo", text(envelope.helo)},
          {"client_address", text(envelope.client_address)},
          {"eight_bit_mime", envelope.eight_bit_mime},
          {"smtp_utf8", envelope.smtp_utf8},
          {"time", to_unix(envelope.time)}};
}

void overlay(Envelope& envelope, const json& object) {
  take(envelope.mail_from, object, "mail_from");
  take(envelope.rcpt_to, object, "rcpt_to");
  take(envelope.helo, object, "helo");
  take(envelope.client_address, object, "client_address");
  take(envelope.eight_bit_mime, object, "eight_bit_mime");
  take(envelope.smtp_utf8, object, "smtp_utf8");
  take_time(envelope.time, object);
}

void put(json& header, const Transit& transit) {
  header["envelope"] = to_json(transit.envelope);
  json& hops = header["hops"] = json::array();
  for (const Hop& hop : transit.hops) {
    hops.push_back({{"host", text(hop.host)}, {"time", to_unix(hop.time)}});
  }
}

Transit transit(const json& header) {
  Transit transit;
  if (header.contains("envelope")) overlay(transit.envelope, header.at("envelope"));
  for (const json& item : header.value("hops", json::array())) {
    Hop& hop = transit.hops.emplace_back();
    take(hop.host, item, "host");
    take_time(hop.time, item);
  }
  return transit;
}

json to_json(const Role& role) {
  return {{"kind", word_of(kRoles, role.kind)},
          {"domain", text(role.domain)},
          {"host", text(role.host)}};
}

Role role(const json& object) {
  std::string kind = "originator";
  take(kind, object, "kind");
  Role role{known(find_word(kRoles, kind), "role", kind), {}, {}};
  take(role.domain, object, "domain");
  take(role.host, object, "host");
  return role;
}

json to_json(const CostMeter& cost) {
  json object = json::object();
  for (const CostName& one : kCosts) object[one.name] = cost.*one.count;
  return object;
}

void add_cost(CostMeter& cost, const json& object) {
  for (const CostName& one : kCosts) {
    std::uint32_t count = 0;  // one operation cannot cost more, and sums cannot overflow
    take(count, object, one.name);
    cost.*one.count += count;
  }
}

}  // namespace mass::wire
