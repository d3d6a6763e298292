#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "tests/unit/schemes/batv_bench.hpp"

namespace mass {
namespace {

using test::word;
using test::words;

class BatvChecking : public test::BatvBench {
 protected:
  // State, verdict, cause and what becomes of the message.
  static std::string summary(const Verdict& verdict) {
    return verdict.state + ", " + std::string(name_of(verdict.outcome)) + ", " +
           std::string(name_of(verdict.cause)) + ", " + std::string(name_of(verdict.disposition));
  }
};

TEST_F(BatvChecking, NamesEveryStateAndCauseThereIs) {
  const std::string tagged = tag("joe@example.com");
  const std::string early = tag("joe@example.com", {{"form", word("early-order")}});
  const std::string far = tag("joe@example.com", {{"lifetime_days", std::int64_t{20}}});
  const std::string moved = "prvs=" + tagged.substr(5, 10) + "=eve@example.com";

  EXPECT_EQ(summary(bounce(tagged)), "valid, pass, intact, accept");
  EXPECT_EQ(summary(bounce(early)), "valid-early-order, pass, intact, accept");
  EXPECT_EQ(summary(bounce(moved)), "bad-signature, fail, crypto_bad, reject");
  EXPECT_EQ(summary(bounce(far)), "too-far, fail, time_future, reject");
  EXPECT_EQ(summary(bounce("joe@example.com")), "untagged, fail, sig_missing, reject");
  EXPECT_EQ(summary(check("", {tagged, "eve@example.com"})),
            "multiple-rcpt, fail, envelope_mismatch, reject");
  EXPECT_EQ(summary(check("a@example.org", {"joe@example.com"})), "not-tagged, na, intact, accept");
  EXPECT_EQ(summary(bounce(tagged, {{"key_windows", words({"1"})}})),
            "bad-signature, fail, key_missing, reject");
  pass_days(8);
  EXPECT_EQ(summary(bounce(tagged)), "expired, fail, time_expired, reject");
  bench.keys.shared_secret.reset();
  EXPECT_EQ(summary(bounce(tagged)), "not-ours, na, intact, accept");
  EXPECT_EQ(summary(bounce("joe@example.com")), "not-ours, na, intact, accept");
  EXPECT_EQ(summary(check("", {})), "no-recipient, na, intact, no_opinion");
}

TEST_F(BatvChecking, FollowsTheTableForMailWithASender) {
  const std::string tagged = tag("joe@example.com");
  const std::string bad = "prvs=0643000000=joe@example.com";

  EXPECT_EQ(summary(check("a@example.org", {tagged})), "valid, pass, intact, accept");
  EXPECT_EQ(summary(check("a@example.org", {bad})), "bad-signature, fail, crypto_bad, accept");
  EXPECT_EQ(check("a@example.org", {bad}).identity, "");
  EXPECT_EQ(to_text(check("a@example.org", {bad}).detail.at("original")), "joe@example.com");
}

TEST_F(BatvChecking, AcceptsBouncesToAddressesItNeverTags) {
  const ValueMap exempt{{"exempt_senders", words({"postmaster@example.com"})}};

  EXPECT_EQ(summary(bounce("postmaster@example.com", exempt)), "exempt, na, intact, accept");
  EXPECT_EQ(bounce("eve@example.com", exempt).state, "untagged");
  EXPECT_EQ(bounce("\"odd@at\"@example.com").state, "exempt");
  EXPECT_EQ(bounce("SRS0=HHH=TT=o.example=a@example.com").state, "exempt");
  EXPECT_EQ(bounce(std::string(60, 'a') + "@example.com").state, "exempt");
}

TEST_F(BatvChecking, SeesThroughQuotesThatAMailboxDoesNotNeed) {
  EXPECT_EQ(bounce("\"joe\"@example.com").state, "untagged");
  EXPECT_EQ(bounce("\"j\\oe\"@example.com").state, "untagged");
  EXPECT_EQ(bounce("prvs=joe=0643abcdef@example.com").state, "untagged");
}

TEST_F(BatvChecking, JudgesOnlyItsOwnDomains) {
  const std::string tagged = tag("joe@example.com");
  bench.role.domain = "example.net";

  EXPECT_EQ(bounce(tagged).outcome, Outcome::na);
  EXPECT_EQ(bounce("joe@example.com").outcome, Outcome::na);
  EXPECT_EQ(bounce("joe@example.net").outcome, Outcome::fail);
}

TEST_F(BatvChecking, HoldsForLifetimeAndNotADayLonger) {
  const std::string tagged = tag("joe@example.com");

  for (int day = 0; day <= 7; ++day, pass_days(1)) {
    EXPECT_EQ(bounce(tagged).state, "valid") << day;
  }
  EXPECT_EQ(bounce(tagged).state, "expired");
  pass_days(492);
  EXPECT_EQ(bounce(tagged).state, "expired") << "day 500";
  pass_days(492);
  EXPECT_EQ(bounce(tagged).state, "too-far") << "day 992, the cycle has 1000";
  pass_days(7);
  EXPECT_EQ(bounce(tagged).state, "valid") << "day 999: the day number comes round again";
}

TEST_F(BatvChecking, HoldsAcrossTheWrapOfTheDayNumber) {
  for (int day = 19985; day < 20010; ++day) {
    bench.now = from_unix(std::int64_t{86400} * day);
    const std::string tagged = tag("joe@example.com");
    pass_days(7);
    EXPECT_EQ(bounce(tagged).state, "valid") << day;
    pass_days(1);
    EXPECT_EQ(bounce(tagged).state, "expired") << day;
    pass_days(-9);
    EXPECT_EQ(bounce(tagged).state, "valid") << day << ", skew of one day";
    pass_days(-1);
    EXPECT_EQ(bounce(tagged).state, "too-far") << day;
  }
}

TEST_F(BatvChecking, AllowsForLifetimeAndSkewAsSet) {
  const ValueMap given{{"lifetime_days", std::int64_t{30}}, {"skew_days", std::int64_t{0}}};
  const std::string tagged = tag("joe@example.com", given);

  pass_days(30);
  EXPECT_EQ(bounce(tagged, given).state, "valid");
  pass_days(-31);
  EXPECT_EQ(bounce(tagged, given).state, "too-far");
}

TEST_F(BatvChecking, ForgivesChangesOfCaseOnTheWay) {
  const std::string tagged = tag("joe@example.com");
  std::string upper = tagged;
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  const std::string upper_domain = tagged.substr(0, tagged.find('@')) + "@EXAMPLE.COM";

  EXPECT_EQ(bounce(upper_domain).state, "valid");
  EXPECT_EQ(bounce(upper_domain, {{"rules", word("plain")}}).state, "bad-signature");
  EXPECT_EQ(bounce(upper).state, "bad-signature") << "the mailbox name may have case";
  EXPECT_EQ(bounce(upper, {{"fold_case", words({"example.com"})}}).state, "valid");
  EXPECT_EQ(bounce("\"" + tagged.substr(0, tagged.find('@')) + "\"@example.com").state, "valid");
}

TEST_F(BatvChecking, CostsOneKeyedHashWhenTheTagHolds) {
  const std::string tagged = tag("joe@example.com");
  bench.cost = {};

  (void)bounce(tagged);
  EXPECT_EQ(bench.cost.mac_operations, 1U);
  (void)bounce("joe@example.com");
  EXPECT_EQ(bench.cost.mac_operations, 1U);
}

TEST_F(BatvChecking, AcceptsAnOldKeyWhileItMayBeChecked) {
  const ValueMap given{{"key_windows", words({"3:2004-08-06:2004-08-11", "4"})}};
  const std::string old = tag("joe@example.com", given);

  pass_days(5);
  EXPECT_EQ(bounce(old, given).state, "valid");
  EXPECT_EQ(bounce(tag("joe@example.com", given), given).state, "valid");
  pass_days(1);
  EXPECT_EQ(bounce(old, given).state, "bad-signature");
  EXPECT_EQ(bounce(old, given).cause, Cause::key_missing);
}

TEST_F(BatvChecking, RemovesOneLayerOfTwo) {
  const ValueMap plain{{"rules", word("plain")}};
  const std::string once = tag("joe@example.com");

  EXPECT_EQ(bounce(tag(once, plain)).identity, once);
}

TEST_F(BatvChecking, RefusesTheSecondRecipientOfABounce) {
  const std::string tagged = tag("joe@example.com");

  const Verdict verdict = check("", {tagged, tagged});
  const Verdict mail = check("a@example.org", {tagged, "joe@example.com"});

  ASSERT_EQ(verdict.signatures.size(), 2U);
  EXPECT_EQ(verdict.signatures[0].state, "valid");
  EXPECT_EQ(verdict.signatures[1].state, "multiple-rcpt");
  EXPECT_EQ(mail.state, "valid");
  EXPECT_EQ(check("", {tagged, tagged}, {{"rules", word("plain")}}).state, "valid");
}

TEST_F(BatvChecking, SaysWhenARefusalTakesPlace) {
  EXPECT_EQ(to_text(bounce("joe@example.com").detail.at("reject_at")), "rcpt");
  EXPECT_EQ(
      to_text(bounce("joe@example.com", {{"reject_at", word("data")}}).detail.at("reject_at")),
      "data");
  EXPECT_FALSE(bounce(tag("joe@example.com")).detail.contains("reject_at"));
}

TEST_F(BatvChecking, ReadsTheEarlyOrderOnlyWhenAllowed) {
  const std::string early = tag("joe@example.com", {{"form", word("early-order")}});

  EXPECT_EQ(bounce(early).state, "valid-early-order");
  EXPECT_EQ(bounce(early, {{"accept_early_order", false}}).state, "untagged");
}

TEST_F(BatvChecking, SurvivesAnyOctets) {
  RandomSource random(2, {"octets"});
  const std::string tagged = tag("joe@example.com");

  for (int i = 0; i < 2000; ++i) {
    std::string address = random.chance(1, 4) ? random.octets(random.below(80)) : tagged;
    for (std::uint64_t change = random.below(3); change > 0 && !address.empty(); --change) {
      address[random.below(address.size())] = static_cast<char>(random.below(256));
    }
    const Verdict verdict = bounce(address);
    EXPECT_TRUE(verdict.outcome != Outcome::pass || iequals(verdict.identity, "joe@example.com"));
    EXPECT_FALSE(bench.scheme()->authentication_result(verdict).empty());
    (void)originate(address);
  }
  EXPECT_EQ(bounce(std::string(1'000'000, '/') + "@example.com").state, "exempt");
}

TEST_F(BatvChecking, ReportsInTheCommonField) {
  const auto scheme = bench.scheme();
  const std::string tagged = tag("joe@example.com");

  EXPECT_TRUE(
      scheme->authentication_result(bounce(tagged)).starts_with("x-batv=pass smtp.rcptto="));
  EXPECT_TRUE(scheme->authentication_result(bounce("joe@example.com"))
                  .starts_with("x-batv=fail reason=untagged smtp.rcptto="));
  EXPECT_TRUE(scheme->authentication_result(check("a@example.org", {"joe@example.com"}))
                  .starts_with("x-batv=none"));
  EXPECT_EQ(scheme->status_field(bounce(tagged)), "");
}

}  // namespace
}  // namespace mass
