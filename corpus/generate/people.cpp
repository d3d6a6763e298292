#include "corpus/generate/people.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "core/base/text.hpp"
#include "core/base/time.hpp"

namespace mass::generate {

namespace {

constexpr auto kFirstNames = std::to_array<std::string_view>(
    {"Anna",  "Ben",    "Carla", "David",  "Emil",  "Farida", "Grace",  "Henk",  "Irene",  "Jakub",
     "Kofi",  "Lena",   "Mateo", "Nadia",  "Oskar", "Priya",  "Quinn",  "Ruth",  "Stefan", "Tomasz",
     "Uma",   "Viktor", "Wen",   "Ximena", "Yusuf", "Zoe",    "Agnes",  "Bruno", "Chiara", "Dmitri",
     "Elena", "Felix",  "Greta", "Hugo",   "Ines",  "Jonas",  "Katrin", "Lars",  "Maria",  "Nils"});
constexpr auto kLastNames = std::to_array<std::string_view>(
    {"Abel",    "Berg",   "Costa",   "Dorn",    "Eriksen",   "Fontane", "Garcia", "Hughes",
     "Ivanova", "Jansen", "Keller",  "Lindt",   "Moreau",    "Novak",   "Okafor", "Peters",
     "Quist",   "Romano", "Svoboda", "Tanaka",  "Ulrich",    "Vogel",   "Walker", "Yilmaz",
     "Zimmer",  "Archer", "Baker",   "Chandra", "Deschamps", "Fisher"});
constexpr auto kDomains = std::to_array<std::string_view>(
    {"harbour.example", "northmill.example", "example.com", "example.net", "example.org",
     "mail.example.com", "elmstreet.example", "copperworks.example", "physics.uni.example",
     "lakeside.example", "tinkers.example", "post.example.net", "web.example", "inbox.example",
     "school.example.org", "orchard.example", "cs.uni.example", "ferry.example"});
constexpr auto kHosts = std::to_array<std::string_view>(
    {"mail", "mx1", "mx2", "smtp", "out", "relay", "mta3", "gate", "in7", "post"});
constexpr auto kListNames = std::to_array<std::string_view>(
    {"harbour-dev", "port-users", "tinkers", "linkers-announce", "serial-port", "garden-talk",
     "kernel-port", "address-parser", "choir", "bookbinders"});
constexpr auto kListDomains = std::to_array<std::string_view>(
    {"lists.example.org", "lists.harbour.example", "vger.example.net", "lists.uni.example",
     "groups.example.com"});
constexpr std::array<int, 10> kZones{0, 0, 60, 60, 120, -300, -240, -480, 330, 540};

}  // namespace

Person draw_person(Dice& dice) {
  const std::string_view first = dice.pick(kFirstNames);
  const std::string_view last = dice.pick(kLastNames);
  Person person{.display = fmt::format("{} {}", first, last),
                .local = {},
                .domain = std::string(dice.pick(kDomains))};
  switch (dice.between(0, 4)) {
    case 0:
      person.local = ascii_lower(first) + "." + ascii_lower(last);
      break;
    case 1:
      person.local = ascii_lower(first.substr(0, 1)) + ascii_lower(last);
      break;
    case 2:
      person.local = ascii_lower(first);
      break;
    case 3:
      person.local = ascii_lower(last) + dice.form("##");
      break;
    default:
      person.local = std::string(first) + "_" + std::string(last);
      break;
  }
  return person;
}

std::string mailbox_text(const Person& person, Dice& dice) {
  // Encoded words stand neither in quotes nor, as people write them, in comments.
  if (person.display.starts_with("=?")) {
    return fmt::format("{} <{}>", person.display, person.address());
  }
  switch (dice.between(0, 5)) {
    case 0:
      return person.address();
    case 1:
      return fmt::format("\"{}\" <{}>", person.display, person.address());
    case 2:
      return fmt::format("{} ({})", person.address(), person.display);
    default:
      return fmt::format("{} <{}>", person.display, person.address());
  }
}

std::string draw_host(std::string_view domain, Dice& dice) {
  return fmt::format("{}.{}", dice.pick(kHosts), domain);
}

std::string draw_client_address(Dice& dice) {
  constexpr std::array<std::string_view, 3> kBlocks{"192.0.2", "198.51.100", "203.0.113"};
  const std::string_view block = dice.pick(kBlocks);
  return fmt::format("{}.{}", block, dice.between(1, 254));
}

MailingList draw_list(int year, Dice& dice) {
  constexpr std::array<ListManager, 5> kOld{ListManager::mailman2, ListManager::mailman2,
                                            ListManager::majordomo, ListManager::ecartis,
                                            ListManager::ezmlm};
  constexpr std::array<ListManager, 3> kNew{ListManager::mailman2, ListManager::mailman3,
                                            ListManager::majordomo};
  constexpr int kMailman3 = 2016;
  MailingList list;
  list.name = dice.pick(kListNames);
  list.domain = dice.pick(kListDomains);
  list.manager = year < kMailman3 ? dice.pick(kOld) : dice.pick(kNew);
  return list;
}

std::string date_text(std::int64_t unix_seconds, int zone_minutes) {
  std::string text = mail_date(from_unix(unix_seconds + std::int64_t{60} * zone_minutes));
  text.resize(text.rfind(' '));
  const int minutes = zone_minutes < 0 ? -zone_minutes : zone_minutes;
  return text +
         fmt::format(" {}{:02}{:02}", zone_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string envelope_date(std::int64_t unix_seconds) {
  const std::string date = mail_date(from_unix(unix_seconds));  // Fri, 06 Aug 2004 21:01:54 +0000
  const std::string day = date[5] == '0' ? " " + date.substr(6, 1) : date.substr(5, 2);
  return date.substr(0, 3) + " " + date.substr(8, 3) + " " + day + " " + date.substr(17, 8) + " " +
         date.substr(12, 4);
}

std::int64_t draw_moment(int year, Dice& dice) {
  using namespace std::chrono;
  const sys_days first = sys_days(std::chrono::year(year) / January / 1);
  const auto day = static_cast<std::int64_t>(dice.between(0, 364));
  const auto hour =
      static_cast<std::int64_t>(dice.percent(85) ? dice.between(7, 22) : dice.between(0, 23));
  const auto second = static_cast<std::int64_t>(dice.between(0, 3599));
  return first.time_since_epoch().count() * 86400 + day * 86400 + hour * 3600 + second;
}

int draw_zone(Dice& dice) {
  return dice.pick(kZones);
}

}  // namespace mass::generate
