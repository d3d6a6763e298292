#include <gtest/gtest.h>

#include "schemes/batv/settings.hpp"
#include "tests/unit/schemes/batv_bench.hpp"

namespace mass {
namespace {

using test::word;
using test::words;

class BatvSigning : public test::BatvBench {};

TEST_F(BatvSigning, ChangesTheReversePathAndNothingElse) {
  Envelope envelope;
  envelope.mail_from = "joe@example.com";
  envelope.rcpt_to = {"a@example.org", "b@example.org"};
  envelope.helo = "mail.example.com";
  bench.keys.shared_secret = "batv-secret-2004";

  const Signed made = originate(envelope);

  EXPECT_EQ(made.transit.envelope.mail_from, "prvs=06437b2dde=joe@example.com");
  envelope.mail_from = made.transit.envelope.mail_from;
  EXPECT_EQ(made.transit.envelope, envelope);
}

TEST_F(BatvSigning, CostsOneKeyedHash) {
  (void)tag("joe@example.com");

  EXPECT_EQ(bench.cost.mac_operations, 1U);
  EXPECT_EQ(bench.cost.dns_lookups, 0U);
}

TEST_F(BatvSigning, DeclinesWhatHasNoAddressToTag) {
  EXPECT_EQ(declined(""), "null_sender");
  EXPECT_EQ(declined("joe"), "no_domain");
  EXPECT_EQ(declined("joe@"), "no_domain");
  EXPECT_EQ(declined("@example.com"), "malformed");
  EXPECT_EQ(declined("jo\r\ne@example.com"), "malformed");
  EXPECT_EQ(declined("joe@exa mple.com"), "malformed");
  EXPECT_EQ(declined("", {{"rules", word("plain")}}), "null_sender");
  EXPECT_EQ(declined("joe", {{"rules", word("plain")}}), "no_domain");
}

TEST_F(BatvSigning, DeclinesWhatTheHouseRulesLeaveAlone) {
  EXPECT_EQ(declined("\"odd@at\"@example.com"), "quoted_local");
  EXPECT_EQ(declined("SRS0=HHH=TT=orig.example=alice@example.com"), "is_srs");
  EXPECT_EQ(declined("prvs=0643abcdef=joe@example.com"), "already_tagged");
  EXPECT_EQ(declined("prvs=joe/0643abcdef@example.com"), "already_tagged");
  EXPECT_EQ(declined("prvs=joe/0643abcdef@example.com", {{"accept_early_order", false}}),
            "already_tagged");
  EXPECT_EQ(declined(std::string(49, 'a') + "@example.com"), "too_long");
  EXPECT_EQ(declined(std::string(48, 'a') + "@example.com"), "");
  EXPECT_EQ(declined(std::string(49, 'a') + "@example.com", {{"max_local_part", std::int64_t{65}}}),
            "");
}

TEST_F(BatvSigning, TagsAnyAddressUnderThePlainRules) {
  for (const std::string& address :
       std::vector<std::string>{"\"odd@at\"@example.com", "SRS0=HHH=TT=o.example=a@example.com",
                                "prvs=0643abcdef=joe@example.com", std::string(99, 'a') + "@x"}) {
    EXPECT_EQ(declined(address, {{"rules", word("plain")}}), "") << address;
  }
}

TEST_F(BatvSigning, DeclinesWithoutAUsableKey) {
  bench.keys.shared_secret.reset();
  EXPECT_EQ(declined("joe@example.com"), "no_key");
  bench.keys.shared_secret = "";
  EXPECT_EQ(declined("joe@example.com"), "refused");
  EXPECT_EQ(declined("joe@example.com", {{"rules", word("plain")}}), "");
}

TEST_F(BatvSigning, DeclinesForeignSenders) {
  bench.role.domain = "example.net";
  EXPECT_EQ(declined("joe@example.com"), "not_ours");
  bench.role.domain = "example.com";
  EXPECT_EQ(declined("joe@sub.example.com"), "");
}

TEST_F(BatvSigning, DeclinesForExemptSendersAndDestinations) {
  const auto senders = [](const char* entry) {
    return ValueMap{{"exempt_senders", words({"x@y.example", entry})}};
  };
  const auto destinations = [](const char* entry) {
    return ValueMap{{"exempt_destinations", words({entry})}};
  };

  EXPECT_EQ(declined("joe@example.com", senders("JOE@example.com")), "exempt");
  EXPECT_EQ(declined("joe@example.com", senders("Example.com")), "exempt");
  EXPECT_EQ(declined("joe@example.com", senders("@example.com")), "exempt");
  EXPECT_EQ(declined("joe@example.com", senders("eve@example.com")), "");
  EXPECT_EQ(declined("joe@sub.example.com", senders("example.com")), "");
  EXPECT_EQ(declined("joe@example.com", destinations("example.org")), "exempt");
  EXPECT_EQ(declined("joe@example.com", destinations("suzie@example.org")), "exempt");
  EXPECT_EQ(declined("joe@example.com", destinations("pa@example.org")), "");
}

TEST_F(BatvSigning, FoldsCaseWhereThereIsNone) {
  const ValueMap given{{"fold_case", words({"example.com"})}};

  EXPECT_TRUE(tag("Joe@Example.COM").ends_with("=Joe@example.com"));
  EXPECT_TRUE(tag("Joe@Example.COM", given).ends_with("=joe@example.com"));
  EXPECT_TRUE(tag("Joe@Example.ORG", given).ends_with("=Joe@example.org"));
}

TEST_F(BatvSigning, IgnoresASourceRoute) {
  EXPECT_EQ(tag("@a.example,@b.example:joe@example.com"), tag("joe@example.com"));
}

TEST_F(BatvSigning, DropsQuotesThatAMailboxDoesNotNeed) {
  EXPECT_EQ(tag("\"joe\"@example.com"), tag("joe@example.com"));
}

TEST_F(BatvSigning, UsesTheFirstKeyThatMaySign) {
  const ValueMap given{{"key_windows", words({"3:2004-08-06:2004-08-20", "4:2004-08-08", "5"})}};

  EXPECT_TRUE(tag("joe@example.com", given).starts_with("prvs=3"));
  pass_days(1);
  EXPECT_TRUE(tag("joe@example.com", given).starts_with("prvs=4"));
  pass_days(2);
  EXPECT_TRUE(tag("joe@example.com", given).starts_with("prvs=5"));
}

TEST_F(BatvSigning, DeclinesWhenEveryKeyHasRunOut) {
  EXPECT_EQ(declined("joe@example.com", {{"key_windows", words({"3:2004-08-05"})}}), "no_key");
}

TEST(KeyWindow, IsReadWithOrWithoutDates) {
  const auto whole = batv::parse_window("3:2004-08-06:2004-08-20", 12);
  const auto graced = batv::parse_window("3:2004-08-06", 12);
  const auto open = batv::parse_window("9", 12);
  const auto check_only = batv::parse_window("0::2004-08-06", 12);

  ASSERT_TRUE(whole && graced && open && check_only);
  EXPECT_EQ(whole->number, 3);
  EXPECT_EQ(whole->sign_until, 12636);
  EXPECT_EQ(whole->check_until, 12650);
  EXPECT_EQ(graced->check_until, 12648);
  EXPECT_FALSE(open->sign_until || open->check_until);
  EXPECT_FALSE(check_only->sign_until);
  EXPECT_EQ(check_only->check_until, 12636);
}

TEST(KeyWindow, IsRefusedWhenItCannotBeRead) {
  for (const char* text : {"", "10", "x", "-1", "1:x", "1:2004-02-30", "1:2004-13-01", "1:2004-08",
                           "1:2004-08-06:2004-08-07:2004-08-08", "1:0-0-0", "1:99999999999-1-1"}) {
    EXPECT_FALSE(batv::parse_window(text, 12).has_value()) << text;
  }
}

TEST_F(BatvSigning, RefusesSettingsItCannotRead) {
  EXPECT_FALSE(bench.try_scheme({{"key_windows", words({"1:never"})}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"key_number", std::int64_t{10}}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"lifetime_days", std::int64_t{0}}}).has_value());
}

}  // namespace
}  // namespace mass
