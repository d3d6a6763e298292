#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "results/labels.hpp"
#include "results/manifest.hpp"

namespace mass {
namespace {

using nlohmann::json;

using Lines = std::vector<std::string>;

void compare_versions(const Manifest& one, const Manifest& other, Lines& lines) {
  std::set<std::string> components;
  for (const Manifest* manifest : {&one, &other}) {
    for (const auto& [component, version] : manifest->versions) components.insert(component);
  }
  const auto version_of = [](const Manifest& manifest, const std::string& component) {
    const auto found = manifest.versions.find(component);
    return found == manifest.versions.end() ? std::string("none") : label(found->second);
  };
  for (const std::string& component : components) {
    const std::string left = version_of(one, component);
    const std::string right = version_of(other, component);
    if (left == right) continue;
    lines.push_back(fmt::format("{}: version {} and {}", label(component), left, right));
  }
}

// What of a scenario decides results and stands nowhere else in a manifest.
json deciding(const std::string& text) {
  json scenario = json::parse(text, nullptr, false);
  if (!scenario.is_object()) return json(text);
  for (const char* key : {"title", "gates", "seed", "mixes", "schemes", "paths", "path_files"}) {
    scenario.erase(key);
  }
  if (const auto corpora = scenario.find("corpora"); corpora != scenario.end()) {
    for (json& corpus : *corpora) {
      if (corpus.is_object()) corpus.erase("path");
    }
  }
  return scenario;
}

void compare_scenarios(const Manifest& one, const Manifest& other, Lines& lines) {
  const json left = deciding(one.scenario);
  const json right = deciding(other.scenario);
  if (left == right) return;
  if (!left.is_object() || !right.is_object()) {
    lines.emplace_back("the scenarios differ");
    return;
  }
  std::set<std::string> keys;
  for (const json* scenario : {&left, &right}) {
    for (const auto& [key, value] : scenario->items()) keys.insert(key);
  }
  const auto text_of = [](const json& scenario, const std::string& key) {
    constexpr auto lenient = json::error_handler_t::replace;
    const auto found = scenario.find(key);
    return found == scenario.end() ? std::string("nothing")
                                   : label(found->dump(-1, ' ', false, lenient));
  };
  for (const std::string& key : keys) {
    const std::string first = text_of(left, key);
    const std::string second = text_of(right, key);
    if (first == second) continue;
    lines.push_back(fmt::format("scenario: {} is {} and {}", label(key), first, second));
  }
}

void compare_corpora(const Manifest& one, const Manifest& other, Lines& lines) {
  if (one.corpora.empty() || other.corpora.empty()) return;  // a run that was broken off
  if (one.corpora.size() != other.corpora.size()) {
    lines.push_back(fmt::format("{} and {} corpora", one.corpora.size(), other.corpora.size()));
    return;
  }
  for (std::size_t i = 0; i < one.corpora.size(); ++i) {
    const Manifest::Corpus& left = one.corpora[i];
    const Manifest::Corpus& right = other.corpora[i];
    if (left.hash == right.hash && left.messages == right.messages) continue;
    lines.push_back(fmt::format("corpora differ: {} ({} messages) and {} ({} messages)",
                                label(left.path), left.messages, label(right.path),
                                right.messages));
  }
}

// What is only in one list, and what is in both and differs.
template <class Entry, class Name, class Differs>
void compare_lists(std::string_view noun, const std::vector<Entry>& one,
                   const std::vector<Entry>& other, const Name& name, const Differs& differs,
                   Lines& lines) {
  std::map<std::string, const Entry*> left;
  std::map<std::string, const Entry*> right;
  for (const Entry& entry : one) left[name(entry)] = &entry;
  for (const Entry& entry : other) right[name(entry)] = &entry;
  for (const auto& [key, entry] : left) {
    const auto found = right.find(key);
    if (found == right.end()) {
      lines.push_back(fmt::format("{} {} is only in the first", noun, key));
    } else if (const std::string how = differs(*entry, *found->second); !how.empty()) {
      lines.push_back(fmt::format("{} {} {}", noun, key, how));
    }
  }
  for (const auto& [key, entry] : right) {
    if (!left.contains(key)) lines.push_back(fmt::format("{} {} is only in the second", noun, key));
  }
}

std::string parameter_text(const ValueMap& parameters, const std::string& name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? "not set" : label(to_text(found->second));
}

std::string parameter_changes(const Manifest::Scheme& one, const Manifest::Scheme& other) {
  std::set<std::string> names;
  for (const ValueMap* parameters : {&one.parameters, &other.parameters}) {
    for (const auto& [name, value] : *parameters) names.insert(name);
  }
  std::string changes;
  for (const std::string& name : names) {
    const std::string left = parameter_text(one.parameters, name);
    const std::string right = parameter_text(other.parameters, name);
    if (left == right) continue;
    changes += fmt::format("{} {} is {} and {}", changes.empty() ? "has other parameters:" : ",",
                           label(name), left, right);
  }
  return changes;
}

}  // namespace

std::vector<std::string> differences(const Manifest& one, const Manifest& other) {
  Lines lines;
  compare_versions(one, other, lines);
  if (one.seed != other.seed) lines.push_back(fmt::format("seed {} and {}", one.seed, other.seed));
  compare_scenarios(one, other, lines);
  compare_corpora(one, other, lines);
  compare_lists(
      "scheme", one.schemes, other.schemes,
      [](const Manifest::Scheme& row) { return label(row.id) + " " + label(row.profile); },
      parameter_changes, lines);
  compare_lists(
      "path", one.paths, other.paths, [](const Manifest::Path& path) { return label(path.id); },
      [](const Manifest::Path& left, const Manifest::Path& right) {
        return std::string(left.hash == right.hash ? "" : "is another one under the same name");
      },
      lines);
  return lines;
}

}  // namespace mass
