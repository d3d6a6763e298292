#include "harness/check/vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

namespace mass {
namespace {

using nlohmann::json;

// Vector files come from outside: a wrong type anywhere is an error of the file, found by the
// library's checked accessors and caught in load_vectors.
std::vector<std::string> read_texts(const json& array) {
  std::vector<std::string> texts;
  for (const json& item : array) {
    texts.push_back(item.is_string() ? item.get<std::string>() : item.dump());
  }
  return texts;
}

std::optional<Value> read_value(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) return read_texts(value);
  return std::nullopt;
}

ValueMap read_values(const json& object) {
  ValueMap values;
  for (const auto& [name, value] : object.items()) {
    if (auto known = read_value(value)) values[name] = *std::move(known);
  }
  return values;
}

ExpectedDetail read_detail(const json& object) {
  ExpectedDetail detail;
  for (const auto& [name, value] : object.items()) {
    if (value.is_null()) {
      detail.absent.push_back(name);
    } else if (auto known = read_value(value)) {
      detail.values[name] = *std::move(known);
    }
  }
  return detail;
}

// The scheme's own word for its signatures names the list.
bool is_list_of_signatures(const std::string& name, const json& value) {
  static const std::set<std::string> kNames{"results", "signatures", "stamps"};
  return kNames.contains(name) && value.is_array();
}

void read_details(json object, VectorCase& out) {
  for (auto member = object.begin(); member != object.end();) {
    if (!is_list_of_signatures(member.key(), member.value())) {
      ++member;
      continue;
    }
    out.signatures.emplace();
    for (const json& item : member.value()) out.signatures->push_back(read_detail(item));
    member = object.erase(member);
  }
  out.detail = read_detail(object);
}

Outcome read_outcome(const json& name) {
  const auto outcome = outcome_from(name.get<std::string>());
  if (!outcome) throw std::invalid_argument("unknown verdict " + name.dump());
  return *outcome;
}

std::vector<ExpectedField> read_fields(const json& array) {
  std::vector<ExpectedField> fields;
  for (const json& item : array) {
    ExpectedField field{item.at("name").get<std::string>(),
                        item.at("compare").get<std::string>(),
                        {},
                        item.at("value").get<std::string>()};
    if (item.contains("tags")) {
      field.tags = item.at("tags").get<std::map<std::string, std::string>>();
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

void read_expect(const json& expect, VectorCase& out) {
  out.verdict = read_outcome(expect.at("verdict"));
  if (expect.contains("state")) out.state = expect.at("state").get<std::string>();
  if (expect.contains("identity")) out.identity = expect.at("identity").get<std::string>();
  if (expect.contains("address")) out.address = expect.at("address").get<std::string>();
  if (expect.contains("detail")) read_details(expect.at("detail"), out);
  if (expect.contains("length")) out.length = expect.at("length").get<std::uint64_t>();
  if (expect.contains("digest")) {
    out.digest = expect.at("digest").get<std::map<std::string, std::string>>();
  }
  if (expect.contains("fields")) out.fields = read_fields(expect.at("fields"));
  if (expect.contains("cms")) {
    const json& cms = expect.at("cms");
    out.cms = ExpectedCms{cms.at("signed_attributes_length").get<std::size_t>(),
                          cms.at("signed_attributes_sha256").get<std::string>(),
                          cms.at("signature").get<std::string>()};
  }
}

void read_sources(const json& sources, VectorCase& out) {
  for (const auto& [kind, value] : sources.items()) {
    if (kind == "dns") {
      out.sources.dns = value.get<std::string>();
    } else if (kind == "http") {
      out.sources.http = value.get<std::string>();
    } else if (kind == "trust") {
      out.sources.trust = value.get<std::vector<std::string>>();
    } else if (kind == "crl") {
      out.sources.crl = value.get<std::vector<std::string>>();
    } else {
      out.unsupported = "sources." + kind;
    }
  }
}

VectorCase read_case(const json& item, const json& defaults, const json& sources) {
  VectorCase out;
  out.id = item.at("id").get<std::string>();
  out.kind = item.at("kind").get<std::string>();
  out.file = item.value("file", "");
  out.basis = item.value("basis", "");
  out.flags = item.value("flags", std::vector<std::string>{});
  if (item.contains("envelope")) {
    out.mail_from = item.at("envelope").at("mail_from").get<std::string>();
    out.rcpt_to = item.at("envelope").at("rcpt_to").get<std::vector<std::string>>();
  }
  out.now = from_unix(item.value("now", defaults.value("now", std::int64_t{0})));
  out.params = read_values(defaults.value("params", json::object()));
  for (auto& [name, value] : read_values(item.value("params", json::object()))) {
    out.params[name] = value;
  }
  read_sources(sources, out);
  read_sources(item.value("sources", json::object()), out);
  read_expect(item.at("expect"), out);
  for (const json& name : item.at("accept")) out.accept.push_back(read_outcome(name));
  return out;
}

}  // namespace

Result<VectorSet> load_vectors(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "cases.json";
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Errc::missing, fmt::format("read {}: no such file", file.string()));
  VectorSet set{.folder = folder, .scheme = {}, .title = {}, .cases = {}};
  std::string at = "top level";
  try {
    const json document = json::parse(stream);
    if (document.value("schema", "") != "mass-vectors-1") {
      return fail(Errc::malformed,
                  fmt::format("read {}: schema is not mass-vectors-1", file.string()));
    }
    set.scheme = document.at("scheme").get<std::string>();
    set.title = document.value("title", "");
    const json defaults = document.value("defaults", json::object());
    const json sources = document.value("sources", json::object());
    for (const json& item : document.at("cases")) {
      at = "case " + item.value("id", "without id");
      set.cases.push_back(read_case(item, defaults, sources));
    }
  } catch (const std::exception& error) {
    return fail(Errc::malformed, fmt::format("read {}: {}: {}", file.string(), at, error.what()));
  }
  return set;
}

std::vector<std::filesystem::path> find_vectors(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::exists(folder / "cases.json", ignored)) return {folder};
  std::vector<fs::path> found;
  for (fs::directory_iterator it(folder, ignored), end; it != end; it.increment(ignored)) {
    if (fs::exists(it->path() / "cases.json", ignored)) found.push_back(it->path());
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace mass
