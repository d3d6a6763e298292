#include "harness/run/case_runner.hpp"

#include <algorithm>
#include <mutex>

#include "core/base/ids.hpp"
#include "core/keys/decorators.hpp"
#include "core/keys/trust.hpp"
#include "core/message/address.hpp"
#include "harness/inspect/diagnose.hpp"
#include "harness/run/submission.hpp"
#include "results/labels.hpp"

namespace mass {
namespace {

// What is the same for every path of one message under one scheme.
struct Origin {
  const CorpusMessage& message;
  const PlannedScheme& planned;
  std::size_t index;  // of the scheme's row
  Transit unsigned_transit;
  Transit transit;                       // signed, or as submitted if declined
  std::vector<std::string> originators;  // domains
  Record base;
};

Record base_record(const CorpusMessage& message, const PlannedScheme& planned) {
  Record record;
  record.message_id = message.id;
  record.origin = message.origin;
  record.scheme = planned.id;
  record.profile = planned.label;
  record.strata = message.strata;
  record.domain = sending_domain(message.message);
  record.message_octets = message.message.size();
  return record;
}

// Whose identity it is: somebody the message named when it was submitted, or somebody else.
Proven who_is(std::string_view identity, const std::vector<std::string>& originators) {
  if (identity.empty()) return Proven::nobody;
  const std::string_view named = split_address(identity).domain;
  const std::string_view domain = named.empty() ? identity : named;
  const bool is_originator = std::ranges::any_of(originators, [domain](const std::string& other) {
    return is_same_or_subdomain(other, domain) || is_same_or_subdomain(domain, other);
  });
  return is_originator ? Proven::originator : Proven::intermediary;
}

void fill_verdict(Record& record, const Verdict& verdict,
                  const std::vector<std::string>& originators) {
  record.outcome = verdict.outcome;
  record.state = verdict.state;
  record.identity = verdict.identity;
  record.disposition = verdict.disposition;
  record.reason = verdict.reason;
  if (verdict.outcome == Outcome::pass) record.proven = who_is(verdict.identity, originators);
}

// A case at which we failed, or a plug-in did: no verdict.
void note_trouble(Record& record, const Error& error) {
  record.tool_error = error.what;
  record.tool_cause = tool_cause_of(error.code);
}

// What the scheme does at the steps of a path where it takes part.
Participant participant_of(const Origin& origin, const World& world, std::size_t index,
                           PublicKeyCache& public_keys, Record& record) {
  return [&origin, &world, index, &public_keys, &record](Transit transit, const Transit& arrived,
                                                         const Step& step, RandomSource& random) {
    const Context context{world.crypto(),
                          world.signing_keys(),
                          world.directory(index),
                          public_keys,
                          record.forward_cost,
                          random,
                          transit.envelope.time,
                          {step.role, step.domain, step.host},
                          nullptr,
                          &arrived};
    auto made = origin.planned.scheme->forward(std::move(transit), context);
    if (made && made->declined.empty()) record.was_forwarded = true;
    if (!made) note_trouble(record, made.error());
    return made;
  };
}

const Transit& start_of(const Origin& origin, const Path& path) {
  return path.starts_unsigned ? origin.unsigned_transit : origin.transit;
}

// `journey` stays as it is when the message never sets out.
Record run_path(const Origin& origin, const Path& path, World& world, const Judge& judge,
                Journey& journey) {
  Record record = origin.base;
  record.path = path.id;
  record.case_id = make_id({origin.message.id, record.scheme, record.profile, path.id});
  if (!record.is_signed || !record.tool_error.empty()) return record;
  if (!judges(path, origin.planned.scheme->info())) {
    record.outcome = Outcome::na;
    return record;
  }
  const Transit& start = start_of(origin, path);
  journey = travel(path, start, world.plan().scenario.seed, origin.message.id, world.crypto(),
                   participant_of(origin, world, origin.index, world.public_keys(), record));
  if (!journey.error.empty()) {
    if (record.tool_error.empty()) note_trouble(record, {Errc::internal, journey.error, {}});
    return record;
  }
  const Transit& arrived = journey.end();
  if (arrived.delivery != Delivery::in_transit) {
    record.outcome = Outcome::na;
    record.state =
        arrived.delivery == Delivery::rejected ? "not delivered" : name_of(arrived.delivery);
    return record;
  }
  std::vector<KeyQuery> asked;
  const bool is_identity = path.id == kIdentityPath;
  const auto verdict = judge(arrived, record.verify_cost, nullptr, is_identity ? &asked : nullptr);
  if (!verdict) {
    note_trouble(record, verdict.error());
    return record;
  }
  for (const KeyQuery& query : asked) record.lookups.push_back(lookup_key(query));
  fill_verdict(record, *verdict, origin.originators);
  if (is_breakage(verdict->outcome)) {
    auto diagnosis = diagnose(path, start, journey, *verdict, judge);
    if (diagnosis) record.diagnosis = *std::move(diagnosis);
    if (!diagnosis) note_trouble(record, diagnosis.error());
  }
  return record;
}

// Signs, and says in the record how that went.
void sign(Origin& origin, World& world) {
  Record& record = origin.base;
  auto result = sign_at_origin(world, origin.index, origin.unsigned_transit, origin.message.id,
                               record.sign_cost);
  if (!result) {
    note_trouble(record, result.error());
    return;
  }
  record.is_signed = result->declined.empty();
  record.declined = std::move(result->declined);
  origin.transit = std::move(result->transit);
  record.octets_added = static_cast<std::int64_t>(origin.transit.message.size()) -
                        static_cast<std::int64_t>(origin.unsigned_transit.message.size());
}

// Signed and judged right after that; what it sets out with on every path.
Origin set_out(World& world, const CorpusMessage& message, std::size_t index,
               const Transit& submitted, const Judge& judge) {
  const PlannedScheme& planned = world.plan().schemes[index];
  Origin origin{message,
                planned,
                index,
                submitted,
                submitted,
                originating_domains(submitted),
                base_record(message, planned)};
  sign(origin, world);
  if (origin.base.is_signed) {
    // A verifier that breaks down here does so again at the end of the identity path, and is told
    // there.
    CostMeter unpaid;
    const auto verdict = judge(origin.transit, unpaid);
    if (verdict) origin.base.at_origin = verdict->outcome;
  }
  return origin;
}

}  // namespace

World::World(const Plan& plan, const Crypto& crypto, const RealServers& real)
    : plan_(plan), crypto_(crypto), signing_keys_(plan.scenario.seed) {
  auto trust = std::make_shared<TrustStore>();
  for (const auto& anchor : signing_keys_.trust_anchors()) trust->add_anchor(anchor);
  const ServerModel& model = plan.scenario.servers;
  for (std::size_t i = 0; i < plan.schemes.size(); ++i) {
    Servers servers{.dns = std::make_shared<ZoneDirectory>(),
                    .http = std::make_shared<HttpAnswers>(),
                    .directory = nullptr};
    std::shared_ptr<const KeyDirectory> dns = real.dns ? real.dns : servers.dns;
    std::shared_ptr<const KeyDirectory> http = real.http ? real.http : servers.http;
    servers.directory = std::make_shared<RoutedDirectory>(std::move(dns), std::move(http), trust);
    if (!model.faults.is_zero()) {
      servers.directory = std::make_shared<FaultyDirectory>(servers.directory, model.faults);
    }
    if (!model.latency.is_zero()) {
      servers.directory = std::make_shared<LatencyDirectory>(servers.directory, model.latency);
    }
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

bool judges(const Path& path, const SchemeInfo& info) {
  return path.kind == Path::Kind::bounce ? covers(info.protects, Protects::bounce)
                                         : covers(info.protects, Protects::header | Protects::body);
}

MessageJudge::MessageJudge(World& world, std::size_t scheme, std::string_view message_id)
    : random_(world.plan().scenario.seed, {message_id, "judge"}),
      context_{world.crypto(),
               world.signing_keys(),
               world.directory(scheme),
               world.public_keys(),
               unpaid_,
               random_},
      judge_(*world.plan().schemes[scheme].scheme, context_) {}

Result<Signed> sign_at_origin(World& world, std::size_t scheme, const Transit& submitted,
                              std::string_view message_id, CostMeter& cost) {
  const Plan& plan = world.plan();
  for (const auto& domains : {originating_domains(submitted), plan.participants}) {
    if (auto published = world.provision(scheme, domains); !published) {
      return std::unexpected(published.error());
    }
  }
  RandomSource random(plan.scenario.seed, {std::string(message_id), "origin"});
  const Context context{world.crypto(),
                        world.signing_keys(),
                        world.directory(scheme),
                        world.public_keys(),
                        cost,
                        random,
                        plan.scenario.time,
                        {RoleKind::originator, {}, {}}};
  return plan.schemes[scheme].scheme->originate(submitted, context);
}

std::vector<Record> run_message(World& world, const CorpusMessage& message) {
  std::vector<Record> records;
  const Plan& plan = world.plan();
  records.reserve(plan.cases(1));
  const Transit submitted = submit(message.message, message.null_sender, plan.scenario.time);
  for (std::size_t i = 0; i < plan.schemes.size(); ++i) {
    const MessageJudge judge(world, i, message.id);
    const Origin origin = set_out(world, message, i, submitted, judge.judge());
    for (const Path& path : plan.paths) {
      Journey journey;
      records.push_back(run_path(origin, path, world, judge.judge(), journey));
    }
  }
  return records;
}

CaseInFull run_case(World& world, const CorpusMessage& message, std::size_t scheme,
                    const Path& path) {
  const Transit submitted =
      submit(message.message, message.null_sender, world.plan().scenario.time);
  const MessageJudge judge(world, scheme, message.id);
  const Origin origin = set_out(world, message, scheme, submitted, judge.judge());
  CaseInFull full{.record = {},
                  .submitted = submitted,
                  .signed_transit = origin.transit,
                  .start = start_of(origin, path),
                  .journey = {}};
  full.record = run_path(origin, path, world, judge.judge(), full.journey);
  return full;
}

}  // namespace mass
