#include "schemes/iim/copies.hpp"

#include <gtest/gtest.h>

#include "schemes/iim/body.hpp"
#include "tests/unit/schemes/iim_bench.hpp"

namespace mass::iim {
namespace {

Message message(std::string header) {
  return Message::parse(std::move(header) + "\r\nx\r\n");
}

std::vector<std::string> texts(const std::vector<Copy>& copies) {
  std::vector<std::string> all;
  for (const Copy& copy : copies) all.push_back(copy.text);
  return all;
}

TEST(IimCopies, StandInTheOrderOfTheNamesAndTopToBottom) {
  const Message read = message("SUBJECT: a\r\nFrom: x\r\nsubject: b\r\nTo: y\r\n");
  const std::vector<std::string> names{"from", "sender", "subject"};

  EXPECT_EQ(texts(copy_headers(read.fields(), names)),
            (std::vector<std::string>{"From: x", "SUBJECT: a", "subject: b"}));
}

TEST(IimCopies, AreUnfoldedAndKeepTheirWhiteSpace) {
  const Message read = message("Subject :\r\n a  b\r\n\tc \r\n");
  const std::vector<std::string> names{"subject"};

  EXPECT_EQ(texts(copy_headers(read.fields(), names)),
            (std::vector<std::string>{"Subject : a  b\tc "}));
}

TEST(IimCopies, AreUnchangedWhenOnlyWhiteSpaceDiffers) {
  const Message read = message("Subject:a b\r\n\tc\r\nDate: d\r\n");
  const std::vector<Copy> copies{{"Subject", "Subject: abc"}, {"Date", "Date:d "}};

  EXPECT_TRUE(changed_copies(read.fields(), copies).empty());
}

TEST(IimCopies, AreChangedWhenNoHeaderEqualsThem) {
  const Message read = message("Subject: other\r\nDate: d\r\nSubject: s\r\nTO: t\r\n");
  const std::vector<Copy> copies{
      {"Subject", "Subject: s"}, {"Date", "Date: e"}, {"Sender", "Sender: x"}, {"To", "To: t"}};

  EXPECT_EQ(changed_copies(read.fields(), copies), (std::vector<std::size_t>{1, 2, 3}))
      << "a second header does no harm; the case of a name is part of the copy";
}

TEST(IimCopies, NameTheOriginatorBySenderElseFrom) {
  const std::vector<Copy> both{{"From", "From: a"}, {"SENDER", "SENDER: b"}};
  const std::vector<Copy> from{{"Subject", "Subject: s"}, {"from", "from: a"}};

  EXPECT_EQ(originator_copy(both, OriginatorRule::sender_else_from), 1U);
  EXPECT_EQ(originator_copy(both, OriginatorRule::from_only), 0U);
  EXPECT_EQ(originator_copy(from, OriginatorRule::sender_else_from), 1U);
  EXPECT_EQ(originator_copy({}, OriginatorRule::sender_else_from), std::nullopt);
}

TEST(IimAddress, IsTheFirstWithADomain) {
  const auto text = [](std::string_view value) {
    const auto address = address_in(value);
    return address ? address->text() : "";
  };
  EXPECT_EQ(text(" \"a, b\" <Joe.Six@Example.COM> (x), eve@example.net"), "Joe.Six@example.com");
  EXPECT_EQ(text("undisclosed, joe@example.com"), "joe@example.com");
  EXPECT_EQ(text(" \"j o\"@example.com"), "\"j o\"@example.com");
  EXPECT_EQ(text(""), "");
  EXPECT_EQ(text("joe"), "");
  EXPECT_EQ(text("joe@[192.0.2.1]"), "");
  EXPECT_EQ(text(std::string(256, 'a') + "@example.com"), "");
}

class IimBody : public test::IimBench {
 protected:
  // What is hashed of a body, and how long it is in all.
  std::pair<std::string, std::uint64_t> hashed(std::string_view body, std::uint64_t count,
                                               const Settings& settings) {
    Trace trace;
    const auto result = hash({body, count, {}}, settings, context(), &trace, 1);
    std::string text = trace.joined("signed-data", 1);
    EXPECT_TRUE(text.ends_with("IIM-SIG:") || text.starts_with("IIM-SIG:"));
    const std::size_t field = text.find("IIM-SIG:");
    return {text.erase(field, 8), result.body_octets};
  }
};

std::pair<std::string, std::uint64_t> made(std::string_view text, std::uint64_t octets) {
  return {std::string(text), octets};
}

constexpr std::string_view kBody = "a b\r\n\r\n\tc \r\nbare\rcr\nlf\r\n \r\n\r\n";

TEST_F(IimBody, LosesAllWhiteSpaceByDefault) {
  const Settings settings;

  EXPECT_EQ(hashed(kBody, 99, settings), made("abcbarecrlf", 11));
  EXPECT_EQ(hashed(kBody, 3, settings), made("abc", 11));
  EXPECT_EQ(hashed(kBody, 0, settings), made("", 11));
  EXPECT_EQ(hashed("", 0, settings), made("", 0));
  EXPECT_EQ(whole_count(kBody, settings), 11U);
}

TEST_F(IimBody, KeepsLineEndsAsInDomainKeysWhenAsked) {
  Settings settings;
  settings.nofws = Nofws::keep_crlf;

  EXPECT_EQ(hashed(kBody, 99, settings), made("ab\r\n\r\nc\r\nbarecrlf\r\n", 19));
  EXPECT_EQ(hashed("a\r\n\r\n\r\n", 99, settings), made("a\r\n", 3)) << "empty lines at the end";
  EXPECT_EQ(hashed("a", 99, settings), made("a\r\n", 3)) << "no line end";
  EXPECT_EQ(hashed("ab\r\ncd", 3, settings), made("ab\r", 8));
  EXPECT_EQ(hashed("\r\n \r\n", 99, settings), made("", 0));
  EXPECT_EQ(whole_count(kBody, settings), 19U);
}

TEST_F(IimBody, IsCutBeforeItIsCanonicalWhenRawOctetsAreCounted) {
  Settings settings;
  settings.count = Count::raw;

  EXPECT_EQ(hashed("a b\r\nc", 4, settings), made("ab", 6));
  EXPECT_EQ(hashed("a b\r\nc", 99, settings), made("abc", 6));
  EXPECT_EQ(whole_count("a b\r\nc", settings), 6U);
}

TEST_F(IimBody, StandsBehindTheFieldWhenAsked) {
  Settings settings;
  settings.order = Order::field_first;
  Trace trace;

  (void)hash({"x", 1, {}}, settings, context(), &trace, 1);

  EXPECT_EQ(trace.joined("signed-data", 1), "IIM-SIG:x");
  ASSERT_EQ(trace.items().size(), 2U);
  EXPECT_EQ(trace.items()[0].field, "IIM-SIG");
  EXPECT_EQ(trace.items()[1].field, "");
}

}  // namespace
}  // namespace mass::iim
