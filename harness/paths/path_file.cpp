#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.hpp"
#include "core/base/ids.hpp"
#include "harness/paths/built_in_data.hpp"
#include "harness/paths/path.hpp"
#include "harness/paths/path_reader.hpp"

namespace mass {

namespace {

std::string file_name(const std::string& id) {
  return id + ".json";
}

PathShelf built_in_shelf() {
  PathShelf shelf;
  shelf.find = [](const std::string& id) -> std::optional<PathSource> {
    for (const auto files : {built_in_path_files(), preset_files()}) {
      const auto found = std::ranges::find(files, file_name(id), &BuiltInFile::name);
      if (found != files.end()) {
        return PathSource{std::string(found->text), std::string(found->name)};
      }
    }
    return std::nullopt;
  };
  for (const auto files : {built_in_path_files(), preset_files()}) {
    for (const BuiltInFile& file : files) {
      shelf.ids.emplace_back(file.name.substr(0, file.name.rfind('.')));
    }
  }
  return shelf;
}

Result<PathSource> read_source(const std::filesystem::path& file) {
  auto text = read_file(file, "path");
  if (!text) return std::unexpected(text.error());
  return PathSource{*std::move(text), file.string()};
}

// Ids of the built-in paths are frozen, so that a file beside a path never takes the place of one.
PathShelf shelf_beside(const std::filesystem::path& file) {
  PathShelf shelf = built_in_shelf();
  shelf.find = [built_in = shelf.find,
                folder = file.parent_path()](const std::string& id) -> std::optional<PathSource> {
    if (auto source = built_in(id)) return source;
    auto source = read_source(folder / file_name(id));
    return source ? std::optional(*std::move(source)) : std::nullopt;
  };
  return shelf;
}

std::string_view name_of(RoleKind role) {
  switch (role) {
    case RoleKind::originator:
      return "originator";
    case RoleKind::relay:
      return "relay";
    case RoleKind::mediator:
      return "mediator";
    case RoleKind::receiver:
      return "receiver";
  }
  return "";
}

// Everything that bears on results, includes and standard values filled in; nothing for people.
std::string canonical_json(const Path& path) {
  nlohmann::json json{{"id", path.id},
                      {"kind", path.kind == Path::Kind::bounce ? "bounce" : "delivery"},
                      {"benign", path.benign},
                      {"genuine", path.genuine},
                      {"start", path.starts_unsigned ? "unsigned" : "signed"},
                      {"steps", nlohmann::json::array()}};
  for (const Step& step : path.steps) {
    nlohmann::json entry{{"apply", step.id()},         {"with", to_json(step.parameters.values())},
                         {"when", step.when},          {"host", step.host},
                         {"role", name_of(step.role)}, {"hop", step.hop}};
    if (step.takes_part()) entry["domain"] = step.domain;  // nothing else depends on it
    json["steps"].push_back(std::move(entry));
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

using OrderedJson = nlohmann::ordered_json;

OrderedJson step_json(const Step& step) {
  OrderedJson json = OrderedJson::object();
  if (step.takes_part()) {
    json["take_part"] = true;
  } else {
    json["apply"] = step.transform->id;
  }
  if (step.when != "always") json["when"] = step.when;
  ValueMap settings;
  for (const auto& [name, value] : step.parameters.values()) {
    const auto info = std::ranges::find(step.transform->parameters, name, &ParameterInfo::name);
    if (info->standard != value) settings[name] = value;
  }
  if (!settings.empty()) json["with"] = OrderedJson::parse(to_json(settings));
  return json;
}

bool is_same_hop(const Step& left, const Step& right) {
  return left.hop == right.hop && left.host == right.host && left.role == right.role &&
         left.domain == right.domain;
}

OrderedJson hops_json(const Path& path) {
  OrderedJson hops = OrderedJson::array();
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    const Step& step = path.steps[i];
    if (i == 0 || !is_same_hop(path.steps[i - 1], step)) {
      OrderedJson hop{{"host", step.host}};
      if (step.role != RoleKind::relay) hop["role"] = name_of(step.role);
      if (step.domain != step.host) hop["domain"] = step.domain;
      hop["steps"] = OrderedJson::array();
      hops.push_back(std::move(hop));
    }
    hops.back()["steps"].push_back(step_json(step));
  }
  return hops;
}

Result<Path> read(const PathSource& source, PathShelf shelf) {
  auto path = PathReader(std::move(shelf)).read(source);
  if (path) path->hash = make_id({canonical_json(*path)});
  return path;
}

}  // namespace

std::string path_file_text(const Path& path) {
  OrderedJson json{{"schema", "mass-path-1"}, {"id", path.id}, {"title", path.title}};
  if (!path.text.empty()) json["text"] = path.text;
  if (path.kind == Path::Kind::bounce) json["kind"] = "bounce";
  if (!path.benign) json["benign"] = false;
  if (!path.genuine) json["genuine"] = false;
  if (path.starts_unsigned) json["start"] = "unsigned";
  json["hops"] = hops_json(path);
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

Result<Path> parse_path(std::string_view json, std::string_view file) {
  return read({std::string(json), std::string(file)}, built_in_shelf());
}

Result<Path> load_path(const std::filesystem::path& file) {
  const auto source = read_source(file);
  if (!source) return std::unexpected(source.error());
  return read(*source, shelf_beside(file));
}

}  // namespace mass
