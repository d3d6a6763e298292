#include "core/keys/zone.hpp"

#include <algorithm>
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

Result<void> add_name(ZoneDirectory& zone, const std::string& name, const Json& content) {
  if (content == "SERVFAIL" || content == "TIMEOUT") {
    zone.add_trouble(name, content == "TIMEOUT" ? ZoneDirectory::Trouble::timeout
                                                : ZoneDirectory::Trouble::failed);
    return {};
  }
  if (!content.is_object()) {
    return fail(Errc::malformed, R"(neither an object of records nor "SERVFAIL" or "TIMEOUT")");
  }
  const auto texts = content.find("TXT");
  if (texts == content.end()) return {};
  if (!texts->is_array()) return fail(Errc::malformed, "TXT is not a list of records");
  for (const Json& text : *texts) {
    auto record = joined_record(text);
    if (!record) return std::unexpected(record.error());
    zone.add({.name = name, .strings = {*std::move(record)}});
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

void ZoneDirectory::add(const TxtRecord& record) {
  std::string text;
  for (const std::string& part : record.strings) text += part;
  const std::unique_lock lock(mutex_);
  Node& node = nodes_[plain_name(record.name)];
  // The records of a name share one TTL, the shortest. Source: RFC 2181 section 5.2.
  const bool is_first = node.records.empty();
  node.ttl_seconds = is_first ? record.ttl_seconds : std::min(node.ttl_seconds, record.ttl_seconds);
  node.records.push_back(std::move(text));
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
  if (query.kind != KeyQuery::Kind::dns_txt) return given;
  const std::string name = plain_name(query.name);
  const std::shared_lock lock(mutex_);
  const auto found = nodes_.find(name);
  if (found == nodes_.end()) return given;
  const Node& node = found->second;
  if (node.trouble) {
    const bool is_timeout = *node.trouble == Trouble::timeout;
    given.status = is_timeout ? KeyAnswer::Status::timeout : KeyAnswer::Status::failed;
    return given;
  }
  given.status = KeyAnswer::Status::found;
  given.records = node.records;
  given.ttl = std::chrono::seconds(node.ttl_seconds);
  for (const std::string& record : node.records) given.octets += record.size();
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
  for (const TxtRecord& record : *records) zone->add(record);
  return zone;
}

}  // namespace mass
