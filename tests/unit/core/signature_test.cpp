#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "core/signature/canon.hpp"
#include "core/signature/fields.hpp"
#include "core/signature/layout.hpp"
#include "core/signature/quoted.hpp"
#include "core/signature/tags.hpp"

namespace mass::signature {
namespace {

std::string field(std::string_view raw, Canon canon) {
  StringSink sink;
  const auto parsed = parse_field(Octets(std::string(raw)));
  EXPECT_NE(parsed, nullptr) << raw;
  if (parsed != nullptr) write_field(*parsed, canon, sink);
  return sink.text();
}

std::string body(std::string_view text, Canon canon) {
  StringSink sink;
  write_body(text, canon, sink);
  return sink.text();
}

TEST(RelaxedField, ReducesWhiteSpaceWhereverItStands) {
  EXPECT_EQ(field("A: X\r\n", Canon::relaxed), "a:X\r\n") << "RFC 6376 section 3.4.5";
  EXPECT_EQ(field("B : Y\t\r\n\tZ  \r\n", Canon::relaxed), "b:Y Z\r\n") << "section 3.4.5";
  EXPECT_EQ(field("SUBJect:AbC", Canon::relaxed), "subject:AbC\r\n");
  EXPECT_EQ(field("X:\r\n \r\n\t \r\n a\r\n \r\n", Canon::relaxed), "x:a\r\n");
  EXPECT_EQ(field("X: \t \r\n", Canon::relaxed), "x:\r\n");
  EXPECT_EQ(field("X: a\rb \n c\r\n", Canon::relaxed), "x:a\rb \n c\r\n")
      << "CR and LF alone are no white space";
}

TEST(SimpleField, StaysAsItIs) {
  EXPECT_EQ(field("A: X\r\n", Canon::simple), "A: X\r\n");
  EXPECT_EQ(field("B : Y\t\r\n\tZ  \r\n", Canon::simple), "B : Y\t\r\n\tZ  \r\n");
  EXPECT_EQ(field("A:b", Canon::simple), "A:b\r\n");
}

TEST(RelaxedBody, ReducesWhiteSpaceAndDropsEmptyLinesAtTheEnd) {
  EXPECT_EQ(body(" C \r\nD \t E\r\n\r\n\r\n", Canon::relaxed), " C\r\nD E\r\n")
      << "RFC 6376 section 3.4.5";
  EXPECT_EQ(body("", Canon::relaxed), "");
  EXPECT_EQ(body("\r\n", Canon::relaxed), "");
  EXPECT_EQ(body(" \t\r\n \r\n", Canon::relaxed), "");
  EXPECT_EQ(body(" ", Canon::relaxed), "");
  EXPECT_EQ(body("\r\n \r\na", Canon::relaxed), "\r\n\r\na\r\n");
  EXPECT_EQ(body("\t\ta\t\t\r\n", Canon::relaxed), " a\r\n");
  EXPECT_EQ(body("a\n\r\r\nb \n", Canon::relaxed), "a\n\r\r\nb \n\r\n");
}

TEST(SimpleBody, EndsInOneLineEnd) {
  EXPECT_EQ(body(" C \r\nD \t E\r\n\r\n\r\n", Canon::simple), " C \r\nD \t E\r\n");
  EXPECT_EQ(body("", Canon::simple), "\r\n") << "RFC 6376 section 3.4.3";
  EXPECT_EQ(body("\r\n\r\n", Canon::simple), "\r\n");
  EXPECT_EQ(body("a", Canon::simple), "a\r\n");
  EXPECT_EQ(body(" \r\n", Canon::simple), " \r\n");
}

TEST(RelaxedBody, GivesTheSameOctetsForLongLines) {
  std::string text;
  std::string want;
  for (int i = 0; i < 5000; ++i) {
    text += "word \t ";
    want += i == 0 ? "word" : " word";
  }

  EXPECT_EQ(body(text, Canon::relaxed), want + "\r\n");
}

TEST(Canons, AreReadAsTheTagSays) {
  EXPECT_EQ(parse_canons("relaxed/relaxed"), (Canons{Canon::relaxed, Canon::relaxed}));
  EXPECT_EQ(parse_canons("relaxed"), (Canons{Canon::relaxed, Canon::simple}));
  for (const char* text : {"", "/", "relaxed/", "/simple", "Relaxed", "simple/nofws", "a/b/c"}) {
    EXPECT_EQ(parse_canons(text), std::nullopt) << text;
  }
}

TEST(LimitedSink, LetsTheFirstOctetsPassAndCountsAll) {
  StringSink behind;
  LimitedSink sink(behind, 5);
  for (const char* text : {"abc", "", "def", "ghi"}) sink.write(text);

  EXPECT_EQ(behind.text(), "abcde");
  EXPECT_EQ(sink.seen(), 9U);
}

TEST(SelectFields, TakesTheLowestFieldThatIsLeft) {
  const Message message = Message::parse("A: 1\r\nB: 2\r\na: 3\r\nA: 4\r\n\r\n");
  const auto fields = message.fields();
  const std::vector<std::string> names{"a", "b", "c", "a", "b"};

  const auto all = select_fields(fields, names, nullptr);
  const auto others = select_fields(fields, names, &fields[3]);

  EXPECT_EQ(all, (std::vector<const Field*>{&fields[3], &fields[1], &fields[2]}));
  EXPECT_EQ(others, (std::vector<const Field*>{&fields[2], &fields[1], &fields[0]}));
}

TEST(WithoutTagValue, LeavesEveryOtherOctet) {
  const auto bare = [](const char* value) {
    return without_tag_value(make_field("S", value), "b");
  };

  EXPECT_EQ(bare(" a=1; b=xyz"), "S: a=1; b=\r\n");
  EXPECT_EQ(bare(" a=1; b = x\r\n y z \r\n ;bh=q"), "S: a=1; b =;bh=q\r\n");
  EXPECT_EQ(bare(" bh=b=; \r\n\tb\r\n =\r\n x=; c=b=1"), "S: bh=b=; \r\n\tb\r\n =; c=b=1\r\n");
  EXPECT_EQ(bare(" bh=1"), "S: bh=1\r\n");
  EXPECT_EQ(bare("b="), "S:b=\r\n");
}

TEST(Quoted, DecodesWhatItEncodes) {
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);

  EXPECT_EQ(encode_quoted("a b;c|=d", "|"), "a=20b=3Bc=7C=3Dd");
  EXPECT_EQ(decode_quoted(encode_quoted(every)), every);
  EXPECT_EQ(decode_quoted("a\r\n b=3B=3d"), "ab;=");
  EXPECT_EQ(decode_quoted("\xC3\xBC"), "\xC3\xBC");
  for (const char* text : {"=", "=4", "a=4", "=4G", "= 40", "a;b", "\x01"}) {
    EXPECT_EQ(decode_quoted(text), std::nullopt) << text;
  }
}

TEST(Numbers, AreDigitsOnly) {
  EXPECT_EQ(parse_number("0"), 0U);
  EXPECT_EQ(parse_number("00001000000000000"), 1'000'000'000'000U);
  EXPECT_EQ(parse_number(std::string(76, '9')), kWholeBody) << "too large is as large as can be";
  for (const std::string& text : {std::string(), std::string("-1"), std::string("+1"),
                                  std::string(" 1"), std::string("1.0"), std::string(77, '0')}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(SigningDomain, IsANameOfTwoLabelsOrMore) {
  EXPECT_EQ(signing_domain_name("Example.COM"), "example.com");
  EXPECT_EQ(signing_domain_name("b\xC3\xBC"
                                "cher.example"),
            "xn--bcher-kva.example");
  for (const char* text : {"", "com", "a..b", ".a.b", "a.b.", "a b.c", "\xFF.example", "a.b(c)"}) {
    EXPECT_EQ(signing_domain_name(text), std::nullopt) << text;
  }
}

TEST(FoldedTags, BreakWhereWhiteSpaceMeansNothing) {
  std::string names = "from";
  for (int i = 0; i < 40; ++i) names += ":x-name-" + std::to_string(i);
  std::string copies = "From:=20";
  for (int i = 0; i < 60; ++i) copies += "ab=20";

  const std::string text = folded_tags({{"v", "1"}, {"h", names}, {"z", copies}, {"b", ""}}, 14);
  const auto list = TagList::parse(text, kTagRules);

  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(without_whitespace(*list->find("h")), names);
  EXPECT_EQ(decode_quoted(*list->find("z")), decode_quoted(copies));
  EXPECT_TRUE(text.ends_with(" b=") || text.ends_with("\tb=")) << text;
  for (const std::string_view line : split("DKIM-Signature:" + text, '\n')) {
    EXPECT_LE(line.size(), 79U) << line;
  }
}

TEST(SignatureTags, OfASealNeedNoCoverage) {
  const std::string seal = "i=1; a=rsa-sha256; t=5; cv=none; d=example.org; s=a; b=AAAA";

  EXPECT_TRUE(parse_signature_tags(seal, {}).flaw.has_value());
  EXPECT_FALSE(parse_signature_tags(seal, {.covers_message = false}).flaw.has_value());
  EXPECT_EQ(*parse_signature_tags(seal, {.covers_message = false}).list.find("cv"), "none");
}

TEST(SignatureTags, OfASealThatMeanNothingAreNotRead) {
  const std::string seal = "a=rsa-sha256; t=5; d=example.org; s=a; b=AAAA; x=no; q=no; l=no; c=no";

  EXPECT_FALSE(parse_signature_tags(seal, {.covers_message = false}).flaw.has_value());
  EXPECT_TRUE(parse_signature_tags("t=;" + seal, {.covers_message = false}).flaw.has_value());
}

TEST(SignatureTags, NameWhatTheyLikeWhenNamesAreLoose) {
  const std::string tags = "a=rsa-sha256; d=example.org; s=a; b=AAAA; bh=AAAA; h=";
  const auto names = [&tags](const std::string& value) {
    return parse_signature_tags(tags + value, {.loose_names = true}).tags.names;
  };

  for (const char* value : {"", "to::Cc", ":to", "to"}) {
    EXPECT_TRUE(parse_signature_tags(tags + value, {}).flaw.has_value()) << value;
    EXPECT_FALSE(parse_signature_tags(tags + value, {.loose_names = true}).flaw.has_value())
        << value;
  }
  EXPECT_EQ(names("to: :Cc:"), (std::vector<std::string>{"to", "cc"}));
  EXPECT_TRUE(parse_signature_tags(tags + "a b", {.loose_names = true}).flaw.has_value());
}

TEST(NamesPresent, AreListedAsOftenAsTheyOccur) {
  const Message message = Message::parse("B: 1\r\nA: 2\r\nb: 3\r\nC: 4\r\n\r\n");
  const std::vector<std::string> listed{"a", "b", "d", "b"};

  EXPECT_EQ(names_present(message.fields(), listed), (std::vector<std::string>{"a", "b", "b"}));
}

}  // namespace
}  // namespace mass::signature
