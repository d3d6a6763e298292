#include <gtest/gtest.h>

#include <chrono>

#include "schemes/iim/verify.hpp"
#include "tests/unit/schemes/iim_bench.hpp"

namespace mass {
namespace {

using test::changed;
using test::detail;
using test::kDinner;
using test::word;
using test::words;

class IimVerifying : public test::IimBench {
 protected:
  static std::string reason(const Verdict& verdict) { return detail(verdict, "reason"); }
};

TEST_F(IimVerifying, KeepsItsTwoAnswersApart) {
  const Verdict verdict = verify(sign(kDinner));

  EXPECT_EQ(verdict.outcome, Outcome::pass);
  EXPECT_EQ(verdict.state, "s=y v=y");
  EXPECT_EQ(verdict.disposition, Disposition::accept);
  EXPECT_EQ(detail(verdict, "s"), "y");
  EXPECT_EQ(detail(verdict, "v"), "y");
  EXPECT_EQ(verdict.detail.at("r"), Value(std::int64_t{60}));
  EXPECT_EQ(reason(verdict), "ok");
  EXPECT_EQ(detail(verdict, "address"), "joe@example.com");
  EXPECT_EQ(detail(verdict, "key_bits"), "1024");
}

TEST_F(IimVerifying, CostsOnePublicKeyOperationAndTwoLookUps) {
  const std::string text = sign(kDinner);
  bench.cost = {};

  (void)verify(text);

  EXPECT_EQ(bench.cost.public_operations, 1U);
  EXPECT_EQ(bench.cost.hash_operations, 2U) << "what is signed, and the fingerprint";
  EXPECT_EQ(bench.cost.dns_lookups, 1U);
  EXPECT_EQ(bench.cost.http_lookups, 1U);
}

TEST_F(IimVerifying, DoesNotMindWhiteSpaceFoldsAndAppendedText) {
  const std::string text = sign(kDinner);

  EXPECT_EQ(verify(changed(text, "We lost the game.", "We\r\nlost  the\tgame. ")).state, "s=y v=y");
  EXPECT_EQ(verify(changed(text, "Is dinner", "Is\r\n\tdinner")).state, "s=y v=y");
  EXPECT_EQ(verify(changed(text, "; d:", ";\r\n\t d :  ", true)).state, "s=y v=y");
  EXPECT_EQ(verify(changed(text, "IIM-SIG", "iim-sig", true)).state, "s=y v=y");
  const Verdict footer = verify(text + "--\r\nBuy  now\r\n");
  EXPECT_EQ(footer.state, "s=y v=y");
  EXPECT_EQ(footer.detail.at("unsigned_tail"), Value(std::int64_t{8}));
}

TEST_F(IimVerifying, SaysThatTheSignatureIsBadWhenWhatIsSignedChanged) {
  const std::string text = sign(kDinner);
  for (const std::string& other :
       {changed(text, "lost", "left"), changed(text, "z:\"home\"", "z:\"away\"", true),
        changed(text, "x:\"432000\"", "x:\"532000\"", true),
        changed(text, "c:\"Subject: Is", "c:\"Subject: IS", true),
        changed(text, "v:\"1.1\"; ", "v:\"1.1\"; q:\"\"; ", true),
        changed(text, "v:\"1.1\"; h:\"mail.example.com\"; ", "h:\"mail.example.com\"; v:\"1.1\"; ",
                true)}) {
    const Verdict verdict = verify(other);

    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.state, "s=n v=?");
    EXPECT_EQ(verdict.cause, Cause::crypto_bad);
    EXPECT_EQ(reason(verdict), "signature does not match");
    EXPECT_EQ(detail(verdict, "altered"), "true");
    EXPECT_EQ(verdict.identity, "");
  }
  asked.clear();
  EXPECT_EQ(verify(changed(text, "e:\"AQAB\"", "e:\"Iw==\"", true)).state, "s=n v=?");
  EXPECT_EQ(verify(changed(text, "s:\"", "s:\"AAAA", true)).state, "s=n v=?") << "length";
  ASSERT_EQ(asked.size(), 2U) << "nobody is asked about the key";
  EXPECT_TRUE(asked[0].name.starts_with("_policy._iim."));
}

TEST_F(IimVerifying, KnowsWhenTheBodyIsTooShort) {
  const Verdict verdict = verify(changed(sign(kDinner), "We lost the game.\r\n", ""));

  EXPECT_EQ(verdict.state, "s=n v=?");
  EXPECT_EQ(verdict.cause, Cause::body_short);
  EXPECT_EQ(reason(verdict), "body too short");
}

TEST_F(IimVerifying, CannotProcessWhatItDoesNotKnow) {
  const std::string text = sign(kDinner);
  struct Case {
    const char* old;
    const char* by;
    const char* reason;
    Cause cause;
  };
  for (const Case& one :
       {Case{"v:\"1.1\"", "v:\"2.0\"", "unknown version", Cause::alg_unsupported},
        Case{"rsa-sha1", "rsa-sha256", "unknown algorithm", Cause::alg_unsupported},
        Case{"nofws:", "simple:", "unknown body canonicalization", Cause::alg_unsupported},
        Case{"z:\"home\"", "z:\"home\"; z:\"home\"", "syntax: duplicate z", Cause::sig_syntax},
        Case{"e:\"AQAB\"", "e:\"BA==\"", "unusable key", Cause::key_syntax},
        Case{"e:\"AQAB\"", "e:\"AQ==\"", "unusable key", Cause::key_syntax},
        Case{"e:\"AQAB\"", "e:\"AQAAAAAAAAAAAQ==\"", "unusable key", Cause::alg_unsupported}}) {
    const Verdict verdict = verify(changed(text, one.old, one.by, true));

    EXPECT_EQ(verdict.outcome, Outcome::permerror) << one.by;
    EXPECT_EQ(verdict.state, "s=? v=?") << one.by;
    EXPECT_EQ(reason(verdict), one.reason);
    EXPECT_EQ(verdict.cause, one.cause) << one.by;
  }
}

TEST_F(IimVerifying, EndsWithTheLifeTime) {
  const std::string text = sign(kDinner, {{"time", word("1091779200.9")}});
  bench.now = from_unix(1091779200 + 432'000);
  EXPECT_EQ(verify(text).state, "s=y v=y") << "the last second counts";

  bench.now = from_unix(1091779200 + 432'001);
  const Verdict verdict = verify(text);

  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.state, "s=y v=n");
  EXPECT_EQ(verdict.cause, Cause::time_expired);
  EXPECT_EQ(reason(verdict), "expired");
  bench.now = from_unix(0);
  EXPECT_EQ(verify(text).state, "s=y v=y") << "the future is no error";
}

TEST_F(IimVerifying, DoesNotAskForUnknownMethods) {
  std::string text = sign(kDinner, {{"method", word("dns")}});
  publish(*bench.scheme("dns"), "example.com");
  EXPECT_EQ(verify(text).state, "s=y v=y");
  EXPECT_EQ(verify(changed(text, "m:\"dns\"", "m:\"xkms\"", true)).state, "s=n v=?")
      << "it is hashed";
}

TEST_F(IimVerifying, ReportsChangedHeadersByPolicy) {
  const std::string text = sign(kDinner);
  const std::string subject = changed(text, "Subject: Is", "Subject: [x] Is");
  const std::string from = changed(text, "From: Joe <", "From: Joseph <");
  struct Case {
    const std::string& text;
    const char* policy;
    const char* state;
    const char* changed;
    const char* reason;
  };
  for (const Case& one : {Case{subject, "originator", "s=y v=y", "Subject", "ok"},
                          Case{subject, "strict", "s=y v=n", "Subject", "header changed"},
                          Case{subject, "restore", "s=y v=y", "Subject", "ok"},
                          Case{from, "originator", "s=y v=n", "From", "originator header changed"},
                          Case{from, "strict", "s=y v=n", "From", "originator header changed"},
                          Case{from, "restore", "s=y v=y", "From", "ok"}}) {
    const Verdict verdict = verify(one.text, {{"header_policy", word(one.policy)}});

    EXPECT_EQ(verdict.state, one.state) << one.policy;
    EXPECT_EQ(detail(verdict, "changed_headers"), one.changed) << one.policy;
    EXPECT_EQ(reason(verdict), one.reason) << one.policy;
    EXPECT_EQ(detail(verdict, "r"), "60") << one.policy;
    EXPECT_EQ(verdict.identity.empty(), verdict.outcome != Outcome::pass);
    const bool restores = std::string_view(one.policy) == "restore";
    EXPECT_EQ(detail(verdict, "restored"), restores ? one.changed : "absent");
    if (verdict.outcome == Outcome::fail) {
      EXPECT_EQ(verdict.cause, Cause::hdr_changed);
    }
  }
}

TEST_F(IimVerifying, DoesNotWaitForAServerWhenTheOriginatorChanged) {
  const std::string text = changed(sign(kDinner), "From: Joe <", "From: Joseph <");
  be_silent();

  EXPECT_EQ(verify(text).state, "s=y v=n");
  EXPECT_EQ(verify(text, {{"header_policy", word("restore")}}).state, "s=y v=?");
}

TEST_F(IimVerifying, TakesTheOriginatorFromSenderUnlessTold) {
  const std::string text = "Sender: office@sub.example.com\r\n" + kDinner;
  const ValueMap from_only{{"originator", word("from-only")}};

  EXPECT_EQ(verify(sign(text)).identity, "office@sub.example.com");
  EXPECT_EQ(verify(sign(text, from_only), from_only).identity, "joe@example.com");
  EXPECT_EQ(verify(sign(text), from_only).cause, Cause::ident_mismatch)
      << "d is below the domain of From";
  const std::string added = changed(sign(kDinner), "Received:", "Sender: x@y.example\r\nReceived:");
  EXPECT_EQ(verify(added).identity, "joe@example.com") << "a Sender that is not copied";
}

TEST_F(IimVerifying, TakesTheResultForFromThenForSenderThenAny) {
  const std::string author = sign(kDinner);
  bench.role = {RoleKind::mediator, "lists.example.net", {}};
  Transit list = transit(author);
  list.envelope.mail_from = "o@lists.example.net";
  const std::string both =
      bench.scheme()->forward(std::move(list), context())->transit.message.to_string();
  EXPECT_EQ(verify(both).identity, "joe@example.com");

  const std::string altered = changed(both, "lost", "left");
  EXPECT_EQ(verify(altered).state, "s=n v=?") << "neither holds";

  // Without a registration the author's is judged, and has fallen; the list's is good.
  answer(404);
  publish(*bench.scheme(), "lists.example.net");
  const Verdict fallen = verify(both);
  EXPECT_EQ(fallen.state, "s=y v=n");
  EXPECT_EQ(fallen.signatures[0].state, "s=y v=y");
  const Verdict any = verify(both, {{"combine", word("any")}});
  EXPECT_EQ(any.identity, "o@lists.example.net");

  // An author's signature that fell before its address was known speaks for nobody.
  const std::size_t second = both.find("IIM-SIG", 8);
  std::string broken = both;
  broken.replace(broken.find("z:\"home\"", second), 8, "z:\"away\"");
  EXPECT_EQ(verify(broken).identity, "o@lists.example.net");
}

TEST_F(IimVerifying, JudgesAtMostEightSignatures) {
  const std::string text = sign(kDinner);
  const std::string field = text.substr(0, text.find("Received:"));
  std::string flood = text;
  for (int i = 0; i < 100; ++i) flood = field + flood;

  const Verdict verdict = verify(flood);

  ASSERT_EQ(verdict.signatures.size(), 101U);
  EXPECT_EQ(verdict.signatures[7].outcome, Outcome::pass);
  EXPECT_EQ(verdict.signatures[8].outcome, Outcome::none);
  EXPECT_EQ(asked.size(), 16U);
}

TEST_F(IimVerifying, IsQuickWithHostileFields) {
  const auto start = std::chrono::steady_clock::now();
  std::string copies;
  for (int i = 0; i < 8000; ++i) copies += "c:\"\";";
  EXPECT_EQ(reason(verify("IIM-SIG: " + copies + "v:\"1.1\"\r\n" + kDinner)), "syntax: missing h");
  const std::string text = sign(kDinner);
  EXPECT_EQ(reason(verify(changed(text, "c:\"From", copies + "c:\"From", true))), "syntax: bad c");
  for (const std::string& hostile :
       {"IIM-SIG: c:\"" + std::string(1'000'000, '\\') + "\r\n" + kDinner,
        "IIM-SIG:" + std::string(1'000'000, ' ') + "\r\n" + kDinner}) {
    const Verdict verdict = verify(hostile);
    EXPECT_EQ(verdict.outcome, Outcome::permerror);
    EXPECT_EQ(verdict.state, "s=? v=?");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(IimVerifying, AsksForThePolicyWhenNothingIsProven) {
  EXPECT_EQ(verify(kDinner).outcome, Outcome::none);
  EXPECT_EQ(detail(verify(kDinner), "policy"), "some");
  EXPECT_EQ(verify(kDinner).disposition, Disposition::no_opinion);

  publish_txt("_policy._iim.example.com", "p:\"all\"");
  const Verdict bare = verify(kDinner);
  const Verdict bad = verify(changed(sign(kDinner), "lost", "left"));

  EXPECT_EQ(detail(bare, "policy"), "all");
  EXPECT_EQ(bare.disposition, Disposition::reject);
  EXPECT_EQ(bad.disposition, Disposition::reject);
  EXPECT_EQ(verify(sign(kDinner)).disposition, Disposition::accept);
  be_silent();
  EXPECT_EQ(verify(sign(kDinner)).disposition, Disposition::no_opinion) << "in suspense";
}

TEST_F(IimVerifying, SaysNothingOfPolicyWhenItCannotKnow) {
  dns->add_trouble("_policy._iim.example.com", ZoneDirectory::Trouble::timeout);

  EXPECT_EQ(detail(verify(kDinner), "policy"), "absent");
  EXPECT_EQ(detail(verify("Subject: x\r\n\r\n"), "policy"), "absent");
}

TEST_F(IimVerifying, ReportsInFieldsThatStrangersCannotBreak) {
  const auto scheme = bench.scheme({}, {{"host", word("mx.example.net")}});
  const auto report = [&](const std::string& text) {
    const Verdict verdict = scheme->verify(transit(text), context());
    return scheme->status_field(verdict) + " | " + scheme->authentication_result(verdict);
  };
  const std::string text = sign(kDinner);

  EXPECT_EQ(report(text),
            "IIM-VERIFY: s:\"y\"; v:\"y\"; r:\"60\"; h:\"mx.example.net\";\r\n"
            "\tc:\"message from mail.example.com verified; \" | "
            "x-iim=pass header.from=joe@example.com");
  EXPECT_TRUE(report(changed(text, "lost", "left"))
                  .starts_with("IIM-VERIFY: s:\"n\"; v:\"?\"; h:\"mx.example.net\";\r\n"
                               "\tc:\"message from mail.example.com not verified: signature does "
                               "not match; \" | x-iim=fail reason="));
  EXPECT_TRUE(report(kDinner).starts_with(" | x-iim=none")) << report(kDinner);
  const std::string forged =
      changed(text, "h:\"mail.example.com\"", "h:\"x\\\"; v:\\\"y\r\n\tz\"", true);
  EXPECT_EQ(report(forged).find("\"; v:\"y\""), std::string::npos) << report(forged);
  answer(404);
  EXPECT_NE(report(text).find("x-iim=policy reason="), std::string::npos);
  be_silent();
  EXPECT_NE(report(text).find("x-iim=temperror"), std::string::npos);
  EXPECT_NE(report(changed(text, "rsa-sha1", "x", true)).find("x-iim=neutral"), std::string::npos);
}

}  // namespace
}  // namespace mass
