#include "harness/search/search.hpp"

#include <algorithm>
#include <set>

#include "core/base/text.hpp"
#include "harness/search/moves.hpp"

namespace mass {

namespace {

using namespace search;

constexpr std::size_t kMostPairs = 60;       // that the search looks at
constexpr std::size_t kHeldOutEvery = 4;     // every fourth pair is held out,
constexpr std::size_t kFewestToHoldOut = 8;  // of this many at least
constexpr std::size_t kSampleSize = 8;       // pairs that presets are tried on
constexpr std::size_t kFirstClimb = 12;      // pairs for the first climb
constexpr std::size_t kSystems = 2;          // whose presets are all looked at
constexpr std::size_t kStarts = 4;           // presets that are searched from a little
constexpr std::size_t kFinalists = 2;        // and of these, to the end
constexpr std::size_t kScreened = 4;         // pairs, the worst, that must gain by a change
constexpr std::size_t kLearningRounds = 6;
constexpr std::size_t kMostSteps = 60;
constexpr std::size_t kLargestMessage = std::size_t{256} * 1024;
constexpr double kWorthwhile = 0.75;  // less is chance
constexpr double kChangeCost = 3;
constexpr std::size_t kOwnInvention = 6;  // changes that the lack of a preset counts for
// Shares of the limit that are spent when these are over: the choice of starts, the search on a few
// pairs, and that on all but those held out.
constexpr double kStartShare = 0.2;
constexpr double kFirstShare = 0.6;
constexpr double kSearchShare = 0.85;

bool is_known(const std::vector<Step>& steps, const Step& step) {
  return std::ranges::any_of(steps, [&](const Step& other) {
    return other.transform == step.transform && other.when == step.when &&
           other.parameters.values() == step.parameters.values();
  });
}

Path nothing() {
  Path path;
  path.id = "nothing";
  return path;
}

Result<Library> make_library(const SearchOptions& options) {
  auto fits = parse_fits(built_in_fits_text(), "fits.json");
  if (!fits) return fail(Errc::internal, fits.error().what);
  Library library;
  library.fits = *std::move(fits);
  for (const Path& preset : presets()) {
    const bool is_left_out = std::ranges::any_of(
        options.without, [&](const std::string& id) { return iequals(id, preset.id); });
    if (is_left_out) continue;
    library.paths.push_back(preset);
    for (const Step& step : preset.steps) {
      if (!is_known(library.steps, step)) library.steps.push_back(step);
    }
  }
  for (const Transform& transform : all_transforms()) {
    const auto step = make_step(transform, {}, "always", place_in(nothing()));
    if (step && !is_known(library.steps, *step)) library.steps.push_back(*step);
  }
  return library;
}

std::vector<std::size_t> spread(const std::vector<std::size_t>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
  return some;
}

// A path and what it comes to on the pairs at hand.
struct State {
  Path path;
  double cost = 0;
  std::size_t changes = 0;  ///< Since the preset.

  /// Of two that do as well, the one nearer to a real software is more likely right.
  [[nodiscard]] double rank() const {
    const bool is_invented = changes > 0 && path.id == nothing().id;
    return cost + kChangeCost * static_cast<double>(changes + (is_invented ? kOwnInvention : 0));
  }
};

// What a path comes to on each of some pairs, the worst first.
using PairCosts = std::vector<std::pair<double, std::size_t>>;

class Climber {
 public:
  Climber(Trial& trial, const Library& library, const SearchOptions& options)
      : trial_(trial), library_(library), options_(options) {}

  // One change at a time, the best of its kind, until nothing helps or `rounds` or `until` is over.
  // A change that is no good for the worst pairs is not tried on the others, unless no change is.
  State climb(State state, const std::vector<std::size_t>& pairs, std::span<const Move> moves,
              std::size_t rounds, std::size_t until) {
    while (rounds-- > 0 && state.cost > 0) {
      const PairCosts worst = worst_first(state.path, pairs);
      auto better = improved(state, worst, kScreened, moves, until);
      if (!better && pairs.size() > kScreened) {
        better = improved(state, worst, pairs.size(), moves, until);
      }
      if (!better) break;
      state = *std::move(better);
    }
    return state;
  }

 private:
  PairCosts worst_first(const Path& path, const std::vector<std::size_t>& pairs) {
    PairCosts worst;
    for (const std::size_t pair : pairs) worst.emplace_back(trial_.cost(path, pair), pair);
    std::ranges::stable_sort(worst, std::greater{}, &PairCosts::value_type::first);
    return worst;
  }

  std::optional<State> improved(const State& state, const PairCosts& worst, std::size_t screened,
                                std::span<const Move> moves, std::size_t until) {
    for (const Move& move : moves) {
      if (trial_.spent() >= until) break;
      if (auto better = best_of(move, state, worst, screened, until)) return better;
    }
    return std::nullopt;
  }

  std::optional<State> best_of(const Move& move, const State& state, const PairCosts& worst,
                               std::size_t screened, std::size_t until) {
    std::vector<std::size_t> pairs;
    for (const auto& [cost, pair] : worst) pairs.push_back(pair);
    MoveContext context{trial_, pairs, library_};
    std::optional<State> best;
    double bound = state.cost - kWorthwhile;
    move.propose(state.path, context, [&](Path candidate) {
      if (trial_.spent() >= until || candidate.steps.size() > kMostSteps) return;
      const auto cost = cost_below(candidate, worst, screened, bound);
      if (options_.progress) options_.progress(trial_.spent());
      if (!cost) return;
      bound = *cost;
      best = State{std::move(candidate), *cost, state.changes + 1};
    });
    return best;
  }

  // Nothing if it is not below `bound`, or not better on the first `screened` pairs.
  std::optional<double> cost_below(const Path& candidate, const PairCosts& worst,
                                   std::size_t screened, double bound) {
    double sum = 0;
    double old_sum = 0;
    for (std::size_t i = 0; i < worst.size(); ++i) {
      sum += trial_.cost(candidate, worst[i].second);
      old_sum += worst[i].first;
      if (sum >= bound || (i + 1 == screened && sum >= old_sum)) return std::nullopt;
    }
    return sum;
  }

  Trial& trial_;
  const Library& library_;
  const SearchOptions& options_;
};

std::vector<State> ranked(std::vector<State> states, std::size_t most) {
  std::ranges::stable_sort(states, {}, &State::rank);
  if (states.size() > most) states.resize(most);
  return states;
}

std::size_t exact(Trial& trial, const Path& path, const std::vector<std::size_t>& pairs) {
  return static_cast<std::size_t>(
      std::ranges::count_if(pairs, [&](std::size_t pair) { return trial.cost(path, pair) == 0; }));
}

// Pairs to learn from and pairs to judge by.
struct Split {
  std::vector<std::size_t> all;
  std::vector<std::size_t> learned;
  std::vector<std::size_t> held_out;
};

Split split_of(const CaptureSet& set) {
  Split split;
  for (std::size_t i = 0; i < set.pairs.size(); ++i) {
    const CapturedPair& pair = set.pairs[i];
    const std::size_t out_size = pair.out.empty() ? 0 : pair.out.front().octets.size();
    if (pair.in.message.size() + out_size <= kLargestMessage) split.all.push_back(i);
  }
  split.all = spread(split.all, kMostPairs);
  for (std::size_t i = 0; i < split.all.size(); ++i) {
    const bool is_held_out =
        split.all.size() >= kFewestToHoldOut && i % kHeldOutEvery == kHeldOutEvery - 1;
    (is_held_out ? split.held_out : split.learned).push_back(split.all[i]);
  }
  return split;
}

std::size_t share(double part, std::size_t limit) {
  return static_cast<std::size_t>(part * static_cast<double>(limit));
}

std::string system_of(const Path& path) {
  return path.id.substr(0, path.id.find('/'));
}

// Which part of what is left until `until` each of `count` may spend; the last all of it.
std::size_t own_share(const Trial& trial, std::size_t until, std::size_t count) {
  return trial.spent() + (until - std::min(until, trial.spent())) / count;
}

// Looks for the presets to start from.
class Starts {
 public:
  Starts(Trial& trial, const Library& library, Climber& climber,
         const std::vector<std::size_t>& pairs, std::size_t until)
      : trial_(trial), climber_(climber), sample_(spread(pairs, kSampleSize)), until_(until) {
    for (const Path& path : library.paths) presets_.push_back({path, trial.cost(path, sample_)});
    std::ranges::stable_sort(presets_, {}, &State::cost);
  }

  // The best presets of the systems that come nearest once names and texts of a preset are
  // exchanged for those of the captures; of the system that the captures are named for as well.
  std::vector<State> find() {
    std::vector<State> nearest;
    std::set<std::string> systems;
    for (const State& preset : presets_) {
      if (systems.insert(system_of(preset.path)).second) nearest.push_back(learned(preset));
    }
    nearest = ranked(std::move(nearest), kSystems);
    systems = {trial_.set().system};
    for (const State& state : nearest) systems.insert(system_of(state.path));
    std::vector<State> states{{nothing(), trial_.cost(nothing(), sample_)}};
    for (const State& preset : presets_) {
      if (systems.contains(system_of(preset.path))) states.push_back(learned(preset));
    }
    return ranked(std::move(states), kStarts);
  }

 private:
  State learned(const State& preset) {
    return climber_.climb(preset, sample_, all_moves().first(1), kLearningRounds, until_);
  }

  Trial& trial_;
  Climber& climber_;
  std::vector<std::size_t> sample_;
  std::size_t until_;
  std::vector<State> presets_;
};

// A few pairs first: there a change is tried at little cost, and after it most pairs are exact, so
// that a change that is no good is soon known to be none.
State best_of_starts(Trial& trial, Climber& climber, std::vector<State> states,
                     const std::vector<std::size_t>& pairs, std::size_t limit) {
  const std::vector<std::size_t> few = spread(pairs, kFirstClimb);
  const std::size_t until = share(kFirstShare, limit);
  for (std::size_t i = 0; i < states.size(); ++i) {
    states[i].cost = trial.cost(states[i].path, few);
    states[i] = climber.climb(std::move(states[i]), few, all_moves(), SIZE_MAX,
                              own_share(trial, until, states.size() - i));
    states[i].cost = trial.cost(states[i].path, pairs);
  }
  states = ranked(std::move(states), kFinalists);
  for (std::size_t i = 0; i < states.size(); ++i) {
    states[i] = climber.climb(std::move(states[i]), pairs, all_moves(), SIZE_MAX,
                              own_share(trial, share(kSearchShare, limit), states.size() - i));
  }
  return ranked(std::move(states), 1).front();
}

}  // namespace

Result<SearchResult> search_path(const CaptureSet& set, const std::vector<Mask>& masks,
                                 const Crypto& crypto, const SearchOptions& options) {
  if (std::ranges::all_of(set.pairs, [](const CapturedPair& pair) { return pair.out.empty(); })) {
    return fail(Errc::missing, set.folder.string() +
                                   ": no message came out (NAME.out.eml), so that there is nothing "
                                   "to explain");
  }
  const auto library = make_library(options);
  if (!library) return std::unexpected(library.error());
  Trial trial(set, masks, crypto, options.limit);
  Climber climber(trial, *library, options);
  const Split split = split_of(set);
  Starts starts(trial, *library, climber, split.learned, share(kStartShare, options.limit));
  State best = best_of_starts(trial, climber, starts.find(), split.learned, options.limit);

  SearchResult result;
  result.start = best.path.id == nothing().id ? "" : best.path.id;
  result.searched = split.learned.size();
  result.held_out = split.held_out.size();
  result.held_out_exact = exact(trial, best.path, split.held_out);
  if (result.held_out > 0) {
    best.cost = trial.cost(best.path, split.all);
    best = climber.climb(std::move(best), split.all, all_moves(), SIZE_MAX, options.limit);
  }
  best.path.id = "found";
  best.path.title = "found for " + printable(set.preset(), 80);
  best.path.text = "Composed by the search of calibrate";
  if (!result.start.empty()) best.path.text += ", from " + result.start;
  // What is told about the path is true of its file.
  auto path = parse_path(path_file_text(best.path), "found");
  if (!path) return fail(Errc::internal, "write a path: " + path.error().what);
  result.path = *std::move(path);
  result.spent = trial.spent();
  result.is_complete = !trial.is_over();
  return result;
}

}  // namespace mass
