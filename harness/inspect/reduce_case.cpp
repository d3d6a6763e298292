#include "harness/inspect/reduce_case.hpp"

#include <fmt/format.h>

#include <optional>

#include "corpus/import.hpp"
#include "results/labels.hpp"
#include "results/run_folder.hpp"

namespace mass {
namespace {

bool shows_the_same(const Record& one, const Record& other) {
  return one.is_signed == other.is_signed && one.declined == other.declined &&
         one.tool_cause == other.tool_cause && one.outcome == other.outcome &&
         cause_key(one.diagnosis) == cause_key(other.diagnosis) &&
         one.diagnosis.step_name == other.diagnosis.step_name;
}

// The message as a file that gives it back when it is read as the corpus was.
std::string stored_form(const CorpusMessage& message) {
  std::string stored = message.message.to_string();
  const Field* path = message.message.find("Return-Path");
  const bool is_there = path != nullptr && unfolded(*path) == "<>";
  return message.null_sender && !is_there ? "Return-Path: <>\r\n" + stored : stored;
}

CorpusMessage read_back(const Message& stored, bool as_is) {
  Importer importer({.as_is = as_is});
  return importer.import({.head = {}, .octets = stored.to_string(), .tail = {}, .place = {}});
}

// A file that begins so is an mbox.
bool is_mail_file(const Message& stored) {
  return stored.fields().empty() ? !stored.body().view().starts_with("From ")
                                 : !stored.fields().front().raw().starts_with("From ");
}

// The run of the case, under a seed of its own.
class Bench {
 public:
  Bench(const RebuiltCase& found, std::uint64_t seed, const Crypto& crypto)
      : plan_(*found.plan), as_is_(found.corpus.as_is), target_(found.made.record) {
    plan_.scenario.seed = seed;
    plan_.scenario.servers.faults.seed = seed;
    world_.emplace(plan_, crypto);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  bool shows(const Message& stored, const Path& path) {
    if (!is_mail_file(stored)) return false;
    return shows_the_same(record(stored, path), target_);
  }

  Record record(const Message& stored, const Path& path) {
    return run_case(*world_, read_back(stored, as_is_), 0, path).record;
  }

 private:
  Plan plan_;
  bool as_is_;
  const Record& target_;
  std::optional<World> world_;
};

Path renamed(const RebuiltCase& found) {
  Path path = found.path();
  path.title = "reduced from " + path.id;
  path.text.clear();
  path.id = "reduced-" + found.stored.case_id.substr(0, 12);
  return path;
}

Scenario scenario_of(const RebuiltCase& found, const Path& path, std::uint64_t seed) {
  Scenario scenario = found.plan->scenario;
  scenario.title = fmt::format("case {} reduced", found.stored.case_id);
  scenario.seed = seed;
  scenario.sample = 0;
  scenario.message.clear();
  scenario.gates.clear();
  scenario.paths = {path.id};
  scenario.corpora = {{.path = {}, .as_is = found.corpus.as_is}};
  return scenario;
}

// A pass is what mail is sent for, unless it is forged.
bool is_worth_keeping(const Record& record, const Path& path) {
  if (!record.tool_error.empty() || is_breakage(record.outcome)) return true;
  return record.outcome == Outcome::pass && !path.genuine;
}

}  // namespace

Result<ReducedCase> reduce_case(const RebuiltCase& found, const Crypto& crypto,
                                const ReduceLimits& limits) {
  constexpr std::uint64_t kSeeds = 8;
  const Record& record = found.made.record;
  if (!is_worth_keeping(record, found.path())) {
    return fail(
        Errc::config,
        fmt::format("case {} shows nothing to keep: {}", record.case_id,
                    record.is_signed ? "its verdict is " + std::string(name_of(record.outcome))
                                     : "it was not signed (" + record.declined + ")"));
  }
  const Path path = renamed(found);
  const Message whole = Message::parse(stored_form(found.message));
  const std::uint64_t first = found.plan->scenario.seed;
  for (std::uint64_t seed = first; seed != first + kSeeds; ++seed) {
    Bench bench(found, seed, crypto);
    if (!bench.shows(whole, path)) continue;
    Reduction reduction = reduce(
        whole, path,
        [&bench](const Message& message, const Path& some) { return bench.shows(message, some); },
        limits);
    return ReducedCase{.stored = reduction.message.to_string(),
                       .path = reduction.path,
                       .scenario = scenario_of(found, path, seed),
                       .record = bench.record(reduction.message, reduction.path),
                       .tries = reduction.tries,
                       .is_complete = reduction.is_complete,
                       .octets_before = whole.size()};
  }
  return fail(Errc::config,
              fmt::format("case {} breaks so in its run only: with the message in a file of its "
                          "own, random choices of the path come out differently, also under {} "
                          "other seeds",
                          record.case_id, kSeeds - 1));
}

Result<void> write_reduced(const std::filesystem::path& folder, ReducedCase& reduced,
                           const Registry& registry, const Crypto& crypto) {
  Scenario& scenario = reduced.scenario;
  scenario.corpora.front().path = (folder / kReducedMessage).string();
  scenario.path_files.assign(1, (folder / kReducedPath).string());
  const std::pair<std::string_view, std::string> files[] = {
      {kReducedMessage, reduced.stored},
      {kReducedPath, path_file_text(reduced.path)},
      {kReducedScenario, scenario.to_json() + "\n"},
  };
  for (const auto& [name, text] : files) {
    if (auto written = write_whole(folder / name, text); !written) return written;
  }
  const auto read = load_scenario(folder / kReducedScenario);
  if (!read) return std::unexpected(read.error());
  const auto plan = make_plan(*read, registry);
  if (!plan) return std::unexpected(plan.error());
  auto reader = open_choice(plan->scenario.corpora.front(), plan->scenario.seed);
  if (!reader) return std::unexpected(reader.error());
  const auto item = (*reader)->next();
  const auto* message = item ? std::get_if<CorpusMessage>(&*item) : nullptr;
  World world(*plan, crypto);
  const Path& path = plan->paths.back();
  if (message == nullptr || path.id != reduced.path.id ||
      !shows_the_same(run_case(world, *message, 0, path).record, reduced.record)) {
    return fail(Errc::unsupported,
                fmt::format("{}: read back from its files the case is another one: the message or "
                            "the path holds what no file can",
                            folder.string()));
  }
  return {};
}

}  // namespace mass
