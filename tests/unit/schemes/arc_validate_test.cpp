#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "tests/unit/schemes/arc_bench.hpp"

namespace mass {
namespace {

using test::detail;
using test::kArcPlain;
using test::replaced;
using test::without;
using test::word;
using test::words;

class ArcValidation : public test::ArcBench {
 protected:
  // The author's set, a list that changes the subject, a relay that changes nothing.
  std::string chain_of_three() {
    const std::string first = sign(kArcPlain);
    const std::string second = as_list(first, replaced(first, "Is  dinner", "[list] Is  dinner"));
    return forward(second, second, kRelay).transit.message.to_string();
  }

  std::string outcome(std::string text, const ValueMap& given = {}) {
    const Verdict verdict = verify(std::move(text), given);
    return std::string(name_of(verdict.outcome)) + ", " + verdict.state + ", " +
           std::string(name_of(verdict.cause));
  }
};

constexpr const char* kPass = "pass, cv=pass, intact";
constexpr const char* kBroken = "fail, cv=fail, chain_broken";
constexpr const char* kSyntax = "fail, cv=fail, sig_syntax";
constexpr const char* kBad = "fail, cv=fail, crypto_bad";

TEST_F(ArcValidation, HasNothingToJudgeWithoutFields) {
  EXPECT_EQ(outcome(kArcPlain), "none, cv=none, sig_missing");
  EXPECT_EQ(outcome(""), "none, cv=none, sig_missing");
}

TEST_F(ArcValidation, SaysWhoVouchesForTheMessageAsItIs) {
  const Verdict one = verify(sign(kArcPlain));
  const Verdict three = verify(chain_of_three());

  EXPECT_EQ(one.identity, "example.com");
  EXPECT_EQ(detail(one, "oldest_pass"), "0");
  EXPECT_EQ(three.outcome, Outcome::pass);
  EXPECT_EQ(three.identity, "lists.example.net") << "the list changed what the author had sealed";
  EXPECT_EQ(detail(three, "oldest_pass"), "2");
  ASSERT_EQ(three.signatures.size(), 3U);
  EXPECT_EQ(detail(three.signatures[0], "instance"), "3");
  EXPECT_EQ(detail(three.signatures[0], "domain"), "other.example.org");
  EXPECT_EQ(detail(three.signatures[1], "message_signature"), "holds");
  EXPECT_EQ(detail(three.signatures[2], "message_signature"), "fails");
  EXPECT_EQ(detail(three.signatures[2], "seal"), "holds");
  EXPECT_EQ(three.disposition, Disposition::no_opinion);
}

TEST_F(ArcValidation, SaysWhichSetBrokeAndWhatOfIt) {
  const std::string chain = chain_of_three();

  const Verdict body = verify(chain + "footer\r\n");
  const Verdict results = verify(replaced(chain, "i=1; example.com; none", "i=1; example.com; x"));
  const Verdict old = verify(replaced(chain, "i=1; a=rsa-sha256; c=", "i=1; a=rsa-sha256;  z; c="));

  EXPECT_EQ(detail(body, "broken_set"), "3");
  EXPECT_EQ(detail(body, "broken_field"), "ARC-Message-Signature");
  EXPECT_EQ(body.cause, Cause::crypto_bad);
  EXPECT_EQ(detail(body.signatures[0], "message_signature"), "fails");
  EXPECT_EQ(detail(body.signatures[0], "seal"), "not checked") << "the first failure ends it";
  EXPECT_EQ(detail(results, "broken_set"), "3");
  EXPECT_EQ(detail(results, "broken_field"), "ARC-Seal");
  EXPECT_EQ(old.outcome, Outcome::fail) << "a list that cannot be read has no instance";
}

TEST_F(ArcValidation, PassesInWhateverOrderTheFieldsStand) {
  const Message message = Message::parse(chain_of_three());
  MessageEditor editor(message);
  for (int i = 0; i < 9; ++i) {
    Field field = editor.fields()[0];
    editor.erase(0);
    editor.append(std::move(field));
  }
  MessageEditor reversed(message);
  for (std::size_t i = 1; i < 9; ++i) {
    Field field = reversed.fields()[i];
    reversed.erase(i);
    reversed.prepend(std::move(field));
  }

  EXPECT_EQ(outcome(std::move(editor).finish().to_string()), kPass);
  EXPECT_EQ(outcome(std::move(reversed).finish().to_string()), kPass);
}

TEST_F(ArcValidation, FailsWhenASetIsNotWhole) {
  const std::string chain = chain_of_three();
  for (const char* name : {"ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results"}) {
    EXPECT_EQ(outcome(without(chain, name)), kBroken) << name;
    const std::string field = name + std::string(":") + test::value_of(chain, name);
    EXPECT_EQ(outcome(field + "\r\n" + chain), kBroken) << "two of " << name;
  }
}

TEST_F(ArcValidation, PassesAShorterChainWhenTheNewestSetIsTakenOff) {
  std::string chain = chain_of_three();
  for (const char* name : {"ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results"}) {
    chain = without(chain, name);
  }

  EXPECT_EQ(outcome(chain), kPass) << "the relay had changed nothing";
}

TEST_F(ArcValidation, FailsWhenAnInstanceIsNoneFromOneToFifty) {
  const std::string one = sign(kArcPlain);
  for (const char* instance : {"0", "00", "51", "99", "100", "001", "-1", "x", "", "1 1", "1(c)"}) {
    const std::string tag = std::string("i=") + instance + ";";
    const std::string head = "ARC-Seal: i=1;";
    EXPECT_EQ(outcome(replaced(one, head, "ARC-Seal: " + tag)).substr(0, 4), "fail") << instance;
    EXPECT_EQ(outcome(replaced(one, "ARC-Message-Signature: i=1;", "ARC-Message-Signature: " + tag))
                  .substr(0, 4),
              "fail")
        << instance;
  }
  for (const char* start :
       {"", "i=0;", "i=51;", "I=1;", "i=1", "i 1;", "j=1;", "i=;", "i=1 x;", "(i=1;", "i=1(;"}) {
    EXPECT_EQ(outcome(replaced(one, "ARC-Authentication-Results: i=1;",
                               std::string("ARC-Authentication-Results: ") + start))
                  .substr(0, 4),
              "fail")
        << start;
  }
}

TEST_F(ArcValidation, ReadsCommentsAroundTheInstanceOfResults) {
  const std::string before = "ARC-Authentication-Results: i=1; example.com; none";
  const std::string one = sign(kArcPlain);

  const Verdict changed = verify(
      replaced(one, before,
               "ARC-Authentication-Results: (a;b) i (\\)) =\r\n\t(c) 01 (d); example.com; none"));

  EXPECT_EQ(detail(changed, "instances"), "1");
  EXPECT_EQ(detail(changed, "broken_field"), "ARC-Seal") << "it was read; it was not sealed so";
}

TEST_F(ArcValidation, FailsWhenASealSaysAnotherStatusThanItsPlaceAllows) {
  const std::string chain = chain_of_three();
  const std::string one = sign(kArcPlain);

  EXPECT_EQ(outcome(replaced(one, "cv=none", "cv=pass")), kBroken);
  EXPECT_EQ(outcome(replaced(one, "cv=none", "cv=None")), kBroken);
  EXPECT_EQ(outcome(replaced(one, "cv=none", "cx=none")), kBroken);
  EXPECT_EQ(outcome(replaced(one, "cv=none", "cv=fail")), kBroken);
  EXPECT_EQ(outcome(replaced(chain, "cv=pass", "cv=none")), kBroken);
  EXPECT_EQ(verify(replaced(one, "cv=none", "cv=fail")).reason,
            "the seal of set 1 says that the chain failed");
}

TEST_F(ArcValidation, FailsWhenASealHasTagsItMustNotHave) {
  const std::string one = sign(kArcPlain);

  EXPECT_EQ(outcome(replaced(one, "cv=none", "h=from; cv=none")), kSyntax);
  EXPECT_EQ(outcome(replaced(one, "cv=none", "cv=none; cv=none")).substr(0, 4), "fail");
  EXPECT_EQ(outcome(replaced(one, "cv=none", "x=abc; q=dns; c=no; cv=none")), kBad)
      << "others are passed over, but were not sealed";
}

TEST_F(ArcValidation, PassesOverTheVersionAndUnknownTags) {
  const std::string given = sign(kArcPlain);
  const std::string bare = without(without(given, "ARC-Seal"), "ARC-Message-Signature");

  EXPECT_EQ(outcome(replaced(given, "c=relaxed/relaxed", "v=7; zz=1; c=relaxed/relaxed")), kBad)
      << "they are read, and were not signed";
  EXPECT_EQ(outcome(bare), kBroken);
}

TEST_F(ArcValidation, AsksMoreOfTheNamesWhenItIsStrict) {
  const ValueMap strict{{"name_rules", word("rfc8617")}};
  const std::string one = sign(kArcPlain);
  const std::string seals = replaced(one, "h=from:", "h=arc-seal:from:");
  const std::string results = replaced(one, "h=from:", "h=authentication-results:from:");

  EXPECT_EQ(outcome(one, strict), kPass);
  EXPECT_EQ(outcome(seals), kSyntax);
  EXPECT_EQ(outcome(results), kBad);
  EXPECT_EQ(outcome(results, strict), kSyntax);
  EXPECT_EQ(outcome(replaced(one, "h=from:", "h=:from:")), kBad);
  EXPECT_EQ(outcome(replaced(one, "h=from:", "h=:from:"), strict), kSyntax);
}

TEST_F(ArcValidation, FailsForGoodWhenAKeyIsNotThere) {
  const std::string one = sign(kArcPlain, {{"selector", word("nowhere")}});

  EXPECT_EQ(outcome(one), "fail, cv=fail, key_missing");
}

TEST_F(ArcValidation, WaitsWhenAKeyCannotBeFetched) {
  const std::string one = sign(kArcPlain);
  bench.zone.add_trouble("arc._domainkey.example.com", ZoneDirectory::Trouble::timeout);

  EXPECT_EQ(outcome(one), "temperror, key unavailable, key_temperror");
  EXPECT_EQ(outcome(one, {{"key_trouble", word("fail")}}), "fail, cv=fail, key_temperror");
  EXPECT_EQ(outcome(one + "x\r\n"), "temperror, key unavailable, key_temperror");
  EXPECT_EQ(declined(one), "keys_unavailable");
}

TEST_F(ArcValidation, FailsWhenAKeyIsTooShort) {
  RandomSource random(5, {"short key"});
  auto made = RsaPrivateKey::derive(random, 512);
  if (!made) GTEST_SKIP() << "no RSA key of 512 bits can be made here";
  const std::string one = sign(kArcPlain, {{"selector", word("short")}});
  bench.keys.rsa_key = *made;
  bench.publish(*bench.scheme({}, {{"selector", word("short")}}), "example.com");

  EXPECT_EQ(outcome(one), "fail, cv=fail, key_weak");
}

TEST_F(ArcValidation, GivesTheResultForAuthenticationResults) {
  Transit arrived = transit(chain_of_three());
  arrived.envelope.client_address = "192.0.2.7";
  const auto scheme = bench.scheme();

  EXPECT_EQ(scheme->authentication_result(scheme->verify(arrived, bench.context())),
            "arc=pass header.oldest-pass=2 smtp.remote-ip=192.0.2.7");
  EXPECT_EQ(scheme->authentication_result(verify(kArcPlain)), "arc=none");
  EXPECT_EQ(scheme->authentication_result(verify(sign(kArcPlain) + "x\r\n"))
                .substr(0, std::string_view("arc=fail reason=\"").size()),
            "arc=fail reason=\"");
}

TEST_F(ArcValidation, WritesAllSealsIntoATranscriptEvenWhenItFails) {
  const std::string chain = chain_of_three();
  Trace good;
  Trace bad;

  (void)bench.scheme()->verify(transit(chain), bench.context(&good));
  (void)bench.scheme()->verify(transit(chain + "x\r\n"), bench.context(&bad));

  for (const int number : {1, 2, 3}) {
    EXPECT_FALSE(good.joined("seal", number).empty()) << number;
    EXPECT_EQ(good.joined("seal", number), bad.joined("seal", number)) << number;
  }
  EXPECT_NE(good.joined("body", 1), bad.joined("body", 1));
  EXPECT_FALSE(good.has("body", 2)) << "older signatures decide nothing";
}

TEST_F(ArcValidation, EndsSoonOnHostileFields) {
  std::string many;
  for (int i = 0; i < 900; ++i) {
    many += "ARC-Seal: i=" + std::to_string(i % 50 + 1) + "; cv=pass; b=YQ==\r\n";
  }
  const std::string deep = "ARC-Authentication-Results: " + std::string(60000, '(') + "\r\n";
  const std::string tags = "ARC-Message-Signature: i=1; h=" + std::string(15000, ':') + "\r\n";

  EXPECT_EQ(outcome(many + kArcPlain), kBroken);
  EXPECT_EQ(outcome(deep + kArcPlain), kBroken);
  EXPECT_EQ(outcome(tags + kArcPlain), kBroken);
  EXPECT_EQ(outcome(std::string("ARC-Seal:\r\n") + kArcPlain).substr(0, 4), "fail");
  EXPECT_EQ(outcome(std::string("ARC-Seal: i=1; =\0;\r\n", 20) + kArcPlain).substr(0, 4), "fail");
}

}  // namespace
}  // namespace mass
