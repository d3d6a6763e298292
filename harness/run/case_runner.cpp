#include "harness/run/case_runner.hpp"

#include <mutex>

#include "core/base/ids.hpp"
#include "core/keys/decorators.hpp"
#include "harness/inspect/diagnose.hpp"
#include "harness/run/submission.hpp"

namespace mass {
namespace {

// What is the same for every path of one message under one scheme.
struct Origin {
  const CorpusMessage& message;
  const PlannedScheme& planned;
  Transit unsigned_transit;
  Transit transit;  // signed, or as submitted if declined
  Record base;
  Verdict verdict;
};

Record base_record(const CorpusMessage& message, const PlannedScheme& planned) {
  Record record;
  record.message_id = message.id;
  record.origin = message.origin;
  record.scheme = planned.id;
  record.profile = planned.label;
  record.strata = message.strata;
  record.message_octets = message.message.size();
  return record;
}

bool judges(const Path& path, const SchemeInfo& info) {
  return path.kind == Path::Kind::bounce ? covers(info.protects, Protects::bounce)
                                         : covers(info.protects, Protects::header | Protects::body);
}

void fill_verdict(Record& record, const Verdict& verdict) {
  record.outcome = verdict.outcome;
  record.state = verdict.state;
  record.identity = verdict.identity;
  record.disposition = verdict.disposition;
  record.reason = verdict.reason;
}

Record run_path(const Origin& origin, const Path& path, const World& world, const Judge& judge) {
  Record record = origin.base;
  record.path = path.id;
  record.case_id = make_id({origin.message.id, record.scheme, record.profile, path.id});
  if (!record.is_signed || !record.tool_error.empty()) return record;
  if (!judges(path, origin.planned.scheme->info())) {
    record.outcome = Outcome::na;
    return record;
  }
  const Transit& start = path.starts_unsigned ? origin.unsigned_transit : origin.transit;
  const Journey journey =
      travel(path, start, world.plan().scenario.seed, origin.message.id, world.crypto());
  const Transit& arrived = journey.end();
  if (arrived.delivery != Delivery::in_transit) {
    record.outcome = Outcome::na;
    record.state = arrived.delivery == Delivery::rejected ? "not delivered" : "discarded";
    return record;
  }
  const Verdict verdict = judge(arrived, record.verify_cost);
  fill_verdict(record, verdict);
  if (verdict.outcome != Outcome::pass && verdict.outcome != Outcome::na) {
    record.diagnosis = diagnose(path, start, journey, verdict, judge);
  }
  return record;
}

// Signs, and says in the record how that went.
void sign_at_origin(Origin& origin, World& world, std::size_t index, RandomSource& random) {
  Record& record = origin.base;
  const auto domains = originating_domains(origin.unsigned_transit);
  if (auto published = world.provision(index, domains); !published) {
    record.tool_error = published.error().what;
    return;
  }
  const Context context{world.crypto(),
                        world.signing_keys(),
                        world.directory(index),
                        world.public_keys(),
                        record.sign_cost,
                        random,
                        world.plan().scenario.time,
                        {RoleKind::originator, {}, {}}};
  auto result = origin.planned.scheme->originate(origin.unsigned_transit, context);
  if (!result) {
    record.tool_error = result.error().what;
    return;
  }
  record.is_signed = result->declined.empty();
  record.declined = std::move(result->declined);
  origin.transit = std::move(result->transit);
  record.octets_added = static_cast<std::int64_t>(origin.transit.message.size()) -
                        static_cast<std::int64_t>(origin.unsigned_transit.message.size());
}

void run_scheme(World& world, const CorpusMessage& message, std::size_t index,
                const Transit& submitted, std::vector<Record>& records) {
  const Plan& plan = world.plan();
  const PlannedScheme& planned = plan.schemes[index];
  Origin origin{message, planned, submitted, submitted, base_record(message, planned), {}};
  RandomSource random(plan.scenario.seed, {message.id, "origin"});
  sign_at_origin(origin, world, index, random);

  CostMeter unpaid;  // the judge replaces it by the meter of each question
  const Context context{
      world.crypto(), world.signing_keys(), world.directory(index), world.public_keys(), unpaid,
      random};
  const Judge judge(*planned.scheme, context);
  if (origin.base.is_signed) {
    origin.verdict = judge(origin.transit, unpaid);
    origin.base.at_origin = origin.verdict.outcome;
  }
  for (const Path& path : plan.paths) {
    records.push_back(run_path(origin, path, world, judge));
  }
}

}  // namespace

World::World(const Plan& plan, const Crypto& crypto, const RealServers& real)
    : plan_(plan), crypto_(crypto), signing_keys_(plan.scenario.seed) {
  for (std::size_t i = 0; i < plan.schemes.size(); ++i) {
    Servers servers{.dns = std::make_shared<ZoneDirectory>(),
                    .http = std::make_shared<HttpAnswers>(),
                    .directory = nullptr};
    std::shared_ptr<const KeyDirectory> dns = real.dns ? real.dns : servers.dns;
    std::shared_ptr<const KeyDirectory> http = real.http ? real.http : servers.http;
    servers.directory = std::make_shared<RoutedDirectory>(std::move(dns), std::move(http), nullptr);
    servers_.push_back(std::move(servers));
  }
  provisioned_.resize(plan.schemes.size());
}

Result<void> World::provision(std::size_t index, const std::vector<std::string>& domains) {
  for (const std::string& domain : domains) {
    {
      const std::shared_lock lock(mutex_);
      if (provisioned_[index].contains(domain)) continue;
    }
    CostMeter unpaid;  // publishing keys is set-up, not the cost of a message
    RandomSource random(plan_.scenario.seed, {domain, "provision"});
    Servers& servers = servers_[index];
    const Context context{
        crypto_, signing_keys_, *servers.directory,  public_keys_,
        unpaid,  random,        plan_.scenario.time, {RoleKind::originator, domain, {}}};
    auto published = plan_.schemes[index].scheme->provision(domain, context);
    if (!published) return fail_in("provision " + domain, published.error());
    const std::unique_lock lock(mutex_);
    if (!provisioned_[index].insert(domain).second) continue;  // another thread was faster
    for (const DnsRecord& record : published->dns) servers.dns->add(record);
    for (const HttpObject& object : published->http) {
      if (auto added = servers.http->add(object); !added) return added;
    }
  }
  return {};
}

std::vector<Record> run_message(World& world, const CorpusMessage& message) {
  std::vector<Record> records;
  const Plan& plan = world.plan();
  records.reserve(plan.cases(1));
  const Transit submitted = submit(message.message, message.null_sender, plan.scenario.time);
  for (std::size_t i = 0; i < plan.schemes.size(); ++i) {
    run_scheme(world, message, i, submitted, records);
  }
  return records;
}

}  // namespace mass
