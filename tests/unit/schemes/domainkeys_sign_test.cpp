#include <gtest/gtest.h>

#include "core/message/message.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/schemes/domainkeys_bench.hpp"

namespace mass {
namespace {

using test::kPlain;
using test::replaced;
using test::word;
using test::words;

class DomainKeysSigning : public test::DomainKeysBench {
 protected:
  static std::string tag(const std::string& message, std::string_view name) {
    const Message parsed = Message::parse(message);
    const Field* field = parsed.find("DomainKey-Signature");
    if (field == nullptr) return "no signature";
    const auto list = TagList::parse(field->value(), {});
    const std::string* value = list ? list->find(name) : nullptr;
    return value == nullptr ? "no tag" : *value;
  }
};

// Messages a careless parser or hasher stumbles over.
std::vector<std::string> nasty_messages() {
  const std::string from = "From: joe@example.com\r\n";
  return {
      from,                                        // no separator, no body
      "From: joe@example.com",                     // not even a line end
      from + "\r\n",                               // empty body
      from + "\r\n\r\n\r\n\r\n",                   // only empty lines
      from + "\r\n \t \r\n",                       // only blanks
      from + "\r\nno line end",                    // unterminated
      from + "\r\nbare\rcarriage\nand line\r\n",   // bare CR and LF
      from + "\r\n" + std::string(3, '\0') + "x",  // NUL
      from + "this line is no field\r\nbody\r\n",  // junk ends the header
      "From:\r\n joe@example.com\r\nSubject:\r\n a\r\n\tb\r\n \r\n c\r\n\r\nx\r\n",  // all folded
      from + "Comments: a\r\nTo: x@example.org\r\nComments: b\r\nTo: y@example.org\r\n\r\nx\r\n",
      "SUBJECT : \r\nFrOm : joe@example.com\r\n\r\nx\r\n",  // blank before the colon
      from + "X;y=z: a\r\n\r\nx\r\n",                       // a name that cannot stand in h=
      "From: \xE9 <joe@example.com>\r\nSubject: \xA0\xFF\r\n\r\n\xA0\r\n",
      from + "Subject: " + std::string(20'000, 'a') + "\r\n\r\n" + std::string(200'000, ' ') + "x",
      "From: \"<eve@example.net>\" (a (b) eve@example.net) <joe@example.com>\r\n\r\nx\r\n",
  };
}

TEST_F(DomainKeysSigning, VerifiesWhenNothingHappenedOnTheWay) {
  for (const Profile& profile : bench.info().profiles) {
    for (const std::string& message : nasty_messages()) {
      SCOPED_TRACE(profile.name + ": " + message.substr(0, 60));
      const std::string with_signature = sign(message, profile.name);

      const Verdict verdict =
          bench.scheme(profile.name)->verify(transit(with_signature), bench.context());

      EXPECT_EQ(verdict.state, "good") << verdict.reason;
      EXPECT_EQ(verdict.identity, "joe@example.com");
      EXPECT_TRUE(with_signature.ends_with(message)) << "only a field on top is added";
    }
  }
}

TEST_F(DomainKeysSigning, AgreesInBothHashOrdersUnderTheStandardProfile) {
  const std::string message = sign(
      "Comments: a\r\nTo: x@example.org\r\nFrom: joe@example.com\r\nTo: y@example.org\r\n"
      "Cc: z@example.org\r\nTo: w@example.org\r\n\r\nx\r\n");

  for (const char* order : {"h-order", "message-order", "either"}) {
    EXPECT_EQ(verify(message, {{"h_order", word(order)}}).state, "good") << order;
  }
  EXPECT_EQ(tag(message, "h"), "to:from:to:cc:to");
}

TEST_F(DomainKeysSigning, LeavesOutNamesWhenNoHeadersAreListed) {
  const std::string message = sign(kPlain, "strict");

  EXPECT_EQ(tag(message, "h"), "no tag");
  EXPECT_EQ(tag(message, "c"), "simple");
  EXPECT_EQ(tag(message, "d"), "example.com");
}

TEST_F(DomainKeysSigning, AddsTheIdentifyingFieldWhenTheListLacksIt) {
  const ValueMap given{{"headers", words({"Subject", "Date"})}};

  const std::string from = sign(kPlain, "", given);
  const std::string sender = sign("Sender: joe@example.com\r\n" + kPlain, "", given);

  EXPECT_EQ(tag(from, "h"), "subject:date:from");
  EXPECT_EQ(tag(sender, "h"), "subject:date:sender");
  EXPECT_EQ(verify(from).state, "good");
  EXPECT_EQ(verify(sender).state, "good");
}

TEST_F(DomainKeysSigning, NamesEveryFieldWhenThePolicyIsAll) {
  const std::string message = sign(kPlain, "dk-4870");

  EXPECT_EQ(tag(message, "h"), "received:from:to:subject:date:message-id");
}

TEST_F(DomainKeysSigning, FoldsLongLists) {
  std::string header = "From: joe@example.com\r\n";
  for (int i = 0; i < 100; ++i) header += "X-Number-" + std::to_string(i) + ": x\r\n";

  const Message message = Message::parse(sign(header + "\r\nx\r\n", "dk-4870"));

  for (std::string_view rest = message.find("DomainKey-Signature")->raw(); !rest.empty();) {
    const std::size_t end = rest.find("\r\n");
    EXPECT_LE(end, 90U);
    rest.remove_prefix(end + 2);
  }
  EXPECT_EQ(verify(message.to_string()).state, "good");
}

TEST_F(DomainKeysSigning, DeclinesWhenThereIsNoUsableSender) {
  EXPECT_EQ(declined("Subject: a\r\n\r\nx\r\n"), "no_from");
  EXPECT_EQ(declined(" From: joe@example.com\r\n\r\nx\r\n"), "no_from") << "all body";
  EXPECT_EQ(declined("Sender: joe@example.com\r\n\r\nx\r\n"), "no_from");
  EXPECT_EQ(declined("From: a@example.com\r\nFrom: b@example.com\r\n\r\n"), "several_from");
  EXPECT_EQ(declined("From: undisclosed\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: joe@[192.0.2.1]\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: joe@b\xFC"
                     "cher.example\r\n\r\n"),
            "from_unusable");
  EXPECT_EQ(declined("Sender: a@example.com\r\nSender: b@example.com\r\n" + kPlain),
            "several_sender");
  EXPECT_EQ(declined("Sender: \r\n" + kPlain), "sender_unusable");
  EXPECT_EQ(declined("Sender: a@example.com, b@example.com\r\n" + kPlain), "sender_unusable");
}

TEST_F(DomainKeysSigning, DeclinesWhenTheDomainIsNotItsOwn) {
  EXPECT_EQ(declined(kPlain, {{"domain", word("example.net")}}), "domain_mismatch");
  EXPECT_EQ(declined(kPlain, {{"domain", word("sub.example.com")}}), "domain_mismatch");
  bench.role.domain = "provider.example";
  EXPECT_EQ(declined(kPlain), "domain_mismatch") << "a foreign submission server";
  bench.role.domain = "example.com";
  EXPECT_EQ(declined(kPlain), "");
}

TEST_F(DomainKeysSigning, SignsForAParentDomainWhenToldTo) {
  const std::string message = sign(replaced(kPlain, "@example.com", "@sub.example.com"), "std",
                                   {{"domain", word("Example.Com")}});

  EXPECT_EQ(tag(message, "d"), "Example.Com");
  EXPECT_EQ(verify(message).state, "good");
  EXPECT_EQ(verify(message).identity, "joe@sub.example.com");
}

TEST_F(DomainKeysSigning, DeclinesWhenThereIsNoKey) {
  bench.keys.rsa_key = nullptr;

  EXPECT_EQ(declined(kPlain), "no_key");
}

TEST_F(DomainKeysSigning, DeclinesAtTheLimitsOfAVerifier) {
  std::string many = "From: joe@example.com\r\n";
  for (int i = 0; i < 999; ++i) many += "X: y\r\n";

  EXPECT_EQ(declined(many + "\r\nx\r\n"), "over_limits");
  EXPECT_EQ(declined("X: " + std::string(70'000, 'a') + "\r\n" + kPlain), "over_limits");
  EXPECT_EQ(declined(std::string(999, 'a') + ": b\r\n" + kPlain), "over_limits");
}

TEST_F(DomainKeysSigning, DeclinesASecondSignatureUnlessSenderWasAdded) {
  const std::string once = sign(kPlain);
  const std::string no_names = sign(kPlain, "strict");
  const std::string sender = "Sender: owner@lists.example.net\r\n";

  EXPECT_EQ(declined(once), "already_signed");
  EXPECT_EQ(declined(sender + once), "");
  EXPECT_EQ(declined(sender + no_names), "");
  EXPECT_EQ(declined(replaced(once, "From:", sender + "From:")), "")
      << "below, but not among the signed fields";
  EXPECT_EQ(declined(replaced(no_names, "From:", sender + "From:")), "already_signed");
  EXPECT_EQ(declined(sign("Sender: joe@example.com\r\n" + kPlain)), "already_signed");
}

TEST_F(DomainKeysSigning, DropsOldStatusFieldsWhenToldTo) {
  const std::string message = "DomainKey-Status: good\r\n" + kPlain;

  EXPECT_EQ(sign(message, "strict", {{"drop_status", true}}).find("DomainKey-Status"),
            std::string::npos);
  EXPECT_NE(sign(message, "strict").find("DomainKey-Status"), std::string::npos);
}

TEST_F(DomainKeysSigning, CostsOneHashAndOneSignature) {
  bench.cost = {};

  (void)sign(kPlain);

  EXPECT_EQ(bench.cost.hash_operations, 1U);
  EXPECT_EQ(bench.cost.private_operations, 1U);
  EXPECT_EQ(bench.cost.dns_lookups, 0U);
}

TEST_F(DomainKeysSigning, WritesDownTheSameOctetsAsTheVerifier) {
  Trace at_signing;
  Trace at_verifying;
  const auto scheme = bench.scheme("std");

  auto made = scheme->originate(transit(kPlain), bench.context(&at_signing));
  ASSERT_TRUE(made.has_value());
  (void)scheme->verify(made->transit, bench.context(&at_verifying));

  ASSERT_EQ(at_signing.items().size(), at_verifying.items().size());
  EXPECT_EQ(at_signing.joined("hash-input", 1), at_verifying.joined("hash-input", 1));
  EXPECT_EQ(at_signing.items().front().field, "From");
  EXPECT_EQ(at_signing.items().front().octets, "From:Joe<joe@example.com>\r\n");
  EXPECT_EQ(at_signing.items().back().field, "");
  EXPECT_EQ(at_signing.items().back().octets, "\r\nHi.\r\n\r\nJoe.\r\n");
}

class DomainKeysList : public DomainKeysSigning {
 protected:
  DomainKeysList() { bench.role = {RoleKind::mediator, "lists.example.net"}; }

  Signed forward(const std::string& text) {
    Transit posted = transit(text);
    posted.envelope.mail_from = "games-bounces@lists.example.net";
    auto made = bench.scheme("std")->forward(std::move(posted), bench.context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return *std::move(made);
  }
};

TEST_F(DomainKeysList, SignsForItselfAndBecomesTheSender) {
  bench.role = {};
  const std::string posted = sign(kPlain);
  bench.role = {RoleKind::mediator, "lists.example.net"};

  const Signed made = forward(replaced(posted, "Hi.", "Hi, list."));

  EXPECT_EQ(made.declined, "");
  const Verdict verdict = verify(made.transit.message.to_string());
  EXPECT_EQ(verdict.state, "good") << verdict.reason;
  EXPECT_EQ(verdict.identity, "games-bounces@lists.example.net");
  ASSERT_EQ(verdict.signatures.size(), 2U);
  EXPECT_EQ(verdict.signatures[1].state, "bad");
}

TEST_F(DomainKeysList, ReplacesAForeignSender) {
  const Signed made = forward("Sender: pa@example.com\r\n" + kPlain);

  EXPECT_EQ(made.transit.message.count("Sender"), 1U);
  EXPECT_EQ(verify(made.transit.message.to_string()).identity, "games-bounces@lists.example.net");
}

TEST_F(DomainKeysList, KeepsTheFieldsWhenItIsTheAuthor) {
  const Signed made = forward(replaced(kPlain, "joe@example.com", "joe@lists.example.net"));

  EXPECT_EQ(made.transit.message.count("Sender"), 0U);
  EXPECT_EQ(verify(made.transit.message.to_string()).identity, "joe@lists.example.net");
}

TEST_F(DomainKeysList, DoesNotSignItsOwnWorkTwice) {
  const Signed made = forward(kPlain);

  const Signed again = forward(made.transit.message.to_string());

  EXPECT_EQ(again.declined, "already_signed");
  EXPECT_EQ(again.transit.message.to_string(), made.transit.message.to_string());
}

TEST_F(DomainKeysList, DeclinesWhenItIsNotAListOrHasNoAddress) {
  bench.role = {RoleKind::relay, "lists.example.net"};
  EXPECT_EQ(forward(kPlain).declined, "not_a_mediator");
  bench.role = {RoleKind::mediator, "other.example"};
  EXPECT_EQ(forward(kPlain).declined, "no_list_address");
  bench.role = {RoleKind::mediator, "lists.example.net"};
  Transit hostile = transit(kPlain);
  hostile.envelope.mail_from = "a\r\nX-Injected: y@lists.example.net";
  EXPECT_EQ(bench.scheme("std")->forward(hostile, bench.context())->declined, "no_list_address");
  EXPECT_EQ(forward("Subject: no author\r\n\r\n").declined, "no_from");
}

TEST_F(DomainKeysSigning, PublishesAKeyRecordAndOnDemandAPolicy) {
  const ValueMap given{{"publish_policy", word("signs-all")},
                       {"key_testing", true},
                       {"key_granularity", word("joe")}};

  const auto records = bench.scheme({}, given)->provision("Example.com", bench.context());

  ASSERT_TRUE(records.has_value());
  ASSERT_EQ(records->dns.size(), 2U);
  EXPECT_EQ(records->dns.front().name, "mass._domainkey.example.com");
  EXPECT_TRUE(records->dns.front().strings.front().starts_with("k=rsa; t=y; g=joe; p=MIGf"));
  EXPECT_EQ(records->dns.back().name, "_domainkey.example.com");
  EXPECT_EQ(records->dns.back().strings.front(), "o=-; t=y");
  EXPECT_EQ(bench.scheme()->provision("example.com", bench.context())->dns.size(), 1U);
}

TEST_F(DomainKeysSigning, CutsLongKeysIntoCharacterStrings) {
  RandomSource random(7, {"long key"});
  bench.keys.rsa_key = *RsaPrivateKey::derive(random, 2048);

  const auto records = bench.scheme()->provision("example.com", bench.context());

  ASSERT_TRUE(records.has_value());
  EXPECT_GT(records->dns.front().strings.size(), 1U);
  for (const std::string& text : records->dns.front().strings) EXPECT_LE(text.size(), 255U);
}

TEST_F(DomainKeysSigning, PublishesNothingWhenTheNameCannotBeInTheDns) {
  for (const char* domain : {"", "[192.0.2.1]",
                             "b\xFC"
                             "cher.example",
                             "a b", "x..y"}) {
    const auto records = bench.scheme()->provision(domain, bench.context());
    ASSERT_TRUE(records.has_value()) << domain;
    EXPECT_TRUE(records->empty()) << domain;
  }
}

TEST_F(DomainKeysSigning, RefusesSettingsThatCannotStandInATagList) {
  EXPECT_FALSE(bench.try_scheme({{"headers", words({"from", "a;b"})}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"headers", words({""})}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"selector", word("a b")}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"selector", word("")}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"domain", word("-;.example")}}).has_value());
  EXPECT_FALSE(bench.try_scheme({{"key_granularity", word("a;b")}}).has_value());
  EXPECT_TRUE(bench.try_scheme({{"selector", word("2004.pao")}}).has_value());
}

}  // namespace
}  // namespace mass
