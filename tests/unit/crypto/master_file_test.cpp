#include <gtest/gtest.h>

#include "core/keys/zone.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

using Texts = std::vector<std::string>;

// `name ttl string|string` per record, as a test can read it.
Texts lines_of(const Result<std::vector<DnsRecord>>& records) {
  EXPECT_TRUE(records) << records.error().what;
  Texts lines;
  if (!records) return lines;
  for (const DnsRecord& record : *records) {
    std::string line = record.name + ' ' + std::to_string(record.ttl_seconds) + ' ';
    for (const std::string& part : record.strings) line += part + '|';
    lines.push_back(line);
  }
  return lines;
}

Texts read(std::string_view text) {
  return lines_of(read_master_file(text, "z"));
}

std::string error_of(std::string_view text) {
  const auto records = read_master_file(text, "keys.zone");
  return records ? "no error" : records.error().what;
}

TEST(MasterFile, CompletesNamesWithTheOrigin) {
  EXPECT_EQ(read("$ORIGIN Example.COM.\n"
                 "@ 60 TXT a\n"
                 "Sel._domainkey 60 TXT b\n"
                 "other.example. 60 TXT c\n"
                 "$ORIGIN sub\n"
                 "x 60 TXT d\n"
                 "$ORIGIN .\n"
                 "y 60 TXT e\n"),
            (Texts{"example.com 60 a|", "sel._domainkey.example.com 60 b|", "other.example 60 c|",
                   "x.sub.example.com 60 d|", "y 60 e|"}));
}

TEST(MasterFile, TakesNamesAsTheyStandWithoutAnOrigin) {
  EXPECT_EQ(read("sel._domainkey.example.com TXT a"), Texts{"sel._domainkey.example.com 3600 a|"});
}

TEST(MasterFile, KeepsTheOwnerWhenTheLineStartsBlank) {
  EXPECT_EQ(read("a.example. 60 TXT one\n   60 TXT two\n\n\t; remark\n\t60 IN TXT three\n"),
            (Texts{"a.example 60 one|", "a.example 60 two|", "a.example 60 three|"}));
}

TEST(MasterFile, TakesTtlAndClassInEitherOrder) {
  EXPECT_EQ(read("$TTL 2h\n"
                 "a. 60 IN TXT x\n"
                 "a. in 61 txt x\n"
                 "a. IN TXT x\n"
                 "a. 1w2d3h4m5s TXT x\n"
                 "a. TXT x\n"),
            (Texts{"a 60 x|", "a 61 x|", "a 7200 x|", "a 788645 x|", "a 7200 x|"}));
}

TEST(MasterFile, TakesTheLastTtlStatedWhenThereIsNoDefault) {
  EXPECT_EQ(read("a. TXT x\nb. 60 A 192.0.2.1\nc. TXT x\n"), (Texts{"a 3600 x|", "c 60 x|"}));
}

TEST(MasterFile, SkipsOtherTypesAndClasses) {
  EXPECT_EQ(read("$ORIGIN example.\n"
                 "@ SOA ns joe\\.bloggs ( 1 2 ; serial\n 3 4 5 )\n"
                 "@ NS ns\n"
                 "@ MX 10 mail\n"
                 "version CH TXT \"secret\"\n"
                 "txt A 192.0.2.1\n"
                 "a TXT TXT\n"),
            Texts{"a.example 3600 TXT|"});
}

TEST(MasterFile, ReadsQuotesAndEscapes) {
  EXPECT_EQ(read(R"(a. TXT "p=A; t=y" plain "say \"hi\" \\" \097\"b c\;d"e" "" ; "remark")"),
            Texts{R"(a 3600 p=A; t=y|plain|say "hi" \|a"b|c;d|e||)"});
  EXPECT_EQ(read("\\097\\B\\045. TXT x"), Texts{"ab- 3600 x|"}) << "escapes in a name";
}

TEST(MasterFile, JoinsLinesInParentheses) {
  EXPECT_EQ(read("a. TXT ( \"one\" ; first\n"
                 "\"two\"\n"
                 "( three )\n"
                 ")\n"
                 "b. TXT (four)five\n"),
            (Texts{"a 3600 one|two|three|", "b 3600 four|five|"}));
}

TEST(MasterFile, TakesEveryLineEnd) {
  EXPECT_EQ(read("a. TXT x\r\n\r\n\tTXT y\r\nb. TXT z"),
            (Texts{"a 3600 x|", "a 3600 y|", "b 3600 z|"}));
  EXPECT_EQ(read(""), Texts{});
  EXPECT_EQ(read("; only a remark"), Texts{});
}

TEST(MasterFile, NamesFileLineAndReason) {
  EXPECT_EQ(error_of("a. TXT x\n\n\nb. TXT \"open\n"),
            "keys.zone:4: quoted string does not end on its line");
  EXPECT_EQ(error_of("a. TXT (\nx\n\n"), "keys.zone:4: opening parenthesis without a closing one");
  EXPECT_EQ(error_of("a. TXT x )\n"), "keys.zone:1: closing parenthesis without an opening one");
  EXPECT_EQ(error_of("\n  TXT x\n"), "keys.zone:2: no owner name, and no record before it");
  EXPECT_EQ(error_of("\na.\n"), "keys.zone:2: record without a type");
  EXPECT_EQ(error_of("a. 60 IN\n"), "keys.zone:1: record without a type");
  EXPECT_EQ(error_of("a. TXT\n"), "keys.zone:1: TXT record without text");
  EXPECT_EQ(error_of("a. 6x TXT x\n"), "keys.zone:1: TTL is not a number up to 2147483647");
  EXPECT_EQ(error_of("a. 2147483648 TXT x\n"), "keys.zone:1: TTL is not a number up to 2147483647");
  EXPECT_EQ(error_of("$TTL x\n"), "keys.zone:1: $TTL is not a number up to 2147483647");
  EXPECT_EQ(error_of("$ORIGIN\n"), "keys.zone:1: $ORIGIN takes one value");
  EXPECT_EQ(error_of("$INCLUDE other\n"), "keys.zone:1: directive $INCLUDE");
  EXPECT_EQ(error_of("a..b. TXT x\n"), "keys.zone:1: name has an empty label");
  EXPECT_EQ(error_of(".a TXT x\n"), "keys.zone:1: name has an empty label");
  EXPECT_EQ(error_of("a\\.b. TXT x\n"), "keys.zone:1: label with a dot in it");
  EXPECT_EQ(error_of("a\\046b. TXT x\n"), "keys.zone:1: label with a dot in it");
  EXPECT_EQ(error_of("a. TXT \\# 2 0161\n"), "keys.zone:1: TXT record in the form of RFC 3597");
  EXPECT_EQ(error_of("a. TXT x\\256\n"),
            "keys.zone:1: backslash and digit, but not three digits up to 255");
  EXPECT_EQ(error_of("a. TXT x\\12\n"),
            "keys.zone:1: backslash and digit, but not three digits up to 255");
  EXPECT_EQ(error_of("a. TXT x\\\n"), "keys.zone:1: backslash at the end");
}

TEST(MasterFile, RefusesWhatDnsCannotCarry) {
  const std::string long_label(64, 'a');
  std::string long_name;
  for (int i = 0; i < 127; ++i) long_name += "a.";

  EXPECT_EQ(error_of(long_label + ". TXT x"), "keys.zone:1: label is over 63 octets");
  EXPECT_EQ(error_of("a" + long_name + " TXT x"), "keys.zone:1: name is over 253 octets");
  EXPECT_EQ(error_of(long_name + " TXT x"), "no error");
  EXPECT_EQ(error_of("a. TXT " + std::string(256, 'x')),
            "keys.zone:1: character-string is over 255 octets");
  EXPECT_EQ(error_of("a. TXT " + std::string(255, 'x')), "no error");
}

TEST(MasterFile, ReadsLargeFilesInOnePass) {
  std::string text = "a. TXT (";
  for (int i = 0; i < 32'767; ++i) text += "x\n";
  text += ")\n" + std::string(2'000'000, '\n') + "b. TXT " + std::string(1'000'000, '(') + "x" +
          std::string(1'000'000, ')');

  const auto records = read_master_file(text, "z");

  ASSERT_TRUE(records) << records.error().what;
  EXPECT_EQ(records->size(), 2U);
}

TEST(MasterFile, SurvivesAnyOctets) {
  constexpr std::uint64_t kSeed = 1035;
  RandomSource random(kSeed, {"master file"});
  std::size_t read_well = 0;

  for (int round = 0; round < 5000; ++round) {
    const std::string text =
        random.text("a.@ \t\n\r\"\\()$;01TXTIN", random.below(60)) + random.octets(random.below(3));
    read_well += read_master_file("a. TXT x\n" + text, "z") ? 1 : 0;
  }

  EXPECT_GT(read_well, 0U) << "seed " << kSeed;
  EXPECT_LT(read_well, 5000U) << "seed " << kSeed;
}

TEST(MasterFile, ReadsBackWhatItWroteSortedByName) {
  std::string all_octets;
  for (int octet = 0; octet < 256; ++octet) all_octets += static_cast<char>(octet);
  const std::vector<DnsRecord> sorted{
      {"a b;c\"d\\e@$(.example.com", {"odd name"}, 60},
      {"example.com", {"at the top"}, 60},
      {"s._domainkey.example.com", {all_octets.substr(0, 128), all_octets.substr(128)}, 86400},
      {"s._domainkey.example.com", {"second of its name", ""}, 86400},
      {"z.example.com", {""}, 0}};
  auto mixed = sorted;
  std::swap(mixed.front(), mixed.back());
  mixed.front().name = "Z.Example.com.";

  const auto text = write_master_file("Example.com.", mixed);

  ASSERT_TRUE(text) << text.error().what;
  EXPECT_EQ(read(*text), lines_of(sorted));
}

TEST(MasterFile, ReadsAndWritesServiceRecords) {
  const auto records =
      read_master_file("$ORIGIN example.com.\n_krs._tcp SRV 0 5 8080 KRS\nodd SRV 0 5 80 .\n", "z");
  ASSERT_TRUE(records.has_value()) << records.error().what;
  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ(records->front().type, DnsRecord::Type::srv);
  EXPECT_EQ(records->front().strings.front(), "0 5 8080 krs.example.com");
  EXPECT_EQ(records->back().strings.front(), "0 5 80 ");

  const auto text = write_master_file("example.com", *records);
  ASSERT_TRUE(text.has_value()) << text.error().what;
  EXPECT_NE(text->find("_krs._tcp.example.com. 3600 IN SRV 0 5 8080 krs.example.com.\n"),
            std::string::npos)
      << *text;
  EXPECT_FALSE(read_master_file("a. SRV 0 5 80\n", "z").has_value());
  EXPECT_FALSE(read_master_file("a. SRV 0 5 99999 b.\n", "z").has_value());
}

TEST(MasterFile, WritesWhatNameServersLoad) {
  const auto text = write_master_file(
      "example.com", {{"s._domainkey.example.com", {"k=rsa; p=\"A\\\"", "\x01\xFF"}, 300}});

  ASSERT_TRUE(text) << text.error().what;
  EXPECT_EQ(*text,
            "$ORIGIN example.com.\n"
            "$TTL 3600\n"
            "@ IN SOA ns hostmaster ( 1 7200 900 1209600 300 )\n"
            "@ IN NS ns\n"
            "ns IN A 192.0.2.1\n"
            "s._domainkey.example.com. 300 IN TXT (\n"
            "    \"k=rsa; p=\\\"A\\\\\\\"\"\n"
            "    \"\\001\\255\" )\n");
}

TEST(MasterFile, WritesTheRootZone) {
  const auto text = write_master_file(".", {{"any.example", {"x"}, 60}, {"", {"root"}, 60}});

  ASSERT_TRUE(text) << text.error().what;
  EXPECT_EQ(read(*text), (Texts{" 60 root|", "any.example 60 x|"}));
}

TEST(MasterFile, RefusesToWriteWhatCannotBeLoaded) {
  const auto error = [](const DnsRecord& record) {
    const auto text = write_master_file("example.com", {record});
    return text ? "no error" : text.error().what;
  };

  EXPECT_EQ(error({"other.org", {"x"}, 60}),
            "write zone example.com: other.org lies outside of it");
  EXPECT_EQ(error({"badexample.com", {"x"}, 60}),
            "write zone example.com: badexample.com lies outside of it");
  EXPECT_EQ(error({"a..example.com", {"x"}, 60}), "write a..example.com: name has an empty label");
  EXPECT_EQ(error({"a.example.com", {std::string(256, 'x')}, 60}),
            "write a.example.com: character-string is over 255 octets");
  EXPECT_EQ(error({"a.example.com", {"x"}, UINT32_MAX}),
            "write a.example.com: TTL over 2147483647");
}

}  // namespace
}  // namespace mass
