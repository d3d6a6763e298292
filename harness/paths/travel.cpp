#include <string>
#include <utility>

#include "core/base/text.hpp"
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

Result<Applied> take_part(const Transit& current, const Transit& arrived, const Step& step,
                          RandomSource& random, const Participant& participant) {
  Applied applied = transforms::unchanged(current);
  if (!participant) return applied;
  auto made = participant(current, arrived, step, random);
  if (!made) return std::unexpected(made.error());
  if (made->declined.empty()) {
    applied.out = {std::move(made->transit)};
    applied.changed = true;
    applied.log.push_back("took part as " + step.domain);
  } else {
    applied.log.push_back("did not take part: " + made->declined);
  }
  return applied;
}

}  // namespace

Journey travel(const Path& path, const Transit& start, std::uint64_t seed,
               std::string_view message_id, const Crypto& crypto, const Participant& participant) {
  Journey journey;
  if (path.steps.empty() || start.delivery != Delivery::in_transit) {
    stop(journey, start, false, false, {});
    return journey;
  }
  Transit current = start;
  Transit arrived = start;
  for (std::size_t i = 0; i < path.steps.size() && current.delivery == Delivery::in_transit; ++i) {
    const Step& step = path.steps[i];
    if (i > 0 && !iequals(step.domain, path.steps[i - 1].domain)) arrived = current;
    const bool tried = holds(step.when, current);
    RandomSource random(seed, {message_id, path.id, std::to_string(i), step.id()});
    Applied applied = transforms::unchanged(current);
    if (tried && step.takes_part()) {
      auto acted = take_part(current, arrived, step, random, participant);
      if (!acted) {
        journey.error = step.host + ": " + acted.error().what;
        stop(journey, current, tried, false, {});
        return journey;
      }
      applied = *std::move(acted);
    } else if (tried) {
      StepContext context{random, crypto, step.host};
      applied = step.transform->apply(current, step.parameters, context);
    }
    if (applied.out.empty()) {
      current.delivery = Delivery::discarded;
    } else {
      current = std::move(applied.out.front());
      if (step.takes_part() && applied.changed) arrived = current;
    }
    stop(journey, current, tried, applied.changed, std::move(applied.log));
  }
  return journey;
}

}  // namespace mass
