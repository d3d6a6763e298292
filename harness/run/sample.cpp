#include "harness/run/sample.hpp"

#include <set>

#include "core/base/ids.hpp"

namespace mass {

Result<Sample> Sample::draw(const Plan& plan, const CorpusChoice& choice) {
  Sample sample;
  sample.seed_ = std::to_string(plan.scenario.seed);
  sample.only_ = plan.scenario.message;
  const std::size_t count = plan.scenario.sample;
  if (count == 0) return sample;
  auto reader = open_choice(choice, plan.scenario.seed);
  if (!reader) return std::unexpected(reader.error());
  std::set<std::string> lowest;
  while (auto item = (*reader)->next()) {
    const auto* message = std::get_if<CorpusMessage>(&*item);
    if (message == nullptr) continue;
    lowest.insert(make_id({"sample", sample.seed_, message->id}));
    if (lowest.size() > count) lowest.erase(std::prev(lowest.end()));
  }
  if (!lowest.empty()) sample.threshold_ = *lowest.rbegin();
  return sample;
}

bool Sample::takes(const CorpusMessage& message) const {
  if (!only_.empty() && message.id != only_) return false;
  return threshold_.empty() || make_id({"sample", seed_, message.id}) <= threshold_;
}

}  // namespace mass
