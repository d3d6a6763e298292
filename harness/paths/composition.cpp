#include "harness/paths/composition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/text.hpp"
#include "harness/json/document.hpp"
#include "harness/paths/condition.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/step_reader.hpp"

namespace mass {

namespace {

constexpr std::string_view kCompositionSchema = "mass-transforms-1";

struct Part {
  Transform transform;
  Parameters fixed;
  std::string when;
  std::map<std::string, std::string> open;  ///< Name outside, name inside.

  // The fixed settings under those given for the composition; sound, since each has the
  // description of the setting it stands for.
  [[nodiscard]] Parameters settings(const Parameters& given) const {
    ValueMap values = fixed.values();
    for (const auto& [outside, inside] : open) values[inside] = given.values().at(outside);
    return Parameters::check(transform.parameters, values).value();
  }
};

struct Composition {
  std::vector<Part> parts;
  std::string when = "always";
};

// As `describe` shows it; settings that are open have their standard values.
std::string made_of_text(const Part& part) {
  return fmt::format("{}{} {}", label_of(part.transform),
                     part.when == "always" ? "" : " when " + part.when,
                     to_json(part.fixed.values()));
}

void apply_part(const Part& part, const Parameters& given, StepContext& context,
                std::vector<Transit>& all, std::vector<std::string>& log) {
  const Parameters settings = part.settings(given);
  std::vector<Transit> after;
  for (Transit& one : all) {
    if (one.delivery != Delivery::in_transit || !holds(part.when, one)) {
      after.push_back(std::move(one));
      continue;
    }
    Applied applied = part.transform.apply(one, settings, context);
    std::ranges::move(applied.out, std::back_inserter(after));
    std::ranges::move(applied.log, std::back_inserter(log));
  }
  all = std::move(after);
}

Applied apply_all(const Composition& composition, const Transit& transit, const Parameters& given,
                  StepContext& context) {
  if (!holds(composition.when, transit)) return transforms::unchanged(transit);
  std::vector<Transit> all{transit};
  std::vector<std::string> log;
  for (const Part& part : composition.parts) apply_part(part, given, context, all, log);
  // Steps may undo each other.
  if (all.size() == 1) {
    return transforms::applied(transit, std::move(all.front()), std::move(log));
  }
  return {.out = std::move(all), .changed = true, .log = std::move(log)};
}

std::string complaint(const Composition& composition, const Parameters& given) {
  for (const Part& part : composition.parts) {
    if (!part.transform.complaint) continue;
    if (std::string what = part.transform.complaint(part.settings(given)); !what.empty()) {
      return what;
    }
  }
  return "";
}

class Reader {
 public:
  explicit Reader(std::span<const Transform> known) : known_(known.begin(), known.end()) {}

  void read(JsonObject json, std::vector<Transform>& out) {
    Transform transform;
    transform.id = json.text("id");
    transform.name = json.text_or("name", transform.id);
    transform.text = json.text("text");
    transform.models = json.text("models");
    transform.benign = json.flag_or("benign", true);
    for (const std::string& name : {transform.id, transform.name}) {
      if (find_transform(name, known_) == nullptr) continue;
      json.complain("id", fmt::format("there is a transform \"{}\" already", printable(name)));
      break;
    }
    auto composition = std::make_shared<Composition>();
    composition->when = json.text_or("when", "always");
    if (const auto unknown = unknown_condition(composition->when); !unknown.empty()) {
      json.complain("when", fmt::format("no condition \"{}\"{}", printable(unknown),
                                        did_you_mean(unknown, condition_names())));
    }
    for (JsonObject& step : json.objects("steps")) {
      if (auto part = read_part(std::move(step), transform.parameters)) {
        transform.made_of.push_back(made_of_text(*part));
        composition->parts.push_back(*std::move(part));
      }
    }
    transform.apply = [composition](const Transit& transit, const Parameters& given,
                                    StepContext& context) {
      return apply_all(*composition, transit, given, context);
    };
    transform.complaint = [composition](const Parameters& given) {
      return complaint(*composition, given);
    };
    known_.push_back(transform);
    out.push_back(std::move(transform));
  }

 private:
  std::optional<Part> read_part(JsonObject json, std::vector<ParameterInfo>& parameters) {
    const auto open = json.find("open");
    if (json.has("take_part")) json.complain("take_part", "only steps of a path take part");
    auto step = read_step(std::move(json), {}, known_);
    if (!step || step->takes_part()) return std::nullopt;
    Part part{*step->transform, step->parameters, step->when, {}};
    if (open) open_settings(open->object(), part, parameters);
    return part;
  }

  static void open_settings(JsonObject json, Part& part, std::vector<ParameterInfo>& parameters) {
    for (const auto& [outside, value] : json.members()) {
      const auto inside = value.text();
      if (!inside) continue;
      const auto info = std::ranges::find(part.transform.parameters, *inside, &ParameterInfo::name);
      if (info == part.transform.parameters.end()) {
        value.complain(
            fmt::format("{} has no parameter \"{}\"", part.transform.id, printable(*inside)));
        continue;
      }
      part.open[outside] = *inside;
      const auto same = std::ranges::find(parameters, outside, &ParameterInfo::name);
      if (same != parameters.end()) {
        if (same->standard.index() == info->standard.index() && same->choices == info->choices) {
          continue;
        }
        value.complain(fmt::format("\"{}\" is of another kind above", printable(outside)));
        continue;
      }
      ParameterInfo own = *info;
      own.name = outside;
      own.standard = part.fixed.values().at(*inside);
      parameters.push_back(std::move(own));
    }
  }

  std::vector<Transform> known_;
};

}  // namespace

Result<std::vector<Transform>> read_compositions(std::string_view json, std::string_view file,
                                                 std::span<const Transform> known) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  std::vector<Transform> transforms;
  {
    JsonObject root = document->root();
    if (const auto schema = root.text("schema");
        root.has("schema") && schema != kCompositionSchema) {
      root.complain("schema", fmt::format("schema must be \"{}\"", kCompositionSchema));
    }
    Reader reader(known);
    for (JsonObject& one : root.objects("transforms")) reader.read(std::move(one), transforms);
  }
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return transforms;
}

}  // namespace mass
