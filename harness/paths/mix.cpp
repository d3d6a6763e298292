#include "harness/paths/mix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/base/files.hpp"
#include "core/base/text.hpp"
#include "harness/json/document.hpp"
#include "harness/paths/built_in_data.hpp"
#include "harness/paths/path_reader.hpp"

namespace mass {

namespace {

constexpr std::string_view kMixSchema = "mass-mix-1";
constexpr std::size_t kMaxMixId = 64;

std::map<std::string, double> read_paths(JsonObject json) {
  std::map<std::string, double> weights;
  double total = 0;
  for (const auto& [id, value] : json.members()) {
    const auto weight = value.number();
    if (!weight) continue;
    if (!is_path_id(id)) value.complain(fmt::format("\"{}\" is no id of a path", printable(id)));
    if (!std::isfinite(*weight) || *weight < 0 || *weight > 1e15) {
      value.complain("a weight is a count or a percentage, 0 or more");
      continue;
    }
    weights[id] = *weight;
    total += *weight;
  }
  if (total <= 0) {
    json.complain("a mix needs at least one path with a weight");
    return weights;
  }
  for (auto& [id, weight] : weights) weight = weight * 100 / total;
  return weights;
}

Mix read_mix(JsonObject json) {
  Mix mix;
  if (const auto schema = json.text("schema"); json.has("schema") && schema != kMixSchema) {
    json.complain("schema", fmt::format("schema must be \"{}\"", kMixSchema));
  }
  mix.id = json.text("id");
  if (json.has("id") && !is_name(mix.id, ".-_", kMaxMixId)) {
    json.complain("id", "an id is made of letters, digits, dots, hyphens and underscores");
  }
  mix.title = json.text("title");
  mix.text = json.text_or("text", "");
  if (const auto paths = json.find("paths")) {
    mix.percent = read_paths(paths->object());
  } else {
    json.complain("missing key \"paths\"");
  }
  return mix;
}

}  // namespace

Result<Mix> parse_mix(std::string_view json, std::string_view file) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  Mix mix = read_mix(document->root());
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return mix;
}

Result<Mix> load_mix(const std::filesystem::path& file) {
  const auto text = read_file(file, "mix");
  if (!text) return std::unexpected(text.error());
  return parse_mix(*text, file.string());
}

const std::vector<Mix>& built_in_mixes() {
  static const std::vector<Mix> all = [] {
    std::vector<Mix> mixes;
    for (const BuiltInFile& file : mix_files()) {
      auto mix = parse_mix(file.text, file.name);
      if (!mix) std::abort();  // a test reads every file; this program was built without it
      mixes.push_back(*std::move(mix));
    }
    return mixes;
  }();
  return all;
}

Result<Mix> open_mix(const std::string& name) {
  std::vector<std::string> names;
  for (const Mix& mix : built_in_mixes()) {
    if (iequals(mix.id, name)) return mix;
    names.push_back(mix.id);
  }
  if (name.ends_with(".json")) return load_mix(name);
  const auto known = nearest(name, names);
  return fail(
      Errc::config,
      fmt::format("mix {}: no such mix{}; see \"massbench list mixes\", or name a .json file",
                  printable(name), known ? ", did you mean " + *known + "?" : ""));
}

}  // namespace mass
