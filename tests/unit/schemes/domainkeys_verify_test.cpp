#include <gtest/gtest.h>

#include <set>

#include "core/message/codec.hpp"
#include "tests/unit/schemes/domainkeys_bench.hpp"

namespace mass {
namespace {

using test::kPlain;
using test::replaced;
using test::word;

class DomainKeysVerifying : public test::DomainKeysBench {
 protected:
  // A signed message whose key record is replaced by another text.
  std::string under_record(std::string_view record) {
    const std::string selector = "s" + std::to_string(++count_);
    bench.publish(selector + "._domainkey.example.com", record);
    return sign(kPlain, "std", {{"selector", word(selector)}});
  }

  static std::string good_key() { return base64_encode(test::test_key()->public_der()); }

 private:
  int count_ = 0;
};

/// A verdict in short: what a table of results shows.
std::string summary(const Verdict& verdict) {
  return std::string(name_of(verdict.outcome)) + ", " + verdict.state + ", " +
         std::string(name_of(verdict.cause));
}

TEST_F(DomainKeysVerifying, NamesEveryStateAndCauseThereIs) {
  const std::string good = sign(kPlain);
  bench.zone.add_trouble("mass._domainkey.slow.example", ZoneDirectory::Trouble::timeout);
  bench.zone.add_trouble("mass._domainkey.broken.example", ZoneDirectory::Trouble::failed);
  const auto from = [this](const char* domain) {
    return sign(replaced(kPlain, "@example.com", std::string("@") + domain));
  };

  EXPECT_EQ(summary(verify(good)), "pass, good, intact");
  EXPECT_EQ(summary(verify(kPlain)), "none, no signature, sig_missing");
  EXPECT_EQ(summary(verify(replaced(good, "Hi.", "Ho."))), "fail, bad, crypto_bad");
  EXPECT_EQ(summary(verify(replaced(good, "\tb=", "\tx="))), "permerror, bad format, sig_syntax");
  EXPECT_EQ(summary(verify(replaced(good, "a=rsa-sha1", "a=dsa"))),
            "permerror, bad format, alg_unsupported");
  EXPECT_EQ(summary(verify(replaced(good, "d=example.com", "d=example.net"))),
            "permerror, bad format, ident_mismatch");
  EXPECT_EQ(summary(verify(replaced(good, "s=mass", "s=gone"))), "permerror, no key, key_missing");
  EXPECT_EQ(summary(verify(under_record("k=rsa"))), "permerror, bad format, key_syntax");
  EXPECT_EQ(summary(verify(under_record("k=rsa; p="))), "permerror, revoked, key_revoked");
  EXPECT_EQ(summary(verify(under_record("g=eve; p=" + good_key()))), "fail, bad, ident_mismatch");
  EXPECT_EQ(summary(verify(from("slow.example"))), "temperror, temperror, key_temperror");
  EXPECT_EQ(summary(verify(from("broken.example"))), "temperror, temperror, key_temperror");
}

TEST_F(DomainKeysVerifying, SaysWhyWhenItDoesNotPass) {
  const std::string good = sign(kPlain);

  for (const std::string& message :
       {kPlain, replaced(good, "Hi.", "Ho."), replaced(good, "s=mass", "s=gone"),
        replaced(good, "q=dns", "q=xyz"), replaced(good, "d=example.com", "d=a..b")}) {
    const Verdict verdict = verify(message);
    EXPECT_NE(verdict.reason, "");
    EXPECT_TRUE(verdict.source.starts_with("RFC 4870 section ")) << verdict.source;
    EXPECT_EQ(verdict.identity, "");
  }
}

TEST_F(DomainKeysVerifying, TellsAnAlteredMessageFromAForeignSignature) {
  const Verdict altered = verify(replaced(sign(kPlain), "Hi.", "Ho."));
  bench.keys.rsa_key = test::test_key(1);
  const Verdict foreign = verify(sign(kPlain));

  EXPECT_TRUE(altered.detail.contains("altered"));
  EXPECT_EQ(foreign.state, "bad");
  EXPECT_FALSE(foreign.detail.contains("altered"));
}

TEST_F(DomainKeysVerifying, ReportsKeyAndSelector) {
  const Verdict verdict =
      verify(replaced(sign(kPlain), "s=mass; d=example.com", "s=MASS; d=EXAMPLE.com"));

  EXPECT_EQ(verdict.state, "good");
  EXPECT_EQ(to_text(verdict.detail.at("domain")), "example.com");
  EXPECT_EQ(to_text(verdict.detail.at("selector")), "mass");
  EXPECT_EQ(to_text(verdict.detail.at("key_bits")), "1024");
  EXPECT_EQ(to_text(verdict.detail.at("header")), "from");
  EXPECT_FALSE(verdict.detail.contains("testing"));
  EXPECT_FALSE(verdict.detail.contains("policy")) << "a good signature needs no policy";
}

TEST_F(DomainKeysVerifying, RefusesKeyRecordsThatAreNotSound) {
  for (const std::string& record : std::vector<std::string>{
           "v=spf1 -all", "", "p", "p=@@@", "k=dsa; p=" + good_key(), "p=a; p=b", "P=" + good_key(),
           "p=" + base64_encode("not a key"), "=;=;=", std::string(1000, ';')}) {
    EXPECT_EQ(summary(verify(under_record(record))), "permerror, bad format, key_syntax")
        << record.substr(0, 40);
  }
}

TEST_F(DomainKeysVerifying, TakesTheFirstOfSeveralKeyRecords) {
  const std::string message = under_record("p=" + good_key());
  bench.publish("s1._domainkey.example.com", "p=");

  EXPECT_EQ(verify(message).state, "good");
}

TEST_F(DomainKeysVerifying, ReportsTestingOnlyWhenTheKeySaysSo) {
  const std::string good = under_record("t=y; p=" + good_key());

  EXPECT_EQ(to_text(verify(good).detail.at("testing")), "true");
  EXPECT_EQ(to_text(verify(replaced(good, "Hi.", "Ho.")).detail.at("testing")), "true");
  EXPECT_EQ(verify(replaced(good, "Hi.", "Ho.")).state, "bad") << "testing never makes a pass";
  EXPECT_FALSE(verify(under_record("t=n; p=" + good_key())).detail.contains("testing"));
  EXPECT_TRUE(verify(under_record("t=y; k=rsa")).detail.contains("testing"));
}

TEST_F(DomainKeysVerifying, ComparesGranularityAsTheSettingSays) {
  struct Case {
    const char* record;
    const char* exact;
    const char* wildcard;
    const char* prefix;
  };
  for (const Case& one : {Case{"", "good", "good", "good"}, Case{"joe", "good", "good", "good"},
                          Case{"Joe", "bad", "bad", "good"}, Case{"joey", "bad", "bad", "good"},
                          Case{"j*", "bad", "good", "bad"}, Case{"*", "bad", "good", "bad"},
                          Case{"jo*oe", "bad", "bad", "bad"}, Case{"eve", "bad", "bad", "bad"}}) {
    const std::string message = under_record("g=" + std::string(one.record) + "; p=" + good_key());
    EXPECT_EQ(verify(message).state, one.exact) << one.record;
    EXPECT_EQ(verify(message, {{"granularity", word("wildcard")}}).state, one.wildcard)
        << one.record;
    EXPECT_EQ(verify(message, {{"granularity", word("ci-prefix")}}).state, one.prefix)
        << one.record;
  }
}

TEST_F(DomainKeysVerifying, LooksForSenderWhereTheSettingSays) {
  const std::string sender = "Sender: owner@lists.example.net\r\n";
  const std::string names = sign(kPlain, "std", {{"headers", test::words({"from", "subject"})}});
  const std::string no_names = sign(kPlain, "strict");
  const auto state = [this](const std::string& message, const char* scope) {
    return verify(message, {{"sender_scope", word(scope)}}).state;
  };

  for (const std::string& message : {names, no_names}) {
    EXPECT_EQ(state(sender + message, "below"), "good");
    EXPECT_EQ(state(sender + message, "signed"), "good");
    EXPECT_EQ(state(sender + message, "all"), "bad format");
  }
  const std::string below = replaced(names, "From:", sender + "From:");
  EXPECT_EQ(state(below, "below"), "bad format");
  EXPECT_EQ(state(below, "signed"), "good");
  EXPECT_EQ(state(below, "all"), "bad format");
}

TEST_F(DomainKeysVerifying, RefusesAnIdentityThatIsNotSigned) {
  const std::string message = sign(kPlain);

  const Verdict verdict =
      verify("Sender: boss@example.com\r\n" + message, {{"sender_scope", word("all")}});

  EXPECT_EQ(summary(verdict), "permerror, bad format, ident_mismatch");
}

TEST_F(DomainKeysVerifying, RefusesTwoFromFieldsUnlessTheLastCounts) {
  const std::string message = sign(replaced(kPlain, "Received:", "X-Received:"), "strict");
  const std::string two = replaced(message, "From:", "From: eve@example.org\r\nFrom:");

  EXPECT_EQ(summary(verify(two)), "permerror, bad format, ident_mismatch");
  EXPECT_EQ(verify(two, {{"two_from", word("last")}}).state, "bad") << "found, but not as signed";
  EXPECT_EQ(verify("From: eve@example.org\r\n" + message).state, "good") << "not below";
}

TEST_F(DomainKeysVerifying, RefusesNamesThatLeaveOutTheSender) {
  const std::string message = sign(kPlain);

  EXPECT_EQ(summary(verify(replaced(message, "h=from:", "h="))),
            "permerror, bad format, ident_mismatch");
}

TEST_F(DomainKeysVerifying, KnowsTheRulesForMissingAndOddTags) {
  const std::string message = sign(kPlain, "simplebody");
  const std::string bare = replaced(replaced(message, "c=simple; ", ""), "q=dns; ", "");
  const std::string odd = replaced(message, "a=rsa-sha1", "d=example.net; A=rsa-sha1");

  EXPECT_EQ(verify(bare).state, "good");
  EXPECT_EQ(verify(bare, {{"missing_tags", word("strict")}}).state, "bad format");
  EXPECT_EQ(verify(odd).state, "bad format");
  EXPECT_EQ(verify(odd, {{"odd_tags", word("last-wins")}}).state, "good");
}

TEST_F(DomainKeysVerifying, TriesBothHashOrdersWhenEitherMayHold) {
  const std::string message = sign(
      kPlain, "", {{"headers", test::words({"date", "from"})}, {"h_order", word("message-order")}});

  EXPECT_EQ(verify(message).state, "bad");
  EXPECT_EQ(verify(message, {{"h_order", word("message-order")}}).state, "good");
  EXPECT_EQ(verify(message, {{"h_order", word("either")}}).state, "good");
  EXPECT_EQ(verify(replaced(message, "Hi.", "Ho."), {{"h_order", word("either")}}).state, "bad");
}

TEST_F(DomainKeysVerifying, HashesAnUnterminatedLineAsTheSettingSays) {
  const std::string message = sign("From: joe@example.com\r\n\r\nHi.\r\n");
  const std::string cut = message.substr(0, message.size() - 2);

  EXPECT_EQ(verify(cut).state, "good");
  EXPECT_EQ(verify(cut, {{"last_line", word("leave")}}).state, "bad");
}

TEST_F(DomainKeysVerifying, ChoosesAmongSeveralSignatures) {
  const std::string author = sign(kPlain);
  const std::string list = sign("Sender: owner@lists.example.net\r\n" + author);
  const std::string broken_top = "DomainKey-Signature: c=nofws\r\n" + author;
  const auto merged = [this](const std::string& message, const char* rule) {
    return verify(message, {{"combine", word(rule)}});
  };

  for (const char* rule : {"rfc", "first", "any"}) {
    EXPECT_EQ(merged(list, rule).identity, "owner@lists.example.net") << rule;
  }
  EXPECT_EQ(verify(list).signatures.size(), 2U);
  EXPECT_EQ(merged(broken_top, "rfc").state, "good");
  EXPECT_EQ(merged(broken_top, "first").state, "bad format");
  EXPECT_EQ(merged(broken_top, "any").state, "good");
}

TEST_F(DomainKeysVerifying, TakesAnyGoodSignatureOnlyWhenToldTo) {
  const std::string author = sign(kPlain);
  const std::string field = author.substr(0, author.find("Received:"));
  const std::string fake = replaced(field, "\tb=", "\tb=AAAA") + author;

  EXPECT_EQ(verify(fake).state, "bad") << "the topmost usable one is the one to judge";
  EXPECT_EQ(verify(fake, {{"combine", word("any")}}).state, "good");
  EXPECT_EQ(verify(fake).signatures.at(1).state, "good");
}

TEST_F(DomainKeysVerifying, JudgesOnlyTheTopmostEight) {
  std::string message = sign(kPlain);
  const std::string field = message.substr(0, message.find("Received:"));
  for (int i = 0; i < 200; ++i) message = replaced(field, "s=mass", "s=gone") + message;
  bench.cost = {};

  const Verdict verdict = verify(message, {{"combine", word("any")}});

  EXPECT_EQ(verdict.state, "no key");
  EXPECT_EQ(bench.cost.dns_lookups, 9U) << "eight keys and one policy";
  ASSERT_EQ(verdict.signatures.size(), 201U);
  EXPECT_EQ(verdict.signatures[8].state, "not judged");
  EXPECT_EQ(verdict.signatures[8].outcome, Outcome::none);
}

TEST_F(DomainKeysVerifying, AsksForThePolicyOnlyWhenItDoesNotPass) {
  bench.publish("_domainkey.example.com", "o=-; r=a@example.com");
  const std::string good = sign(kPlain);
  bench.cost = {};

  const Verdict passed = verify(good);
  EXPECT_EQ(bench.cost.dns_lookups, 1U);
  const Verdict failed = verify(replaced(good, "Hi.", "Ho."));
  EXPECT_EQ(bench.cost.dns_lookups, 3U);
  const Verdict unsigned_one = verify(kPlain);
  EXPECT_EQ(bench.cost.dns_lookups, 4U);

  EXPECT_EQ(passed.disposition, Disposition::accept);
  EXPECT_EQ(failed.disposition, Disposition::reject);
  EXPECT_EQ(unsigned_one.disposition, Disposition::reject);
  EXPECT_EQ(to_text(unsigned_one.detail.at("policy")), "-");
}

TEST_F(DomainKeysVerifying, NeverRejectsWhenDomainOrKeyIsTesting) {
  bench.publish("_domainkey.example.com", "t=y; o=-");
  bench.publish("_domainkey.lists.example.net", "o=~");
  const std::string list = replaced(kPlain, "joe@example.com", "joe@lists.example.net");

  const Verdict testing = verify(kPlain);
  const Verdict some = verify(list);
  const Verdict unknown = verify(replaced(kPlain, "joe@example.com", "joe@nowhere.example"));

  EXPECT_EQ(testing.disposition, Disposition::no_opinion);
  EXPECT_EQ(to_text(testing.detail.at("testing")), "true");
  EXPECT_EQ(some.disposition, Disposition::no_opinion);
  EXPECT_EQ(to_text(unknown.detail.at("policy")), "~") << "no record, default";
}

TEST_F(DomainKeysVerifying, SaysNothingAboutAPolicyItCouldNotFetch) {
  bench.zone.add_trouble("_domainkey.example.com", ZoneDirectory::Trouble::timeout);

  EXPECT_FALSE(verify(kPlain).detail.contains("policy"));
  EXPECT_FALSE(verify("Subject: no author\r\n\r\n").detail.contains("policy"));
}

TEST_F(DomainKeysVerifying, DefersWithoutAskingForThePolicyWhenTheDnsIsDown) {
  bench.zone.add_trouble("mass._domainkey.slow.example", ZoneDirectory::Trouble::timeout);
  const std::string message = sign(replaced(kPlain, "@example.com", "@slow.example"));
  bench.cost = {};

  EXPECT_EQ(verify(message).disposition, Disposition::no_opinion);
  EXPECT_EQ(bench.cost.dns_lookups, 1U);
}

TEST_F(DomainKeysVerifying, AcceptsNoNameThatIsNotOneInTheDns) {
  const std::string good = sign(kPlain);

  for (const std::string& selector :
       std::vector<std::string>{"x._domainkey.evil.example.", "a b", std::string("a\0b", 3), "%00",
                                "", ".", "a..b", "\xFF", std::string(64, 'a'), "x'", "x(y)"}) {
    const Verdict verdict = verify(replaced(good, "s=mass", "s=" + selector));
    EXPECT_EQ(summary(verdict), "permerror, bad format, sig_syntax") << selector;
    EXPECT_FALSE(verdict.detail.contains("domain"));
  }
  EXPECT_EQ(summary(verify(replaced(good, "d=example.com", "d=example.com'a.evil.example"))),
            "permerror, bad format, sig_syntax");
}

TEST_F(DomainKeysVerifying, RefusesHeadersBeyondTheLimits) {
  const std::string good = sign(kPlain);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "X: y\r\n";

  EXPECT_EQ(summary(verify(many + good)), "permerror, bad format, sig_syntax");
  EXPECT_EQ(summary(verify("X: " + std::string(70'000, 'a') + "\r\n" + good)),
            "permerror, bad format, sig_syntax");
  EXPECT_EQ(summary(verify(std::string(999, 'a') + ": b\r\n" + good)),
            "permerror, bad format, sig_syntax");
}

TEST_F(DomainKeysVerifying, SurvivesHostileTagLists) {
  std::string names = "h=from";
  for (int i = 0; i < 10'000; ++i) names += ":from";
  std::string empty_tags;
  for (int i = 0; i < 30'000; ++i) empty_tags += "a=;";
  for (const std::string& value : std::vector<std::string>{
           empty_tags.substr(0, 60'000), empty_tags, std::string(60'000, ';'),
           std::string(60'000, '='), std::string(60'000, ':'), "b=" + std::string(60'000, 'A'),
           names, "a=rsa-sha1; b=AAAA; c=nofws; d=example.com; q=dns; s=mass; " + names,
           std::string("\0\r\n \xFF", 5), "h=" + std::string(60'000, ':')}) {
    for (const char* odd : {"reject", "last-wins"}) {
      const Verdict verdict =
          verify("DomainKey-Signature: " + value + "\r\n" + kPlain, {{"odd_tags", word(odd)}});
      EXPECT_NE(verdict.outcome, Outcome::pass);
      EXPECT_EQ(verdict.signatures.size() > 1, false);
      EXPECT_LT(verdict.reason.size(), 1000U);
    }
  }
}

TEST_F(DomainKeysVerifying, JudgesEveryKindOfOctets) {
  RandomSource random(4, {"octets"});
  const std::string good = sign(kPlain, "strict");

  for (int i = 0; i < 500; ++i) {
    std::string message = good;
    for (int change = 0; change < 3; ++change) {
      message[random.below(message.size())] = static_cast<char>(random.below(256));
    }
    const Verdict verdict = verify(message);
    EXPECT_TRUE(verdict.outcome != Outcome::pass || verdict.identity == "joe@example.com");
    EXPECT_FALSE(bench.scheme()->authentication_result(verdict).empty());
  }
}

TEST_F(DomainKeysVerifying, HashesOnceForOneSignature) {
  const std::string message = sign(kPlain);
  bench.cost = {};

  (void)verify(message);

  EXPECT_EQ(bench.cost.hash_operations, 1U);
  EXPECT_EQ(bench.cost.public_operations, 1U);
}

TEST_F(DomainKeysVerifying, WritesDownWhatWasHashedEvenWithoutAKey) {
  const std::string message = replaced(sign(kPlain), "s=mass", "s=gone");
  Trace trace;

  (void)bench.scheme()->verify(transit(message), bench.context(&trace));

  EXPECT_TRUE(trace.has("hash-input", 1));
  EXPECT_FALSE(trace.has("hash-input", 2));
}

TEST_F(DomainKeysVerifying, ReportsInItsOwnFieldAndInTheCommonOne) {
  const auto scheme = bench.scheme();
  const Verdict good = verify(sign(kPlain));
  const Verdict sender = verify(sign("Sender: owner@lists.example.net\r\n" + kPlain));
  const Verdict none = verify(kPlain);
  const Verdict testing = verify(replaced(under_record("t=y; p=" + good_key()), "Hi.", "Ho."));
  const Verdict syntax = verify("DomainKey-Signature: x\r\n" + kPlain);
  const Verdict no_key = verify(replaced(sign(kPlain), "s=mass", "s=gone"));

  EXPECT_EQ(scheme->status_field(good), "DomainKey-Status: good");
  EXPECT_EQ(scheme->status_field(none), "DomainKey-Status: no signature");
  EXPECT_EQ(scheme->status_field(testing), "DomainKey-Status: bad (test mode)");
  EXPECT_EQ(scheme->authentication_result(good),
            "domainkeys=pass header.d=example.com header.from=joe@example.com");
  EXPECT_EQ(scheme->authentication_result(sender),
            "domainkeys=pass header.d=lists.example.net header.sender=owner@lists.example.net");
  EXPECT_EQ(scheme->authentication_result(none), "domainkeys=none");
  EXPECT_TRUE(scheme->authentication_result(syntax).starts_with("domainkeys=neutral reason="));
  EXPECT_TRUE(scheme->authentication_result(no_key).starts_with("domainkeys=permerror reason="));
}

}  // namespace
}  // namespace mass
