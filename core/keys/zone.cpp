#include "core/keys/zone.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/text.hpp"
#include "core/keys/names.hpp"

namespace mass {

namespace {

using Json = nlohmann::json;

constexpr std::uintmax_t kMostFileOctets = 256U << 20;

Result<std::string> read_file(const std::filesystem::path& file) {
  std::error_code unknown;
  if (std::filesystem::is_directory(file, unknown)) {
    return fail(Errc::io, "open zone " + file.string() + ": is a directory");
  }
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  const std::streamoff size = stream ? static_cast<std::streamoff>(stream.tellg()) : -1;
  if (size < 0) return fail(Errc::io, "open zone " + file.string() + ": cannot be read");
  if (static_cast<std::uintmax_t>(size) > kMostFileOctets) {
    return fail(Errc::limit, "open zone " + file.string() + ": over 256 MiB");
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.seekg(0);
  stream.read(text.data(), size);
  if (!stream) return fail(Errc::io, "read zone " + file.string() + ": cannot be read");
  return text;
}

// A record is one text, or the list of its character-strings.
Result<std::string> joined_record(const Json& record) {
  if (record.is_string()) return record.get<std::string>();
  const bool is_list = record.is_array() && std::ranges::all_of(record, &Json::is_string);
  if (!is_list) return fail(Errc::malformed, "TXT record is neither a text nor a list of texts");
  std::string joined;
  for (const Json& part : record) joined += part.get_ref<const std::string&>();
  return joined;
}

// `[0, 0, 80, "host"]`
Result<std::string> srv_text(const Json& record) {
  const bool is_sound = record.is_array() && record.size() == 4 && record[0].is_number_unsigned() &&
                        record[1].is_number_unsigned() && record[2].is_number_unsigned() &&
                        record[3].is_string();
  if (!is_sound) {
    return fail(Errc::malformed, R"(SRV record is not [priority, weight, port, "target"])");
  }
  return std::to_string(record[0].get<std::uint64_t>()) + ' ' +
         std::to_string(record[1].get<std::uint64_t>()) + ' ' +
         std::to_string(record[2].get<std::uint64_t>()) + ' ' + record[3].get<std::string>();
}

struct JsonType {
  const char* name;
  DnsRecord::Type type;
  Result<std::string> (*text)(const Json& record);
};
constexpr std::array<JsonType, 2> kJsonTypes{
    {{"TXT", DnsRecord::Type::txt, joined_record}, {"SRV", DnsRecord::Type::srv, srv_text}}};

Result<void> add_name(ZoneDirectory& zone, const std::string& name, const Json& content) {
  if (content == "SERVFAIL" || content == "TIMEOUT") {
    zone.add_trouble(name, content == "TIMEOUT" ? ZoneDirectory::Trouble::timeout
                                                : ZoneDirectory::Trouble::failed);
    return {};
  }
  if (!content.is_object()) {
    return fail(Errc::malformed, R"(neither an object of records nor "SERVFAIL" or "TIMEOUT")");
  }
  for (const JsonType& known : kJsonTypes) {
    const auto list = content.find(known.name);
    if (list == content.end()) continue;
    if (!list->is_array()) {
      return fail(Errc::malformed, std::string(known.name) + " is not a list of records");
    }
    for (const Json& item : *list) {
      auto text = known.text(item);
      if (!text) return std::unexpected(text.error());
      zone.add({.name = name, .strings = {*std::move(text)}, .type = known.type});
    }
  }
  return {};
}

Result<void> add_json(ZoneDirectory& zone, std::string_view text, const std::string& file) {
  const Json names = Json::parse(text, nullptr, false);
  if (!names.is_object()) return fail(Errc::malformed, file + ": not a JSON object");
  for (const auto& [name, content] : names.items()) {
    if (auto added = add_name(zone, name, content); !added) {
      return fail_in(file + ": " + printable(name), added.error());
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> character_strings(std::string_view text) {
  std::vector<std::string> strings;
  do {
    strings.emplace_back(text.substr(0, kLongestString));
    text.remove_prefix(strings.back().size());
  } while (!text.empty());
  return strings;
}

void ZoneDirectory::add(const DnsRecord& record) {
  DnsRecord joined{.name = plain_name(record.name),
                   .strings = {std::string()},
                   .ttl_seconds = record.ttl_seconds,
                   .type = record.type};
  for (const std::string& part : record.strings) joined.strings.front() += part;
  const std::unique_lock lock(mutex_);
  Node& node = nodes_[joined.name];
  // The records of a name and type share one TTL, the shortest. Source: RFC 2181 section 5.2.
  for (DnsRecord& other : node.records) {
    if (other.type != joined.type) continue;
    joined.ttl_seconds = std::min(joined.ttl_seconds, other.ttl_seconds);
    other.ttl_seconds = joined.ttl_seconds;
  }
  node.records.push_back(std::move(joined));
}

void ZoneDirectory::add_trouble(std::string_view name, Trouble trouble) {
  const std::unique_lock lock(mutex_);
  nodes_[plain_name(name)].trouble = trouble;
}

std::size_t ZoneDirectory::names() const {
  const std::shared_lock lock(mutex_);
  return nodes_.size();
}

KeyAnswer ZoneDirectory::answer(const KeyQuery& query, Time /*now*/) const {
  KeyAnswer given;
  const bool is_txt = query.kind == KeyQuery::Kind::dns_txt;
  if (!is_txt && query.kind != KeyQuery::Kind::dns_srv) return given;
  const std::string name = plain_name(query.name);
  const std::shared_lock lock(mutex_);
  const auto found = nodes_.find(name);
  if (found == nodes_.end()) {
    given.note = "NXDOMAIN";
    return given;
  }
  const Node& node = found->second;
  if (node.trouble) {
    const bool is_timeout = *node.trouble == Trouble::timeout;
    given.status = is_timeout ? KeyAnswer::Status::timeout : KeyAnswer::Status::failed;
    given.note = is_timeout ? "no answer" : "SERVFAIL";
    return given;
  }
  const auto wanted = is_txt ? DnsRecord::Type::txt : DnsRecord::Type::srv;
  for (const DnsRecord& record : node.records) {
    if (record.type != wanted) continue;
    given.records.push_back(record.strings.front());
    given.octets += record.strings.front().size();
    given.ttl = std::chrono::seconds(record.ttl_seconds);
  }
  if (given.records.empty()) {
    given.note = "no such record";
  } else {
    given.status = KeyAnswer::Status::found;
  }
  return given;
}

Result<std::shared_ptr<ZoneDirectory>> load_zone(const std::filesystem::path& file) {
  const auto text = read_file(file);
  if (!text) return std::unexpected(text.error());
  auto zone = std::make_shared<ZoneDirectory>();
  if (trim(*text).starts_with('{')) {
    if (auto added = add_json(*zone, *text, file.string()); !added) {
      return std::unexpected(added.error());
    }
    return zone;
  }
  const auto records = read_master_file(*text, file.string());
  if (!records) return std::unexpected(records.error());
  for (const DnsRecord& record : *records) zone->add(record);
  return zone;
}

}  // namespace mass
