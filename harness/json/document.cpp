#include "harness/json/document.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/json/state.hpp"

namespace mass {

namespace {

// What the parser says without its own name and its own idea of the place.
std::string plain_words(std::string_view what) {
  for (const std::string_view head : {"syntax error", "number overflow"}) {
    const std::size_t begin = what.find(head);
    if (begin != std::string_view::npos) return printable(what.substr(begin), 200);
  }
  return printable(what, 200);
}

}  // namespace

std::string JsonValue::State::where(std::size_t offset) const {
  const TextPlace place = lines.at(offset);
  return fmt::format("{}:{}:{}", file, place.line, place.column);
}

JsonPlaces::Entry JsonValue::State::entry(std::string_view pointer) const {
  for (std::string at(pointer);; at.resize(at.rfind('/'))) {
    const auto found = places.entries.find(at);
    if (found != places.entries.end()) return found->second;
    if (at.empty()) return {};
  }
}

Result<JsonDocument> JsonDocument::parse(std::string_view text, std::string_view file) {
  auto state = std::make_unique<JsonValue::State>(text, file);
  try {
    state->json = nlohmann::json::parse(state->text, nullptr, true, true);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t offset = error.byte == 0 ? 0 : error.byte - 1;
    return fail(Errc::config, state->where(offset) + ": " + plain_words(error.what()));
  } catch (const nlohmann::json::exception& error) {
    return fail(Errc::config, state->file + ": " + plain_words(error.what()));
  }
  if (state->places.too_deep) {
    return fail(Errc::config,
                fmt::format("{}: nested deeper than {} levels", state->file, kMaxJsonDepth));
  }
  for (const auto& duplicate : state->places.duplicates) {
    state->mistakes.push_back(
        {duplicate.offset, "key \"" + printable(duplicate.key, 80) + "\" stands here twice"});
  }
  return JsonDocument(std::move(state));
}

JsonDocument::JsonDocument(std::unique_ptr<JsonValue::State> state) noexcept
    : state_(std::move(state)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::value() const {
  return {state_.get(), &state_->json, ""};
}

JsonObject JsonDocument::root() const {
  return value().object();
}

Result<void> JsonDocument::check() const {
  if (state_->mistakes.empty()) return {};
  auto mistakes = state_->mistakes;
  std::ranges::stable_sort(mistakes, {}, &JsonValue::State::Mistake::offset);
  std::string report;
  for (const auto& mistake : mistakes) {
    if (!report.empty()) report += '\n';
    report += state_->where(mistake.offset) + ": " + mistake.what;
  }
  return fail(Errc::config, std::move(report));
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  const auto near = nearest(name, candidates);
  return near ? fmt::format(" (did you mean \"{}\"?)", *near) : std::string();
}

}  // namespace mass
