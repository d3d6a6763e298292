#include "harness/keys/published.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/keys/host_port.hpp"
#include "core/keys/http_answers.hpp"

namespace mass {
namespace {

std::string joined(const DnsRecord& record) {
  std::string text;
  for (const std::string& part : record.strings) text += part;
  return text;
}

std::vector<std::string> contents(const std::vector<DnsRecord>& records) {
  std::vector<std::string> texts;
  for (const DnsRecord& record : records) texts.push_back(joined(record));
  std::ranges::sort(texts);
  texts.erase(std::ranges::unique(texts).begin(), texts.end());
  return texts;
}

std::string_view name_of(DnsRecord::Type type) noexcept {
  switch (type) {
    case DnsRecord::Type::txt:
      return "TXT";
    case DnsRecord::Type::srv:
      return "SRV";
    case DnsRecord::Type::a:
      return "A";
  }
  return "record";
}

std::unexpected<Error> contradiction(const std::string& what, const std::string& first,
                                     std::string_view first_says, std::string_view second,
                                     std::string_view second_says) {
  return fail(Errc::config,
              fmt::format("{} would say two things: \"{}\" for {} and \"{}\" for {}; publish one "
                          "of them, or give one another name (\"massbench describe SCHEME\" shows "
                          "the parameters)",
                          printable(what), printable(first_says, 120), first,
                          printable(second_says, 120), second));
}

}  // namespace

Result<void> PublishedKeys::add(std::string_view domain, std::string_view owner,
                                const Publication& publication) {
  domains_.insert(ascii_lower(domain));
  std::map<std::pair<std::string, DnsRecord::Type>, std::vector<DnsRecord>> sets;
  for (DnsRecord record : publication.dns) {
    record.name = ascii_lower(record.name);
    auto& set = sets[{record.name, record.type}];
    const auto same = [&record](const DnsRecord& other) { return joined(other) == joined(record); };
    if (std::ranges::none_of(set, same)) set.push_back(std::move(record));
  }
  for (auto& [key, records] : sets) {
    const auto known = dns_.find(key);
    if (known == dns_.end()) {
      dns_[key] = {std::string(owner), std::move(records)};
    } else if (contents(known->second.records) != contents(records)) {
      return contradiction(fmt::format("{} {}", key.first, name_of(key.second)),
                           known->second.owner, joined(known->second.records.front()), owner,
                           joined(records.front()));
    }
  }
  for (const HttpObject& object : publication.http) {
    const auto known = http_.find(object.url);
    if (known == http_.end()) {
      http_[object.url] = {std::string(owner), object};
    } else if (known->second.object.body != object.body ||
               known->second.object.status != object.status) {
      return contradiction(object.url, known->second.owner, known->second.object.body, owner,
                           object.body);
    }
  }
  return {};
}

std::map<std::string, std::vector<DnsRecord>> PublishedKeys::zones(
    std::string_view http_address) const {
  std::map<std::string, std::vector<DnsRecord>> zones;
  for (const std::string& domain : domains_) zones[domain];
  const auto place = [&zones](const DnsRecord& record) {
    std::string_view zone = record.name;
    while (true) {
      if (const auto found = zones.find(std::string(zone)); found != zones.end()) {
        found->second.push_back(record);
        return;
      }
      const std::size_t dot = zone.find('.');
      if (dot == std::string_view::npos) break;
      zone.remove_prefix(dot + 1);
    }
    zones[record.name].push_back(record);
  };
  for (const auto& [key, set] : dns_) std::ranges::for_each(set.records, place);
  std::set<std::string> hosts;
  for (const auto& [text, held] : http_) {
    if (const auto url = parse_url(text)) hosts.insert(url->host);
  }
  for (const std::string& host : hosts) {
    if (is_address({host, 0}) || dns_.contains({host, DnsRecord::Type::a})) continue;
    place({.name = host, .strings = {std::string(http_address)}, .type = DnsRecord::Type::a});
  }
  return zones;
}

std::vector<HttpObject> PublishedKeys::http() const {
  std::vector<HttpObject> objects;
  for (const auto& [url, held] : http_) objects.push_back(held.object);
  return objects;
}

}  // namespace mass
