#include "results/gate.hpp"

#include <fmt/format.h>

#include <charconv>
#include <ranges>

#include "core/base/glob.hpp"
#include "core/base/text.hpp"

namespace mass {
namespace {

constexpr std::array<std::string_view, kChangeCount> kNames{"lost",   "gained", "other", "cause",
                                                            "detail", "count",  "cases"};

std::unexpected<Error> wrong(std::string_view text, std::string_view why) {
  return fail(Errc::config, fmt::format("gate \"{}\": {}", printable(text), why));
}

// A number from 0, with or without a decimal point; nothing for anything else.
std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  if (!is_whole || text.starts_with('-') || !(value <= 1e9)) return std::nullopt;
  return value;
}

Result<void> read_change(Gate& gate, std::string_view word) {
  if (word == "all") return {};
  for (const GateKind kind : {GateKind::time, GateKind::right, GateKind::trouble}) {
    if (word != name_of(kind)) continue;
    gate.kind = kind;
    return {};
  }
  for (std::size_t i = 0; i < kChangeCount; ++i) {
    if (kNames[i] == word) gate.change = static_cast<Change>(i);
  }
  if (gate.change) return {};
  std::vector<std::string> words(kNames.begin(), kNames.end());
  words.insert(words.end(), {"all", "time", "right", "trouble"});
  const auto known = nearest(word, words);
  return wrong(gate.text,
               fmt::format("\"{}\" is no change{}; there are all, {}, time, right and trouble",
                           printable(word), known ? ", did you mean " + *known + "?" : "",
                           fmt::join(kNames, ", ")));
}

Result<void> read_limit(Gate& gate, std::string_view limit) {
  if (limit == "any") return {};
  if (gate.kind == GateKind::time) {
    gate.ratio = parse_number(limit);
    if (gate.ratio && *gate.ratio >= 1) return {};
    return wrong(gate.text, "time takes a ratio from 1, such as 1.2, or any");
  }
  if (limit.ends_with('%')) {
    gate.percent = parse_number(limit.substr(0, limit.size() - 1));
    if (gate.percent && *gate.percent <= 100) return {};
    return wrong(gate.text, "a percentage is from 0% to 100%");
  }
  if (gate.kind == GateKind::right) {
    return wrong(gate.text, "right takes the least percentage, such as 99%, or any");
  }
  gate.at_most = parse_decimal(limit);
  if (gate.at_most) return {};
  return wrong(gate.text, "the limit is a number of cases, a percentage such as 0.5%, or any");
}

}  // namespace

std::string_view name_of(Change change) noexcept {
  return kNames[static_cast<std::size_t>(change)];
}

std::string_view name_of(GateKind kind) noexcept {
  switch (kind) {
    case GateKind::change:
      return "change";
    case GateKind::time:
      return "time";
    case GateKind::right:
      return "right";
    case GateKind::trouble:
      return "trouble";
  }
  return "";
}

bool Gate::covers(Change what, std::string_view scheme_id, std::string_view profile_name,
                  std::string_view path_id) const noexcept {
  return (!change || *change == what) && covers(GateKind::change, scheme_id, profile_name, path_id);
}

bool Gate::covers(GateKind what, std::string_view scheme_id, std::string_view profile_name,
                  std::string_view path_id) const noexcept {
  return kind == what && matches_glob(scheme, scheme_id) && matches_glob(profile, profile_name) &&
         matches_glob(path, path_id);
}

bool Gate::lets_pass(std::uint64_t cases, std::uint64_t of) const noexcept {
  if (at_most) return cases <= *at_most;
  if (!percent) return true;
  const double share = 100 * static_cast<double>(cases);
  const double limit = *percent * static_cast<double>(of);
  return kind == GateKind::right ? share >= limit : share <= limit;
}

Result<Gate> parse_gate(std::string_view text) {
  Gate gate{.text = std::string(text)};
  // The last one: names of profiles may hold more of them.
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos) {
    return wrong(text, "say what passes, as in lost=2 or count=any");
  }
  const std::string_view what = text.substr(0, equals);
  const std::size_t colon = what.find(':');
  if (auto done = read_change(gate, what.substr(0, colon)); !done) {
    return std::unexpected(done.error());
  }
  if (colon != std::string_view::npos) {
    if (gate.kind == GateKind::time)
      return wrong(text, "time is of the whole run, not of a scheme or path");
    std::string_view row = what.substr(colon + 1);
    if (const std::size_t last = row.rfind(':'); last != std::string_view::npos) {
      gate.path = row.substr(last + 1);
      row = row.substr(0, last);
    }
    const std::size_t slash = row.find('/');
    gate.scheme = row.substr(0, slash);
    if (slash != std::string_view::npos) gate.profile = row.substr(slash + 1);
    if (gate.scheme.empty() || gate.profile.empty() || gate.path.empty()) {
      return wrong(text, "a scheme, profile or path is empty; * stands for all");
    }
  }
  if (auto done = read_limit(gate, text.substr(equals + 1)); !done) {
    return std::unexpected(done.error());
  }
  return gate;
}

const Gate* gate_for(const std::vector<Gate>& gates, Change change, std::string_view scheme,
                     std::string_view profile, std::string_view path) noexcept {
  for (const Gate& gate : gates | std::views::reverse) {
    if (gate.covers(change, scheme, profile, path)) return &gate;
  }
  return nullptr;
}

const Gate* gate_for(const std::vector<Gate>& gates, GateKind kind, std::string_view scheme,
                     std::string_view profile, std::string_view path) noexcept {
  for (const Gate& gate : gates | std::views::reverse) {
    if (gate.covers(kind, scheme, profile, path)) return &gate;
  }
  return nullptr;
}

const Gate* time_gate(const std::vector<Gate>& gates) noexcept {
  for (const Gate& gate : gates | std::views::reverse) {
    if (gate.kind == GateKind::time) return &gate;
  }
  return nullptr;
}

}  // namespace mass
