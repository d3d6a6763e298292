#include "harness/search/draft.hpp"

#include <algorithm>
#include <variant>

#include "core/base/text.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMaxHost = 255;

Value replaced_in(const Value& value, std::string_view from, std::string_view to) {
  if (const auto* text = std::get_if<std::string>(&value)) return with_word(*text, from, to);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    std::vector<std::string> out;
    for (const std::string& one : *texts) out.push_back(with_word(one, from, to));
    return out;
  }
  return value;
}

bool is_free_text(const Transform& transform, const std::string& name) {
  const auto info = std::ranges::find(transform.parameters, name, &ParameterInfo::name);
  return info != transform.parameters.end() && info->choices.empty();
}

}  // namespace

bool is_word(char c) {
  const char lower = ascii_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'z');
}

std::string with_word(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from, at)) {
    const std::size_t end = at + from.size();
    const bool goes_on_before = at > 0 && is_word(text[at - 1]) && is_word(from.front());
    const bool goes_on_behind = end < text.size() && is_word(text[end]) && is_word(from.back());
    if (!goes_on_before && !goes_on_behind) {
      out.append(text.substr(copied, at - copied)).append(to);
      copied = end;
    }
    at = end;
  }
  return out.append(text.substr(copied));
}

std::optional<Step> make_step(const Transform& transform, const ValueMap& settings,
                              std::string when, const Step& place) {
  auto parameters = Parameters::check(transform.parameters, settings);
  if (!parameters) return std::nullopt;
  if (transform.complaint != nullptr && !transform.complaint(*parameters).empty()) {
    return std::nullopt;
  }
  Step step = place;
  step.transform = &transform;
  step.parameters = *std::move(parameters);
  step.when = std::move(when);
  return step;
}

std::optional<Step> with_setting(const Step& step, const std::string& name, const Value& value) {
  ValueMap settings = step.parameters.values();
  const auto old = settings.find(name);
  if (old == settings.end() || old->second == value) return std::nullopt;
  old->second = value;
  return make_step(*step.transform, settings, step.when, step);
}

Path with_step(const Path& path, std::size_t at, Step step) {
  Path changed = path;
  changed.steps.insert(changed.steps.begin() + static_cast<std::ptrdiff_t>(at), std::move(step));
  return changed;
}

Path without_step(const Path& path, std::size_t at) {
  Path changed = path;
  changed.steps.erase(changed.steps.begin() + static_cast<std::ptrdiff_t>(at));
  return changed;
}

Path replaced_step(const Path& path, std::size_t at, Step step) {
  Path changed = path;
  changed.steps[at] = std::move(step);
  return changed;
}

std::optional<Path> substituted(const Path& path, std::string_view from, std::string_view to,
                                Literals where) {
  Path changed = path;
  bool has_changed = false;
  for (Step& step : changed.steps) {
    std::string host = with_word(step.host, from, to);
    if (where != Literals::settings && host != step.host) {
      if (!is_host_name(host)) return std::nullopt;
      if (step.domain == step.host) step.domain = host;
      step.host = std::move(host);
      has_changed = true;
    }
    if (where == Literals::hosts || step.takes_part()) continue;
    ValueMap settings = step.parameters.values();
    for (auto& [name, value] : settings) {
      if (is_free_text(*step.transform, name)) value = replaced_in(value, from, to);
    }
    if (settings == step.parameters.values()) continue;
    auto made = make_step(*step.transform, settings, step.when, step);
    if (!made) return std::nullopt;
    step = *std::move(made);
    has_changed = true;
  }
  return has_changed ? std::optional(std::move(changed)) : std::nullopt;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxHost && text.front() != '.' && text.front() != '-' &&
         std::ranges::all_of(text, [](char c) {
           const char lower = ascii_lower(c);
           return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '.' || c == '-';
         });
}

Step place_in(const Path& path) {
  Step place;
  place.host = "host.example";
  if (!path.steps.empty()) {
    place.host = path.steps.front().host;
    place.role = path.steps.front().role;
    place.hop = path.steps.front().hop;
  }
  place.domain = place.host;
  return place;
}

}  // namespace mass::search
