#include "harness/cli/facts.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/utsname.h>

#include <algorithm>
#include <fstream>

#include "core/base/text.hpp"
#include "harness/cli/case_argument.hpp"
#include "harness/cli/plugins.hpp"
#include "harness/cli/version.hpp"
#include "harness/run/case_runner.hpp"

namespace mass::cli {
namespace {

std::string protects_words(Protects set) {
  std::string words;
  const auto add = [&](Protects part, std::string_view name) {
    if (covers(set, part)) words += (words.empty() ? "" : ", ") + std::string(name);
  };
  add(Protects::header, "header");
  add(Protects::body, "body");
  add(Protects::envelope, "envelope");
  add(Protects::bounce, "bounces");
  return words;
}

std::string processor_name() {
  std::ifstream stream("/proc/cpuinfo");
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("model name")) return std::string(trim(line.substr(line.find(':') + 1)));
  }
  return "unknown";
}

std::vector<PathFacts> path_facts(const Plan& plan) {
  std::vector<PathFacts> facts;
  for (const Path& path : plan.paths) {
    std::map<std::string, double> weights;
    for (const Mix& mix : plan.mixes) {
      const auto share = mix.percent.find(path.id);
      if (share != mix.percent.end()) weights.emplace(mix.id, share->second);
    }
    facts.push_back({.id = path.id,
                     .title = path.title,
                     .kind = path.kind == Path::Kind::bounce ? PathFacts::Kind::bounce
                                                             : PathFacts::Kind::delivery,
                     .genuine = path.genuine,
                     .benign = path.benign,
                     .weights = std::move(weights),
                     .participants = std::ranges::any_of(path.steps, &Step::takes_part)});
  }
  return facts;
}

std::vector<SchemeFacts> scheme_facts(const Tools& tools, const Plan& plan) {
  std::vector<SchemeFacts> facts;
  for (const PlannedScheme& row : plan.schemes) {
    const auto known = std::ranges::find(facts, row.id, &SchemeFacts::id);
    if (known != facts.end()) {
      known->profiles.push_back(row.label);
      continue;
    }
    const SchemeInfo& info = *tools.registry.find(row.id);
    facts.push_back({.id = info.id,
                     .title = info.title,
                     .protects = protects_words(info.protects),
                     .reconstructed = info.reconstructed,
                     .profiles = {row.label},
                     .descendant = info.lineage == Lineage::descendant});
  }
  return facts;
}

}  // namespace

RunFacts run_facts(const Tools& tools, const Plan& plan) {
  return {.paths = path_facts(plan), .schemes = scheme_facts(tools, plan)};
}

Result<std::vector<KeyFacts>> key_facts(const Tools& tools, const Plan& plan) {
  const std::string domain = "example.com";
  World world(plan, tools.crypto);
  std::vector<KeyFacts> all;
  for (std::size_t i = 0; i < plan.schemes.size(); ++i) {
    const PlannedScheme& row = plan.schemes[i];
    CostMeter unpaid;
    RandomSource random(plan.scenario.seed, {domain, "provision"});
    const Context context{world.crypto(),
                          world.signing_keys(),
                          world.directory(i),
                          world.public_keys(),
                          unpaid,
                          random,
                          plan.scenario.time,
                          {RoleKind::originator, domain, {}}};
    const auto published = row.scheme->provision(domain, context);
    if (!published) return fail_in("provision " + domain, published.error());
    KeyFacts keys{.scheme = row.id, .profile = row.label};
    for (const DnsRecord& record : published->dns) {
      ++keys.dns_records;
      for (const std::string& text : record.strings) keys.dns_octets += text.size();
    }
    for (const HttpObject& object : published->http) {
      ++keys.http_objects;
      keys.http_octets += object.body.size();
    }
    all.push_back(std::move(keys));
  }
  return all;
}

Manifest make_manifest(const Tools& tools, const Plan& plan, const EvaluationOptions& options) {
  Manifest manifest;
  manifest.versions = {{"massbench", std::string(kVersion)},
                       {"openssl", OpenSSL_version(OPENSSL_VERSION)}};
  manifest.command_line = options.command_line;
  manifest.plugins = plugin_files(options.command_line);
  manifest.scenario_name = plan.scenario.title;
  manifest.scenario = plan.scenario.to_json();
  manifest.seed = plan.scenario.seed;
  manifest.shard = options.shard;
  for (const PlannedScheme& row : plan.schemes) {
    manifest.schemes.push_back({row.id, row.label, row.in_force});
  }
  for (const Path& path : plan.paths) manifest.paths.push_back({path.id, path.hash});
  manifest.facts = run_facts(tools, plan);
  utsname machine{};
  uname(&machine);
  manifest.machine = {{"cpu", processor_name()},
                      {"system", fmt::format("{} {}", machine.sysname, machine.machine)},
                      {"threads", std::to_string(options.threads)}};
  manifest.started = mail_date(tools.console.now());
  return manifest;
}

CaseExample case_example(const std::filesystem::path& folder,
                         const std::vector<std::string>& plugins, const Record& record,
                         const std::string& cause) {
  return {.scheme = record.scheme,
          .profile = record.profile,
          .path = record.path,
          .cause = cause,
          .case_id = record.case_id,
          .origin = record.origin,
          .message_octets = record.message_octets,
          .outcome = std::string(name_of(record.outcome)),
          .state = record.state,
          .field = record.diagnosis.field,
          .offset = record.diagnosis.offset,
          .before = record.diagnosis.before,
          .after = record.diagnosis.after,
          .step = record.diagnosis.step_name,
          .reason = record.reason,
          .repro = repro_command(folder.string(), record.case_id, plugins)};
}

Result<std::vector<CaseExample>> case_examples(const std::filesystem::path& folder,
                                               const std::vector<std::string>& plugins,
                                               const Summary& summary, const CaseStore& store) {
  std::vector<CaseExample> examples;
  for (const auto& [cell_and_cause, cases] : summary.examples()) {
    for (const Example& one : cases) {
      auto record = store.find(one.case_id);
      if (!record) return std::unexpected(record.error());
      if (!*record) continue;
      examples.push_back(case_example(folder, plugins, **record, cell_and_cause.second));
    }
  }
  return examples;
}

}  // namespace mass::cli
