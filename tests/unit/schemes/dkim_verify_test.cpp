#include <gtest/gtest.h>

#include "core/crypto/rsa.hpp"
#include "core/message/codec.hpp"
#include "tests/unit/schemes/dkim_bench.hpp"

namespace mass {
namespace {

using test::answers;
using test::kDkimPlain;
using test::replaced;
using test::summary;
using test::word;
using test::words;

class DkimVerifying : public test::DkimBench {
 protected:
  // A signed message whose key record is replaced by these texts.
  std::string under_records(std::initializer_list<std::string> records, ValueMap given = {}) {
    const std::string selector = "s" + std::to_string(++count_);
    for (const std::string& record : records) {
      bench.publish(selector + "._domainkey.example.com", record);
    }
    given.emplace("selector", word(selector));
    return sign(kDkimPlain, given);
  }

  static std::string good_key() { return base64_encode(test::test_key()->public_der()); }

  // Reads a signature field that was never made by a signer: what counts is the form.
  Verdict of_tags(const std::string& tags) {
    return verify("DKIM-Signature: " + tags + "\r\n" + kDkimPlain);
  }

 private:
  int count_ = 0;
};

const std::string kSyntax = "permerror, signature syntax error, sig_syntax";
const std::string kSound =
    "v=1; a=rsa-sha256; d=example.com; s=dkim; h=from; "
    "bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; b=AAAA";

TEST_F(DkimVerifying, AnswersEveryQuestionOnItsOwn) {
  const std::string good = sign(kDkimPlain);

  EXPECT_EQ(answers(verify(good)), "holds, holds, holds, holds");
  EXPECT_EQ(answers(verify(replaced(good, "Hi.", "Ho."))), "holds, fails, holds, holds");
  EXPECT_EQ(answers(verify(replaced(good, "suzie@", "eve@"))), "holds, holds, fails, holds");
  EXPECT_EQ(answers(verify(replaced(replaced(good, "Hi.", "Ho."), "suzie@", "eve@"))),
            "holds, fails, fails, holds");
  EXPECT_EQ(answers(verify(replaced(good, "s=dkim", "s=gone"))),
            "fails, not checked, not checked, holds");
  EXPECT_EQ(answers(verify(sign(kDkimPlain, {{"lifetime", std::int64_t{10}}}))),
            "holds, holds, holds, holds");
}

TEST_F(DkimVerifying, NamesStateAndCauseWhenSomethingIsWrong) {
  const std::string good = sign(kDkimPlain);
  bench.zone.add_trouble("slow._domainkey.example.com", ZoneDirectory::Trouble::timeout);
  bench.zone.add_trouble("broken._domainkey.example.com", ZoneDirectory::Trouble::failed);

  EXPECT_EQ(summary(verify(good)), "pass, pass, intact");
  EXPECT_EQ(summary(verify(kDkimPlain)), "none, no signature, sig_missing");
  EXPECT_EQ(summary(verify(replaced(good, "Hi.", "Ho."))),
            "fail, body hash did not verify, crypto_bad");
  EXPECT_EQ(summary(verify(replaced(good, "suzie@", "eve@"))),
            "fail, signature did not verify, crypto_bad");
  EXPECT_EQ(summary(verify(replaced(good, "s=dkim", "s=gone"))),
            "permerror, no key for signature, key_missing");
  EXPECT_EQ(summary(verify(replaced(good, "s=dkim", "s=slow"))),
            "temperror, key unavailable, key_temperror");
  EXPECT_EQ(summary(verify(replaced(good, "s=dkim", "s=broken"))),
            "temperror, key unavailable, key_temperror");
  EXPECT_EQ(summary(verify(replaced(good, "v=1", "v=2"))),
            "permerror, incompatible version, sig_syntax");
  EXPECT_EQ(summary(verify(replaced(good, "a=rsa-sha256", "a=rsa-md5"))),
            "permerror, unsupported algorithm, alg_unsupported");
  EXPECT_EQ(summary(verify(replaced(good, "c=relaxed/relaxed", "c=relaxed/nofws"))),
            "permerror, unsupported canonicalization, alg_unsupported");
  EXPECT_EQ(summary(verify(replaced(good, "s=dkim;", "s=dkim; q=http;"))),
            "permerror, unsupported query method, alg_unsupported");
}

TEST_F(DkimVerifying, GivesReasonSourceAndNoIdentityWhenItDoesNotPass) {
  const std::string good = sign(kDkimPlain);

  EXPECT_EQ(verify(good).identity, "example.com");
  for (const std::string& message :
       {kDkimPlain, replaced(good, "Hi.", "Ho."), replaced(good, "s=dkim", "s=gone"),
        replaced(good, "v=1", "v=2"), replaced(good, "d=example.com", "d=a..b")}) {
    const Verdict verdict = verify(message);
    EXPECT_NE(verdict.reason, "");
    EXPECT_TRUE(verdict.source.starts_with("RFC 6376 section ")) << verdict.source;
    EXPECT_EQ(verdict.identity, "");
    EXPECT_EQ(verdict.disposition, Disposition::no_opinion)
        << "a signature that fails is none, not a reason to reject";
  }
}

TEST_F(DkimVerifying, RefusesFieldsThatAreMalformed) {
  EXPECT_EQ(summary(of_tags(kSound)), "fail, body hash did not verify, crypto_bad")
      << "the others must differ from a sound one";
  for (const std::string& tags : {std::string(";"),
                                  std::string("nonsense"),
                                  kSound + "; d=example.net",
                                  std::string(";;"),
                                  kSound + "; ; t=1",
                                  kSound + "; t=x",
                                  kSound + "; t=-1",
                                  kSound + "; x=",
                                  kSound + "; t=20; x=20",
                                  kSound + "; t=20; x=10",
                                  kSound + "; l=1x",
                                  kSound + "; l=",
                                  kSound + "; l=" + std::string(77, '1'),
                                  kSound + "; i=joe.example.com",
                                  kSound + "; i=joe=4@example.com",
                                  kSound + "; q=dns/txt::x",
                                  kSound + "; 1=x",
                                  replaced(kSound, "h=from", "h=from::to"),
                                  replaced(kSound, "h=from", "h="),
                                  replaced(kSound, "h=from", "h=from:a b"),
                                  replaced(kSound, "b=AAAA", "b=A*"),
                                  replaced(kSound, "b=AAAA", "b="),
                                  replaced(kSound, "d=example.com", "d=com"),
                                  replaced(kSound, "d=example.com", "d=example.com("),
                                  replaced(kSound, "d=example.com", "d=example.com."),
                                  replaced(kSound, "d=example.com", "d=\xFF.example.com"),
                                  replaced(kSound, "s=dkim", "s=a..b"),
                                  replaced(kSound, "s=dkim", "s=" + std::string(64, 'a'))}) {
    EXPECT_EQ(summary(of_tags(tags)), kSyntax) << tags;
  }
}

TEST_F(DkimVerifying, RefusesFieldsThatLackATag) {
  EXPECT_EQ(summary(of_tags("")), "permerror, signature missing required tag, sig_syntax");
  for (const char* tag : {"v=1; ", "a=rsa-sha256; ", "d=example.com; ", "s=dkim; ", "h=from; ",
                          "bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; ", "; b=AAAA"}) {
    EXPECT_EQ(summary(of_tags(replaced(kSound, tag, ""))),
              "permerror, signature missing required tag, sig_syntax")
        << tag;
  }
}

TEST_F(DkimVerifying, RefusesASignatureThatDoesNotCoverFrom) {
  EXPECT_EQ(summary(of_tags(replaced(kSound, "h=from", "h=to:subject"))),
            "permerror, From field not signed, sig_syntax");
  EXPECT_EQ(summary(of_tags(replaced(kSound, "h=from", "h=to:FROM"))),
            "fail, body hash did not verify, crypto_bad");
}

TEST_F(DkimVerifying, TakesOnlyUsersOfTheSigningDomain) {
  const std::string mismatch = "permerror, domain mismatch, ident_mismatch";
  EXPECT_EQ(summary(of_tags(kSound + "; i=@example.net")), mismatch);
  EXPECT_EQ(summary(of_tags(kSound + "; i=@com")), mismatch);
  EXPECT_EQ(summary(of_tags(kSound + "; i=@badexample.com")), mismatch);
  EXPECT_EQ(summary(of_tags(kSound + "; i=@example.com@example.net")), mismatch)
      << "the last @ counts";
  for (const char* user : {"@example.com", "joe@EXAMPLE.com", "joe=40home@a.b.example.com"}) {
    EXPECT_EQ(summary(of_tags(kSound + "; i=" + user)),
              "fail, body hash did not verify, crypto_bad")
        << user;
  }
}

TEST_F(DkimVerifying, PassesOverWhatItDoesNotKnow) {
  const std::string good = sign(kDkimPlain);
  const Verdict verdict = of_tags(kSound + "; r=y; zz_9=a=b; q=http/x : dns/txt");

  EXPECT_EQ(summary(verdict), "fail, body hash did not verify, crypto_bad");
}

TEST_F(DkimVerifying, ReadsNumbersOfAnyLength) {
  const std::string big = std::string(76, '9');

  EXPECT_EQ(summary(of_tags(kSound + "; x=" + big)), "fail, body hash did not verify, crypto_bad");
  EXPECT_EQ(summary(of_tags(kSound + "; t=" + big)), "fail, body hash did not verify, crypto_bad");
  EXPECT_EQ(summary(of_tags(kSound + "; l=" + big)), "fail, body hash did not verify, body_short");
}

TEST_F(DkimVerifying, LooksAtTheClock) {
  const std::string message = sign(kDkimPlain, {{"lifetime", std::int64_t{100}}});
  const Time signed_at = bench.now;

  bench.now = signed_at + std::chrono::seconds(100);
  EXPECT_EQ(summary(verify(message)), "pass, pass, intact");
  bench.now = signed_at + std::chrono::seconds(101);
  EXPECT_EQ(summary(verify(message)), "permerror, signature expired, time_expired");
  EXPECT_EQ(answers(verify(message)), "holds, holds, holds, fails");
  const ValueMap wary{{"future_seconds", std::int64_t{300}}};
  bench.now = signed_at - std::chrono::seconds(300);
  EXPECT_EQ(summary(verify(message, wary)), "pass, pass, intact");
  bench.now = signed_at - std::chrono::seconds(301);
  EXPECT_EQ(summary(verify(message, wary)), "permerror, signature from the future, time_future");
  EXPECT_EQ(summary(verify(message)), "pass, pass, intact");
}

TEST_F(DkimVerifying, TellsTheFirstCauseAndTheOthersBeside) {
  const std::string message = sign(kDkimPlain, {{"lifetime", std::int64_t{100}}});
  bench.now += std::chrono::seconds(1000);
  const Verdict verdict = verify(replaced(message, "Hi.", "Ho."));

  EXPECT_EQ(summary(verdict), "permerror, signature expired, time_expired");
  EXPECT_EQ(verdict.detail.at("also"), words({"body hash did not verify"}));
}

TEST_F(DkimVerifying, AcceptsSha1AndDraftsUnderLegacyOnly) {
  const ValueMap legacy{{"tolerance", word("legacy")}};
  ValueMap sha1 = legacy;
  sha1.emplace("algorithm", word("rsa-sha1"));
  const std::string old = sign(kDkimPlain, sha1);

  EXPECT_EQ(summary(verify(old, legacy)), "pass, pass, intact");
  EXPECT_EQ(summary(verify(old)), "permerror, unacceptable algorithm, alg_unsupported");
  EXPECT_EQ(answers(verify(old)), "holds, holds, holds, fails");
  for (const char* version : {"v=0.5;", ""}) {
    const std::string draft = "DKIM-Signature: " + replaced(kSound, "v=1;", version) + "; q=dns";
    EXPECT_EQ(verify(draft + "\r\n" + kDkimPlain, legacy).outcome, Outcome::fail) << version;
    EXPECT_EQ(verify(draft + "\r\n" + kDkimPlain).cause, Cause::sig_syntax) << version;
  }
}

TEST_F(DkimVerifying, RefusesShortKeysUnlessLegacy) {
  RandomSource random(7, {"short key"});
  bench.keys.rsa_key = *RsaPrivateKey::derive(random, 768);
  const ValueMap legacy{{"tolerance", word("legacy")}};
  const std::string message =
      under_records({"p=" + base64_encode(bench.keys.rsa_key->public_der())}, legacy);

  EXPECT_EQ(summary(verify(message)), "permerror, key too short, key_weak");
  EXPECT_EQ(answers(verify(message)), "holds, holds, holds, fails");
  EXPECT_EQ(summary(verify(message, legacy)), "pass, pass, intact");
}

TEST_F(DkimVerifying, RefusesKeyRecordsThatAreNotSound) {
  for (const std::string& record : std::vector<std::string>{
           "v=spf1 -all", "", "p", "k=rsa", "p=@@@", "p=a; p=b", "=;=;=", std::string(1000, ';'),
           "v=DKIM2; p=" + good_key(), "v=dkim1; p=" + good_key(),
           "k=rsa; v=DKIM1; p=" + good_key(), "h=; p=" + good_key(), "s=:; p=" + good_key(),
           "p=" + base64_encode("not a key"), "P=" + good_key(),
           "n=" + std::string(5000, 'a') + "; p=" + good_key()}) {
    EXPECT_EQ(summary(verify(under_records({record}))), "permerror, key syntax error, key_syntax")
        << record.substr(0, 40);
  }
}

TEST_F(DkimVerifying, ChecksWhatTheKeyIsFor) {
  const auto state = [this](const std::string& tags) {
    return verify(under_records({tags + "p=" + good_key()})).state;
  };

  EXPECT_EQ(state("k=ed25519; "), "inappropriate key algorithm");
  EXPECT_EQ(state("k=dsa; "), "inappropriate key algorithm");
  EXPECT_EQ(state("h=sha1; "), "inappropriate hash algorithm");
  EXPECT_EQ(state("s=tlsrpt; "), "inapplicable key");
  EXPECT_EQ(verify(under_records({"v=DKIM1; p="})).state, "key revoked");
  EXPECT_EQ(verify(under_records({"v=DKIM1; p= "})).cause, Cause::key_revoked);
  for (const char* tags : {"v=DKIM1; ", "k=rsa; ", "h=sha1 : sha256; ", "s=tlsrpt:email; ", "s=*; ",
                           "g=nobody; ", "n=a note; ", "t=; ", "t=unknown; ", "zz=1; "}) {
    EXPECT_EQ(state(tags), "pass") << tags;
  }
}

TEST_F(DkimVerifying, HonoursTheFlagAgainstSubdomains) {
  const std::string record = "t=y:s; p=" + good_key();
  const std::string exact = under_records({record}, {{"user", word("domain")}});
  const std::string below =
      under_records({record}, {{"user", word("author")}, {"domain", word("example.com")}});
  const std::string sub = replaced(kDkimPlain, "joe@example.com", "joe@sub.example.com");
  bench.publish("flag._domainkey.example.com", record);
  const std::string of_sub = sign(
      sub, {{"selector", word("flag")}, {"domain", word("example.com")}, {"user", word("author")}});

  EXPECT_EQ(summary(verify(exact)), "pass, pass, intact");
  EXPECT_EQ(summary(verify(below)), "pass, pass, intact");
  EXPECT_EQ(summary(verify(of_sub)), "permerror, inapplicable key, ident_mismatch");
}

TEST_F(DkimVerifying, ReportsTestingAndTrustsItNoMoreThanUnsignedMail) {
  const Verdict good = verify(under_records({"t=y; p=" + good_key()}));
  const Verdict sure = verify(under_records({"p=" + good_key()}));

  EXPECT_EQ(to_text(good.detail.at("testing")), "true");
  EXPECT_EQ(good.outcome, Outcome::pass);
  EXPECT_EQ(good.disposition, Disposition::no_opinion);
  EXPECT_FALSE(sure.detail.contains("testing"));
  EXPECT_EQ(sure.disposition, Disposition::accept);
}

TEST_F(DkimVerifying, TriesEveryRecordThereIs) {
  const std::string other = "p=" + base64_encode(test::test_key(1)->public_der());
  const std::string good = "p=" + good_key();

  EXPECT_EQ(verify(under_records({"v=spf1 -all", good})).state, "pass");
  EXPECT_EQ(verify(under_records({other, good})).state, "pass");
  EXPECT_EQ(verify(under_records({"p=", other})).state, "signature did not verify");
  EXPECT_EQ(verify(under_records({"p=", "v=spf1 -all"})).state, "key revoked");
}

TEST_F(DkimVerifying, ReadsAKeyThatIsABareRsaPublicKey) {
  // The same numbers, without the frame of a SubjectPublicKeyInfo (24 octets for 1,024 bits less
  // two of length) around them.
  const std::string der = test::test_key()->public_der();
  const std::string bare = der.substr(22);

  EXPECT_EQ(verify(under_records({"p=" + base64_encode(bare)})).state, "pass");
}

TEST_F(DkimVerifying, TellsAnAlteredHeaderFromAForeignKey) {
  const Verdict altered = verify(replaced(sign(kDkimPlain), "suzie@", "eve@"));
  bench.keys.rsa_key = test::test_key(1);
  const Verdict foreign = verify(sign(kDkimPlain));

  EXPECT_TRUE(altered.detail.contains("altered"));
  EXPECT_EQ(summary(foreign), "fail, signature did not verify, crypto_bad");
  EXPECT_FALSE(foreign.detail.contains("altered"));
}

TEST_F(DkimVerifying, ChecksEd25519Signatures) {
  const std::string good = sign(kDkimPlain, {{"algorithm", word("ed25519-sha256")}});

  EXPECT_EQ(summary(verify(good)), "pass, pass, intact");
  EXPECT_EQ(to_text(verify(good).detail.at("key_bits")), "256");
  EXPECT_EQ(verify(replaced(good, "suzie@", "eve@")).state, "signature did not verify");
  EXPECT_EQ(verify(replaced(good, "a=ed25519-sha256", "a=rsa-sha256")).state,
            "inappropriate key algorithm");
  bench.publish("long._domainkey.example.com",
                "k=ed25519; p=" + base64_encode(std::string(44, 'x')));
  EXPECT_EQ(verify(replaced(good, "s=dkim-ed25519", "s=long")).state, "key syntax error");
}

TEST_F(DkimVerifying, JudgesSignaturesApartAndTakesTheBest) {
  const std::string both = sign(kDkimPlain, {{"algorithm", word("both")}});
  const Verdict good = verify(both);
  const Verdict one = verify(replaced(both, "s=dkim;", "s=gone;"));
  const Verdict list = verify(sign(sign(kDkimPlain), {{"domain", word("lists.example.net")}}));

  ASSERT_EQ(good.signatures.size(), 2U);
  EXPECT_EQ(to_text(good.signatures[0].detail.at("algorithm")), "rsa-sha256");
  EXPECT_EQ(to_text(good.signatures[1].detail.at("algorithm")), "ed25519-sha256");
  EXPECT_EQ(one.outcome, Outcome::pass);
  EXPECT_EQ(summary(one.signatures[0]), "permerror, no key for signature, key_missing");
  EXPECT_EQ(list.signatures[0].identity, "lists.example.net");
  EXPECT_EQ(list.identity, "example.com") << "the author's domain rather than another";
}

TEST_F(DkimVerifying, RanksWhatMayStillTurnOutGoodAboveWhatFails) {
  bench.zone.add_trouble("slow._domainkey.example.com", ZoneDirectory::Trouble::timeout);
  const std::string good = sign(kDkimPlain);
  const std::string slow = good.substr(0, good.find("Received:"));
  const std::string failing = replaced(good, "Hi.", "Ho.");

  EXPECT_EQ(verify(failing).outcome, Outcome::fail);
  EXPECT_EQ(verify(replaced(slow, "s=dkim", "s=slow") + failing).outcome, Outcome::temperror);
  EXPECT_EQ(verify(replaced(slow, "v=1", "v=9") + failing).outcome, Outcome::fail);
  EXPECT_EQ(verify(replaced(slow, "s=dkim", "s=slow") + good).outcome, Outcome::pass);
}

TEST_F(DkimVerifying, JudgesTenSignaturesOnly) {
  std::string fakes;
  for (int i = 0; i < 10; ++i) fakes += "DKIM-Signature: v=1\r\n";
  const Verdict verdict = verify(fakes + sign(kDkimPlain));

  ASSERT_EQ(verdict.signatures.size(), 11U);
  EXPECT_EQ(verdict.signatures.back().state, "not judged");
  EXPECT_EQ(verdict.outcome, Outcome::permerror);
}

TEST_F(DkimVerifying, CountsWhatLengthLeavesUnsigned) {
  const std::string message = sign(kDkimPlain, {{"l", std::int64_t{9999}}});
  const std::string longer = message + "-- \r\nfooter\r\n";
  const std::string shorter = replaced(message, "Joe.\r\n", "");

  EXPECT_EQ(verify(message).outcome, Outcome::pass);
  EXPECT_FALSE(verify(message).detail.contains("unsigned_octets"));
  EXPECT_EQ(verify(longer).outcome, Outcome::pass);
  EXPECT_EQ(to_text(verify(longer).detail.at("unsigned_octets")), "12")
      << "the blank at the end of a line is not counted";
  EXPECT_EQ(summary(verify(longer, {{"unsigned_body", word("refuse")}})),
            "permerror, body partly unsigned, body_changed");
  EXPECT_EQ(summary(verify(shorter)), "fail, body hash did not verify, body_short");
}

TEST_F(DkimVerifying, SelectsFieldsFromTheBottom) {
  const std::string twice = replaced(kDkimPlain, "To:", "X-Tag: one\r\nX-Tag: two\r\nTo:");
  const std::string message =
      sign(twice, {{"headers", words({"from", "x-tag"})}, {"header_policy", word("listed")}});

  EXPECT_EQ(verify("X-Tag: new\r\n" + message).outcome, Outcome::pass);
  EXPECT_EQ(verify(replaced(message, "X-Tag: one", "X-Tag: 1")).outcome, Outcome::pass);
  EXPECT_EQ(verify(replaced(message, "X-Tag: two", "X-Tag: 2")).outcome, Outcome::fail);
  EXPECT_EQ(verify("From: eve@example.net\r\n" + message).outcome, Outcome::pass);
}

TEST_F(DkimVerifying, NoticesFieldsThatWereSignedAsAbsent) {
  const std::string message = sign(kDkimPlain, {{"oversign", true}});

  EXPECT_EQ(verify(message).outcome, Outcome::pass);
  EXPECT_EQ(verify("From: eve@example.net\r\n" + message).outcome, Outcome::fail);
  EXPECT_EQ(verify("Cc: eve@example.net\r\n" + message).outcome, Outcome::fail);
  EXPECT_EQ(verify("X-Other: x\r\n" + message).outcome, Outcome::pass);
}

TEST_F(DkimVerifying, ComparesCopiesWithFieldsOnlyToExplain) {
  const std::string message = sign(kDkimPlain, {{"copy_fields", true}});
  const Verdict changed = verify(replaced(message, "To: suzie@", "To: eve@"));

  EXPECT_EQ(verify(message).outcome, Outcome::pass);
  EXPECT_EQ(changed.detail.at("changed_copies"), words({"To"}));
  EXPECT_EQ(verify(replaced(message, "Hi.", "Ho.")).detail.count("changed_copies"), 0U);
}

TEST_F(DkimVerifying, WritesAllHashInputsIntoTheTranscript) {
  const std::string message = sign(kDkimPlain, {{"headers", words({"from", "to"})}});
  Trace trace;
  (void)bench.scheme()->verify(transit(message), bench.context(&trace));

  EXPECT_EQ(trace.joined("body", 1), "Hi.\r\n\r\nJoe.\r\n");
  EXPECT_TRUE(
      trace.joined("header", 1)
          .starts_with(
              "from:Joe <joe@example.com>\r\nto:suzie@example.org\r\ndkim-signature:v=1; "));
  EXPECT_TRUE(trace.joined("header", 1).ends_with("; b="));
}

TEST_F(DkimVerifying, RefusesHeadersBeyondTheLimits) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "X: y\r\n";
  std::string names = "from";
  for (int i = 0; i < 1000; ++i) names += ":x";

  EXPECT_EQ(summary(verify(many + sign(kDkimPlain))), kSyntax);
  EXPECT_EQ(summary(of_tags(replaced(kSound, "h=from", "h=" + names))), kSyntax);
  EXPECT_EQ(summary(of_tags(kSound + "; n=" + std::string(20'000, 'x'))), kSyntax);
}

}  // namespace
}  // namespace mass
