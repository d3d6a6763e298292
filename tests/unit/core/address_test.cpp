#include "core/message/address.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

/// `display|local|domain` of every mailbox, one after the other.
std::string read(std::string_view value) {
  std::string out;
  for (const Mailbox& box : parse_address_list(value).mailboxes) {
    if (!out.empty()) out += ' ';
    out += box.display + '|' + box.local + '|' + box.domain;
  }
  return out;
}

struct Case {
  std::string_view value;
  std::string_view mailboxes;
};

TEST(AddressList, ReadsWellFormedFields) {
  const std::vector<Case> cases{
      {" joe@example.com", "|joe|example.com"},
      {"Joe <joe@x>", "Joe|joe|x"},
      {"<joe@x>", "|joe|x"},
      {R"("Joe \"J\" <not@this>, Sr." <joe@x>)", R"("Joe \"J\" <not@this>, Sr."|joe|x)"},
      {"a@x, B <b@y> ,c@z", "|a|x B|b|y |c|z"},
      {"Joe Q. Public <joe@x>", "Joe Q. Public|joe|x"},
      {"\"A\" B \"C\" <joe@x>", "\"A\" B \"C\"|joe|x"},
      {"Joe\r\n Six <joe\r\n @x>", "Joe Six|joe|x"},
      {"=?utf-8?Q?J=C3=B6?= =?utf-8?Q?e?= <joe@x>", "=?utf-8?Q?J=C3=B6?= =?utf-8?Q?e?=|joe|x"},
      {"J\xC3\xB6 <j\xC3\xB6@b\xC3\xBC.example>", "J\xC3\xB6|j\xC3\xB6|b\xC3\xBC.example"},
      {"joe@x (Joe (the \\) first) Six)", "|joe|x"},
      {"(c) joe (c) . (c) six (c) @ (c) x (c) . (c) y (c)", "|joe.six|x.y"},
      {"Joe (c, <d@e>) Six <joe@x>", "Joe Six|joe|x"},
      {"\"joe six\"@x", "|\"joe six\"|x"},
      {"joe.\"six @ pack\"@x", "|joe.\"six @ pack\"|x"},
      {"joe@[192.0.2.1]", "|joe|[192.0.2.1]"},
      {"joe@[IPv6:2001:db8::1]", "|joe|[IPv6:2001:db8::1]"},
      {"<@a,@b:c@d>", "|c|d"},
      {"Joe <@a, @b : c@d>", "Joe|c|d"},
      {"list: a@x, B <b@y>;", "|a|x B|b|y"},
      {"\"The, list\": a@x;, c@z", "|a|x |c|z"},
      {"undisclosed-recipients:;", ""},
      {"a:;, b: ;", ""},
      {"g: , a@x,, ;", "|a|x"},
      {",a@x,,b@y,", "|a|x |b|y"},
      {"joe", "|joe|"},
      {"joe@x.", "|joe|x."},
      {"", ""},
      {" \r\n ", ""},
  };

  for (const Case& c : cases) {
    EXPECT_EQ(read(c.value), c.mailboxes) << c.value;
    EXPECT_FALSE(parse_address_list(c.value).malformed) << c.value;
  }
}

TEST(AddressList, KeepsWhatItCanReadOfMalformedFields) {
  const std::vector<Case> cases{
      {"undisclosed recipients", ""},
      {"joe six@x", "|six|x"},
      {"a@x b@y", "|a|x |b|y"},
      {"a@x; b@y", "|a|x |b|y"},
      {"a@x <b@y>", "a@x|b|y"},
      {"<a@x> <b@y>", "|a|x |b|y"},
      {"<a@x> junk", "|a|x"},
      {"Joe [co] <a@x>", "Joe [co]|a|x"},
      {"a@b@c", "|a@b|c"},
      {"joe@", "|joe|"},
      {"@x", ""},
      {"<>", ""},
      {"Joe <>", ""},
      {"<joe@x", "|joe|x"},
      {"<joe@x, bob@y>", "|joe|x |bob|y"},
      {"Joe <joe@x <bob@y>", "Joe|joe|x |bob|y"},
      {"joe@x>", "|joe|x"},
      {"\"Joe <joe@x>", "\"Joe|joe|x"},
      {"Joe (unclosed <joe@x>", "Joe (unclosed|joe|x"},
      {"joe@x (unclosed", "|joe|x"},
      {"joe@x)", "|joe|x"},
      {"joe@[192.0.2.1", "|joe|"},
      {"joe@x[192.0.2.1]", "|joe|x[192.0.2.1]"},
      {"joe\"six\"@x", "|joe\"six\"|x"},
      {"joe..six@x", "|joe..six|x"},
      {".joe@x", "|.joe|x"},
      {"joe.@x", "|joe.|x"},
      {"joe@x..y", "|joe|x..y"},
      {"joe\x01@x", "|joe\x01|x"},
      {"list: a@x", "|a|x"},
      {": a@x;", "|a|x"},
      {"a: b: c@x;;", "|c|x"},
      {"mailto:joe@x", "|joe|x"},
      {"<mailto:joe@x>", "|joe|x"},
      {"<@a,@b c@d>", ""},
      {"\\joe@x", "|\\joe|x"},
  };

  for (const Case& c : cases) {
    EXPECT_EQ(read(c.value), c.mailboxes) << c.value;
    EXPECT_TRUE(parse_address_list(c.value).malformed) << c.value;
  }
}

TEST(AddressList, LimitsTheDepthOfComments) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + std::string(depth, ')') + "joe@x";
  };

  EXPECT_FALSE(parse_address_list(nested(64)).malformed);
  EXPECT_TRUE(parse_address_list(nested(65)).malformed);
  EXPECT_EQ(read(nested(65)), "|joe|x");
}

// A reader that started over at each mark would need hours for these.
TEST(AddressList, ReadsHostileFieldsInOnePass) {
  constexpr std::size_t kSize = MASS_SANITIZED ? 1 << 17 : 1 << 20;
  for (const std::string_view unit :
       {"(",        "((\\", "\"\\\"", "[",  "<",    "<@",       "@",    ".",
        ":",        ";",    ",",      "a ", "a:",   "\"a\"(b)", "a@b ", "<a@b",
        "a <a@b> ", "(a)",  ")",      "\\", "[\\]", "a.",       "@a@",  "\r\n "}) {
    std::string value;
    while (value.size() < kSize) value += unit;

    const AddressList list = parse_address_list(value);

    EXPECT_LE(list.mailboxes.size(), kSize) << unit;
  }
}

TEST(AddressList, SurvivesRandomText) {
  constexpr std::uint64_t kRounds = MASS_SANITIZED ? 40'000 : 200'000;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    test::Dice dice(round);
    const std::string value = dice.text("ab@.<>,;:()[]\"\\ \r\n\x80", dice.below(24));
    for (const Mailbox& box : parse_address_list(value).mailboxes) {
      ASSERT_FALSE(box.local.empty()) << value << ' ' << test::seed_note(round);
      ASSERT_EQ(box.address().find('\n'), std::string::npos) << test::seed_note(round);
    }
  }
}

// What is well formed and joined again reads the same.
TEST(AddressList, ReadsBackWhatItRead) {
  int checked = 0;
  for (std::uint64_t round = 0; round < 100'000; ++round) {
    test::Dice dice(round);
    const std::string value = dice.text("aab@@.<>,:;()\" ", dice.below(16));
    const AddressList first = parse_address_list(value);
    if (first.malformed || first.mailboxes.empty()) continue;
    std::string joined;
    for (const Mailbox& box : first.mailboxes) {
      joined += (joined.empty() ? "" : ", ") + box.display + " <" + box.address() + ">";
    }

    const AddressList second = parse_address_list(joined);

    ++checked;
    ASSERT_FALSE(second.malformed) << value << " -> " << joined << test::seed_note(round);
    ASSERT_EQ(read(joined), read(value)) << joined << test::seed_note(round);
  }
  EXPECT_GT(checked, 1000);
}

TEST(Mailbox, PrintsItsAddress) {
  EXPECT_EQ((Mailbox{"J", "joe", "x"}.address()), "joe@x");
  EXPECT_EQ((Mailbox{"", "joe", ""}.address()), "joe");
}

TEST(SplitAddress, CutsAtTheLastAtOutsideQuotes) {
  EXPECT_EQ(split_address("a@b@c").local, "a@b");
  EXPECT_EQ(split_address("a@b@c").domain, "c");
  EXPECT_EQ(split_address("\"a@b\\\"@c\"@d").local, "\"a@b\\\"@c\"");
  EXPECT_EQ(split_address("\"a@b\"@d").domain, "d");
  EXPECT_EQ(split_address("joe").local, "joe");
  EXPECT_EQ(split_address("joe").domain, "");
  EXPECT_EQ(split_address("joe@").domain, "");
  EXPECT_EQ(split_address("").local, "");
}

TEST(Subdomain, ComparesWholeLabels) {
  EXPECT_TRUE(is_same_or_subdomain("example.com", "Example.COM"));
  EXPECT_TRUE(is_same_or_subdomain("mail.example.com", "example.com."));
  EXPECT_TRUE(is_same_or_subdomain("mail.example.com.", "example.com"));
  EXPECT_FALSE(is_same_or_subdomain("notexample.com", "example.com"));
  EXPECT_FALSE(is_same_or_subdomain("example.com", "mail.example.com"));
  EXPECT_FALSE(is_same_or_subdomain("example.com", ""));
  EXPECT_FALSE(is_same_or_subdomain("example.com", "."));
  EXPECT_FALSE(is_same_or_subdomain(".example.com", "example.com"));
  EXPECT_FALSE(is_same_or_subdomain("", ""));
}

}  // namespace
}  // namespace mass
