#include "harness/paths/path_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/paths/step_reader.hpp"

namespace mass {

namespace {

constexpr std::string_view kPathSchema = "mass-path-1";
constexpr std::string_view kNameMarks = ".-_";
constexpr std::size_t kMaxPathId = 64;
constexpr std::size_t kMaxHost = 255;
constexpr std::size_t kMaxIncludes = 100;
constexpr std::size_t kMaxSteps = 1000;

constexpr std::array<std::pair<std::string_view, Path::Kind>, 2> kKinds{
    {{"delivery", Path::Kind::delivery}, {"bounce", Path::Kind::bounce}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> kUnsignedStarts{
    {{"signed", false}, {"unsigned", true}}};
constexpr std::array<std::pair<std::string_view, RoleKind>, 4> kRoles{
    {{"originator", RoleKind::originator},
     {"relay", RoleKind::relay},
     {"mediator", RoleKind::mediator},
     {"receiver", RoleKind::receiver}}};

std::size_t hop_count(const Path& path) {
  return path.steps.empty() ? 0 : path.steps.back().hop + 1;
}

}  // namespace

bool is_name(std::string_view text, std::string_view more, std::size_t limit) {
  const auto is_allowed = [more](char c) {
    const char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || is_digit(c) || more.contains(c);
  };
  return !text.empty() && text.size() <= limit && !more.contains(text.front()) &&
         std::ranges::all_of(text, is_allowed);
}

bool is_path_id(std::string_view id) {
  const std::size_t slash = id.find('/');
  return is_name(id.substr(0, slash), kNameMarks, kMaxPathId) &&
         (slash == std::string_view::npos || is_name(id.substr(slash + 1), kNameMarks, kMaxPathId));
}

Result<Path> PathReader::read(const PathSource& source) {
  auto document = JsonDocument::parse(source.text, source.file);
  if (!document) return std::unexpected(document.error());
  Path path = read_path(document->root());
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return path;
}

Path PathReader::read_path(JsonObject json) {
  Path path;
  if (const auto schema = json.text("schema"); json.has("schema") && schema != kPathSchema) {
    json.complain("schema", fmt::format("schema must be \"{}\"", kPathSchema));
  }
  path.id = json.text("id");
  if (json.has("id") && !is_path_id(path.id)) {
    json.complain("id",
                  "an id is made of letters, digits, dots, hyphens and underscores, with at "
                  "most one slash between two such names");
  }
  path.title = json.text("title");
  path.text = json.text_or("text", "");
  path.kind = json.choice_or("kind", kKinds, Path::Kind::delivery);
  path.benign = json.flag_or("benign", true);
  path.genuine = json.flag_or("genuine", true);
  path.starts_unsigned = json.choice_or("start", kUnsignedStarts, false);

  const bool is_outermost = chain_.empty();
  if (is_outermost) chain_.push_back(path.id);
  for (JsonObject& hop : json.objects("hops")) read_hop(std::move(hop), path);
  if (is_outermost) chain_.pop_back();
  if (path.steps.size() > kMaxSteps) {
    json.complain("hops", fmt::format("a path has at most {} steps", kMaxSteps));
  }
  return path;
}

void PathReader::read_hop(JsonObject json, Path& path) {
  if (const auto id = json.find("include")) {
    include(*id, path);
    return;
  }
  Step place;
  place.host = json.text("host");
  if (json.has("host") && !is_name(place.host, kNameMarks, kMaxHost)) {
    json.complain("host", "a host is made of letters, digits, dots and hyphens");
  }
  place.domain = json.text_or("domain", place.host);
  if (json.has("domain") && !is_name(place.domain, kNameMarks, kMaxHost)) {
    json.complain("domain", "a domain is made of letters, digits, dots and hyphens");
  }
  place.role = json.choice_or("role", kRoles, RoleKind::relay);
  place.hop = hop_count(path);
  for (JsonObject& step : json.objects("steps")) {
    if (auto read = read_step(std::move(step), place, all_transforms()))
      path.steps.push_back(*std::move(read));
  }
}

void PathReader::include(const JsonValue& place, Path& path) {
  const auto id = place.text();
  if (!id) return;
  if (std::ranges::find(chain_, *id) != chain_.end()) {
    place.complain(fmt::format("include goes in a circle: {} -> {}", fmt::join(chain_, " -> "),
                               printable(*id, kMaxPathId)));
    return;
  }
  auto other = included(place, *id);
  if (!other) return;
  const std::size_t first_hop = hop_count(path);
  for (Step& step : other->steps) {
    step.hop += first_hop;
    path.steps.push_back(std::move(step));
  }
}

std::optional<Path> PathReader::included(const JsonValue& place, const std::string& id) {
  if (++includes_ > kMaxIncludes) {
    place.complain(fmt::format("more than {} includes", kMaxIncludes));
    return std::nullopt;
  }
  const auto source = is_path_id(id) ? shelf_.find(id) : std::nullopt;
  if (!source) {
    place.complain(fmt::format("no path \"{}\" to include{}", printable(id, kMaxPathId),
                               did_you_mean(id, shelf_.ids)));
    return std::nullopt;
  }
  chain_.push_back(id);
  auto path = read(*source);
  chain_.pop_back();
  if (path && path->id == id) return *std::move(path);
  place.complain(path ? fmt::format("{} has the id \"{}\"", source->file, path->id)
                      : fmt::format("included path {}: {}", id, path.error().what));
  return std::nullopt;
}

}  // namespace mass
