#include "harness/run/domains.hpp"

#include <set>

#include "harness/run/sample.hpp"
#include "harness/run/submission.hpp"

namespace mass {

Result<std::vector<std::string>> signing_domains(const Plan& plan) {
  std::set<std::string> domains(plan.participants.begin(), plan.participants.end());
  for (const CorpusChoice& choice : plan.scenario.corpora) {
    const auto sample = Sample::draw(plan, choice);
    if (!sample) return std::unexpected(sample.error());
    auto reader = open_choice(choice, plan.scenario.seed);
    if (!reader) return std::unexpected(reader.error());
    while (auto item = (*reader)->next()) {
      const auto* message = std::get_if<CorpusMessage>(&*item);
      if (message == nullptr || !sample->takes(*message)) continue;
      const Transit transit = submit(message->message, message->null_sender, plan.scenario.time);
      for (std::string& domain : originating_domains(transit)) domains.insert(std::move(domain));
    }
  }
  return std::vector(domains.begin(), domains.end());
}

}  // namespace mass
