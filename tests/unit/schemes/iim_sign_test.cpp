#include <gtest/gtest.h>

#include "core/taglist/quoted.hpp"
#include "schemes/iim/tags.hpp"
#include "tests/unit/schemes/iim_bench.hpp"

namespace mass {
namespace {

using test::detail;
using test::kDinner;
using test::word;
using test::words;

class IimSigning : public test::IimBench {
 protected:
  static std::string tag(const std::string& message, char name) {
    const Message parsed = Message::parse(message);
    const Field* field = parsed.find("IIM-SIG");
    if (field == nullptr) return "no signature";
    const auto list = QuotedTagList::parse(field->value(), "c");
    if (!list) return list.error().what;
    const std::string* value = list->find(name);
    return value == nullptr ? "no tag" : *value;
  }

  static std::string names(const std::string& message) {
    const Message parsed = Message::parse(message);
    const auto list = QuotedTagList::parse(parsed.find("IIM-SIG")->value(), "c");
    std::string all;
    for (const QuotedTag& one : list->tags()) all += one.name;
    return all;
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
      "From:\r\n joe@example.com\r\nSubject:\r\n a\r\n\tb\r\n \r\n c\r\n\r\nx\r\n",
      "Subject: \"a\\\" \\\\\"b;c:\"\r\n" + from + "\r\nx\r\n",  // looks like tags
      "Subject: a\rb\nc\r\n" + from + "\r\nx\r\n",               // bare CR and LF in a copy
      "Subject: a\r\nSubject: b\r\nDate: \r\n" + from + "Subject: a\r\n\r\nx\r\n",
      "SUBJECT : \r\nFrOm : joe@example.com\r\n\r\nx\r\n",  // blank before the colon
      "From: \xE9 <joe@example.com>\r\nSubject: \xA0\xFF" + std::string(1, '\0') +
          "\r\n\r\n\xA0\r\n",
      from + "Subject: " + std::string(20'000, '"') + "\r\n\r\n" + std::string(200'000, ' ') + "x",
      "From: \"<eve@example.net>\" (a (b) eve@example.net) <joe@example.com>\r\n\r\nx\r\n",
      "From: joe@EXAMPLE.com, suzie@example.org\r\n\r\nx\r\n",
      "IIM-SIG: v:\"1.1\"\r\nIIM-VERIFY: s:\"y\"\r\n" + from + "\r\nx\r\n",
  };
}

TEST_F(IimSigning, VerifiesWhenNothingHappenedOnTheWay) {
  publish(*bench.scheme("dns"), "example.com");
  for (const Profile& profile : bench.info().profiles) {
    for (const std::string& message : nasty_messages()) {
      SCOPED_TRACE(profile.name + ": " + message.substr(0, 60));
      const std::string with_signature = sign(message, {}, profile.name);

      const Verdict verdict = verify(with_signature, {}, profile.name);

      EXPECT_EQ(verdict.state, "s=y v=y") << verdict.reason;
      EXPECT_EQ(verdict.identity, "joe@example.com");
      EXPECT_EQ(detail(verdict, "changed_headers"), "");
      EXPECT_EQ(detail(verdict, "unsigned_tail"), "0");
      EXPECT_TRUE(with_signature.ends_with(message)) << "only a field on top is added";
    }
  }
}

TEST_F(IimSigning, WritesTheTagsInTheirOrder) {
  const std::string message = sign(kDinner, {{"host", word("imail.example.com")}});

  EXPECT_EQ(names(message), "vhdzmtxabensccc");
  EXPECT_EQ(tag(message, 'v'), "1.1");
  EXPECT_EQ(tag(message, 'h'), "imail.example.com");
  EXPECT_EQ(tag(message, 'd'), "example.com");
  EXPECT_EQ(tag(message, 'z'), "home");
  EXPECT_EQ(tag(message, 'm'), "krs");
  EXPECT_EQ(tag(message, 't'), "1091779200");
  EXPECT_EQ(tag(message, 'x'), "432000");
  EXPECT_EQ(tag(message, 'b'), "nofws:17");
  EXPECT_EQ(tag(message, 'e'), "AQAB");
  EXPECT_EQ(tag(message, 'c'), "From: Joe <joe@example.com>");
}

TEST_F(IimSigning, LeavesOutTheLifeTimeWhenThereIsNone) {
  for (const std::int64_t none : {0, -1}) {
    const std::string message = sign(kDinner, {{"lifetime", none}});

    EXPECT_EQ(tag(message, 'x'), "no tag");
    bench.now = from_unix(4'000'000'000);
    EXPECT_EQ(verify(message).state, "s=y v=y");
  }
}

TEST_F(IimSigning, NamesTheActingHostOrMakesOneUp) {
  EXPECT_EQ(tag(sign(kDinner), 'h'), "mail.example.com");
  bench.role.host = "out.example.com";
  EXPECT_EQ(tag(sign(kDinner), 'h'), "out.example.com");
}

TEST_F(IimSigning, KeepsLinesShort) {
  std::string header = "From: joe@example.com\r\nSubject: " + std::string(3000, '"') + "\r\n";
  const Message message = Message::parse(sign(header + "\r\nx\r\n"));

  std::size_t lines = 0;
  for (std::string_view rest = message.find("IIM-SIG")->raw(); !rest.empty(); ++lines) {
    const std::size_t end = rest.find("\r\n");
    EXPECT_LE(end, 998U);
    rest.remove_prefix(end + 2);
  }
  EXPECT_GT(lines, 10U);
}

TEST_F(IimSigning, CountsWhatItIsToldToSign) {
  EXPECT_EQ(tag(sign(kDinner, {{"body_count", std::int64_t{3}}}), 'b'), "nofws:3");
  EXPECT_EQ(tag(sign(kDinner, {{"body_count", std::int64_t{0}}}), 'b'), "nofws:0");
  EXPECT_EQ(tag(sign(kDinner, {{"body_count", std::int64_t{999}}}), 'b'), "nofws:17")
      << "not more than there is";
  EXPECT_EQ(tag(sign(kDinner, {{"count", word("raw")}}), 'b'), "nofws:26");
}

TEST_F(IimSigning, HashesTheOctetsAVerifierHashes) {
  Trace at_signer;
  Trace at_verifier;
  auto made = bench.scheme()->originate(transit(kDinner), context(&at_signer));
  ASSERT_TRUE(made.has_value());

  (void)bench.scheme()->verify(made->transit, context(&at_verifier));

  EXPECT_EQ(at_signer.joined("signed-data", 1), at_verifier.joined("signed-data", 1));
  EXPECT_TRUE(at_verifier.joined("signed-data", 1).starts_with("Hi.Welostthegame.IIM-SIG:v:"));
  ASSERT_EQ(at_verifier.items().size(), 2U);
  EXPECT_EQ(at_verifier.items()[1].field, "IIM-SIG");
}

TEST_F(IimSigning, DeclinesWhenThereIsNoUsableOriginator) {
  EXPECT_EQ(declined("Subject: a\r\n\r\nx\r\n"), "no_from");
  EXPECT_EQ(declined(" From: joe@example.com\r\n\r\nx\r\n"), "no_from") << "all body";
  EXPECT_EQ(declined("From: a@example.com\r\nFrom: b@example.com\r\n\r\n"), "several_from");
  EXPECT_EQ(declined("From: undisclosed\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: joe@[192.0.2.1]\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("Sender: a@example.com\r\nSender: b@example.com\r\n" + kDinner),
            "several_sender");
  EXPECT_EQ(declined("Sender: \r\n" + kDinner), "sender_unusable");
  EXPECT_EQ(declined("Sender: \r\n" + kDinner, {{"originator", word("from-only")}}), "");
  EXPECT_EQ(declined(kDinner, {{"copy", words({"subject"})}}), "originator_not_copied");
  EXPECT_EQ(declined(kDinner, {{"copy", words({"Sender"})}}), "originator_not_copied");
}

TEST_F(IimSigning, DeclinesWhenTheDomainIsNotItsOwn) {
  EXPECT_EQ(declined(kDinner, {{"domain", word("example.net")}}), "domain_mismatch");
  EXPECT_EQ(declined(kDinner, {{"domain", word("sub.example.com")}}), "domain_mismatch");
  bench.role.domain = "provider.example";
  EXPECT_EQ(declined(kDinner), "domain_mismatch") << "a foreign submission server";
  EXPECT_EQ(declined(kDinner, {{"role", word("away")}}), "") << "unless it is registered";
  bench.role.domain = "example.com";
  EXPECT_EQ(declined(kDinner), "");
}

TEST_F(IimSigning, DeclinesWithoutAUsableKeyAndBeyondLimits) {
  std::string many = kDinner;
  for (std::size_t i = 0; i < kMaxFields; ++i) many = "X: y\r\n" + many;
  EXPECT_EQ(declined(many), "over_limits");
  EXPECT_EQ(declined("X: " + std::string(70'000, 'x') + "\r\n" + kDinner), "over_limits");
  EXPECT_EQ(declined("Subject: " + std::string(40'000, '"') + "\r\n" + kDinner), "over_limits")
      << "the copy would not fit";
  std::string subjects = kDinner;
  for (std::size_t i = 0; i < iim::kMaxCopies; ++i) subjects = "Subject: y\r\n" + subjects;
  EXPECT_EQ(declined(subjects), "over_limits");
  bench.keys.rsa_key = nullptr;
  EXPECT_EQ(declined(kDinner), "no_key");
  RandomSource random(1, {"large"});
  bench.keys.rsa_key = *RsaPrivateKey::derive(random, 2304);
  EXPECT_EQ(declined(kDinner), "key_unsuitable");
}

TEST_F(IimSigning, RefusesSettingsThatCannotStandInAField) {
  for (const ValueMap& given :
       {ValueMap{{"host", word("a\"b")}}, ValueMap{{"domain", word("a b")}},
        ValueMap{{"copy", words({"a:b"})}}, ValueMap{{"copy", words({""})}},
        ValueMap{{"time", word("now")}}, ValueMap{{"version", word("2.0")}},
        ValueMap{{"key_name", word("a\r\nb")}}, ValueMap{{"lifetime", std::int64_t{-2}}},
        ValueMap{{"key_rating", std::int64_t{128}}}}) {
    EXPECT_FALSE(bench.try_scheme(given).has_value()) << to_json(given);
  }
}

class IimList : public IimSigning {
 protected:
  IimList() { bench.role = {RoleKind::mediator, "lists.example.net", "out.lists.example.net"}; }

  Signed forward(std::string text, std::string_view mail_from, const ValueMap& given = {}) {
    Transit made = transit(std::move(text));
    made.envelope.mail_from = mail_from;
    auto result = bench.scheme({}, given)->forward(std::move(made), context());
    EXPECT_TRUE(result.has_value()) << result.error().what;
    return *std::move(result);
  }

  // As the author signed it.
  std::string signed_by_author() {
    const Role list = bench.role;
    bench.role = {};
    std::string text = sign(kDinner);
    bench.role = list;
    return text;
  }
};

TEST_F(IimList, SignsForItselfAboveTheAuthor) {
  std::string text = test::changed(signed_by_author(), "Subject: Is", "Subject: [games] Is");
  text += "____\r\nlist footer\r\n";

  const Signed made = forward(text, "owner@lists.example.net");
  ASSERT_EQ(made.declined, "");
  const std::string forwarded = made.transit.message.to_string();
  const Verdict verdict = verify(forwarded);

  EXPECT_EQ(tag(forwarded, 'z'), "list");
  EXPECT_EQ(tag(forwarded, 'd'), "lists.example.net");
  EXPECT_EQ(tag(forwarded, 'h'), "out.lists.example.net");
  EXPECT_NE(forwarded.find("\r\nSender: owner@lists.example.net\r\n"), std::string::npos);
  EXPECT_NE(forwarded.find("c:\"Sender: owner@lists.example.net\""), std::string::npos);
  EXPECT_NE(forwarded.find("c:\"Subject: [games] Is dinner ready?\""), std::string::npos);
  ASSERT_EQ(verdict.signatures.size(), 2U);
  EXPECT_EQ(verdict.signatures[0].identity, "owner@lists.example.net");
  EXPECT_EQ(detail(verdict.signatures[0], "header"), "sender");
  EXPECT_EQ(detail(verdict.signatures[0], "unsigned_tail"), "0");
  EXPECT_EQ(verdict.signatures[1].state, "s=y v=y");
  EXPECT_EQ(detail(verdict.signatures[1], "changed_headers"), "Subject");
  EXPECT_EQ(detail(verdict.signatures[1], "unsigned_tail"), "14");
  EXPECT_EQ(verdict.identity, "joe@example.com") << "the author comes first";
}

TEST_F(IimList, ReplacesTheSenderAndCopiesSubjectInAnyCase) {
  const Signed made = forward("Sender: eve@example.org\r\n" + kDinner, "o@lists.example.net",
                              {{"copy", words({"date", "from"})}});

  EXPECT_EQ(made.declined, "");
  EXPECT_EQ(made.transit.message.count("Sender"), 1U);
  EXPECT_EQ(names(made.transit.message.to_string()), "vhdzmtxabenscccc");
}

TEST_F(IimList, NeedsNoSenderWhenItWroteFrom) {
  const std::string munged =
      test::changed(kDinner, "Joe <joe@example.com>", "Joe via list <list@lists.example.net>");

  const Signed made = forward(munged, "bounces@lists.example.net");

  EXPECT_EQ(made.declined, "");
  EXPECT_EQ(made.transit.message.count("Sender"), 0U);
  EXPECT_EQ(verify(made.transit.message.to_string()).identity, "list@lists.example.net");
}

TEST_F(IimList, DeclinesWhenItCannotSpeakForItself) {
  EXPECT_EQ(forward(kDinner, "").declined, "no_list_address");
  EXPECT_EQ(forward(kDinner, "joe@example.com").declined, "no_list_address");
  EXPECT_EQ(forward(kDinner, "a b@lists.example.net").declined, "no_list_address");
  const Signed made = forward(kDinner, "o@lists.example.net", {{"originator", word("from-only")}});
  EXPECT_EQ(made.declined, "domain_mismatch") << "From is not the list's";
  EXPECT_EQ(made.transit.message.to_string(), kDinner);
  bench.role.kind = RoleKind::relay;
  EXPECT_EQ(forward(kDinner, "o@lists.example.net").declined, "not_a_mediator");
}

}  // namespace
}  // namespace mass
