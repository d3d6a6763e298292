#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "harness/json/document.hpp"
#include "harness/paths/built_in_data.hpp"
#include "harness/paths/condition.hpp"
#include "harness/paths/path.hpp"

namespace mass {

namespace {

constexpr std::string_view kSchema = "mass-path-1";
constexpr std::size_t kMaxIncludes = 100;
constexpr std::size_t kMaxSteps = 1000;

constexpr std::array<std::pair<std::string_view, Path::Kind>, 2> kKinds{
    {{"delivery", Path::Kind::delivery}, {"bounce", Path::Kind::bounce}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> kStarts{
    {{"signed", false}, {"unsigned", true}}};
constexpr std::array<std::pair<std::string_view, RoleKind>, 4> kRoles{
    {{"originator", RoleKind::originator},
     {"relay", RoleKind::relay},
     {"mediator", RoleKind::mediator},
     {"receiver", RoleKind::receiver}}};

struct Source {
  std::string text;
  std::string file;
};
using FindSource = std::function<std::optional<Source>(const std::string& id)>;

bool is_word(std::string_view text, std::string_view more, std::size_t limit) {
  const auto is_allowed = [&](char c) {
    const char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || is_digit(c) || more.contains(c);
  };
  return !text.empty() && text.size() <= limit && !more.contains(text.front()) &&
         std::ranges::all_of(text, is_allowed);
}

std::optional<Source> built_in_source(const std::string& id) {
  for (const BuiltInFile& file : built_in_path_files()) {
    if (file.name == id + ".json") return Source{std::string(file.text), std::string(file.name)};
  }
  return std::nullopt;
}

std::vector<std::string> built_in_ids() {
  std::vector<std::string> ids;
  for (const BuiltInFile& file : built_in_path_files()) {
    ids.emplace_back(file.name.substr(0, file.name.rfind('.')));
  }
  return ids;
}

/// Reads one path file and the files it includes.
class PathReader {
 public:
  explicit PathReader(FindSource find) : find_(std::move(find)) {}

  Result<Path> read(const Source& source) {
    auto document = JsonDocument::parse(source.text, source.file);
    if (!document) return std::unexpected(document.error());
    Path path = read_path(document->root());
    if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
    return path;
  }

 private:
  Path read_path(JsonObject json) {
    Path path;
    if (json.text("schema") != kSchema) {
      json.complain("schema", fmt::format("schema must be \"{}\"", kSchema));
    }
    path.id = json.text("id");
    if (json.has("id") && !is_word(path.id, ".-_", 64)) {
      json.complain("id", "an id is made of letters, digits, dots, hyphens and underscores");
    }
    path.title = json.text("title");
    path.text = json.text_or("text", "");
    path.kind = json.choice_or("kind", kKinds, Path::Kind::delivery);
    path.benign = json.flag_or("benign", true);
    path.genuine = json.flag_or("genuine", true);
    path.starts_unsigned = json.choice_or("start", kStarts, false);
    if (const auto weights = json.find("weights")) path.weights = read_weights(weights->object());
    chain_.push_back(path.id);
    std::size_t hops = 0;
    for (JsonObject& hop : json.objects("hops")) read_hop(std::move(hop), path, hops);
    chain_.pop_back();
    if (path.steps.size() > kMaxSteps) {
      json.complain("hops", fmt::format("a path has at most {} steps", kMaxSteps));
    }
    return path;
  }

  static std::map<std::string, double> read_weights(JsonObject json) {
    std::map<std::string, double> weights;
    for (const std::string_view mix : {"w04", "w20"}) {
      if (!json.has(mix)) continue;
      const double weight = json.number_or(mix, 0);
      if (weight < 0 || weight > 100) json.complain(mix, "a weight is a percentage, 0 to 100");
      weights.emplace(mix, weight);
    }
    return weights;
  }

  void read_hop(JsonObject json, Path& path, std::size_t& hops) {
    if (const auto id = json.find("include")) {
      include(*id, path, hops);
      return;
    }
    Step place;
    place.host = json.text("host");
    if (json.has("host") && !is_word(place.host, ".-_", 255)) {
      json.complain("host", "a host is made of letters, digits, dots and hyphens");
    }
    place.role = json.choice_or("role", kRoles, RoleKind::relay);
    place.hop = hops++;
    for (JsonObject& step : json.objects("steps")) read_step(std::move(step), place, path);
  }

  static void read_step(JsonObject json, const Step& place, Path& path) {
    Step step = place;
    const std::string name = json.text("apply");
    step.transform = find_transform(name);
    step.when = json.text_or("when", "always");
    if (find_condition(step.when) == nullptr) {
      const auto known = condition_names();
      json.complain("when", fmt::format("\"{}\" is none of {}{}", printable(step.when, 80),
                                        fmt::join(known, ", "), did_you_mean(step.when, known)));
    }
    const auto given = json.find("with");
    if (step.transform == nullptr) {
      if (!json.has("apply")) return;
      json.complain("apply", fmt::format("no transform \"{}\"{}", printable(name, 80),
                                         did_you_mean(name, transform_names())));
      return;
    }
    if (auto checked = read_parameters(given, *step.transform)) {
      step.parameters = *std::move(checked);
      path.steps.push_back(std::move(step));
    }
  }

  // Each setting is checked on its own first, so that each mistake is told where it stands.
  static std::optional<Parameters> read_parameters(const std::optional<JsonValue>& given,
                                                   const Transform& transform) {
    ValueMap values;
    bool is_sound = true;
    if (given) {
      JsonObject json = given->object();
      for (const auto& [name, value] : json.members()) {
        auto scalar = value.scalar();
        is_sound = is_sound && scalar.has_value();
        if (!scalar) continue;
        if (auto one = Parameters::check(transform.parameters, {{name, *scalar}}); !one) {
          value.complain(fmt::format("{}: {}", transform.id, one.error().what));
          is_sound = false;
        }
        values[name] = *std::move(scalar);
      }
    }
    if (!is_sound) return std::nullopt;
    auto all = Parameters::check(transform.parameters, values);
    return all ? std::optional(*std::move(all)) : std::nullopt;
  }

  void include(const JsonValue& place, Path& path, std::size_t& hops) {
    const auto id = place.text();
    if (!id) return;
    if (std::ranges::contains(chain_, *id)) {
      place.complain(fmt::format("include goes in a circle: {} -> {}", fmt::join(chain_, " -> "),
                                 printable(*id, 80)));
      return;
    }
    const auto source = is_word(*id, ".-_", 64) ? find_(*id) : std::nullopt;
    if (!source) {
      place.complain(fmt::format("no path \"{}\" to include{}", printable(*id, 80),
                                 did_you_mean(*id, built_in_ids())));
      return;
    }
    if (++includes_ > kMaxIncludes) {
      place.complain(fmt::format("more than {} includes", kMaxIncludes));
      return;
    }
    auto included = read(*source);
    if (!included) {
      place.complain(fmt::format("included path {}: {}", *id, included.error().what));
      return;
    }
    append(path, *std::move(included), hops);
  }

  static void append(Path& path, Path included, std::size_t& hops) {
    std::size_t last = hops;
    for (Step& step : included.steps) {
      step.hop += hops;
      last = std::max(last, step.hop + 1);
      path.steps.push_back(std::move(step));
    }
    hops = last;
  }

  FindSource find_;
  std::vector<std::string> chain_;
  std::size_t includes_ = 0;
};

}  // namespace

}  // namespace mass
