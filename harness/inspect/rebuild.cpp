#include "harness/inspect/rebuild.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "harness/run/sample.hpp"
#include "results/labels.hpp"
#include "results/run_folder.hpp"
#include "results/store.hpp"
#include "results/store_schema.hpp"

namespace mass {
namespace {

std::unexpected<Error> unknown_case(const StoredRun& run, const CaseStore& store,
                                    const std::string& id) {
  // A slip of the pen seldom hits the first digits.
  constexpr std::size_t kFewest = 4;
  std::string near;
  for (std::size_t length = id.size(); length-- > kFewest && near.empty();) {
    const auto ids = store.ids_from(id.substr(0, length), 1);
    if (ids && !ids->empty() && ids->front().starts_with(id.substr(0, length))) near = ids->front();
  }
  return fail(Errc::config,
              fmt::format("{}: no case {}{}; its report shows examples with their ids, and the "
                          "table \"cases\" of {} has them all (docs/results.md)",
                          run.folder.string(), printable(id, 80),
                          near.empty() ? "" : ", did you mean " + near + "?",
                          (run.folder / kCasesFile).string()));
}

// The scenario of the run as far as it bears on the case: what else it names need not be there.
Result<Scenario> scenario_of(const StoredRun& run, const Record& stored) {
  const std::string file = (run.folder / kManifestFile).string();
  auto scenario = parse_scenario(run.manifest.scenario, file);
  if (!scenario) return scenario;
  std::erase_if(scenario->schemes,
                [&stored](const SchemeChoice& one) { return one.scheme != stored.scheme; });
  if (scenario->schemes.empty()) scenario->schemes.push_back({.scheme = stored.scheme});
  scenario->paths = {stored.path};
  scenario->mixes.clear();
  scenario->message = stored.message_id;
  return scenario;
}

Result<Plan> plan_of(const StoredRun& run, const Record& stored, const Registry& registry) {
  const auto scenario = scenario_of(run, stored);
  if (!scenario) return std::unexpected(scenario.error());
  if (registry.find(stored.scheme) == nullptr) {
    return fail(Errc::config, fmt::format("{}: the case is of scheme {}, which is not known here; "
                                          "one in another program needs --plugin FILE",
                                          run.folder.string(), printable(stored.scheme)));
  }
  auto plan = make_plan(*scenario, registry);
  if (!plan) return plan;
  const auto row = std::ranges::find(plan->schemes, stored.profile, &PlannedScheme::label);
  const auto path = std::ranges::find(plan->paths, stored.path, &Path::id);
  if (row == plan->schemes.end() || path == plan->paths.end()) {
    return fail(Errc::malformed, fmt::format("{}: its scenario has no {} {} on path {}",
                                             run.folder.string(), printable(stored.scheme),
                                             printable(stored.profile), printable(stored.path)));
  }
  // Rows stand in the order of the choices they were made from.
  plan->scenario.schemes = {
      plan->scenario.schemes[static_cast<std::size_t>(row - plan->schemes.begin())]};
  plan->schemes = {*row};
  plan->paths = {*path};
  plan->participants = participating_domains(plan->paths);
  return plan;
}

// Reads the corpora until the message is found. Its id is a hash of its octets: what else became of
// a corpus does not matter then. When it is not found, the hash of the corpus says why.
class MessageSearch {
 public:
  MessageSearch(const StoredRun& run, const Plan& plan, const std::function<void()>& on_message)
      : run_(run), plan_(plan), on_message_(on_message) {}

  Result<std::pair<CorpusChoice, CorpusMessage>> find() {
    const auto& choices = plan_.scenario.corpora;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      auto found = find_in(choices[i], i);
      if (!found) return std::unexpected(found.error());
      if (*found) return std::pair(choices[i], **std::move(found));
    }
    return fail(Errc::missing,
                fmt::format("message {} is in no corpus of {}: {}", plan_.scenario.message,
                            run_.folder.string(),
                            changed_.empty() ? "was its case store replaced?" : changed_));
  }

 private:
  Result<std::optional<CorpusMessage>> find_in(const CorpusChoice& choice, std::size_t index) {
    auto reader = open_choice(choice, plan_.scenario.seed);
    if (!reader) {
      return fail(Errc::missing, fmt::format("the corpus of the run is needed: {}; the run read it "
                                             "as {}, from the folder where it was started",
                                             reader.error().what, name_of_choice(choice)));
    }
    IdBuilder hash;
    while (auto item = (*reader)->next()) {
      auto* message = std::get_if<CorpusMessage>(&*item);
      if (message == nullptr) continue;
      if (on_message_) on_message_();
      if (message->id == plan_.scenario.message) return std::move(*message);
      hash.add(message->id);
    }
    const auto& known = run_.manifest.corpora;
    const bool is_whole = plan_.scenario.sample == 0;  // else the hash is over the sample only
    if (index >= known.size() || (is_whole && known[index].hash == hash.finish())) return {};
    changed_ += fmt::format("{}{} is another one now than the run read ({} messages, hash {})",
                            changed_.empty() ? "" : "; ", name_of_choice(choice),
                            known[index].messages, known[index].hash);
    return {};
  }

  static std::string name_of_choice(const CorpusChoice& choice) {
    return choice.path.empty() ? "the built-in corpus" : choice.path;
  }

  const StoredRun& run_;
  const Plan& plan_;
  const std::function<void()>& on_message_;
  std::string changed_;
};

void compare(std::vector<std::string>& lines, std::string_view what, std::string_view stored,
             std::string_view made) {
  if (stored == made) return;
  const auto shown = [](std::string_view text) { return text.empty() ? "nothing" : text; };
  lines.push_back(fmt::format("{}: {} in the run, {} now", what, shown(stored), shown(made)));
}

}  // namespace

Result<Record> find_case(const StoredRun& run, std::string_view id) {
  const auto store = CaseStore::open(run.folder / kCasesFile, CaseStore::Mode::read);
  if (!store) return std::unexpected(store.error());
  const std::string wanted = ascii_lower(id);
  const auto ids = store->ids_from(wanted, 2);
  if (!ids) return std::unexpected(ids.error());
  if (wanted.empty() || ids->empty() || !ids->front().starts_with(wanted)) {
    return unknown_case(run, *store, wanted);
  }
  if (ids->front() != wanted && ids->size() > 1 && ids->back().starts_with(wanted)) {
    return fail(Errc::config, fmt::format("{}: several cases begin with {}, such as {} and {}",
                                          run.folder.string(), wanted, ids->front(), ids->back()));
  }
  auto found = store->find(ids->front());
  if (!found) return std::unexpected(found.error());
  if (!*found) return unknown_case(run, *store, wanted);
  return **std::move(found);
}

Result<RebuiltCase> rebuild(const StoredRun& run, const Record& stored, const Registry& registry,
                            const Crypto& crypto, const std::function<void()>& on_message) {
  auto plan = plan_of(run, stored, registry);
  if (!plan) return std::unexpected(plan.error());
  auto found = MessageSearch(run, *plan, on_message).find();
  if (!found) return std::unexpected(found.error());
  RebuiltCase again{.stored = stored,
                    .plan = std::make_unique<const Plan>(*std::move(plan)),
                    .world = nullptr,
                    .corpus = std::move(found->first),
                    .message = std::move(found->second),
                    .made = {}};
  again.world = std::make_unique<World>(*again.plan, crypto);
  again.made = run_case(*again.world, again.message, 0, again.path());
  return again;
}

std::vector<std::string> disagreements(const Record& stored, const Record& made) {
  std::vector<std::string> lines;
  compare(lines, "declined", stored.declined, stored_text(made.declined));
  compare(lines, "trouble", name_of(stored.tool_cause), name_of(made.tool_cause));
  compare(lines, "verdict", name_of(stored.outcome), name_of(made.outcome));
  compare(lines, "verdict at the origin", name_of(stored.at_origin), name_of(made.at_origin));
  compare(lines, "cause", name_of(stored.diagnosis.cause), name_of(made.diagnosis.cause));
  compare(lines, "field", stored.diagnosis.field, stored_text(made.diagnosis.field));
  compare(lines, "step", step_key(stored.diagnosis), step_key(made.diagnosis));
  compare(lines, "number of the step", std::to_string(stored.diagnosis.step + 1),
          std::to_string(made.diagnosis.step + 1));
  compare(lines, "offset", std::to_string(stored.diagnosis.offset),
          std::to_string(made.diagnosis.offset));
  return lines;
}

}  // namespace mass
