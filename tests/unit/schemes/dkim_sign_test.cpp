#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/schemes/dkim_bench.hpp"

namespace mass {
namespace {

using test::kDkimPlain;
using test::replaced;
using test::word;
using test::words;

class DkimSigning : public test::DkimBench {
 protected:
  // A tag of the topmost signature, without white space; nothing if it lacks.
  static std::string tag(const std::string& message, std::string_view name) {
    const Field* field = nullptr;
    const Message parsed = Message::parse(message);
    field = parsed.find("DKIM-Signature");
    if (field == nullptr) return "no signature";
    const auto list = TagList::parse(field->value(), {.single_letter_names = false});
    EXPECT_TRUE(list.has_value());
    const std::string* value = list ? list->find(name) : nullptr;
    return value == nullptr ? "no tag" : without_whitespace(*value);
  }

  std::string signed_tag(std::string_view name, const ValueMap& given) {
    return tag(sign(kDkimPlain, given), name);
  }

  Result<Signed> as_list(std::string text, const ValueMap& given = {}) {
    Context context = bench.context();
    context.role = {RoleKind::mediator, "lists.example.net", "mx.lists.example.net"};
    return bench.scheme({}, given)->forward(transit(std::move(text)), context);
  }
};

TEST_F(DkimSigning, VerifiesUnderEveryCanonicalizationAndAlgorithm) {
  for (const char* canon : {"relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple",
                            "relaxed", "simple"}) {
    for (const char* algorithm : {"rsa-sha256", "ed25519-sha256", "both"}) {
      for (const std::string& body :
           {std::string("Hi.\r\n"), std::string(), std::string("no end"),
            std::string(" \r\n\t\r\n"), std::string("a\r\rb\n\nc \r\n\r\n\r\n")}) {
        const std::string message = sign("From: joe@example.com\r\nX:\t odd \r\n\t \r\n\r\n" + body,
                                         {{"canonicalization", word(canon)},
                                          {"algorithm", word(algorithm)},
                                          {"headers", words({"x", "from"})},
                                          {"copy_fields", true},
                                          {"l", std::int64_t{9999}},
                                          {"lifetime", std::int64_t{5}},
                                          {"user", word("author")},
                                          {"query", true}});
        EXPECT_EQ(verify(message).outcome, Outcome::pass) << canon << ' ' << algorithm << body;
      }
    }
  }
}

TEST_F(DkimSigning, HoldsWithoutBodyAndWithoutFinalLineEnd) {
  for (const char* text :
       {"From: joe@example.com\r\n", "From: joe@example.com", "From: joe@example.com\r\n\r\n"}) {
    EXPECT_EQ(verify(sign(text)).outcome, Outcome::pass) << text;
  }
}

TEST_F(DkimSigning, WritesTheTagsItIsSetTo) {
  EXPECT_EQ(signed_tag("v", {}), "1");
  EXPECT_EQ(signed_tag("a", {}), "rsa-sha256");
  EXPECT_EQ(signed_tag("c", {{"canonicalization", word("simple")}}), "simple");
  EXPECT_EQ(signed_tag("d", {}), "example.com");
  EXPECT_EQ(signed_tag("s", {{"algorithm", word("ed25519-sha256")}}), "dkim-ed25519");
  EXPECT_EQ(signed_tag("t", {}), "1091779200");
  EXPECT_EQ(signed_tag("t", {{"time", false}}), "no tag");
  EXPECT_EQ(signed_tag("x", {{"lifetime", std::int64_t{60}}}), "1091779260");
  EXPECT_EQ(signed_tag("q", {{"query", true}}), "dns/txt");
  EXPECT_EQ(signed_tag("i", {{"user", word("domain")}}), "@example.com");
  EXPECT_EQ(signed_tag("i", {{"user", word("author")}}), "joe@example.com");
  EXPECT_EQ(signed_tag("l", {{"l", std::int64_t{9999}}}), "13");
  EXPECT_EQ(signed_tag("l", {{"l", std::int64_t{5}}}), "5");
  EXPECT_EQ(signed_tag("l", {{"l", std::int64_t{0}}}), "0");
  for (const char* name : {"i", "l", "q", "x", "z"}) {
    EXPECT_EQ(signed_tag(name, {}), "no tag") << name;
  }
}

TEST_F(DkimSigning, CopiesFieldsInQuotedPrintable) {
  EXPECT_EQ(signed_tag("z", {{"copy_fields", true}, {"headers", words({"from", "subject"})}}),
            "From:=20Joe=20<joe@example.com>|Subject:=20Is=20=20dinner=0D=0A=20ready?");
}

TEST_F(DkimSigning, QuotesTheAuthorsLocalPart) {
  const std::string odd = replaced(kDkimPlain, "joe@", "\"joe;a=b\"@");
  const std::string message = sign(odd, {{"user", word("author")}});

  EXPECT_EQ(tag(message, "i"), "\"joe=3Ba=3Db\"@example.com");
  EXPECT_EQ(to_text(verify(message).detail.at("user")), "\"joe;a=b\"@example.com");
}

TEST_F(DkimSigning, NamesTheFieldsThatArePresent) {
  const std::string twice = "To: more@example.org\r\n" + kDkimPlain;

  EXPECT_EQ(tag(sign(twice), "h"), "from:subject:date:to:to:message-id");
  EXPECT_EQ(tag(sign(twice, {{"headers", words({"to", "cc"})}}), "h"), "from:to:to");
  EXPECT_EQ(tag(sign(twice, {{"headers", words({"To", "From", "Cc", "To"})}}), "h"), "to:to:from");
  EXPECT_EQ(
      tag(sign(twice, {{"headers", words({"from", "cc"})}, {"header_policy", word("listed")}}),
          "h"),
      "from:cc");
  EXPECT_EQ(tag(sign(twice, {{"headers", words({"from", "to", "cc"})}, {"oversign", true}}), "h"),
            "from:to:to:from:to:cc");
}

TEST_F(DkimSigning, FoldsLinesWithinSeventyEightColumns) {
  const std::string message =
      sign(kDkimPlain, {{"oversign", true}, {"copy_fields", true}, {"algorithm", word("both")}});
  const std::string header = message.substr(0, message.find("Received:"));

  ASSERT_GT(header.size(), 500U);
  for (const std::string_view line : split(header, '\n')) EXPECT_LE(line.size(), 79U) << line;
}

TEST_F(DkimSigning, PutsTheFirstSignatureOnTop) {
  const std::string message = sign(kDkimPlain, {{"algorithm", word("both")}});

  EXPECT_EQ(tag(message, "a"), "rsa-sha256");
  EXPECT_EQ(Message::parse(message).count("DKIM-Signature"), 2U);
  EXPECT_TRUE(message.ends_with(kDkimPlain)) << "the message below stays as it is";
}

TEST_F(DkimSigning, ChoosesTheDomainOfTheAuthorOrOfTheOperator) {
  EXPECT_EQ(signed_tag("d", {{"domain", word("Sub.Example.COM")}}), "sub.example.com");
  bench.role = {RoleKind::originator, "example.com", {}};
  EXPECT_EQ(signed_tag("d", {}), "example.com");
  bench.role.domain = "lists.example.net";
  EXPECT_EQ(signed_tag("d", {}), "lists.example.net");
  EXPECT_EQ(signed_tag("i", {{"user", word("author")}}), "@lists.example.net")
      << "an author elsewhere cannot be vouched for by name";
}

TEST_F(DkimSigning, DeclinesWhatNobodyCouldVerify) {
  EXPECT_EQ(declined("Subject: x\r\n\r\n"), "no_from");
  EXPECT_EQ(declined("From: a@example.com\r\nFrom: b@example.com\r\n\r\n"), "several_from");
  EXPECT_EQ(declined("From: nobody\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: joe@localhost\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: a@[192.0.2.1]\r\n\r\n"), "from_unusable");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "X: y\r\n";
  EXPECT_EQ(declined(many + kDkimPlain), "over_limits");
  bench.keys.ed25519_key = nullptr;
  EXPECT_EQ(declined(kDkimPlain, {{"algorithm", word("both")}}), "no_key");
  RandomSource random(7, {"short key"});
  bench.keys.rsa_key = *RsaPrivateKey::derive(random, 768);
  EXPECT_EQ(declined(kDkimPlain), "key_unsuitable");
}

TEST_F(DkimSigning, SignsForInternationalDomainsAsALabels) {
  const std::string text = replaced(kDkimPlain, "joe@example.com",
                                    "joe@B\xC3\xBC"
                                    "cher.example");
  bench.publish(*bench.scheme(),
                "b\xC3\xBC"
                "cher.example");
  const std::string message = sign(text);

  EXPECT_EQ(tag(message, "d"), "xn--bcher-kva.example");
  EXPECT_EQ(verify(message).identity, "xn--bcher-kva.example");
}

TEST_F(DkimSigning, RefusesSettingsThatDoNotFit) {
  for (const ValueMap& given : std::vector<ValueMap>{{{"headers", words({"fr om"})}},
                                                     {{"headers", words({"from:"})}},
                                                     {{"headers", words({""})}},
                                                     {{"selector", word("a..b")}},
                                                     {{"ed25519_selector", word("")}},
                                                     {{"domain", word("com")}},
                                                     {{"domain", word("a b.c")}},
                                                     {{"key_flags", word("y; p=")}},
                                                     {{"l", std::int64_t{-2}}},
                                                     {{"algorithm", word("rsa-sha1")}},
                                                     {{"future_seconds", std::int64_t{-2}}}}) {
    const auto made = bench.try_scheme(given);
    ASSERT_FALSE(made.has_value()) << given.begin()->first;
    EXPECT_EQ(made.error().code, Errc::config);
  }
}

TEST_F(DkimSigning, PublishesOneRecordPerAlgorithm) {
  const auto scheme = bench.scheme("both", {{"key_flags", word("y:s")}});
  const auto records = scheme->provision("Example.com", bench.context());

  ASSERT_TRUE(records.has_value());
  ASSERT_EQ(records->dns.size(), 2U);
  EXPECT_EQ(records->dns[0].name, "dkim._domainkey.example.com");
  EXPECT_TRUE(records->dns[0].strings.front().starts_with("v=DKIM1; k=rsa; t=y:s; p=MI"));
  EXPECT_EQ(records->dns[1].name, "dkim-ed25519._domainkey.example.com");
  EXPECT_EQ(records->dns[1].strings.front(),
            "v=DKIM1; k=ed25519; t=y:s; p=" + base64_encode(bench.keys.ed25519_key->public_key()));
  EXPECT_TRUE(bench.scheme()->provision("localhost", bench.context())->empty());
}

TEST_F(DkimSigning, ListsSignForTheirOwnDomain) {
  const auto made = as_list("List-Id: x\r\n" + sign(kDkimPlain));

  ASSERT_TRUE(made.has_value());
  ASSERT_EQ(made->declined, "");
  const std::string text = made->transit.message.to_string();
  EXPECT_EQ(tag(text, "d"), "lists.example.net");
  EXPECT_EQ(verify(text).signatures.size(), 2U);
  EXPECT_EQ(verify(text).signatures[0].outcome, Outcome::pass);
  EXPECT_EQ(as_list(kDkimPlain, {{"list_signs", false}})->declined, "lists_do_not_sign");
  EXPECT_EQ(bench.scheme()->forward(transit(kDkimPlain), bench.context())->declined,
            "not_a_mediator");
}

TEST_F(DkimSigning, ListsRemoveWhatTheyBrokeIfTheyAreSetTo) {
  const std::string author = sign(kDkimPlain);
  const std::string broken = author + "a footer\r\n";
  const ValueMap removing{{"broken_signatures", word("remove")}};

  EXPECT_EQ(as_list(broken)->transit.message.count("DKIM-Signature"), 2U);
  EXPECT_EQ(as_list(broken, removing)->transit.message.count("DKIM-Signature"), 1U);
  EXPECT_EQ(as_list(author, removing)->transit.message.count("DKIM-Signature"), 2U)
      << "what still holds is kept";
  const std::string headless = replaced(broken, "From: Joe <joe@example.com>\r\n", "");
  const auto declined = as_list(headless, removing);
  EXPECT_EQ(declined->declined, "no_from");
  EXPECT_EQ(declined->transit.message.to_string(), headless);
}

TEST_F(DkimSigning, ReportsOneResultPerSignature) {
  const std::string message = sign(kDkimPlain, {{"algorithm", word("both")}});
  const auto scheme = bench.scheme();
  const auto result = [&](const std::string& text) {
    return scheme->authentication_result(scheme->verify(transit(text), bench.context()));
  };
  const std::string start = tag(message, "b").substr(0, 8);

  EXPECT_TRUE(result(message).starts_with(
      "dkim=pass header.d=example.com header.i=@example.com header.a=rsa-sha256 header.s=dkim "
      "header.b="));
  EXPECT_NE(result(message).find("; dkim=pass header.d=example.com"), std::string::npos);
  EXPECT_NE(result(message).find(start), std::string::npos);
  EXPECT_EQ(result(kDkimPlain), "dkim=none");
  EXPECT_TRUE(result(replaced(message, "Hi.", "Ho.")).starts_with("dkim=fail reason="));
  EXPECT_TRUE(result("DKIM-Signature: v=1\r\n" + kDkimPlain).starts_with("dkim=permerror reason="));
  const std::string brief = sign(kDkimPlain, {{"lifetime", std::int64_t{5}}});
  bench.now += std::chrono::seconds(10);
  EXPECT_TRUE(result(brief).starts_with("dkim=policy reason=")) << result(brief);
}

TEST_F(DkimSigning, IsADescendantOfTheProposals) {
  EXPECT_EQ(bench.info().lineage, Lineage::descendant);
}

}  // namespace
}  // namespace mass
