#include <string>
#include <utility>

#include "harness/paths/condition.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/path.hpp"

namespace mass {

namespace {

void stop(Journey& journey, Transit transit, bool tried, bool changed,
          std::vector<std::string> log) {
  journey.after.push_back(std::move(transit));
  journey.tried.push_back(tried);
  journey.changed.push_back(changed);
  journey.log.push_back(std::move(log));
}

}  // namespace

Journey travel(const Path& path, const Transit& start, std::uint64_t seed,
               std::string_view message_id, const Crypto& crypto) {
  Journey journey;
  if (path.steps.empty() || start.delivery != Delivery::in_transit) {
    stop(journey, start, false, false, {});
    return journey;
  }
  Transit current = start;
  for (std::size_t i = 0; i < path.steps.size() && current.delivery == Delivery::in_transit; ++i) {
    const Step& step = path.steps[i];
    const Condition* condition = find_condition(step.when);
    const bool tried = condition == nullptr || condition->holds(current);
    RandomSource random(seed, {message_id, path.id, std::to_string(i), step.transform->id});
    StepContext context{random, crypto, step.host};
    Applied applied = tried ? step.transform->apply(current, step.parameters, context)
                            : transforms::unchanged(current);
    if (applied.out.empty()) {
      current.delivery = Delivery::discarded;
    } else {
      current = std::move(applied.out.front());
    }
    stop(journey, current, tried, applied.changed, std::move(applied.log));
  }
  return journey;
}

}  // namespace mass
