#include "harness/run/scenario.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/json/document.hpp"

namespace mass {
namespace {

constexpr std::string_view kSchema = "mass-scenario-1";

CorpusChoice read_corpus(JsonObject object) {
  CorpusChoice choice;
  choice.path = object.text_or("path", "");
  choice.as_is = object.flag_or("as_is", false);
  const auto count = object.integer_or("built_in", static_cast<std::int64_t>(kBuiltInCount));
  if (count < 1 || count > 10'000'000) {
    object.complain("built_in", "built_in takes a number of messages from 1 to 10000000");
  } else {
    choice.built_in_count = static_cast<std::size_t>(count);
  }
  if (choice.path.empty() && !object.has("built_in")) {
    object.complain("a corpus needs \"path\", or \"built_in\" with a number of messages");
  }
  return choice;
}

ValueMap read_parameters(JsonObject object) {
  ValueMap values;
  for (const auto& [name, value] : object.members()) {
    if (auto held = value.scalar()) values[name] = *std::move(held);
  }
  return values;
}

SchemeChoice read_scheme(JsonObject object) {
  SchemeChoice choice;
  choice.scheme = object.text("scheme");
  choice.profile = object.text_or("profile", "");
  choice.label = object.text_or("label", "");
  if (auto parameters = object.find("parameters")) {
    choice.parameters = read_parameters(parameters->object());
  }
  return choice;
}

Scenario read_scenario(JsonObject root) {
  Scenario scenario;
  if (root.text("schema") != kSchema) {
    root.complain("schema", fmt::format("schema must be \"{}\"", kSchema));
  }
  scenario.title = root.text_or("title", "untitled");
  const auto seed = root.integer_or("seed", static_cast<std::int64_t>(scenario.seed));
  if (seed < 0) root.complain("seed", "seed takes a whole number from 0");
  scenario.seed = static_cast<std::uint64_t>(seed);
  scenario.time = from_unix(root.integer_or("time", to_unix(scenario.time)));
  if (to_unix(scenario.time) < 0 || to_unix(scenario.time) > 253402300799) {
    root.complain("time", "time takes seconds since 1970, before the year 10000");
  }
  const auto sample = root.integer_or("sample", 0);
  if (sample < 0) root.complain("sample", "sample takes a whole number from 0 (all)");
  scenario.sample = static_cast<std::size_t>(std::max<std::int64_t>(sample, 0));
  scenario.message = root.text_or("message", "");
  for (JsonObject& object : root.objects_or_none("corpora")) {
    scenario.corpora.push_back(read_corpus(std::move(object)));
  }
  for (JsonObject& object : root.objects_or_none("schemes")) {
    scenario.schemes.push_back(read_scheme(std::move(object)));
  }
  scenario.paths = root.texts_or("paths");
  scenario.path_files = root.texts_or("path_files");
  return scenario;
}

nlohmann::json to_json_object(const ValueMap& values) {
  return nlohmann::json::parse(to_json(values));
}

}  // namespace

std::string Scenario::to_json() const {
  nlohmann::json document{{"schema", kSchema},     {"title", title},          {"seed", seed},
                          {"time", to_unix(time)}, {"sample", sample},        {"message", message},
                          {"paths", paths},        {"path_files", path_files}};
  document["corpora"] = nlohmann::json::array();
  for (const CorpusChoice& choice : corpora) {
    nlohmann::json entry{{"as_is", choice.as_is}};
    if (choice.path.empty()) entry["built_in"] = choice.built_in_count;
    if (!choice.path.empty()) entry["path"] = choice.path;
    document["corpora"].push_back(entry);
  }
  document["schemes"] = nlohmann::json::array();
  for (const SchemeChoice& choice : schemes) {
    document["schemes"].push_back({{"scheme", choice.scheme},
                                   {"profile", choice.profile},
                                   {"label", choice.label},
                                   {"parameters", to_json_object(choice.parameters)}});
  }
  return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<Scenario> parse_scenario(std::string_view json, std::string_view file) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  Scenario scenario = read_scenario(document->root());
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return scenario;
}

Result<Scenario> load_scenario(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return fail(Errc::missing,
                fmt::format("read scenario {}: {}", file.string(), std::strerror(errno)));
  }
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  return parse_scenario(text, file.string());
}

}  // namespace mass
