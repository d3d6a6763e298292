#include <gtest/gtest.h>

#include "core/message/codec.hpp"
#include "tests/unit/schemes/postmarks_bench.hpp"

namespace mass {
namespace {

using test::detail;
using test::kLetter;
using test::replaced;
using test::summary;
using test::word;
using test::words;

class PostmarksVerifying : public test::PostmarksBench {
 protected:
  // A stamped message whose key record is another text.
  Transit under_record(std::string_view record) {
    const std::string selector = "s" + std::to_string(++count_);
    bench.publish(selector + "._postmark.example.com", record);
    return stamped(kLetter, {{"selector", word(selector)}});
  }

  static std::string good_key() { return base64_encode(test::test_key()->public_der()); }

 private:
  int count_ = 0;
};

TEST_F(PostmarksVerifying, NamesEveryStateOfAStamp) {
  const Transit good = stamped();
  bench.zone.add_trouble("slow._postmark.example.com", ZoneDirectory::Trouble::timeout);
  bench.zone.add_trouble("down._postmark.example.com", ZoneDirectory::Trouble::failed);
  const auto by = [this](const char* selector) {
    return stamped(kLetter, {{"selector", word(selector)}});
  };

  EXPECT_EQ(summary(verify(good)), "pass, pass, intact");
  EXPECT_EQ(summary(verify(transit(kLetter))), "none, none, sig_missing");
  EXPECT_EQ(summary(verify(edited(good, "h=mx", "h=my"))), "fail, fail, crypto_bad");
  EXPECT_EQ(summary(verify(by("gone"))), "permerror, permerror, key_missing");
  EXPECT_EQ(summary(verify(by("slow"))), "temperror, temperror, key_temperror");
  EXPECT_EQ(summary(verify(by("down"))), "temperror, temperror, key_temperror");
  EXPECT_EQ(summary(verify(under_record("p="))), "permerror, permerror, key_revoked");
  EXPECT_EQ(summary(verify(under_record("v=spf1 -all"))), "permerror, permerror, key_syntax");
  EXPECT_EQ(summary(verify(edited(good, "a=rsa-sha1", "a=rsa-md5"))),
            "permerror, permerror, alg_unsupported");
  EXPECT_EQ(summary(verify(edited(good, "i=1", "i=2"))), "permerror, permerror, chain_broken");
  EXPECT_EQ(summary(verify(edited(good, "v=MB1", "v=MB2"))), "permerror, permerror, sig_syntax");
}

TEST_F(PostmarksVerifying, HoldsAStampToItsTime) {
  const Transit good = stamped();
  const Time made = bench.now;

  bench.now = made + std::chrono::seconds(604'800);
  EXPECT_EQ(summary(verify(good)), "pass, pass, intact");
  bench.now += std::chrono::seconds(1);
  EXPECT_EQ(summary(verify(good)), "fail, expired, time_expired");
  bench.now = made - std::chrono::seconds(600);
  EXPECT_EQ(summary(verify(good)), "pass, pass, intact");
  bench.now -= std::chrono::seconds(1);
  EXPECT_EQ(summary(verify(good)), "fail, fail, time_future");
  EXPECT_EQ(verify(good).signatures.front().state, "future");
}

TEST_F(PostmarksVerifying, ReadsKeyRecordsByTheirRules) {
  const std::string p = "p=" + good_key();
  const auto state = [this](std::string_view record) {
    return verify(under_record(record)).signatures.front().state;
  };

  EXPECT_EQ(state(p), "valid");
  EXPECT_EQ(state("k=rsa; n=a note; " + p + ";"), "valid");
  EXPECT_EQ(state("v=PMK1; k=rsa; p= ;"), "revoked");
  EXPECT_EQ(state("v=PMK2; " + p), "permerror");
  EXPECT_EQ(state("k=dsa; " + p), "permerror");
  EXPECT_EQ(state("k=rsa"), "permerror");
  EXPECT_EQ(state(""), "permerror");
  EXPECT_EQ(state("p=!"), "permerror");
  EXPECT_EQ(state("p=AAAA"), "permerror");
  EXPECT_EQ(state(p + "; " + p), "permerror");
}

TEST_F(PostmarksVerifying, RefusesKeysOfOtherSizes) {
  for (const auto& [bits, cause] : {std::pair{768, Cause::key_weak}, {4096, Cause::key_syntax}}) {
    RandomSource random(7, {"size"});
    const auto key = RsaPrivateKey::derive(random, bits);
    ASSERT_TRUE(key.has_value());
    const Verdict verdict = verify(under_record("p=" + base64_encode((*key)->public_der())));
    EXPECT_EQ(verdict.outcome, Outcome::permerror);
    EXPECT_EQ(verdict.cause, cause) << verdict.reason;
  }
}

TEST_F(PostmarksVerifying, TakesTheFirstOfSeveralKeyRecords) {
  const Transit sent = under_record("p=" + good_key());
  bench.publish("s1._postmark.example.com", "p=");
  EXPECT_EQ(verify(sent).state, "pass");
}

TEST_F(PostmarksVerifying, FollowsTheTableOfStates) {
  const Transit sent = stamped();
  const Transit by_list = listed(sent);
  const ValueMap ignore{{"envelope", word("ignore")}};
  const auto row = [&](const Transit& arrived) {
    return verify(arrived).state + " / " + verify(arrived, ignore).state;
  };

  EXPECT_EQ(row(sent), "pass / pass");
  EXPECT_EQ(row(readdressed(sent, "x@forward.example")), "fail-envelope / pass");
  EXPECT_EQ(row(edited(sent, "Hi.", "Ho.")), "fail / fail");
  EXPECT_EQ(row(readdressed(edited(sent, "Hi.", "Ho."), "")), "fail / fail");
  EXPECT_EQ(row(by_list), "pass-chain / pass-chain");
  EXPECT_EQ(row(readdressed(by_list, "x@forward.example")), "fail / pass-chain");
  EXPECT_EQ(row(edited(by_list, "Hi.", "Ho.")), "fail / fail");
  EXPECT_EQ(summary(verify(readdressed(sent, "x@y.example"))),
            "fail, fail-envelope, envelope_mismatch");
  EXPECT_EQ(summary(verify(readdressed(by_list, "x@y.example"))), "fail, fail, envelope_mismatch");
  EXPECT_EQ(summary(verify(edited(readdressed(sent, "x@y.example"), "Hi.", "Ho."))),
            "fail, fail, crypto_bad");
}

TEST_F(PostmarksVerifying, ReportsTheChainFromItsOrigin) {
  const Verdict verdict = verify(listed(stamped()));

  EXPECT_EQ(verdict.identity, "example.com");
  EXPECT_EQ(verdict.disposition, Disposition::no_opinion) << "a changed message is local policy";
  EXPECT_EQ(detail(verdict, "origin"), "example.com");
  EXPECT_EQ(detail(verdict, "ident"), "from");
  EXPECT_EQ(detail(verdict, "envelope"), "match");
  EXPECT_EQ(detail(verdict, "modified_after"), "1");
  ASSERT_EQ(verdict.signatures.size(), 2U);
  const auto& [origin, list] = std::pair(verdict.signatures[0], verdict.signatures[1]);
  EXPECT_EQ(detail(origin, "i") + detail(origin, "r") + detail(origin, "d"), "1originexample.com");
  EXPECT_EQ(origin.state + detail(origin, "hd_ok") + detail(origin, "bd_ok"), "validfalsetrue");
  EXPECT_EQ(detail(list, "i") + detail(list, "r") + detail(list, "d"), "2listlists.example");
  EXPECT_EQ(list.state + detail(list, "hd_ok") + detail(list, "bd_ok"), "validtruetrue");
}

TEST_F(PostmarksVerifying, SaysWhichAddressLiesInTheOrigin) {
  const auto ident = [this](std::string from, std::string sender, std::string domain) {
    Transit sent = transit(replaced(kLetter, "Joe <joe@example.com>", from), std::move(sender));
    sent = originate(std::move(sent), {{"domain", word(domain)}}).transit;
    return detail(verify(sent), "ident");
  };

  EXPECT_EQ(ident("a@example.com", "", "example.com"), "from");
  EXPECT_EQ(ident("a@SUB.example.com", "", "example.com"), "from");
  EXPECT_EQ(ident("a@other.example", "b@sub.example.com", "example.com"), "mailfrom");
  EXPECT_EQ(ident("a@other.example", "", "example.com"), "none");
  EXPECT_EQ(ident("a@other.example", "b@notexample.com", "example.com"), "none");
  EXPECT_EQ(ident("a@example.com, b@other.example", "", "example.com"), "none");
}

TEST_F(PostmarksVerifying, DoesNotTakeASecondAuthorForTheStampedOne) {
  const Transit sent = edited(stamped(), "Received:", "From: ceo@bank.example\r\nReceived:");
  const Verdict verdict = verify(sent);

  EXPECT_EQ(verdict.state, "pass") << "the lowest From is the one that was stamped";
  EXPECT_EQ(detail(verdict, "ident"), "mailfrom");
  EXPECT_EQ(verdict.disposition, Disposition::no_opinion);
}

TEST_F(PostmarksVerifying, SeesFieldsThatWereStampedAsAbsent) {
  EXPECT_EQ(verify(edited(stamped(), "From:", "Sender: eve@evil.example\r\nFrom:")).state, "fail");
  EXPECT_EQ(verify(edited(stamped(), "From:", "Reply-To: eve@evil.example\r\nFrom:")).state,
            "fail");
  EXPECT_EQ(verify(edited(stamped(), "\r\n\r\n", "\r\nFrom: x@y.example\r\n\r\n")).state, "fail")
      << "the lowest From is taken, and that is another one now";
  const Transit over = stamped(kLetter, {}, "over");
  EXPECT_EQ(verify(edited(over, "Received:", "Subject: Urgent\r\nReceived:")).state, "fail");
  EXPECT_EQ(verify(edited(stamped(), "Received:", "Subject: Urgent\r\nReceived:")).state, "pass")
      << "without over-listing a second field on top goes unseen";
}

TEST_F(PostmarksVerifying, LetsTheWorstStampDecide) {
  const Transit sent = listed(stamped(kLetter, {{"selector", word("gone")}}));
  EXPECT_EQ(summary(verify(sent)), "permerror, permerror, key_missing");
  EXPECT_EQ(summary(verify(edited(sent, "h=mx.lists", "h=my.lists"))), "fail, fail, crypto_bad");
  bench.now += std::chrono::days(8);
  EXPECT_EQ(summary(verify(sent)), "fail, expired, time_expired") << "expired stands before nokey";
}

TEST_F(PostmarksVerifying, GivesNoDigestsWithoutAKey) {
  const Verdict verdict = verify(stamped(kLetter, {{"selector", word("gone")}}));

  ASSERT_EQ(verdict.signatures.size(), 1U);
  EXPECT_FALSE(verdict.signatures.front().detail.contains("hd_ok"));
  EXPECT_EQ(detail(verdict, "envelope"), "match");
  EXPECT_EQ(detail(verdict, "modified_after"), "");
}

TEST_F(PostmarksVerifying, BindsEarlierStampsToLaterOnes) {
  const Transit by_list = listed(stamped());
  // The space at a fold of an earlier signature is hashed by the later stamp.
  std::string text = by_list.message.to_string();
  const std::size_t origin = text.find("r=origin");
  const std::size_t fold = text.find("\r\n\t", text.find("sg=", origin));
  ASSERT_NE(fold, std::string::npos);
  Transit refolded = by_list;
  refolded.message = Message::parse(text.erase(fold, 3));

  const Verdict verdict = verify(refolded);

  EXPECT_EQ(verdict.signatures[0].state, "valid");
  EXPECT_EQ(verdict.signatures[1].state, "badsig");
  EXPECT_EQ(verdict.state, "fail");
}

TEST_F(PostmarksVerifying, SurvivesWhatRelaysDoToWhiteSpaceAndTrace) {
  const Transit sent = stamped();
  EXPECT_EQ(verify(edited(sent, "Subject: Is dinner", "SUBJECT:  Is\r\n\tdinner")).state, "pass");
  EXPECT_EQ(verify(edited(sent, "Joe.\r\n", "Joe. \r\n\r\n\r\n")).state, "pass");
  EXPECT_EQ(verify(edited(sent, "Postmark:", "Received: x\r\nPostmark:")).state, "pass");
  EXPECT_EQ(verify(edited(sent, " i=1", "\r\n \t i=1")).state, "pass");
  EXPECT_EQ(verify(edited(sent, "hn=", "hn= ")).state, "fail") << "the signer had no space here";
}

TEST_F(PostmarksVerifying, CostsOneLookupAndOneKeyOperationPerStamp) {
  const Transit sent = listed(listed(stamped()));
  bench.cost = {};

  (void)verify(sent);

  EXPECT_EQ(bench.cost.public_operations, 3U);
  EXPECT_EQ(bench.cost.dns_lookups, 3U);
  EXPECT_EQ(bench.cost.hash_operations, 3U * 2 + 1 + 1) << "the body is hashed once";
}

TEST_F(PostmarksVerifying, ReportsInTheCommonField) {
  const auto scheme = bench.scheme();
  EXPECT_EQ(scheme->authentication_result(verify(listed(stamped()))),
            "x-postmark=pass policy.class=pass-chain");
  EXPECT_EQ(scheme->authentication_result(verify(transit(kLetter))), "x-postmark=none");
  EXPECT_EQ(scheme->authentication_result(verify(readdressed(stamped(), ""))),
            "x-postmark=fail reason=\"the envelope sender is not that of the last stamp\" "
            "policy.class=fail-envelope");
  EXPECT_EQ(scheme->status_field(verify(stamped())), "");
}

TEST_F(PostmarksVerifying, RefusesHeadersBeyondTheLimits) {
  const Transit sent = stamped();
  std::string stamps;
  for (int i = 0; i < 10'000; ++i) stamps += "Postmark: v=MB1; i=" + std::to_string(i) + "\r\n";
  bench.cost = {};

  EXPECT_EQ(verify(transit(stamps + kLetter)).outcome, Outcome::permerror);
  EXPECT_EQ(
      verify(edited(sent, "Received:", "X: " + std::string(70'000, 'x') + "\r\nReceived:")).outcome,
      Outcome::permerror);
  EXPECT_EQ(bench.cost.dns_lookups, 0U);
}

TEST_F(PostmarksVerifying, StaysBoundedWhenTagsAreHuge) {
  const Transit sent = stamped();
  std::string names;
  for (int i = 0; i < 20'000; ++i) names += "to:";
  const std::string tags(20'000, ';');
  const std::string base64(60'000, 'A');

  EXPECT_EQ(verify(edited(sent, "hn=", "hn=" + names)).state, "fail");
  EXPECT_EQ(verify(edited(sent, "v=MB1;", "v=MB1;" + tags)).state, "permerror");
  EXPECT_EQ(verify(edited(sent, "sg=", "sg=" + base64)).state, "fail");
  EXPECT_EQ(verify(edited(sent, "m=", "m=" + base64)).state, "fail");
  EXPECT_EQ(verify(edited(sent, "sg=", "sg=%")).state, "permerror");
}

TEST_F(PostmarksVerifying, JudgesEveryKindOfOctets) {
  const auto scheme = bench.scheme();
  const std::string good = stamped().message.to_string();
  const std::size_t end = good.find("\r\n\r\n");
  for (std::size_t at = 0; at < end; ++at) {
    for (const char octet : {'\0', '\r', ';', '=', '\xff'}) {
      std::string text = good;
      text[at] = octet;
      const Verdict verdict = scheme->verify(transit(std::move(text)), bench.context());
      EXPECT_TRUE(verdict.outcome != Outcome::pass || verdict.identity == "example.com") << at;
    }
    const Verdict cut = scheme->verify(transit(good.substr(0, at)), bench.context());
    EXPECT_NE(cut.outcome, Outcome::pass) << at;
  }
}

TEST_F(PostmarksVerifying, HoldsOnTheIdentityPathForNastyMessages) {
  for (const std::string& text :
       {std::string("From: a@example.com"), std::string("From: a@example.com\r\n"),
        std::string("From: a@example.com\r\n\r\n"),
        std::string("From: a@example.com\r\n\r\n\r\n\r\n"),
        std::string("From:a@example.com\r\n\r\nno line end"),
        std::string("From : a@example.com\r\nSubject\t:\r\n\r\n \t\r\n"),
        std::string("From: a@example.com\r\nSubject: a\rb\nc\r\n\r\nx\ry\nz\r\n"),
        std::string("From: a@example.com\r\nSubject: \xff\x80\r\n\r\n\0\0", 38),
        std::string("From: a@example.com\r\nTo: b\r\nTo: c\r\nCc:\r\n\r\n.\r\n"),
        std::string("From: a@example.com\r\nnot a field\r\nX: y\r\n")}) {
    Transit sent = transit(text, "");
    sent = originate(std::move(sent)).transit;
    EXPECT_EQ(verify(sent).state, "pass") << text << verify(sent).reason;
  }
}

}  // namespace
}  // namespace mass
