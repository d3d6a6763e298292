#include "schemes/iim/registration.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "core/base/text.hpp"
#include "core/keys/http_answers.hpp"
#include "core/keys/zone.hpp"
#include "core/message/codec.hpp"

namespace mass::iim {
namespace {

constexpr int kLargestRating = 127;
constexpr std::size_t kLongestAnswer = 4096;  // A registration is one line.
constexpr std::uint16_t kHttpPort = 80;

// A whole number in -127 to 127.
std::optional<int> parse_rating(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const auto number = parse_decimal(text.substr(is_negative ? 1 : 0));
  if (!number || *number > kLargestRating) return std::nullopt;
  return is_negative ? -static_cast<int>(*number) : static_cast<int>(*number);
}

bool is_trouble(const KeyAnswer& answer) {
  return answer.status == KeyAnswer::Status::failed || answer.status == KeyAnswer::Status::timeout;
}

Authorization no_answer(std::string_view who, const KeyAnswer& answer) {
  const bool is_late = answer.status == KeyAnswer::Status::timeout;
  return {std::nullopt,
          fmt::format("{} {}", who, is_late ? "gave no answer" : "reported a failure")};
}

Authorization not_registered(std::string note) {
  return {Registration{}, std::move(note)};
}

struct Server {
  std::string host;
  std::uint16_t port = kHttpPort;
};

// The record with the lowest priority, of equal ones that with the highest weight: a fixed choice
// in place of a random one, since the same question shall have the same answer.
std::optional<Srv> choose(const std::vector<std::string>& records) {
  std::optional<Srv> best;
  for (const std::string& record : records) {
    auto srv = parse_srv(record);
    if (!srv || (!srv->target.empty() && !is_dns_name(srv->target))) continue;
    if (!best || std::pair(srv->priority, -int{srv->weight}) <
                     std::pair(best->priority, -int{best->weight})) {
      best = std::move(srv);
    }
  }
  return best;
}

// Finds the server, or concludes without one.
std::variant<Server, Authorization> find_server(std::string_view domain, const Context& context) {
  const std::string name = fmt::format("_krs._tcp.{}", domain);
  const KeyAnswer answer =
      context.directory.lookup({KeyQuery::Kind::dns_srv, name}, context.now, context.cost);
  if (is_trouble(answer)) return no_answer(fmt::format("the DNS, asked for {},", name), answer);
  if (answer.status == KeyAnswer::Status::absent || answer.records.empty()) {
    return Server{fmt::format("krs.{}", domain)};
  }
  auto srv = choose(answer.records);
  if (!srv) return Authorization{std::nullopt, fmt::format("{} has no usable SRV record", name)};
  if (srv->target.empty()) {
    return not_registered(fmt::format("{} says that there is no key registration server", name));
  }
  return Server{ascii_lower(srv->target), srv->port};
}

}  // namespace

std::optional<Registration> parse_registration(std::string_view text) {
  if (text.size() > kLongestAnswer) return std::nullopt;
  const auto list = QuotedTagList::parse(text);
  if (!list) return std::nullopt;
  const std::string* version = list->find('v');
  if (version != nullptr && !is_known_version(*version)) return std::nullopt;
  const std::string* rating = list->find('r');
  const auto number = rating == nullptr ? std::nullopt : parse_rating(*rating);
  if (!number) return std::nullopt;
  Registration found{*number, std::nullopt};
  if (const std::string* name = list->find('g')) found.local_part = *name;
  return found;
}

std::string fingerprint(const RsaNumbers& key, const Context& context) {
  return context.crypto.digest(HashAlgorithm::sha1, key.exponent + key.modulus, context.cost);
}

Authorization ask_krs(std::string_view domain, std::string_view fingerprint, const Address& address,
                      const Context& context) {
  auto found = find_server(domain, context);
  if (auto* concluded = std::get_if<Authorization>(&found)) return std::move(*concluded);
  const auto& [host, port] = std::get<Server>(found);
  const std::string url = fmt::format(
      "{}?v=1.1&d={}&name={}&keyfp={}&svc=smtp", krs_url(host, port), percent_encode(domain),
      percent_encode(address.local), percent_encode(base64_encode(fingerprint)));
  const KeyAnswer answer =
      context.directory.lookup({KeyQuery::Kind::http_get, url}, context.now, context.cost);
  const std::string who = fmt::format("the key registration server {}", host);
  if (is_trouble(answer)) return no_answer(who, answer);
  if (answer.status == KeyAnswer::Status::absent) {
    return not_registered(fmt::format("{} does not know the key", who));
  }
  auto registration =
      answer.records.empty() ? std::nullopt : parse_registration(answer.records.front());
  if (!registration) return {std::nullopt, fmt::format("{} answered nothing usable", who)};
  return {std::move(registration), fmt::format("{} does not know the key", who)};
}

Authorization ask_dns(std::string_view domain, std::string_view fingerprint,
                      const Context& context) {
  const std::string name = registration_name(domain, fingerprint);
  const KeyAnswer answer =
      context.directory.lookup({KeyQuery::Kind::dns_txt, name}, context.now, context.cost);
  if (is_trouble(answer)) return no_answer(fmt::format("the DNS, asked for {},", name), answer);
  for (const std::string& record : answer.records) {
    if (auto registration = parse_registration(record)) {
      return {std::move(registration), fmt::format("the record at {} does not vouch for it", name)};
    }
  }
  return not_registered(fmt::format("there is no registration at {}", name));
}

std::string registration_name(std::string_view domain, std::string_view fingerprint) {
  return fmt::format("{}._iim.{}", to_hex(fingerprint), domain);
}

std::string krs_url(std::string_view host, std::uint16_t port) {
  return port == kHttpPort ? fmt::format("http://{}/iim", host)
                           : fmt::format("http://{}:{}/iim", host, port);
}

}  // namespace mass::iim
