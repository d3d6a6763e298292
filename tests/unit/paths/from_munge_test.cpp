#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

Message munged(std::string_view text, const ValueMap& given = {}) {
  const Applied result = apply("T04", transit_of(text), given);
  EXPECT_TRUE(result.changed);
  EXPECT_FALSE(result.log.empty());
  return result.out.at(0).message;
}

std::string raw_of(const Message& message, std::string_view name) {
  const Field* field = message.find(name);
  return field == nullptr ? "" : std::string(field->raw());
}

// The new From of a message whose From has that value.
std::string from_of(std::string_view value, const ValueMap& given = {}) {
  const Message message = munged("From: " + std::string(value) + "\n\n", given);
  EXPECT_EQ(message.count("From"), 1U);
  return raw_of(message, "From");
}

std::string reply_to_of(std::string_view value) {
  return raw_of(munged("From: " + std::string(value) + "\n\n"), "Reply-To");
}

TEST(FromMunge, PutsListIntoFromAndAuthorIntoReplyToBelowAllFields) {
  EXPECT_EQ(changed_text("T04", "From: Alice Author <alice@author.example>\nSubject: x\n\nbody\n"),
            "Subject: x\nFrom: Alice Author via Demo <demo@lists.example.org>\n"
            "Reply-To: Alice Author <alice@author.example>\n\nbody\n");
}

TEST(FromMunge, ChangesFromWhereItStandsAndKeepsItAsSympaDoes) {
  EXPECT_EQ(changed_text("T04", "from: Alice\n <alice@a.example>\nSubject: x\n\nbody\n",
                         {{"position", "in_place"}, {"original", "x_original_from"}}),
            "From: Alice via Demo <demo@lists.example.org>\nSubject: x\n"
            "X-Original-From: Alice\n <alice@a.example>\n\nbody\n");
}

TEST(FromMunge, AppendsAuthorToReplyToAndFoldsTheAddition) {
  const Message message = munged(
      "From: Alice Author <alice@author.example>\n"
      "Reply-To: Alice at home <alice@home.example>, carol@elsewhere.example\n\n");

  EXPECT_EQ(raw_of(message, "Reply-To"),
            "Reply-To: Alice at home <alice@home.example>, carol@elsewhere.example,\r\n"
            " Alice Author <alice@author.example>\r\n");
}

TEST(FromMunge, NamesNoAuthorTwice) {
  EXPECT_EQ(raw_of(munged("From: A <a@b.example>\nReply-To: A@B.example,\n c@d\n\n"), "Reply-To"),
            "Reply-To: A@B.example,\r\n c@d\r\n");
}

TEST(FromMunge, JoinsSeveralReplyToFieldsAndMendsBrokenOnes) {
  const Message message =
      munged("From: a@b\nReply-To: c@d,\nReply-To: \"open <e@f>\nReply-To:\n\n");

  EXPECT_EQ(message.count("Reply-To"), 1U);
  EXPECT_EQ(raw_of(message, "Reply-To"), "Reply-To: c@d, \"\\\"open\" <e@f>, a@b\r\n");
}

TEST(FromMunge, KeepsAuthorInCcWhenReplyToGoesToTheList) {
  const Message message =
      munged("From: a@b\nReply-To: Demo@lists.example.org\nCc: x@y\nCC: z@y\n\n");

  EXPECT_EQ(raw_of(message, "Reply-To"), "Reply-To: Demo@lists.example.org\r\n");
  EXPECT_EQ(raw_of(message, "Cc"), "Cc: x@y, z@y, a@b\r\n");
  EXPECT_EQ(message.count("Cc"), 1U);
}

TEST(FromMunge, KeepsAuthorWhereItIsTold) {
  const std::string_view text = "From: a@b\nReply-To: demo@lists.example.org\n\n";

  EXPECT_EQ(raw_of(munged(text, {{"original", "reply_to"}}), "Reply-To"),
            "Reply-To: demo@lists.example.org, a@b\r\n");
  EXPECT_EQ(raw_of(munged("From: a@b\n\n", {{"original", "cc"}}), "Cc"), "Cc: a@b\r\n");
  EXPECT_EQ(names_of(munged("From: a@b\n\n", {{"original", "none"}})),
            std::vector<std::string>{"From"});
}

TEST(FromMunge, EncodesTheWholeNameAnewWhenItsCharsetAllows) {
  EXPECT_EQ(from_of("=?utf-8?q?Alice_M=C3=BCller?= <a@b>"),
            "From: =?utf-8?Q?Alice_M=C3=BCller_via_Demo?= <demo@lists.example.org>\r\n");
  EXPECT_EQ(from_of("=?iso-8859-1*de?B?TfxsbGVy?= \"A.\" <a@b>"),
            "From: =?iso-8859-1?B?TfxsbGVyIEEuIHZpYSBEZW1v?= <demo@lists.example.org>\r\n");
  EXPECT_EQ(from_of("\"=?utf-8?Q?M=C3=BC?=\" <a@b>"),
            "From: =?utf-8?Q?M=C3=BC_via_Demo?= <demo@lists.example.org>\r\n");
  EXPECT_EQ(reply_to_of("=?utf-8?Q?Alice_M=C3=BCller?=\n <a@b>"),
            "Reply-To: =?utf-8?Q?Alice_M=C3=BCller?= <a@b>\r\n");
}

TEST(FromMunge, LeavesEncodedWordsThatCannotBeCutAndStandsBesideThem) {
  EXPECT_EQ(from_of("=?iso-2022-jp?B?GyRCO0UbKEI=?= <a@b>"),
            "From: =?iso-2022-jp?B?GyRCO0UbKEI=?= via Demo <demo@lists.example.org>\r\n");
  EXPECT_EQ(from_of("=?utf-8?Q?=C3=BC?= =?koi8-r?Q?=C1?= <a@b>", {{"title", "The \"D\" List"}}),
            "From: =?utf-8?Q?=C3=BC?= =?koi8-r?Q?=C1?= \"via The \\\"D\\\" List\"\r\n"
            " <demo@lists.example.org>\r\n");
}

TEST(FromMunge, FoldsLongNamesIntoLinesWithWholeWords) {
  std::string name = "=?utf-8?Q?";
  for (int i = 0; i < 9; ++i) name += "=C3=BC";
  name += "?=";

  const std::string from = from_of(name + " " + name + " <a@b>");

  EXPECT_EQ(from.find("\r\n "), from.find("?=\r\n") + 2) << from;
  for (std::size_t at = 0; at < from.size();) {
    const std::size_t end = from.find("\r\n", at);
    EXPECT_LE(end - at, 84U) << from;  // a whole word of 75 behind the name of the field
    at = end + 2;
  }
  EXPECT_EQ(Message::parse(from + "\r\n").fields().size(), 1U);
}

TEST(FromMunge, QuotesNamesThatNeedIt) {
  EXPECT_EQ(from_of("Dr. Alice A. Author <a@b>"),
            "From: \"Dr. Alice A. Author via Demo\" <demo@lists.example.org>\r\n");
  EXPECT_EQ(reply_to_of("Dr. Alice A. Author <a@b>"),
            "Reply-To: \"Dr. Alice A. Author\" <a@b>\r\n");
  EXPECT_EQ(from_of("\"Author, \\\"A\\\\\" <a@b>"),
            "From: \"Author, \\\"A\\\\ via Demo\" <demo@lists.example.org>\r\n");
  EXPECT_EQ(reply_to_of("\"Alice Author\" <a@b>"), "Reply-To: Alice Author <a@b>\r\n");
}

TEST(FromMunge, EncodesEightBitNamesAsUtf8) {
  EXPECT_EQ(from_of("Alice M\xC3\xBCller <a@b>"),
            "From: =?utf-8?Q?Alice_M=C3=BCller_via_Demo?= <demo@lists.example.org>\r\n");
  EXPECT_EQ(from_of("Alice M\xFCller <a@b>"),
            "From: =?utf-8?Q?Alice_M=EF=BF=BDller_via_Demo?= <demo@lists.example.org>\r\n");
  EXPECT_EQ(reply_to_of("Alice M\xFCller <a@b>"),
            "Reply-To: =?utf-8?Q?Alice_M=EF=BF=BDller?= <a@b>\r\n");
  EXPECT_EQ(from_of("\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80 <a@b>"),
            "From: =?utf-8?Q?=EF=BF=BD=EF=BF=BD=EF=BF=BD=EF=BF=BD=EF=BF=BD=EF=BF=BD=EF=BF=BD?=\r\n"
            " =?utf-8?Q?=EF=BF=BD=EF=BF=BD_via_Demo?= <demo@lists.example.org>\r\n");
}

TEST(FromMunge, TakesNameFromCommentOrLocalPart) {
  EXPECT_EQ(from_of("alice@author.example (Alice\n Author)"),
            "From: Alice Author via Demo <demo@lists.example.org>\r\n");
  EXPECT_EQ(reply_to_of("alice@author.example (Alice Author)"),
            "Reply-To: Alice Author <alice@author.example>\r\n");
  EXPECT_EQ(from_of("alice@author.example"),
            "From: alice--- via Demo <demo@lists.example.org>\r\n");
  EXPECT_EQ(from_of("\"alice@author.example\" <alice@author.example>"),
            "From: alice--- via Demo <demo@lists.example.org>\r\n");
  EXPECT_EQ(from_of("a@localhost"), "From: \"a@localhost via Demo\" <demo@lists.example.org>\r\n");
}

TEST(FromMunge, NamesTheFirstOfSeveralAuthorsByAddressAlone) {
  const std::array<std::string_view, 3> several{"Alice <A@b.example>, Bob <bob@b.example>",
                                                "Team: Alice <A@b.example>, Bob <bob@b.example>;",
                                                "A@b.example\nFrom: Bob <bob@b.example>"};
  for (const std::string_view value : several) {
    EXPECT_EQ(from_of(value), "From: a--- via Demo <demo@lists.example.org>\r\n") << value;
    EXPECT_EQ(reply_to_of(value), "Reply-To: a@b.example\r\n") << value;
  }
  EXPECT_EQ(from_of("Team: Alice <a@b.example>;"),
            "From: Alice via Demo <demo@lists.example.org>\r\n");
}

TEST(FromMunge, FallsBackToEnvelopeAndOtherFieldsWithoutFrom) {
  Transit bounce = transit_of("Sender: S <Sam@s.example>\n\n");

  const Applied posted = apply("T04", bounce);
  bounce.envelope.mail_from.clear();
  const Applied null_sender = apply("T04", bounce);

  EXPECT_EQ(raw_of(posted.out.at(0).message, "Reply-To"), "Reply-To: alice@author.example\r\n");
  EXPECT_EQ(raw_of(null_sender.out.at(0).message, "Reply-To"), "Reply-To: sam@s.example\r\n");
  bounce.message = Message::parse(crlf("From: undisclosed:;\nSubject: x\n\n"));
  expect_untouched("T04", bounce);
}

TEST(FromMunge, LeavesOtherDomainsAndTheListsOwnMail) {
  const ValueMap strict{{"domains", std::vector<std::string>{"bank.example"}}};

  expect_untouched("T04", "From: a@author.example\n\n", strict);
  expect_untouched("T04", "From: a@notbank.example\n\n", strict);
  expect_untouched("T04", "From: Demo <demo@LISTS.example.org>\n\n");
  EXPECT_EQ(from_of("a@mail.bank.example", strict),
            "From: a--- via Demo <demo@lists.example.org>\r\n");
}

TEST(FromMunge, WritesNameInTheFormItIsGiven) {
  EXPECT_EQ(from_of("LIST <a@b>", {{"form", "NAME (LIST)"}, {"title", "talk"}}),
            "From: \"LIST (talk)\" <demo@lists.example.org>\r\n");
  EXPECT_EQ(from_of("Alice <a@b>", {{"form", ""}}), "From: demo@lists.example.org\r\n");
  EXPECT_EQ(from_of("Alice <a@b>", {{"form", "caf\xC3\xA9"}}),
            "From: =?utf-8?Q?caf=C3=A9?= <demo@lists.example.org>\r\n");
}

TEST(FromMunge, WritesNoControlCharacters) {
  const Applied result = apply(
      "T04", transit_of_octets(std::string("From: \"a\0b\x01\n\rBcc: x\" <c\n@d>\r\n\r\n", 31)));

  EXPECT_EQ(raw_of(result.out.at(0).message, "From"),
            "From: \"a?b?Bcc: x via Demo\" <demo@lists.example.org>\r\n");
  EXPECT_EQ(raw_of(result.out[0].message, "Reply-To"), "Reply-To: \"a?b?Bcc: x\" <c@d>\r\n");
}

std::string octets_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(FromMunge, WritesWhatMailmanWrites) {
  const std::filesystem::path folder =
      std::filesystem::path(MASS_SHARED_DIR) / "groundtruth/mailman3/munge-from";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  std::size_t compared = 0;

  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::string name = entry.path().string();
    if (!name.ends_with(".out.eml")) continue;
    const Message real = Message::parse(octets_of(name));
    name.replace(name.size() - 8, 8, ".in.eml");
    Transit before = transit_of_octets(octets_of(name));
    if (before.message.count("From") == 0) continue;  // Mailman knows the member's name
    const Transform& transform = *find_transform("T04");
    const auto parameters =
        Parameters::check(transform.parameters, {{"list", "munge"}, {"title", "Munge"}});
    RandomSource random(1, {"message"});
    StepContext context{random, crypto(), "lists.gt.example"};

    const Message after = transform.apply(before, *parameters, context).out.at(0).message;

    for (const std::string_view field : {"From", "Reply-To"}) {
      std::string expected = raw_of(real, field);
      const std::size_t encoding = expected.find("?q?");
      if (encoding != std::string::npos) expected[encoding + 1] = 'Q';  // the letter is no matter
      EXPECT_EQ(raw_of(after, field), expected) << name;
    }
    ++compared;
  }
  EXPECT_GT(compared, 30U);
}

}  // namespace
}  // namespace mass
