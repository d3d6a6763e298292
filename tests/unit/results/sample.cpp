#include "sample.hpp"

#include <optional>

#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "results/labels.hpp"

namespace mass::sample {
namespace {

struct Setting {
  std::string_view scheme;
  std::string_view profile;
  std::int64_t octets;
  std::uint64_t look_ups;
};
constexpr Setting kSettings[] = {
    {"batv", "", 0, 0},         {"dkim", "std", 412, 1},         {"dkim", "strict", 398, 1},
    {"dkim", "length", 420, 1}, {"domainkeys", "nofws", 260, 2}, {"postmarks", "std", 2310, 3},
};

constexpr std::uint32_t bit(Stratum stratum) {
  return 1U << static_cast<unsigned>(stratum);
}

struct Break {
  Outcome outcome = Outcome::fail;
  Cause cause = Cause::body_changed;
  std::string field;
  int step = 0;
  std::string step_name;
};

std::optional<Break> on_list(const Setting& setting, Strata strata) {
  const bool single = (strata & bit(Stratum::plain7)) != 0;
  if (setting.profile == "length" && single) return std::nullopt;
  if (setting.profile == "length")
    return Break{Outcome::fail, Cause::mime_struct, "", 1, "T31 mimefooter"};
  if (setting.scheme == "postmarks") {
    return Break{Outcome::permerror, Cause::envelope_mismatch, "", 3, "T60 newsender"};
  }
  return Break{Outcome::fail, Cause::hdr_changed, "Subject", 0, "T03 subjtag"};
}

// What goes wrong, in the spirit of the scenarios sheet; nothing if the message verifies.
std::optional<Break> break_of(const Setting& setting, std::string_view path, Strata strata,
                              RandomSource& random) {
  if (path == "P03" && setting.profile == "strict") {
    return Break{Outcome::fail, Cause::hdr_changed, "To", 2, "T07 refold"};
  }
  if (path == "P05" && (strata & bit(Stratum::plain8)) != 0) {
    return Break{Outcome::fail, Cause::body_changed, "", 0, "T34 cte"};
  }
  if (path == "P18") return on_list(setting, strata);
  if (path == "P20") return Break{Outcome::none, Cause::sig_missing, "", 4, "T19 sigstrip"};
  if (path == "H01" && random.chance(1, 2))
    return Break{Outcome::fail, Cause::hdr_extra, "From", 0, ""};
  if (path == "F01") return Break{Outcome::none, Cause::sig_missing, "", -1, ""};
  if (path == "E02" && random.chance(1, 4)) {
    return Break{Outcome::fail, Cause::time_expired, "", 0, "T64 delay"};
  }
  if (path == "E05") return Break{Outcome::fail, Cause::sig_missing, "", -1, ""};
  if (path == "E06" && random.chance(3, 4)) {
    return Break{Outcome::fail, Cause::time_expired, "", -1, ""};
  }
  return std::nullopt;
}

Strata strata_of_number(std::size_t number) {
  constexpr Stratum kMain[] = {Stratum::plain7, Stratum::plain8, Stratum::qp,   Stratum::alt,
                               Stratum::mixed,  Stratum::plain7, Stratum::html, Stratum::b64text};
  Strata strata = bit(kMain[number % 8]);
  if (number % 11 == 0) strata |= bit(Stratum::trailws);
  if (number % 13 == 0) strata |= bit(Stratum::dupfield);
  if (number % 17 == 0) strata |= bit(Stratum::signed_);
  if (number % 19 == 0) strata |= bit(Stratum::long_);
  if (number % 23 == 0) strata |= bit(Stratum::nomime);
  return strata;
}

bool is_bounce(std::string_view path) {
  return path.starts_with("E");
}

void judge(Record& record, const Setting& setting, RandomSource& random, std::size_t number) {
  const bool speaks = (setting.scheme == "batv") == is_bounce(record.path);
  if (!speaks) {
    record.outcome = Outcome::na;
    return;
  }
  const auto broke = break_of(setting, record.path, record.strata, random);
  record.outcome = broke ? broke->outcome : Outcome::pass;
  record.state = broke ? "bad" : "good";
  record.verify_cost = {.hashed_octets = record.message_octets,
                        .hash_operations = 2,
                        .public_operations = setting.look_ups == 0 ? 0U : 1U,
                        .dns_lookups = setting.look_ups,
                        .lookup_octets = 240 * setting.look_ups};
  if (is_bounce(record.path)) {
    record.disposition = broke ? Disposition::reject : Disposition::accept;
  }
  if (!broke && setting.scheme != "batv") {
    const bool is_list = record.path == "P20" && number % 3 != 0;
    record.identity = is_list ? "list@lists.example.org" : "joe@example.com";
    record.proven = is_list ? Proven::intermediary : Proven::originator;
  }
  if (record.path == "P20") {
    record.was_forwarded = true;
    record.forward_cost = {.hashed_octets = record.message_octets, .private_operations = 1};
  }
  if (record.path == kIdentityPath && setting.look_ups != 0) {
    record.lookups = {"dns s._domainkey.d" + std::to_string(number % 9) + ".example",
                      "http http://keys.example/" + std::to_string(number)};
  }
  if (!broke) return;
  record.diagnosis = {.cause = broke->cause,
                      .field = broke->field,
                      .offset = record.message_octets % 97,
                      .step = broke->step,
                      .step_name = broke->step_name,
                      .source = "RFC 6376 section 3.7"};
  record.reason = "the signature does not match what arrived";
  if (number % 7 != 3) return;
  const std::string hostile(kHostile[number % kHostile.size()]);
  record.state = hostile;
  record.reason = hostile;
  if (record.diagnosis.cause == Cause::hdr_changed && number % 14 == 3) {
    record.diagnosis.field = hostile;
  }
}

Record record_of(const Setting& setting, const PathFacts& path, std::size_t number) {
  const std::string message = make_id({"message", std::to_string(number)});
  RandomSource random(7, {message, path.id});
  Record record;
  record.message_id = message;
  record.scheme = setting.scheme;
  record.profile = setting.profile;
  record.path = path.id;
  record.case_id = make_id({message, record.scheme, record.profile, record.path});
  record.origin = "lists/sample.mbox:" + std::to_string(number);
  if (number % 7 == 3) record.origin = kHostile[number % kHostile.size()];
  record.strata = strata_of_number(number);
  record.message_octets = 300 + 37 * number % 5000;
  if (setting.scheme == "postmarks" && number % 10 == 9) {
    record.declined = number % 20 == 9 ? "no_recipient" : std::string(kHostile[0]);
    return record;
  }
  record.is_signed = true;
  record.at_origin = setting.scheme == "batv" ? Outcome::na : Outcome::pass;
  record.octets_added = setting.octets + static_cast<std::int64_t>(number % 5);
  if (setting.scheme != "batv") {
    record.sign_cost = {
        .hashed_octets = record.message_octets, .hash_operations = 2, .private_operations = 1};
  } else {
    record.sign_cost.mac_operations = 1;
    record.octets_added = 0;
  }
  judge(record, setting, random, number);
  return record;
}

Manifest manifest(std::size_t messages) {
  Manifest manifest;
  manifest.versions = {{"massbench", "0.1.0"}, {"openssl", "OpenSSL 3.0.19"}};
  manifest.command_line = {"massbench", "run", "--seed", "7"};
  manifest.scenario_name = "sample of everything";
  manifest.scenario = R"({"seed": 7, "note": "</script>"})";
  manifest.seed = 7;
  manifest.corpora = {{std::string(kHostile[1]), messages, make_id({"corpus"})}};
  for (const Setting& setting : kSettings) {
    manifest.schemes.push_back({std::string(setting.scheme),
                                std::string(setting.profile),
                                {{"limit", std::int64_t{4}}, {"strict", false}}});
  }
  for (const PathFacts& path : paths()) manifest.paths.push_back({path.id, make_id({path.id})});
  manifest.machine = {{"cpu", "a processor"}, {"threads", "4"}};
  manifest.started = "Fri, 06 Aug 2004 21:01:54 +0000";
  manifest.finished = "Fri, 06 Aug 2004 21:02:09 +0000";
  return manifest;
}

CaseExample example_of(const Record& record) {
  return {.scheme = record.scheme,
          .profile = record.profile,
          .path = record.path,
          .cause = cause_key(record.diagnosis),
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
          .repro = "massbench run --path " + record.path + " --message " + record.message_id};
}

}  // namespace

std::vector<PathFacts> paths() {
  using Kind = PathFacts::Kind;
  return {
      {"E01", "genuine bounce, null sender", Kind::bounce, true, true, {}},
      {"E02", "genuine delayed bounce", Kind::bounce, true, true, {}},
      {"E05", "backscatter to a plain address", Kind::bounce, false, false, {}},
      {"E06", "backscatter replaying an observed tag", Kind::bounce, false, false, {}},
      {"F01", "forged author", Kind::delivery, false, false, {}},
      {"H01", "second From field", Kind::delivery, true, false, {}},
      {"P01", "direct", Kind::delivery, true, true, {{"w04", 55.4}, {"w20", 62}}},
      {"P03", "header-normalising relay", Kind::delivery, true, true, {{"w04", 4}, {"w20", 1.5}}},
      {"P05", "8-to-7-bit relay", Kind::delivery, true, true, {{"w04", 3}, {"w20", 0.3}}},
      {"P18", "list, tag + text footer", Kind::delivery, true, true, {{"w04", 3}, {"w20", 0.8}}},
      {"P20",
       "list, From-munge + footer",
       Kind::delivery,
       true,
       true,
       {{"w04", 0}, {"w20", 1.5}},
       true},
      {"identity", "nothing happens", Kind::delivery, true, true, {}},
  };
}

std::vector<SchemeFacts> schemes() {
  return {
      {"dkim", "DomainKeys Identified Mail", "header, body", "", {"std", "length", "strict"}},
      {"domainkeys", "DomainKeys", "header, body", "", {"nofws"}},
      {"postmarks",
       "E-mail Postmarks",
       "header, body, envelope",
       "The stamp's octet layout and the chain rule are ours.",
       {"std"}},
      {"batv", "Bounce Address Tag Validation", "bounces", "", {""}},
  };
}

std::vector<Record> records(std::size_t messages) {
  std::vector<Record> all;
  for (std::size_t number = 0; number < messages; ++number) {
    for (const Setting& setting : kSettings) {
      for (const PathFacts& path : paths()) all.push_back(record_of(setting, path, number));
    }
  }
  if (messages > 5) {
    all[3].tool_error = kHostile[4];
    all[3].is_signed = false;
  }
  return all;
}

Report report(std::size_t messages) {
  Report report;
  report.manifest = manifest(messages);
  report.paths = paths();
  report.schemes = schemes();
  std::map<std::string, Record> by_id;
  for (Record& record : records(messages)) {
    report.summary.add(record);
    by_id.emplace(record.case_id, record);
  }
  report.published = {{"dkim", "std", 1, 410, 0, 0}, {"postmarks", "std", 2, 300, 1, 1200}};
  report.summary.count("messages", messages);
  report.summary.count("problems", 2);
  report.summary.count("line_ends.lf", messages - 4);
  report.summary.count("line_ends.mixed", 4);
  report.summary.count("removed.Received", 3 * messages);
  report.summary.count("removed." + std::string(kHostile[2]), 1);
  for (const auto& [key, examples] : report.summary.examples()) {
    for (const Example& one : examples)
      report.examples.push_back(example_of(by_id.at(one.case_id)));
  }
  return report;
}

Record passing() {
  Record record;
  record.case_id = "c1";
  record.message_id = "m1";
  record.origin = "sample.mbox:1";
  record.scheme = "dkim";
  record.profile = "std";
  record.path = "P18";
  record.strata = bit(Stratum::plain7);
  record.is_signed = true;
  record.at_origin = Outcome::pass;
  record.outcome = Outcome::pass;
  record.message_octets = 500;
  return record;
}

Record failing() {
  Record record = passing();
  record.outcome = Outcome::fail;
  record.diagnosis = {.cause = Cause::hdr_changed,
                      .field = "Subject",
                      .offset = 8,
                      .step = 0,
                      .step_name = "T03 subjtag",
                      .source = "RFC 6376 section 3.7",
                      .before = "subject:dinner\r\n",
                      .after = "subject:[list] dinner\r\n"};
  record.reason = "the Subject is not what was signed";
  return record;
}

}  // namespace mass::sample
