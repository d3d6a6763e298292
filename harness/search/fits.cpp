#include "harness/search/fits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <variant>

#include "core/base/text.hpp"
#include "harness/json/document.hpp"
#include "harness/paths/condition.hpp"

namespace mass::search {

namespace {

constexpr std::string_view kSchema = "mass-fits-1";
constexpr std::size_t kMostSingles = 6;

ValueMap read_settings(JsonObject json) {
  ValueMap settings;
  for (const auto& [name, value] : json.members()) {
    if (auto setting = value.scalar()) settings[name] = *std::move(setting);
  }
  return settings;
}

void read_fit(JsonObject json, std::vector<Fit>& fits) {
  Fit fit;
  fit.explains = json.text("explains");
  const std::string name = json.text("apply");
  fit.transform = find_transform(name);
  fit.when = json.text_or("when", "always");
  if (const auto with = json.find("with")) fit.with = read_settings(with->object());
  fit.variants.emplace_back();
  for (JsonObject& variant : json.objects_or_none("variants")) {
    fit.variants.push_back(read_settings(std::move(variant)));
  }
  if (fit.transform == nullptr) {
    json.complain("apply", fmt::format("no transform \"{}\"", printable(name)));
  } else {
    fits.push_back(std::move(fit));
  }
}

std::string filled_text(std::string_view text, const Item& item) {
  std::string out;
  while (true) {
    const std::size_t open = text.find("{{");
    const std::size_t close =
        open == std::string_view::npos ? std::string_view::npos : text.find("}}", open);
    if (close == std::string_view::npos) return out.append(text);
    out += text.substr(0, open);
    const auto value = item.find(text.substr(open + 2, close - open - 2));
    if (value != item.end()) out += value->second;
    text.remove_prefix(close + 2);
  }
}

// Every item on its own as well, if there are several.
std::vector<std::vector<Item>> choices(const Observation& observation) {
  std::vector<std::vector<Item>> all{observation.items};
  if (observation.items.size() < 2) return all;
  for (const Item& item : observation.items) {
    if (all.size() <= kMostSingles) all.push_back({item});
  }
  return all;
}

ValueMap laid_over(ValueMap below, const ValueMap& above) {
  for (const auto& [name, value] : above) below[name] = value;
  return below;
}

// A step can still be moved later.
std::set<std::size_t> places_in(const Path& path) {
  const std::size_t end = path.steps.size();
  return {0, end / 4, end / 2, end - end / 4, end};
}

// Lists of a step that is there get longer, at either end; its other settings are replaced.
std::vector<ValueMap> grown(const Step& step, const ValueMap& more) {
  std::vector<ValueMap> all;
  for (const bool in_front : {false, true}) {
    ValueMap settings = step.parameters.values();
    bool has_list = false;
    for (const auto& [name, value] : more) {
      auto* list = std::get_if<std::vector<std::string>>(&settings[name]);
      const auto* added = std::get_if<std::vector<std::string>>(&value);
      if (list == nullptr || added == nullptr) {
        settings[name] = value;
        continue;
      }
      has_list = true;
      for (const std::string& text : *added) std::erase(*list, text);
      list->insert(in_front ? list->begin() : list->end(), added->begin(), added->end());
    }
    all.push_back(std::move(settings));
    if (!has_list) break;
  }
  return all;
}

}  // namespace

Result<std::vector<Fit>> parse_fits(std::string_view json, std::string_view file) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  std::vector<Fit> fits;
  {
    JsonObject root = document->root();
    if (const auto schema = root.text("schema"); root.has("schema") && schema != kSchema) {
      root.complain("schema", fmt::format("schema must be \"{}\"", kSchema));
    }
    for (JsonObject& entry : root.objects("fits")) read_fit(std::move(entry), fits);
  }
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return fits;
}

ValueMap filled(const ValueMap& settings, const std::vector<Item>& items) {
  ValueMap out = settings;
  for (auto& [name, value] : out) {
    if (auto* text = std::get_if<std::string>(&value)) {
      *text = filled_text(*text, items.front());
    } else if (auto* texts = std::get_if<std::vector<std::string>>(&value)) {
      std::vector<std::string> each;
      for (const std::string& one : *texts) {
        for (const Item& item : items) {
          std::string made = filled_text(one, item);
          if (std::ranges::find(each, made) == each.end()) each.push_back(std::move(made));
        }
      }
      *texts = std::move(each);
    }
  }
  return out;
}

void extend(const Path& path, const Fit& fit, const Observation& observation,
            const Consider& consider) {
  for (const std::vector<Item>& items : choices(observation)) {
    const std::string when = filled_text(fit.when, items.front());
    if (!unknown_condition(when).empty()) continue;
    for (const ValueMap& variant : fit.variants) {
      const ValueMap settings = filled(laid_over(fit.with, variant), items);
      // First, so that of what does as well no step is added.
      for (std::size_t at = 0; at < path.steps.size(); ++at) {
        const Step& step = path.steps[at];
        if (step.transform != fit.transform || step.when != when) continue;
        for (const ValueMap& more : grown(step, settings)) {
          auto changed = make_step(*step.transform, more, step.when, step);
          if (changed) consider(replaced_step(path, at, *std::move(changed)));
        }
      }
      if (const auto step = make_step(*fit.transform, settings, when, place_in(path))) {
        for (const std::size_t at : places_in(path)) {
          consider(with_step(path, at, *step));
        }
      }
    }
  }
}

std::vector<Step> refitted(const Step& step, const Fit& fit, const Observation& observation) {
  std::vector<Step> steps;
  for (const std::vector<Item>& items : choices(observation)) {
    const ValueMap own = filled(fit.with, items);
    // As the step was otherwise, then in each way that is known.
    std::vector<ValueMap> all{laid_over(step.parameters.values(), own)};
    for (const ValueMap& variant : fit.variants) {
      all.push_back(filled(laid_over(fit.with, variant), items));
    }
    for (const ValueMap& settings : all) {
      auto made = make_step(*step.transform, settings, step.when, step);
      if (made && made->parameters.values() != step.parameters.values()) {
        steps.push_back(*std::move(made));
      }
    }
  }
  return steps;
}

}  // namespace mass::search
