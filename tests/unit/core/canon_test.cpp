#include "core/canon/canon.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "core/message/message.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

std::string body_of(std::string_view body, Canon canon, LastLine last_line = LastLine::add_crlf) {
  StringSink sink;
  canonicalize_body(body, canon, last_line, sink);
  return sink.text();
}

std::string field_of(std::string_view raw, Canon canon) {
  StringSink sink;
  canonicalize_field(raw, canon, sink);
  return sink.text();
}

/// The steps of the rule one by one, with a list of lines. Source: DomainKeys sheet section 7.
std::string plain_body(std::string_view body, Canon canon, LastLine last_line) {
  std::vector<std::string> lines;
  bool is_ended = true;
  while (!body.empty()) {
    const std::size_t end = body.find("\r\n");
    is_ended = end != std::string_view::npos;
    lines.emplace_back(body.substr(0, end));
    body = is_ended ? body.substr(end + 2) : std::string_view{};
  }
  if (canon == Canon::nofws) {
    for (std::string& line : lines) line = without_whitespace(line);
  }
  const std::size_t all = lines.size();
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  const bool lacks_end = lines.size() == all && !is_ended && last_line == LastLine::leave;
  std::string out;
  if (!lines.empty()) out = "\r\n";
  for (const std::string& line : lines) out += line + "\r\n";
  if (lacks_end && !out.empty()) out.resize(out.size() - 2);
  return out;
}

TEST(SimpleField, KeepsItsOctetsAndEndsInCrlf) {
  EXPECT_EQ(field_of("Subject : a\r\n  b \r\n", Canon::simple), "Subject : a\r\n  b \r\n");
  EXPECT_EQ(field_of("Subject: a", Canon::simple), "Subject: a\r\n");
  EXPECT_EQ(field_of("Subject: a\r", Canon::simple), "Subject: a\r\r\n");
}

TEST(NofwsField, IsOneLineWithoutWhiteSpace) {
  EXPECT_EQ(field_of("SubJect : a\tb\r\n  c \r\n", Canon::nofws), "SubJect:abc\r\n");
  EXPECT_EQ(field_of("Subject: a\rb\nc", Canon::nofws), "Subject:abc\r\n");
  EXPECT_EQ(field_of("Subject:\xA0\x0B\r\n", Canon::nofws), "Subject:\xA0\x0B\r\n");
}

TEST(SimpleBody, DropsEmptyLinesAtTheEnd) {
  EXPECT_EQ(body_of("a\r\n\r\nb \r\n\r\n\r\n", Canon::simple), "\r\na\r\n\r\nb \r\n");
  EXPECT_EQ(body_of("a\r\n \r\n\r\n", Canon::simple), "\r\na\r\n \r\n") << "a blank is no end";
}

TEST(NofwsBody, DropsWhiteSpaceAndThenEmptyLinesAtTheEnd) {
  EXPECT_EQ(body_of("a b\t\r\n \t\r\n c\r\n \r\n\r\n", Canon::nofws), "\r\nab\r\n\r\nc\r\n");
  EXPECT_EQ(body_of("a\rb\nc\r\n", Canon::nofws), "\r\nabc\r\n");
  EXPECT_EQ(body_of("\xA0\0b\r\n"s, Canon::nofws), "\r\n\xA0\0b\r\n"s);
}

TEST(CanonicalBody, IsNothingWhenTheBodyHasEmptyLinesOnly) {
  for (const Canon canon : {Canon::simple, Canon::nofws}) {
    for (const std::string_view body : {"", "\r\n", "\r\n\r\n\r\n"}) {
      EXPECT_EQ(body_of(body, canon), "") << body.size();
    }
  }
  EXPECT_EQ(body_of(" \r\n\t\r\n", Canon::nofws), "");
  EXPECT_EQ(body_of(" \r\n", Canon::simple), "\r\n \r\n");
}

TEST(CanonicalBody, EndsItsLastLineAsAsked) {
  for (const Canon canon : {Canon::simple, Canon::nofws}) {
    EXPECT_EQ(body_of("a\r\nb", canon, LastLine::add_crlf), "\r\na\r\nb\r\n");
    EXPECT_EQ(body_of("a\r\nb", canon, LastLine::leave), "\r\na\r\nb");
    EXPECT_EQ(body_of("a\r\n\r\n", canon, LastLine::leave), "\r\na\r\n");
  }
  EXPECT_EQ(body_of("a\r\n ", Canon::nofws, LastLine::leave), "\r\na\r\n");
}

TEST(CanonicalBody, TakesOneLongLineAndManyEmptyOnes) {
  const std::string line(1'500'000, 'x');
  std::string blanks;
  for (int i = 0; i < 500'000; ++i) blanks += "\r\n";

  EXPECT_EQ(body_of(line, Canon::nofws), "\r\n" + line + "\r\n");
  EXPECT_EQ(body_of(line, Canon::simple), "\r\n" + line + "\r\n");
  EXPECT_EQ(body_of("a\r\n" + blanks + "b\r\n", Canon::nofws), "\r\na\r\n" + blanks + "b\r\n");
  EXPECT_EQ(body_of("a\r\n" + blanks, Canon::nofws), "\r\na\r\n");
  EXPECT_EQ(body_of(blanks, Canon::simple), "");
}

TEST(CanonicalBody, FeedsItsSinkInBlocks) {
  struct Counter final : Sink {
    void write(std::string_view octets) override {
      ++writes;
      total += octets.size();
    }
    std::size_t writes = 0;
    std::size_t total = 0;
  };
  std::string body;
  for (int i = 0; i < 100'000; ++i) body += "ab cd\r\n";
  Counter simple;
  Counter nofws;

  canonicalize_body(body, Canon::simple, LastLine::add_crlf, simple);
  canonicalize_body(body, Canon::nofws, LastLine::add_crlf, nofws);

  EXPECT_EQ(simple.total, 700'002U);
  EXPECT_LE(simple.writes, 3U);
  EXPECT_EQ(nofws.total, 600'002U);
  EXPECT_LE(nofws.writes, 600'002U / 4096);
}

TEST(CanonicalBody, EqualsTheRuleForRandomBodies) {
  const std::string_view alphabet("\r\n \ta.\0\xA0\r\n\r\n", 12);
  for (std::uint64_t round = 0; round < 100'000; ++round) {
    test::Dice dice(round);
    const std::string body = dice.text(alphabet, dice.below(24));
    for (const Canon canon : {Canon::simple, Canon::nofws}) {
      for (const LastLine last_line : {LastLine::add_crlf, LastLine::leave}) {
        ASSERT_EQ(body_of(body, canon, last_line), plain_body(body, canon, last_line))
            << printable(body) << ' ' << test::seed_note(round);
      }
    }
  }
}

TEST(CanonicalBody, EqualsTheRuleWhereBlocksMeet) {
  for (std::uint64_t round = 0; round < 300; ++round) {
    test::Dice dice(round);
    std::string body = dice.text("abcdefgh ", 8150 + dice.below(60));
    for (int i = 0; i < 40; ++i) body += dice.text("a \r", 1) + dice.text("\r\n", 2) + "\r\n";
    ASSERT_EQ(body_of(body, Canon::nofws), plain_body(body, Canon::nofws, LastLine::add_crlf))
        << test::seed_note(round);
  }
}

/// What a DomainKeys verifier hashes when the topmost signature has no `h=`: every field below it.
std::string hash_input(const Message& message, Canon canon) {
  StringSink sink;
  bool is_below = false;
  for (const Field& field : message.fields()) {
    if (is_below) canonicalize_field(field.raw(), canon, sink);
    is_below = is_below || field.is("DomainKey-Signature");
  }
  canonicalize_body(message.body().view(), canon, LastLine::add_crlf, sink);
  return sink.text();
}

TEST(CanonVectors, AgreeWhereTheSignatureHasNoFieldList) {
  const auto folder = test::shared_folder() / "vectors" / "domainkeys";
  if (!std::filesystem::exists(folder / "cases.json")) GTEST_SKIP() << "no shared vectors";
  const auto cases = nlohmann::json::parse(test::read_file(folder / "cases.json"));
  int checked = 0;
  for (const auto& c : cases["cases"]) {
    if (c["kind"] != "canon" || !c["expect"].contains("file")) continue;
    const std::string id = c["id"];
    const auto message = Message::parse(test::read_file(folder / std::string(c["file"])));
    const Field* const signature = message.find("DomainKey-Signature");
    ASSERT_NE(signature, nullptr) << id;
    const auto tags = TagList::parse(signature->value(), {});
    if (!tags || tags->find("h") != nullptr) continue;
    const bool is_simple = c["params"]["canonicalization"] == "simple";

    EXPECT_EQ(hash_input(message, is_simple ? Canon::simple : Canon::nofws),
              test::read_file(folder / std::string(c["expect"]["file"])))
        << id;
    ++checked;
  }
  EXPECT_GT(checked, 10);
}

}  // namespace
}  // namespace mass
