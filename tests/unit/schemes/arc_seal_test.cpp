#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/schemes/arc_bench.hpp"

namespace mass {
namespace {

using test::detail;
using test::kArcPlain;
using test::replaced;
using test::value_of;
using test::without;
using test::word;
using test::words;

class ArcSealing : public test::ArcBench {
 protected:
  // A tag of the topmost field of that name, without white space.
  static std::string tag(const std::string& message, std::string_view field,
                         std::string_view name) {
    const auto list = TagList::parse(value_of(message, field), {.single_letter_names = false});
    EXPECT_TRUE(list.has_value());
    const std::string* value = list ? list->find(name) : nullptr;
    return value == nullptr ? "no tag" : without_whitespace(*value);
  }

  static std::string seal_tag(const std::string& message, std::string_view name) {
    return tag(message, "ARC-Seal", name);
  }
};

TEST_F(ArcSealing, PutsSealSignatureAndResultsOnTop) {
  const Message made = Message::parse(sign(kArcPlain));

  EXPECT_EQ(made.fields()[0].name(), "ARC-Seal");
  EXPECT_EQ(made.fields()[1].name(), "ARC-Message-Signature");
  EXPECT_EQ(made.fields()[2].name(), "ARC-Authentication-Results");
  EXPECT_EQ(made.fields()[3].name(), "From");
  EXPECT_EQ(unfolded(made.fields()[2]), "i=1; example.com; none");
}

TEST_F(ArcSealing, HoldsUnderEverySetting) {
  const std::vector<ValueMap> settings{
      {{"canonicalization", word("simple/simple")}},
      {{"canonicalization", word("relaxed")}},
      {{"tag_order", word("alphabetical")}},
      {{"tag_order", word("alphabetical")}, {"canonicalization", word("simple")}},
      {{"headers", words({"subject"})}},
      {{"algorithm", word("ed25519-sha256")}, {"selector", word("ed")}},
      {{"states_chain", true}},
  };
  for (const ValueMap& given : settings) {
    const std::string once = sign(kArcPlain, given);
    const Verdict verdict = verify(sign(once, given));

    EXPECT_EQ(verdict.outcome, Outcome::pass) << to_json(given) << verdict.reason;
    EXPECT_EQ(detail(verdict, "oldest_pass"), "0") << to_json(given);
  }
}

TEST_F(ArcSealing, NamesFieldsThatOccurAndAlwaysFrom) {
  const std::string made = sign("Subject: a\r\nDKIM-Signature: x\r\nsubject: b\r\n" + kArcPlain);
  const std::string bare = sign("X: y\r\n\r\n", {{"domain", word("example.com")}});

  EXPECT_EQ(tag(made, "ARC-Message-Signature", "h"),
            "from:subject:subject:subject:date:to:message-id:dkim-signature");
  EXPECT_EQ(tag(bare, "ARC-Message-Signature", "h"), "from");
  EXPECT_EQ(verify("From: a@b\r\n" + bare).outcome, Outcome::fail) << "signed as absent";
}

TEST_F(ArcSealing, SignsNoFieldThatMustNotBeSigned) {
  for (const char* name : {"ARC-Seal", "arc-message-signature", "ARC-Authentication-Results",
                           "Authentication-Results", "a:b", ""}) {
    EXPECT_FALSE(bench.try_scheme({{"headers", words({"from", name})}})) << name;
  }
  EXPECT_FALSE(bench.try_scheme({{"selector", word("a b")}}));
  EXPECT_FALSE(bench.try_scheme({{"domain", word("com")}}));
}

TEST_F(ArcSealing, RepeatsItsOwnResultsOnly) {
  const std::string results =
      "Authentication-Results: Lists.example.net 1; spf=pass (a; b)\r\n smtp.mailfrom=\"x;y\";\r\n"
      "\tdkim=pass header.d=example.com\r\n"
      "Authentication-Results: foreign.example; dmarc=pass\r\n"
      "Authentication-Results: (c) \"lists.example.net\"; none\r\n"
      "Authentication-Results: lists.example.net; ; dmarc=fail;\r\n";

  const std::string made = as_list(kArcPlain, results + kArcPlain);
  const std::string named = sign(results + kArcPlain, {{"authserv_id", word("foreign.example")}});
  const std::string host = as_list(
      kArcPlain, "Authentication-Results: mx.lists.example.net; iprev=pass\r\n" + kArcPlain);

  EXPECT_EQ(value_of(made, "ARC-Authentication-Results"),
            "i=1; Lists.example.net;\tspf=pass (a; b) smtp.mailfrom=\"x;y\";\tdkim=pass "
            "header.d=example.com;\tdmarc=fail");
  EXPECT_EQ(verify(made).outcome, Outcome::pass);
  EXPECT_EQ(value_of(named, "ARC-Authentication-Results"), "i=1; foreign.example;\tdmarc=pass");
  EXPECT_EQ(value_of(host, "ARC-Authentication-Results"), "i=1; mx.lists.example.net;\tiprev=pass");
}

TEST_F(ArcSealing, StatesTheChainWhenAsked) {
  const std::string first = sign(kArcPlain, {{"states_chain", true}});
  const std::string second = as_list(first, first, {{"states_chain", true}});
  const std::string said =
      as_list(first, "Authentication-Results: lists.example.net; arc=none\r\n" + first,
              {{"states_chain", true}});

  EXPECT_EQ(value_of(first, "ARC-Authentication-Results"), "i=1; example.com;\tarc=none");
  EXPECT_EQ(value_of(second, "ARC-Authentication-Results"),
            "i=2; lists.example.net;\tarc=pass header.oldest-pass=0");
  EXPECT_EQ(value_of(said, "ARC-Authentication-Results"), "i=2; lists.example.net;\tarc=none");
}

TEST_F(ArcSealing, JudgesWhatArrivedAndSignsWhatLeaves) {
  const std::string first = sign(kArcPlain);
  const std::string changed = first + "-- \r\nthe list\r\n";

  const std::string made = as_list(first, changed);
  const std::string late = as_list(changed, changed);

  EXPECT_EQ(seal_tag(made, "cv"), "pass");
  EXPECT_EQ(seal_tag(made, "i"), "2");
  EXPECT_EQ(verify(made).outcome, Outcome::pass);
  EXPECT_EQ(seal_tag(late, "cv"), "fail") << "it was broken when it came";
}

TEST_F(ArcSealing, SealsABrokenChainOnce) {
  const std::string broken = sign(kArcPlain) + "x\r\n";
  const std::string closed = as_list(broken, broken);

  EXPECT_EQ(seal_tag(closed, "cv"), "fail");
  EXPECT_EQ(verify(closed).outcome, Outcome::fail);
  EXPECT_EQ(forward(closed, closed, kRelay).declined, "chain_failed");
  EXPECT_EQ(declined(closed), "chain_failed");
}

TEST_F(ArcSealing, SealsWhatIsNoChainAsFailed) {
  const std::string one = sign(kArcPlain);
  const std::string torn = without(one, "ARC-Message-Signature");

  const std::string after_loss = as_list(one, torn);
  const std::string junk =
      as_list("ARC-Seal: i=51; cv=none\r\n" + kArcPlain, "ARC-Seal: i=51; cv=none\r\n" + kArcPlain);

  EXPECT_EQ(seal_tag(after_loss, "cv"), "fail") << "the list itself lost a field";
  EXPECT_EQ(seal_tag(after_loss, "i"), "2");
  EXPECT_EQ(seal_tag(junk, "cv"), "fail");
  EXPECT_EQ(seal_tag(junk, "i"), "1");
}

TEST_F(ArcSealing, BeginsAnewWhenAListTakesTheChainAway) {
  const std::string made = as_list(sign(kArcPlain), kArcPlain);

  EXPECT_EQ(seal_tag(made, "i"), "1");
  EXPECT_EQ(seal_tag(made, "cv"), "none");
  EXPECT_EQ(verify(made).identity, "lists.example.net");
}

TEST_F(ArcSealing, AddsNoMoreThanFiftySets) {
  std::string chain = kArcPlain;
  for (int i = 1; i <= 50; ++i) chain = sign(chain);

  EXPECT_EQ(seal_tag(chain, "i"), "50");
  EXPECT_EQ(verify(chain).outcome, Outcome::pass);
  EXPECT_EQ(detail(verify(chain), "oldest_pass"), "0");
  EXPECT_EQ(declined(chain), "chain_too_long");
}

TEST_F(ArcSealing, SealsOncePerDomain) {
  const std::string once = as_list(kArcPlain, kArcPlain);
  const std::string changed = once + "x\r\n";

  EXPECT_EQ(forward(once, once, kList).declined, "already_sealed");
  EXPECT_EQ(seal_tag(as_list(once, changed), "i"), "2") << "it changed what it had sealed";
}

TEST_F(ArcSealing, LeavesAloneWhatPassesWhenAsked) {
  const ValueMap given{{"seal_unchanged", false}};
  const std::string first = sign(kArcPlain);

  EXPECT_EQ(forward(first, first, kRelay, given).declined, "unchanged");
  EXPECT_EQ(forward(first, first + "x\r\n", kRelay, given).declined, "");
  EXPECT_EQ(forward(kArcPlain, kArcPlain, kRelay, given).declined, "");
}

TEST_F(ArcSealing, ActsOnTheWayForListsAndRelaysOnly) {
  const auto why = [&](const Role& role) { return forward(kArcPlain, kArcPlain, role).declined; };

  EXPECT_EQ(why(kList), "");
  EXPECT_EQ(why(kRelay), "");
  EXPECT_EQ(why({RoleKind::receiver, "receiver.example", "mx.receiver.example"}),
            "not_an_intermediary");
  EXPECT_EQ(why({RoleKind::originator, "example.com", {}}), "not_an_intermediary");
  EXPECT_EQ(why({RoleKind::mediator, "", "mx"}), "no_domain");
  EXPECT_EQ(why({RoleKind::mediator, "no domain", "mx"}), "no_domain");
}

TEST_F(ArcSealing, DeclinesWhenThereIsNoDomainOrKey) {
  EXPECT_EQ(declined("Subject: x\r\n\r\n"), "no_from");
  EXPECT_EQ(declined("From: joe\r\n\r\n"), "no_from");
  EXPECT_EQ(declined("From: joe@[192.0.2.1]\r\n\r\n"), "no_domain");
  bench.keys.rsa_key = nullptr;
  EXPECT_EQ(declined(kArcPlain), "no_key");
}

TEST_F(ArcSealing, KeepsLinesShortEnough) {
  std::vector<std::string> names;
  std::string fields;
  for (int i = 0; i < 300; ++i) {
    names.push_back("x-field-" + std::to_string(i));
    fields += names.back() + ": y\r\n";
  }
  const std::string results = "Authentication-Results: example.com; x=pass";
  std::string long_result = results;
  for (int i = 0; i < 300; ++i) long_result += " header.d=example.com";

  const std::string made =
      sign(long_result + "\r\n" + fields + kArcPlain, {{"headers", Value(names)}});

  std::size_t longest = 0;
  for (const Field& field : Message::parse(made).fields()) {
    if (!istarts_with(field.name(), "ARC-")) continue;
    for (const std::string_view line : split(field.raw(), '\n')) {
      longest = std::max(longest, line.size());
    }
  }
  EXPECT_LE(longest, 999U) << "998 octets and a CR";
  EXPECT_EQ(verify(made).outcome, Outcome::pass);
}

TEST_F(ArcSealing, PublishesTheKeyOfEveryDomainItSealsFor) {
  const auto records = bench.scheme({}, {{"domain", word("seals.example.net")}})
                           ->provision("Lists.example.net", bench.context());

  ASSERT_TRUE(records);
  ASSERT_EQ(records->dns.size(), 2U);
  EXPECT_EQ(records->dns[0].name, "arc._domainkey.lists.example.net");
  EXPECT_EQ(records->dns[1].name, "arc._domainkey.seals.example.net");
  EXPECT_TRUE(bench.scheme()->provision("no domain", bench.context())->dns.empty());
}

}  // namespace
}  // namespace mass
