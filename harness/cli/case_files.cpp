#include "harness/cli/case_files.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/base/text.hpp"
#include "harness/cli/case_argument.hpp"
#include "harness/cli/messages.hpp"
#include "harness/cli/shell.hpp"
#include "harness/keys/key_folder.hpp"
#include "harness/paths/journey_log.hpp"
#include "harness/run/submission.hpp"
#include "results/labels.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;
using OrderedJson = nlohmann::ordered_json;

std::string text_of(const OrderedJson& json) {
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

OrderedJson record_json(const Record& record) {
  const Diagnosis& why = record.diagnosis;
  return {{"signed", record.is_signed},
          {"declined", record.declined},
          {"at_origin", name_of(record.at_origin)},
          {"verdict", name_of(record.outcome)},
          {"state", printable(record.state, 2000)},
          {"identity", printable(record.identity, 2000)},
          {"cause", name_of(why.cause)},
          {"field", printable(why.field, 2000)},
          {"offset", why.offset},
          {"step", why.step},
          {"step_name", why.step_name},
          {"rule", printable(why.source, 2000)},
          {"reason", printable(record.reason, 2000)},
          {"trouble", printable(record.tool_error, 2000)}};
}

// What the operators of these domains publish.
Result<PublishedKeys> publish(const RebuiltCase& found, const Crypto& crypto) {
  const Plan& plan = *found.plan;
  const PlannedScheme& row = found.row();
  std::set<std::string> domains(plan.participants.begin(), plan.participants.end());
  for (std::string& domain : originating_domains(found.made.submitted)) {
    // Other names are served from memory in a run; no zone file can hold them.
    if (is_dns_name(domain)) domains.insert(std::move(domain));
  }
  PublishedKeys keys;
  for (const std::string& domain : domains) {
    CostMeter unpaid;
    RandomSource random(plan.scenario.seed, {domain, "provision"});
    const Context context{crypto,
                          found.world->signing_keys(),
                          found.world->directory(0),
                          found.world->public_keys(),
                          unpaid,
                          random,
                          plan.scenario.time,
                          {RoleKind::originator, domain, {}}};
    auto published = row.scheme->provision(domain, context);
    if (!published) return fail_in("publish keys of " + domain, published.error());
    auto added = keys.add(domain, row.id + " of " + domain, *published);
    if (!added) return std::unexpected(added.error());
  }
  return keys;
}

// As `--param` takes it.
std::string parameter_text(const Value& value) {
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  if (list == nullptr) return to_text(value);
  std::string text;
  for (const std::string& word : *list) text += (text.empty() ? "" : ",") + word;
  return text;
}

std::string verify_command(const fs::path& folder, const RebuiltCase& found,
                           const std::string& plugins) {
  const SchemeChoice& choice = found.plan->scenario.schemes.front();
  const auto& profiles = found.row().scheme->info().profiles;
  std::string profile = choice.profile;
  if (profile.empty() && !profiles.empty()) profile = profiles.front().name;
  std::string line = "massbench verify --scheme " + shell_word(choice.scheme);
  if (!profile.empty()) line += " --profile " + shell_word(profile);
  for (const auto& [name, value] : choice.parameters) {
    line += " --param " + shell_word(name + "=" + parameter_text(value));
  }
  return line + fmt::format(" --seed {} --keys-folder {} --now {} --envelope {} --wire {}{}\n",
                            found.plan->scenario.seed, shell_file((folder / "keys").string()),
                            to_unix(found.made.journey.end().envelope.time),
                            shell_file((folder / "received.json").string()),
                            shell_file((folder / "received.eml").string()), plugins);
}

class CaseWriter {
 public:
  explicit CaseWriter(const fs::path& folder) : folder_(folder) {}

  // The first trouble; afterwards nothing more is written.
  [[nodiscard]] const Result<void>& done() const { return done_; }

  void text(const std::string& name, const std::string& octets) {
    if (done_) done_ = write_whole(folder_ / name, octets);
  }

  void transit(const std::string& name, const Transit& transit) {
    text(name + ".eml", transit.message.to_string());
    text(name + ".json", envelope_json(transit.envelope) + "\n");
  }

 private:
  const fs::path& folder_;
  Result<void> done_;
};

void write_stops(CaseWriter& writer, const RebuiltCase& found) {
  const CaseInFull& made = found.made;
  writer.transit("submitted", made.submitted);
  if (made.record.is_signed) writer.transit("signed", made.signed_transit);
  for (std::size_t i = 0; i < made.journey.after.size() && i < found.path().steps.size(); ++i) {
    if (!made.journey.changed[i]) continue;
    writer.transit(fmt::format("step-{:02}-{}", i + 1, found.path().steps[i].id()),
                   made.journey.after[i]);
  }
  if (!made.journey.after.empty()) writer.transit("received", made.journey.end());
}

}  // namespace

Result<std::vector<std::string>> judged_log(const RebuiltCase& found) {
  const Journey& journey = found.made.journey;
  const MessageJudge judge(*found.world, 0, found.message.id);
  std::vector<std::string> lines = journey_log(found.path(), journey);
  CostMeter unpaid;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!journey.changed[i] || journey.after[i].delivery != Delivery::in_transit) continue;
    const auto verdict = judge.judge()(journey.after[i], unpaid);
    if (!verdict) return std::unexpected(verdict.error());
    lines[i] += fmt::format(" -> {}", name_of(verdict->outcome));
    if (is_breakage(verdict->outcome)) lines[i] += ": " + verdict->reason;
  }
  return lines;
}

Result<void> write_case_folder(const fs::path& folder, const RebuiltCase& found,
                               const Crypto& crypto, const std::string& plugins) {
  const Record& record = found.made.record;
  CaseWriter writer(folder);
  write_stops(writer, found);
  const auto lines = judged_log(found);
  if (!lines) return std::unexpected(lines.error());
  std::string log;
  for (const std::string& line : *lines) log += printable(line, 4000) + "\n";
  writer.text("log.txt", log);
  writer.text("path.json", path_file_text(found.path()));
  writer.text(std::string(kCaseFile), text_of({{"schema", "mass-case-1"},
                                               {"case", record.case_id},
                                               {"message", record.message_id},
                                               {"origin", printable(record.origin, 2000)},
                                               {"scheme", record.scheme},
                                               {"profile", record.profile},
                                               {"path", record.path},
                                               {"seed", found.plan->scenario.seed},
                                               {"stored", record_json(found.stored)},
                                               {"made", record_json(record)}}));
  if (!writer.done()) return writer.done();
  const auto keys = publish(found, crypto);
  if (!keys) return std::unexpected(keys.error());
  const auto facts = write_key_folder(*keys, found.world->signing_keys().trust_anchors(),
                                      {.folder = folder / "keys"});
  if (!facts) return std::unexpected(facts.error());
  if (!found.made.journey.after.empty()) {
    writer.text("again.sh", verify_command(folder, found, plugins));
  }
  return writer.done();
}

}  // namespace mass::cli
