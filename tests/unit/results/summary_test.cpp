#include "results/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/random.hpp"
#include "results/labels.hpp"
#include "sample.hpp"

namespace mass {
namespace {

Summary fold(std::span<const Record> records) {
  Summary summary;
  for (const Record& record : records) summary.add(record);
  return summary;
}

const Cell& only_cell(const Summary& summary, std::string_view stratum) {
  const auto found = std::ranges::find(summary.cells(), stratum,
                                       [](const auto& entry) { return entry.first.stratum; });
  return found->second;
}

TEST(Summary, CountsARecordUnderAllAndUnderEachOfItsStrata) {
  Record record = sample::passing();
  record.strata =
      1U << static_cast<unsigned>(Stratum::alt) | 1U << static_cast<unsigned>(Stratum::trailws);

  const Summary summary = fold({&record, 1});

  std::vector<std::string> strata;
  for (const auto& [key, cell] : summary.cells()) strata.push_back(key.stratum);
  EXPECT_EQ(strata, (std::vector<std::string>{"all", "alt", "trailws"}));
}

TEST(Summary, IgnoresStrataBitsThatNoStratumHas) {
  Record record = sample::passing();
  record.strata = 0xFFFFFFFF;

  const Summary summary = fold({&record, 1});

  EXPECT_EQ(summary.cells().size(), kStratumCount + 1);
}

TEST(Summary, TellsApartWhyThereIsNoVerdict) {
  std::vector<Record> records(5, sample::passing());
  for (std::size_t i = 0; i < 4; ++i) records[i].tool_error = "did not answer";
  records[0].tool_cause = ToolCause::timeout;
  records[1].tool_cause = ToolCause::timeout;
  records[2].tool_cause = tool_cause_of(Errc::protocol);

  const Summary summary = fold(records);

  const Cell& cell = only_cell(summary, "all");
  EXPECT_EQ(cell.tool_errors, 4U);
  const std::map<std::string, std::uint64_t> expected{
      {"timeout", 2}, {"protocol", 1}, {"error", 1}};
  EXPECT_EQ(cell.tool_causes, expected);
  EXPECT_EQ(cell.outcomes[static_cast<std::size_t>(Outcome::pass)], 1U);
  EXPECT_TRUE(summary.to_json().contains("\"tool_causes\":{\"error\":1,\"protocol\":1"));
}

TEST(Summary, CountsOutcomesOfSignedRecordsOnly) {
  std::vector<Record> records(3, sample::failing());
  records[1].is_signed = false;
  records[1].declined = "no_from";
  records[2].tool_error = "no memory";

  const Summary summary = fold(records);

  const Cell& cell = only_cell(summary, "all");
  EXPECT_EQ(cell.n, 3U);
  EXPECT_EQ(cell.is_signed, 1U);
  EXPECT_EQ(cell.tool_errors, 1U);
  EXPECT_EQ(cell.declined.at("no_from"), 1U);
  EXPECT_EQ(cell.outcomes[static_cast<std::size_t>(Outcome::fail)], 1U);
  EXPECT_EQ(cell.causes.at("hdr_changed(Subject)"), 1U);
  EXPECT_EQ(cell.steps.at("T03 subjtag"), 1U);
  EXPECT_EQ(cell.rejected.at(std::string(name_of(Disposition::no_opinion))), 1U);
}

TEST(Summary, CountsNoCauseWhenTheSchemeMakesNoStatement) {
  Record record = sample::failing();
  record.outcome = Outcome::na;

  const Summary summary = fold({&record, 1});

  EXPECT_TRUE(only_cell(summary, "all").causes.empty());
  EXPECT_TRUE(only_cell(summary, "all").steps.empty());
  EXPECT_TRUE(summary.examples().empty());
}

TEST(Summary, CausesAddUpToWhatIsSignedAndNeitherPassNorNa) {
  const Summary summary = fold(sample::records(60));

  for (const auto& [key, cell] : summary.cells()) {
    std::uint64_t causes = 0;
    for (const auto& [cause, count] : cell.causes) causes += count;
    std::uint64_t declined = 0;
    for (const auto& [reason, count] : cell.declined) declined += count;
    const std::uint64_t judged =
        std::accumulate(cell.outcomes.begin(), cell.outcomes.end(), std::uint64_t{0});
    EXPECT_EQ(judged, cell.is_signed);
    EXPECT_EQ(cell.n, cell.is_signed + declined + cell.tool_errors);
    EXPECT_EQ(causes, cell.is_signed - cell.outcomes[static_cast<std::size_t>(Outcome::pass)] -
                          cell.outcomes[static_cast<std::size_t>(Outcome::na)]);
  }
}

TEST(Summary, CountsABreakageWithoutCauseAsUndiagnosed) {
  Record record = sample::failing();
  record.diagnosis = {};

  const Summary summary = fold({&record, 1});

  EXPECT_EQ(only_cell(summary, "all").causes.at("undiagnosed"), 1U);
}

TEST(Summary, TakesSigningCostsFromTheIdentityPathOnly) {
  std::vector<Record> records(2, sample::passing());
  records[0].path = kIdentityPath;
  for (Record& record : records) {
    record.sign_cost.private_operations = 1;
    record.verify_cost.public_operations = 1;
    record.octets_added = 400;
  }

  const Summary summary = fold(records);

  const SchemeCosts& costs = summary.costs().at({"dkim", "std"});
  EXPECT_EQ(costs.signed_messages, 1U);
  EXPECT_EQ(costs.sign.private_operations, 1U);
  EXPECT_EQ(costs.octets_added, (Histogram{{400, 1}}));
  EXPECT_EQ(costs.verifications, 2U);
  EXPECT_EQ(costs.verify.public_operations, 2U);
}

TEST(Summary, CountsNoVerificationWhereTheSchemeMakesNoStatement) {
  Record record = sample::passing();
  record.outcome = Outcome::na;
  record.verify_cost.mac_operations = 1;

  const Summary summary = fold({&record, 1});

  EXPECT_EQ(summary.costs().at({"dkim", "std"}).verifications, 0U);
  EXPECT_EQ(summary.costs().at({"dkim", "std"}).verify, CostMeter{});
}

TEST(Summary, KeepsTheFiveSmallestExamplesTiesByCase) {
  std::vector<Record> records(9, sample::failing());
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].case_id = "case" + std::to_string(9 - i);
    records[i].message_octets = i < 4 ? 100 : 200;
  }

  const Summary summary = fold(records);

  std::vector<std::string> kept;
  for (const Example& one : summary.examples().begin()->second) kept.push_back(one.case_id);
  EXPECT_EQ(kept, (std::vector<std::string>{"case6", "case7", "case8", "case9", "case1"}));
}

TEST(Summary, MergeHasAUnit) {
  const Summary summary = sample::report(20).summary;
  Summary left;
  Summary right = summary;

  left.merge(summary);
  right.merge(Summary{});

  EXPECT_EQ(left, summary);
  EXPECT_EQ(right, summary);
}

TEST(Summary, MergeIsAssociativeAndCommutativeForAnySplit) {
  const std::vector<Record> records = sample::records(40);
  Summary whole = fold(records);
  whole.count("messages", 40);
  for (std::uint64_t seed = 1; seed <= (MASS_SANITIZED ? 5 : 20); ++seed) {
    RandomSource random(seed, {"split"});
    std::array<Summary, 3> parts;
    for (const Record& record : records) parts[random.below(3)].add(record);
    parts[random.below(3)].count("messages", 15);
    parts[random.below(3)].count("messages", 25);
    const auto& [a, b, c] = parts;

    Summary left = a;
    left.merge(b);
    left.merge(c);
    Summary tail = c;
    tail.merge(b);
    Summary right = tail;
    right.merge(a);

    EXPECT_EQ(left, right) << "seed " << seed;
    EXPECT_EQ(left.to_json(), whole.to_json()) << "seed " << seed;
  }
}

TEST(Summary, DoesNotDependOnTheOrderOfRecords) {
  std::vector<Record> records = sample::records(30);
  const std::string json = fold(records).to_json();

  std::ranges::reverse(records);

  EXPECT_EQ(fold(records).to_json(), json);
}

TEST(Summary, StaysReadableWhateverMessagesHold) {
  for (const std::string_view hostile : sample::kHostile) {
    Record record = sample::failing();
    record.origin = hostile;
    record.diagnosis.field = hostile;
    record.diagnosis.step_name = hostile;
    Record unsigned_one = record;
    unsigned_one.is_signed = false;
    unsigned_one.declined = hostile;
    const std::vector<Record> records{record, unsigned_one};
    Summary summary = fold(records);
    summary.count("removed." + std::string(hostile));

    const auto json = nlohmann::json::parse(summary.to_json());

    const std::string cause = json["examples"][0]["cause"];
    EXPECT_EQ(cause, "hdr_changed(" + label(hostile) + ")");
    EXPECT_EQ(std::ranges::count_if(cause, [](char c) { return c >= 0 && c < ' '; }), 0);
  }
}

TEST(Summary, HoldsNoMoreOfALongTextThanALabel) {
  Record record = sample::failing();
  record.diagnosis.field.assign(1'000'000, 'x');
  record.origin.assign(1'000'000, 'y');

  const Summary summary = fold({&record, 1});

  EXPECT_LT(summary.to_json().size(), 4000U);
}

TEST(SummaryJson, HasTheMembersOfTheContract) {
  const auto json = nlohmann::json::parse(sample::report(20).summary.to_json());

  for (const char* member :
       {"scheme", "profile", "path", "stratum", "n", "signed", "pass", "fail", "none", "permerror",
        "temperror", "na", "causes", "steps", "tool_errors", "declined", "dispositions"}) {
    EXPECT_TRUE(json["cells"][0].contains(member)) << member;
  }
  EXPECT_EQ(json["facts"]["messages"], 20);
}

TEST(SummaryJson, HasNoFloatingPointNumber) {
  const auto json = nlohmann::json::parse(sample::report(20).summary.to_json());

  const auto flat = json.flatten();

  for (const auto& [place, value] : flat.items()) EXPECT_FALSE(value.is_number_float()) << place;
}

TEST(SummaryJson, OfNothingIsEmptyLists) {
  const auto json = nlohmann::json::parse(Summary{}.to_json());

  EXPECT_EQ(json, nlohmann::json::parse(R"({"cells":[],"costs":[],"examples":[],"facts":{}})"));
}

TEST(SummaryJson, SaysNullForSizesWhenNothingWasSigned) {
  Record record = sample::passing();
  record.path = kIdentityPath;
  record.is_signed = false;
  record.declined = "no_from";

  const auto json = nlohmann::json::parse(fold({&record, 1}).to_json());

  EXPECT_TRUE(json["costs"][0]["octets_added"].is_null());
}

TEST(SummaryJson, GivesExactSizes) {
  Summary summary;
  for (const std::int64_t octets : {300, 100, 200, 100}) {
    Record record = sample::passing();
    record.path = kIdentityPath;
    record.octets_added = octets;
    summary.add(record);
  }

  const auto sizes = nlohmann::json::parse(summary.to_json())["costs"][0]["octets_added"];

  EXPECT_EQ(sizes, nlohmann::json::parse(R"({"min":100,"median":100,"p99":300,"max":300,
                                             "values":[[100,2],[200,1],[300,1]]})"));
}

// Cold: every question of every message. Warm: every different question once, whichever part of a
// run asked it.
TEST(Summary, CountsLookUpsColdAndWarmAcrossParts) {
  Record record;
  record.scheme = "dkim";
  record.path = kIdentityPath;
  record.is_signed = true;
  record.outcome = Outcome::pass;
  Summary one;
  Summary other;

  record.lookups = {"dns a.example", "http http://krs.a.example/", "dns SRV _krs._tcp.a.example"};
  one.add(record);
  record.lookups = {"dns a.example", "x509 00ff"};
  other.add(record);
  one.merge(other);

  const auto counts = one.costs().at({"dkim", ""}).lookup_counts();
  EXPECT_EQ(counts.at("dns").asked, 3U);
  EXPECT_EQ(counts.at("dns").distinct, 2U);
  EXPECT_EQ(counts.at("http").asked, 1U);
  EXPECT_EQ(counts.at("x509").distinct, 1U);
}

TEST(Summary, TellsWhoseIdentityAPassProves) {
  Record record;
  record.scheme = "dkim";
  record.path = "P20";
  record.is_signed = true;
  record.outcome = Outcome::pass;
  Summary summary;

  record.proven = Proven::intermediary;
  summary.add(record);
  record.proven = Proven::originator;
  summary.add(record);
  record.outcome = Outcome::fail;
  summary.add(record);

  const Cell& cell = summary.cells().at({"dkim", "", "P20", "all"});
  EXPECT_EQ(cell.proven.at("intermediary"), 1U);
  EXPECT_EQ(cell.proven.at("originator"), 1U);
}

}  // namespace
}  // namespace mass
