#include "harness/search/moves.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <variant>

#include "core/base/text.hpp"
#include "harness/paths/condition.hpp"
#include "harness/search/observe.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMostExchanges = 24;
constexpr std::size_t kMostSplit = 8;
constexpr std::size_t kMostOtherwise = 12;

// Names behind `by` in trace fields that the software wrote.
std::vector<std::string> hosts_in(const std::vector<View>& views) {
  std::map<std::string, std::size_t> counts;
  for (const View& view : views) {
    for (const std::size_t at : view.missing) {
      const Field& field = view.captured.fields()[at];
      if (!field.is("Received")) continue;
      const std::string value = " " + unfolded(field);
      const std::size_t by = value.find(" by ");
      if (by == std::string::npos) continue;
      const std::string_view rest = trim(std::string_view(value).substr(by + 4));
      const std::string name(rest.substr(0, rest.find_first_of(" \t;(")));
      if (is_host_name(name)) ++counts[name];
    }
  }
  return by_frequency(counts, 1, 3);
}

void exchange_literals(const Path& path, MoveContext& context, const Consider& consider) {
  const std::vector<View> views = views_of(context.trial, path, context.pairs);
  for (const auto& [before, after] : exchanged_words(views, kMostExchanges)) {
    for (const Literals where : {Literals::everywhere, Literals::settings, Literals::hosts}) {
      if (auto changed = substituted(path, before, after, where)) {
        consider(*std::move(changed));
      }
    }
  }
  for (const std::string& host : hosts_in(views)) {
    for (const Literals where : {Literals::everywhere, Literals::hosts}) {
      if (auto changed = substituted(path, place_in(path).host, host, where)) {
        consider(*std::move(changed));
      }
    }
  }
}

// A step is taken out, to see what it would have had to do.
void refit_steps(const Path& path, MoveContext& context, const Consider& consider) {
  for (std::size_t at = 0; at < path.steps.size(); ++at) {
    const Step& step = path.steps[at];
    const bool can_be_fitted = std::ranges::any_of(
        context.library.fits, [&](const Fit& fit) { return fit.transform == step.transform; });
    if (!can_be_fitted || context.trial.is_over()) continue;
    const Path without = without_step(path, at);
    const auto seen = observe(views_of(context.trial, without, context.pairs), step.host);
    for (const Fit& fit : context.library.fits) {
      if (fit.transform != step.transform) continue;
      for (const Observation& observation : seen) {
        if (observation.kind != fit.explains) continue;
        for (Step& made : refitted(step, fit, observation)) {
          consider(replaced_step(path, at, std::move(made)));
        }
      }
    }
  }
}

// Steps of the software that the path was made from come first: of several explanations that do as
// well the first is taken.
void extend_by(const Path& path, const std::vector<Observation>& seen, MoveContext& context,
               const Consider& consider) {
  const std::string system = path.id.substr(0, path.id.find('/')) + "_";
  for (const bool is_own : {true, false}) {
    for (const Observation& observation : seen) {
      for (const Fit& fit : context.library.fits) {
        const bool fits =
            fit.explains == observation.kind && istarts_with(fit.transform->id, system) == is_own;
        if (fits) extend(path, fit, observation, consider);
      }
    }
  }
}

void explain_differences(const Path& path, MoveContext& context, const Consider& consider) {
  const std::vector<View> views = views_of(context.trial, path, context.pairs);
  extend_by(path, observe(views, place_in(path).host), context, consider);
}

// What only one step explains, explained in another way.
void explain_otherwise(const Path& path, MoveContext& context, const Consider& consider) {
  const std::string host = place_in(path).host;
  const auto before = observe(views_of(context.trial, path, context.pairs), host);
  for (std::size_t at = 0; at < path.steps.size() && !context.trial.is_over(); ++at) {
    const Path without = without_step(path, at);
    auto seen = observe(views_of(context.trial, without, context.pairs), host);
    std::erase_if(seen, [&](const Observation& one) {
      return std::ranges::any_of(before, [&](const Observation& other) {
        return other.kind == one.kind && other.items == one.items;
      });
    });
    if (seen.size() <= kMostOtherwise) extend_by(without, seen, context, consider);
  }
}

void explain_stops(const Path& path, MoveContext& context, const Consider& consider) {
  extend_by(path, observe_stops(context.trial, path, context.pairs), context, consider);
}

std::vector<Value> other_values(const ParameterInfo& info, const Step& step,
                                const Library& library) {
  std::vector<Value> values;
  for (const std::string& choice : info.choices) values.emplace_back(choice);
  if (std::holds_alternative<bool>(info.standard)) values = {true, false};
  // Of numbers, texts and lists those that a preset has.
  if (values.empty()) {
    values.push_back(info.standard);
    for (const Step& known : library.steps) {
      if (known.transform != step.transform) continue;
      const Value& value = known.parameters.values().at(info.name);
      if (std::ranges::find(values, value) == values.end()) values.push_back(value);
    }
  }
  return values;
}

void change_settings(const Path& path, MoveContext& context, const Consider& consider) {
  for (std::size_t at = 0; at < path.steps.size(); ++at) {
    const Step& step = path.steps[at];
    if (step.takes_part()) continue;
    for (const ParameterInfo& info : step.transform->parameters) {
      for (const Value& value : other_values(info, step, context.library)) {
        if (auto changed = with_setting(step, info.name, value)) {
          consider(replaced_step(path, at, *std::move(changed)));
        }
      }
    }
  }
}

void remove_steps(const Path& path, MoveContext& /*context*/, const Consider& consider) {
  for (std::size_t at = 0; at < path.steps.size(); ++at) {
    consider(without_step(path, at));
  }
}

void borrow_steps(const Path& path, MoveContext& context, const Consider& consider) {
  const Step place = place_in(path);
  for (const Step& known : context.library.steps) {
    Step step = known;
    step.host = place.host;
    step.domain = place.domain;
    step.role = place.role;
    step.hop = place.hop;
    for (std::size_t at = 0; at <= path.steps.size(); ++at) {
      consider(with_step(path, at, step));
      const bool is_same_kind =
          at < path.steps.size() && path.steps[at].transform == step.transform;
      if (is_same_kind) consider(replaced_step(path, at, step));
    }
  }
}

// A part of what a step does gets a step of its own, with a setting that differs.
void split_list(const Path& path, std::size_t at, const std::string& name,
                const std::vector<std::string>& list, const Consider& consider) {
  const Step& step = path.steps[at];
  for (std::size_t first = 0; first < list.size(); ++first) {
    for (std::size_t last = first + 1; last <= list.size(); ++last) {
      const auto begin = list.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = list.begin() + static_cast<std::ptrdiff_t>(last);
      std::vector<std::string> rest(list.begin(), begin);
      rest.insert(rest.end(), end, list.end());
      const auto kept = with_setting(step, name, rest);
      const auto part = with_setting(step, name, std::vector<std::string>(begin, end));
      if (!kept || !part) continue;
      const Path without = replaced_step(path, at, *kept);
      for (const ParameterInfo& info : step.transform->parameters) {
        for (const std::string& choice : info.choices) {
          const auto other = with_setting(*part, info.name, choice);
          if (!other) continue;
          consider(with_step(without, at, *other));
          consider(with_step(without, at + 1, *other));
        }
      }
      consider(with_step(without, 0, *part));
      consider(with_step(without, without.steps.size(), *part));
    }
  }
}

void split_steps(const Path& path, MoveContext& /*context*/, const Consider& consider) {
  for (std::size_t at = 0; at < path.steps.size(); ++at) {
    if (path.steps[at].takes_part()) continue;
    for (const auto& [name, value] : path.steps[at].parameters.values()) {
      const auto* list = std::get_if<std::vector<std::string>>(&value);
      if (list == nullptr || list->size() < 2 || list->size() > kMostSplit) continue;
      split_list(path, at, name, *list, consider);
    }
  }
}

void move_steps(const Path& path, MoveContext& /*context*/, const Consider& consider) {
  for (std::size_t from = 0; from < path.steps.size(); ++from) {
    for (std::size_t to = 0; to < path.steps.size(); ++to) {
      if (to == from) continue;
      consider(with_step(without_step(path, from), to, path.steps[from]));
    }
  }
}

void add_conditions(const Path& path, MoveContext& /*context*/, const Consider& consider) {
  for (std::size_t at = 0; at < path.steps.size(); ++at) {
    for (const Condition& condition : all_conditions()) {
      for (const char* negation : {"", "not "}) {
        Step step = path.steps[at];
        const std::string term = negation + std::string(condition.name);
        step.when = step.when == "always" ? term : step.when + " and " + term;
        consider(replaced_step(path, at, std::move(step)));
      }
    }
  }
}

constexpr auto kMoves = std::to_array<Move>({{"exchange literals", exchange_literals},
                                             {"explain differences", explain_differences},
                                             {"explain stops", explain_stops},
                                             {"change settings", change_settings},
                                             {"refit steps", refit_steps},
                                             {"remove steps", remove_steps},
                                             {"move steps", move_steps},
                                             {"split steps", split_steps},
                                             {"borrow steps", borrow_steps},
                                             {"explain otherwise", explain_otherwise},
                                             {"add conditions", add_conditions}});

}  // namespace

std::span<const Move> all_moves() {
  return kMoves;
}

}  // namespace mass::search
