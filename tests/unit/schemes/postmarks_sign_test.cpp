#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/schemes/postmarks_bench.hpp"

namespace mass {
namespace {

using test::kLetter;
using test::replaced;
using test::word;
using test::words;

class PostmarksSigning : public test::PostmarksBench {
 protected:
  static std::string tag(const Transit& sent, std::string_view name) {
    const Field* field = sent.message.find("Postmark");
    if (field == nullptr) return "no stamp";
    const auto list = TagList::parse(field->value(), {.single_letter_names = false});
    if (!list) return list.error().what;
    const std::string* value = list->find(name);
    return value == nullptr ? "no tag" : *value;
  }

  std::string declined(std::string text, const ValueMap& given = {}) {
    const Signed made = originate(transit(text), given);
    EXPECT_TRUE(made.declined.empty() || made.transit.message.to_string() == text)
        << "a declined message must stay as it is";
    return made.declined;
  }
};

TEST_F(PostmarksSigning, VerifiesWhenNothingHappenedOnTheWay) {
  for (const auto& profile : bench.info().profiles) {
    const Transit sent = stamped(kLetter, {}, profile.name);
    const Verdict verdict = bench.scheme(profile.name)->verify(sent, bench.context());
    EXPECT_EQ(verdict.state, "pass") << profile.name << ": " << verdict.reason;
    EXPECT_EQ(verdict.identity, "example.com");
  }
}

TEST_F(PostmarksSigning, StampsOnTopAndTouchesNothingElse) {
  const Transit sent = stamped();

  EXPECT_TRUE(sent.message.fields().front().is("Postmark"));
  EXPECT_TRUE(sent.message.to_string().ends_with("\r\n" + kLetter));
}

TEST_F(PostmarksSigning, WritesWhatTheSettingsSay) {
  const Transit sent = stamped(kLetter, {{"host", word("out.example.com")},
                                         {"algorithm", word("rsa-sha256")},
                                         {"lifetime", std::int64_t{60}},
                                         {"selector", word("mass")},
                                         {"headers", words({"Subject", "to", "to"})}});

  EXPECT_EQ(tag(sent, "h"), "out.example.com");
  EXPECT_EQ(tag(sent, "a"), "rsa-sha256");
  EXPECT_EQ(tag(sent, "t"), "1091779200");
  EXPECT_EQ(tag(sent, "x"), "1091779260");
  EXPECT_EQ(tag(sent, "hn"), "from:subject:to:to");
  EXPECT_EQ(base64_decode(tag(sent, "bd")).value_or("").size(), 32U);
  EXPECT_EQ(verify(sent).state, "pass");
}

TEST_F(PostmarksSigning, ListsStandardFieldsAsOftenAsTheyOccur) {
  const std::string text = replaced(kLetter, "Subject:", "To: b@example.org\r\nSubject:");

  EXPECT_EQ(tag(stamped(text), "hn"),
            "from:sender:to:to:cc:subject:date:message-id:reply-to:mime-version:content-type:"
            "content-transfer-encoding");
  EXPECT_EQ(tag(stamped(text, {}, "nosubj"), "hn"),
            "from:sender:to:to:cc:date:message-id:reply-to:mime-version:content-type:"
            "content-transfer-encoding");
  EXPECT_EQ(tag(stamped(text, {}, "over"), "hn"),
            "from:from:sender:to:to:to:cc:subject:subject:date:date:message-id:message-id:reply-to:"
            "mime-version:content-type:content-transfer-encoding");
}

TEST_F(PostmarksSigning, CutsLongListsWhereTheyCanBeFolded) {
  std::string more;
  for (int i = 0; i < 300; ++i) more += "To: a@example.org\r\n";
  const Transit sent = stamped(more + kLetter);

  for (const auto line : split(sent.message.fields().front().raw(), '\n')) {
    EXPECT_LE(line.size(), 998U);
  }
  EXPECT_EQ(verify(sent).state, "pass");
}

TEST_F(PostmarksSigning, DeclinesAnOriginWithoutOneUsableAuthor) {
  EXPECT_EQ(declined("Subject: x\r\n\r\n"), "no_from");
  EXPECT_EQ(declined("From: a@example.com\r\nFrom: b@example.com\r\n\r\n"), "several_from");
  EXPECT_EQ(declined("From: nobody\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: group:;\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: a@[192.0.2.1]\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: a@x.example, b@y.example\r\n\r\n"), "");
}

TEST_F(PostmarksSigning, DeclinesAnOriginThatIsNotItsOwn) {
  bench.role.domain = "example.net";
  EXPECT_EQ(declined(kLetter), "domain_mismatch");
  bench.role.domain = "com";
  EXPECT_EQ(declined(kLetter), "");
  bench.role = {};
  EXPECT_EQ(declined(stamped().message.to_string()), "already_stamped");
  EXPECT_EQ(declined("Postmark: rubbish\r\n" + kLetter), "already_stamped");
}

TEST_F(PostmarksSigning, StampsForTheDomainItIsToldTo) {
  EXPECT_EQ(tag(stamped(kLetter, {{"domain", word("Example.org")}}), "d"), "example.org");
}

TEST_F(PostmarksSigning, DeclinesAtTheLimitsOfAVerifier) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "X: y\r\n";
  EXPECT_EQ(declined(many + kLetter), "over_limits");
  EXPECT_EQ(declined("X: " + std::string(70'000, 'a') + "\r\n" + kLetter), "over_limits");
}

TEST_F(PostmarksSigning, DeclinesWhenThereIsNoKey) {
  bench.keys.rsa_key = nullptr;
  EXPECT_EQ(declined(kLetter), "no_key");
}

TEST_F(PostmarksSigning, ContinuesAChainByRole) {
  const Transit sent = stamped();
  const auto role_of = [&](RoleKind kind, const ValueMap& given, std::string_view field = {}) {
    const Transit here = field.empty() ? sent : edited(sent, "Received:", std::string(field));
    const Signed made = forward(here, kind, "Forward.example", given);
    EXPECT_EQ(made.declined, "");
    EXPECT_EQ(tag(made.transit, "i"), "2");
    EXPECT_EQ(tag(made.transit, "d"), "forward.example");
    EXPECT_EQ(verify(made.transit).outcome, Outcome::pass) << verify(made.transit).reason;
    return tag(made.transit, "r");
  };

  EXPECT_EQ(role_of(RoleKind::relay, {}), "relay");
  EXPECT_EQ(role_of(RoleKind::receiver, {}), "delivery");
  EXPECT_EQ(role_of(RoleKind::mediator, {}), "forward");
  EXPECT_EQ(role_of(RoleKind::mediator, {{"mediator", word("list")}}), "list");
  EXPECT_EQ(role_of(RoleKind::mediator, {}, "List-Id: <l.example>\r\nReceived:"), "list");
  EXPECT_EQ(role_of(RoleKind::mediator, {{"mediator", word("forward")}},
                    "List-Id: <l.example>\r\nReceived:"),
            "forward");
}

TEST_F(PostmarksSigning, ContinuesNoChainThatIsNotThereOrNotWhole) {
  const Transit sent = stamped();
  const auto why = [this](const Transit& here, RoleKind kind = RoleKind::relay,
                          std::string domain = "forward.example") {
    const Signed made = forward(here, kind, std::move(domain));
    EXPECT_EQ(made.transit.message.to_string(), here.message.to_string());
    return made.declined;
  };

  EXPECT_EQ(why(transit(kLetter)), "no_chain");
  EXPECT_EQ(why(transit(kLetter), RoleKind::mediator, "example.com"), "no_chain")
      << "only who knows the submitter may say origin";
  EXPECT_EQ(why(edited(sent, "i=1", "i=2")), "chain_broken");
  EXPECT_EQ(why(sent, RoleKind::originator), "not_an_intermediary");
  EXPECT_EQ(why(sent, RoleKind::relay, ""), "no_domain");
}

TEST_F(PostmarksSigning, EndsAChainAtSixteenStamps) {
  Transit sent = stamped();
  for (int i = 2; i <= 16; ++i) {
    Signed made = forward(std::move(sent), RoleKind::relay, "forward.example");
    ASSERT_EQ(made.declined, "");
    sent = std::move(made.transit);
  }

  EXPECT_EQ(verify(sent).state, "pass");
  EXPECT_EQ(forward(sent, RoleKind::relay, "forward.example").declined, "chain_too_long");
}

TEST_F(PostmarksSigning, CostsOneSignatureAndFourHashes) {
  const Transit plain = transit(kLetter);
  bench.cost = {};

  (void)originate(plain);

  EXPECT_EQ(bench.cost.private_operations, 1U);
  EXPECT_EQ(bench.cost.hash_operations, 4U);
  EXPECT_EQ(bench.cost.dns_lookups, 0U);
}

TEST_F(PostmarksSigning, WritesDownTheSameOctetsAsTheVerifier) {
  Trace signing;
  const auto made = bench.scheme()->originate(transit(kLetter), bench.context(&signing));
  ASSERT_TRUE(made.has_value());
  Trace verifying;
  (void)bench.scheme()->verify(made->transit, bench.context(&verifying));

  for (const char* what : {"signature-input", "header-digest", "body-digest"}) {
    EXPECT_TRUE(verifying.has(what, 1)) << what;
    EXPECT_EQ(signing.joined(what, 1), verifying.joined(what, 1)) << what;
  }
}

TEST_F(PostmarksSigning, PublishesAKeyRecord) {
  const auto records = bench.scheme()->provision("Example.com", bench.context());

  ASSERT_TRUE(records.has_value());
  ASSERT_EQ(records->dns.size(), 1U);
  EXPECT_EQ(records->dns.front().name, "mass._postmark.example.com");
  EXPECT_TRUE(records->dns.front().strings.front().starts_with("v=PMK1; k=rsa; p=MIGf"));
  EXPECT_TRUE(bench.scheme()->provision("not a name", bench.context())->empty());
}

TEST_F(PostmarksSigning, RefusesSettingsThatCannotStandInAStamp) {
  EXPECT_FALSE(bench.try_scheme({{"headers", words({"a:b"})}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"selector", word("a;b")}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"domain", word("exa mple")}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"host", word("x; d=y")}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"profile", word("mass-bench-2")}}).has_value());
}

}  // namespace
}  // namespace mass
