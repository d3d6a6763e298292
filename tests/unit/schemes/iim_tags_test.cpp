#include "schemes/iim/tags.hpp"

#include <gtest/gtest.h>

#include "core/message/codec.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::iim {
namespace {

const std::string kModulus = base64_encode(std::string(128, '\xC1'));

// A field with every tag, some of them given or, with a value of "-", left out.
std::string field(const std::map<char, std::string>& given = {}, std::string_view more = {}) {
  static const std::vector<std::pair<char, std::string>> usual{{'v', "1.1"},
                                                               {'h', "imail.example.com"},
                                                               {'d', "example.com"},
                                                               {'z', "home"},
                                                               {'m', "krs"},
                                                               {'t', "1091836800.123456"},
                                                               {'x', "432000"},
                                                               {'a', "rsa-sha1"},
                                                               {'b', "nofws:37"},
                                                               {'e', "Iw=="},
                                                               {'n', kModulus},
                                                               {'s', kModulus},
                                                               {'c', "From: joe@example.com"}};
  std::string text;
  for (const auto& [name, value] : usual) {
    const auto found = given.find(name);
    const std::string& used = found == given.end() ? value : found->second;
    if (used == "-") continue;
    text += std::string(1, name) + ":\"" + used + "\"; ";
  }
  return text.append(more);
}

std::string flaw(const std::string& text) {
  const auto parsed = parse_signature(text);
  return parsed.flaw ? parsed.flaw->word : "";
}
std::string flaw(char name, const std::string& value) {
  return flaw(field({{name, value}}));
}

TEST(IimTags, AreReadAndDecoded) {
  const auto [tags, flawed] = parse_signature(field({{'d', "Example.COM"}}, "q:\"?\""));

  ASSERT_FALSE(flawed) << flawed->word;
  EXPECT_EQ(tags.domain, "example.com");
  EXPECT_EQ(tags.host, "imail.example.com");
  EXPECT_EQ(tags.role, "home");
  EXPECT_EQ(tags.method, "krs");
  EXPECT_EQ(tags.time, 1091836800U);
  EXPECT_EQ(tags.lifetime, 432000U);
  EXPECT_EQ(tags.count, 37U);
  EXPECT_EQ(tags.key.exponent, "\x23");
  EXPECT_EQ(tags.key.modulus.size(), 128U);
  ASSERT_EQ(tags.copies.size(), 1U);
  EXPECT_EQ(tags.copies[0].name, "From");
  EXPECT_EQ(tags.copies[0].value(), " joe@example.com");
}

TEST(IimTags, MayLeaveOutRoleMethodAndLifeTime) {
  const auto [tags, flawed] =
      parse_signature(field({{'z', "-"}, {'m', "-"}, {'x', "-"}, {'c', "-"}}));

  ASSERT_FALSE(flawed) << flawed->word;
  EXPECT_EQ(tags.method, "krs");
  EXPECT_FALSE(tags.lifetime);
  EXPECT_TRUE(tags.copies.empty());
}

TEST(IimTags, AreAllNeededButThose) {
  for (const char name : std::string_view("vhdtabens")) {
    EXPECT_EQ(flaw(name, "-"), std::string("syntax: missing ") + name);
  }
}

TEST(IimTags, StandOnceButForCopies) {
  EXPECT_EQ(flaw(field({}, "z:\"home\"")), "syntax: duplicate z");
  EXPECT_EQ(flaw(field({}, "q:\"\"; q:\"\"")), "syntax: duplicate q");
  EXPECT_EQ(flaw(field({}, "c:\"To: a@example.org\"")), "");
  EXPECT_EQ(flaw("v=1.1"), "syntax: no colon after v");
  EXPECT_EQ(flaw(""), "syntax: no tags");
}

TEST(IimTags, HaveAVersionOfOne) {
  for (const char* good : {"1.0", "1.1", "1.27"}) EXPECT_EQ(flaw('v', good), "") << good;
  for (const char* bad : {"1", "1.", "2.0", "11.1", "1.1a", "1.1.1", ""}) {
    EXPECT_EQ(flaw('v', bad), "unknown version") << bad;
  }
}

TEST(IimTags, HaveDecimalTimes) {
  for (const char* good : {"0", "1091836800", "1091836800.0", "18446744073709551615.9"}) {
    EXPECT_EQ(flaw('t', good), "") << good;
  }
  for (const char* bad :
       {"", "-1", "+1", "1e9", "1.", ".5", "1.2.3", "0x1", "1,5", "18446744073709551616", "now"}) {
    EXPECT_EQ(flaw('t', bad), "syntax: bad t") << bad;
  }
  EXPECT_EQ(flaw('x', "-1"), "syntax: bad x");
  EXPECT_EQ(flaw('x', ""), "syntax: bad x");
}

TEST(IimTags, NameTheOnlyAlgorithms) {
  EXPECT_EQ(flaw('a', "rsa-sha256"), "unknown algorithm");
  EXPECT_EQ(flaw('b', "simple:37"), "unknown body canonicalization");
  EXPECT_EQ(flaw('b', "nofws"), "syntax: bad b");
  EXPECT_EQ(flaw('b', "nofws:"), "syntax: bad b");
  EXPECT_EQ(flaw('b', "nofws:-1"), "syntax: bad b");
  EXPECT_EQ(flaw('b', "nofws:99999999999999999999"), "syntax: bad b");
  EXPECT_EQ(flaw('b', "nofws:18446744073709551615"), "");
}

TEST(IimTags, NameADomainThatCanBeAskedFor) {
  for (const char* bad : {"", "example com.", "example.com.", "a..b",
                          "b\xFC"
                          "cher.example",
                          "evil.example/x", "[192.0.2.1]"}) {
    const std::string word = flaw('d', bad);
    EXPECT_EQ(word, "syntax: bad d") << bad;
  }
  std::string longest = "example.com";
  while (longest.size() < 240) longest = "a." + longest;
  EXPECT_EQ(flaw('d', longest), "syntax: bad d") << "no room for the name of the key";
  EXPECT_EQ(flaw('d', "exam\r\n\tple.com"), "") << "folded inside quotes";
}

TEST(IimTags, HoldAKeyOfAUsableSize) {
  const auto modulus = [](std::size_t octets) {
    return base64_encode("\x80" + std::string(octets - 1, '\x01'));
  };
  EXPECT_EQ(flaw('n', modulus(64)), "");
  EXPECT_EQ(flaw('n', modulus(256)), "");
  EXPECT_EQ(flaw('n', modulus(63)), "unsupported key size");
  EXPECT_EQ(flaw('n', modulus(257)), "unsupported key size");
  EXPECT_EQ(flaw('n', base64_encode("\x7F" + std::string(63, '\x01'))), "unsupported key size");
  EXPECT_EQ(flaw('n', base64_encode(std::string(1, '\0') + std::string(128, '\x81'))),
            "syntax: bad n")
      << "leading zero";
  EXPECT_EQ(flaw('n', "?"), "syntax: bad n");
  EXPECT_EQ(flaw('e', ""), "syntax: bad e");
  EXPECT_EQ(flaw('e', "Iw="), "syntax: bad e");
  EXPECT_EQ(flaw('s', "****"), "syntax: bad s");
}

TEST(IimTags, HoldCopiesThatAreHeadersAndNotTooMany) {
  EXPECT_EQ(flaw('c', "no header"), "syntax: bad c");
  EXPECT_EQ(flaw('c', " : x"), "syntax: bad c");
  EXPECT_EQ(flaw('c', "Subject:"), "");
  std::string many;
  for (std::size_t i = 0; i < kMaxCopies; ++i) many += "c:\"To: x\"; ";
  EXPECT_EQ(flaw(field({{'c', "-"}}, many)), "");
  EXPECT_EQ(flaw(field({}, many)), "syntax: too many c");
}

TEST(IimTags, GiveTheCanonicalFieldInTheirOrder) {
  const auto list = QuotedTagList::parse(
      "z:\"ho me\";\r\n\tq:\"?\";s:\"AB\" \"CD\"; c:\"Subject: \\\"a\\\" \\\\ \\b\"", "c");

  EXPECT_EQ(canonical_field(list->tags()), R"(IIM-SIG:z:"home";q:"?";s:"";c:"Subject:\"a\"\\b";)");
}

}  // namespace
}  // namespace mass::iim
