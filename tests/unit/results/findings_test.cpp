#include "results/report/findings.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "results/report/rules.hpp"
#include "sample.hpp"

namespace mass {
namespace {

// Adds `of` cases of which `passed` pass.
void add(Report& report, std::string_view profile, std::string_view path, std::uint64_t passed,
         std::uint64_t of, Stratum stratum = Stratum::plain7) {
  for (std::uint64_t i = 0; i < of; ++i) {
    Record record = i < passed ? sample::passing() : sample::failing();
    record.profile = profile;
    record.path = path;
    record.strata = 1U << static_cast<unsigned>(stratum);
    report.summary.add(record);
  }
}

Report empty_report() {
  Report report;
  report.paths = sample::paths();
  return report;
}

TEST(Findings, NameTheLargestGapBetweenProfiles) {
  Report report = empty_report();
  add(report, "std", "P03", 190, 200);
  add(report, "strict", "P03", 10, 200);
  add(report, "std", "P01", 200, 200);
  add(report, "strict", "P01", 150, 200);
  const View view(report);

  const auto finding = rules::profiles_differ(report, view);

  ASSERT_TRUE(finding);
  EXPECT_NE(finding->text.find("P03 (header-normalising relay)"), std::string::npos);
  EXPECT_NE(finding->text.find("dkim std survives in 95 % of 200"), std::string::npos);
  EXPECT_NE(finding->text.find("dkim strict in 5 % of 200"), std::string::npos);
}

TEST(Findings, ClaimNoGapThatFewCasesCannotShow) {
  Report report = empty_report();
  add(report, "std", "P03", 2, 2);
  add(report, "strict", "P03", 0, 2);
  const View view(report);

  EXPECT_FALSE(rules::profiles_differ(report, view));
}

TEST(Findings, NameTheHardestPathWithCauseAndStep) {
  Report report = empty_report();
  add(report, "std", "P18", 5, 200);
  add(report, "std", "P03", 100, 200);
  const View view(report);

  const auto finding = rules::hardest_path(report, view);

  ASSERT_TRUE(finding);
  EXPECT_TRUE(finding->text.starts_with("P18 (list, tag + text footer) breaks most: 3 %"))
      << finding->text;
  EXPECT_NE(finding->text.find("hdr_changed(Subject)"), std::string::npos);
  EXPECT_NE(finding->text.find("T03 subjtag"), std::string::npos);
}

TEST(Findings, NameTheStratumThatDeviatesMost) {
  Report report = empty_report();
  add(report, "length", "P18", 100, 100, Stratum::plain7);
  add(report, "length", "P18", 0, 100, Stratum::alt);
  add(report, "length", "P18", 50, 100, Stratum::qp);
  const View view(report);

  const auto finding = rules::strata_differ(report, view);

  ASSERT_TRUE(finding);
  EXPECT_NE(finding->text.find("stratum plain7"), std::string::npos) << finding->text;
  EXPECT_NE(finding->text.find("stratum alt"), std::string::npos) << finding->text;
}

TEST(Findings, PutFalseAcceptsAboveEverythingThatIsNotAWarning) {
  Report report = empty_report();
  add(report, "std", "F01", 3, 200);
  add(report, "std", "P18", 0, 200);

  const auto found = findings(report, View(report));

  EXPECT_TRUE(found.front().text.starts_with("False accepts: dkim std takes 2 % of 200"))
      << found.front().text;
}

TEST(Findings, StateTheBoundWhenNoForgeryPassed) {
  Report report = empty_report();
  add(report, "std", "F01", 0, 1000);
  const View view(report);

  const auto finding = rules::forgeries(report, view);

  ASSERT_TRUE(finding);
  EXPECT_NE(finding->text.find("a false accept rate over 0.3 %"), std::string::npos)
      << finding->text;
}

TEST(Findings, SayThatARunIsVoidWhenTheFrameworkFailedTooOften) {
  Report report = empty_report();
  add(report, "std", "P01", 100, 100);
  Record record = sample::passing();
  record.tool_error = "did not answer in time";
  record.tool_cause = ToolCause::timeout;
  report.summary.add(record);

  const auto found = findings(report, View(report));

  EXPECT_NE(found.front().text.find("void"), std::string::npos) << found.front().text;
  EXPECT_NE(found.front().text.find("(1 timeout)"), std::string::npos) << found.front().text;
}

TEST(Findings, CompareSizesAndLookUps) {
  Report report = empty_report();
  for (const bool large : {false, true}) {
    Record record = sample::passing();
    record.profile = large ? "large" : "small";
    record.path = kIdentityPath;
    record.octets_added = large ? 4000 : 40;
    record.verify_cost.dns_lookups = large ? 1 : 0;
    record.verify_cost.http_lookups = large ? 4 : 0;
    report.summary.add(record);
  }
  const View view(report);

  EXPECT_EQ(rules::size(report, view)->text,
            "Signing adds from 40 octets (dkim small) to 4000 octets (dkim large) to a message, "
            "median.");
  EXPECT_EQ(rules::look_ups(report, view)->text,
            "A verification takes from 0 (dkim small) to 5 (dkim large) key look-ups, mean without "
            "a cache.");
}

TEST(Findings, CompareSchemesOverAMixOnlyOnTheSamePartOfIt) {
  Report report = empty_report();
  add(report, "std", "P01", 40, 40);
  add(report, "std", "P03", 40, 40);
  add(report, "lean", "P01", 20, 40);

  EXPECT_FALSE(rules::schemes_differ(report, View(report)));

  add(report, "lean", "P03", 20, 40);

  const auto finding = rules::schemes_differ(report, View(report));
  ASSERT_TRUE(finding);
  EXPECT_NE(finding->text.find("dkim std survives best with 100.0 % and dkim lean worst with 50.0 "
                               "%"),
            std::string::npos)
      << finding->text;
}

TEST(Findings, TellOfMessagesThatAreNotSigned) {
  Report report = empty_report();
  for (int i = 0; i < 100; ++i) {
    Record record = sample::passing();
    record.path = kIdentityPath;
    record.is_signed = i >= 40;
    if (!record.is_signed) record.declined = i < 30 ? "no_recipient" : "no_from";
    report.summary.add(record);
  }

  const auto finding = rules::declined(report, View(report));

  ASSERT_TRUE(finding);
  EXPECT_TRUE(finding->text.starts_with("dkim std does not sign 40 % of 100")) << finding->text;
  EXPECT_TRUE(finding->text.ends_with("the commonest reason is no_recipient."));
}

TEST(Findings, TellOfGenuineReturnsThatAreLost) {
  Report report = empty_report();
  add(report, "", "E02", 10, 100);

  const auto finding = rules::lost_returns(report, View(report));

  ASSERT_TRUE(finding);
  EXPECT_NE(finding->text.find("accepts 10 % of 100"), std::string::npos) << finding->text;
}

TEST(Findings, SayThatNothingStandsOutWhenNothingDoes) {
  Report report = empty_report();
  add(report, "std", "P01", 50, 50);

  const auto found = findings(report, View(report));

  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text, "Nothing stands out: the right answer came in 50 of 50 judged cases.");
}

TEST(Findings, AreThereForAnEmptyRun) {
  const Report report;

  EXPECT_EQ(findings(report, View(report)).size(), 1U);
}

TEST(Findings, AreAtMostFiveLargestEffectFirst) {
  const Report report = sample::report(200);

  const auto found = findings(report, View(report));

  EXPECT_EQ(found.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(found, std::greater{}, &Finding::effect));
}

}  // namespace
}  // namespace mass
