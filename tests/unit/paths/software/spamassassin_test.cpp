#include <gtest/gtest.h>

#include "../support.hpp"

namespace mass {
namespace {

constexpr std::string_view kHead =
    "From: Alice <alice@author.example>\nTo: bob@dest.example\nSubject: Hello there\n"
    "Date: Mon, 05 Oct 2026 09:15:27 +0200\nMessage-ID: <long.enough@author.example>\n";

// The names of the rules that hold.
std::string rules(std::string_view text) {
  const std::string out = text_of(
      apply("spamassassin_markup", transit_of(text), {{"add_headers", Texts{"all T _TESTS_"}}})
          .out.front()
          .message);
  const std::string names = out.substr(out.find("X-Spam-T: ") + 10);
  std::string joined;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == '\n' && names.substr(i + 1, 1) != "\t") break;
    if (names[i] != '\n' && names[i] != '\t') joined += names[i];
  }
  return joined;
}

bool holds(std::string_view rule, std::string_view text) {
  return ("," + rules(text) + ",").contains("," + std::string(rule) + ",");
}

std::string marked(std::string_view text, std::int64_t required, const ValueMap& more = {}) {
  ValueMap settings{{"required_tenths", required},
                    {"add_headers", Texts{"spam Flag _YESNOCAPS_", "all Level _STARS(*)_"}}};
  settings.insert(more.begin(), more.end());
  return text_of(apply("spamassassin_markup", transit_of(text), settings).out.front().message);
}

TEST(SpamassassinMarkup, PutsFieldsOnTopAndDropsOldOnes) {
  const std::string head(kHead);
  EXPECT_EQ(
      marked("X-Spam-Status: Yes,\n\tscore=9\nX-Spam-Prev-Subject: old\n" + head + "\nHi all\n",
             1000),
      "X-Spam-Level: \nX-Spam-Prev-Subject: old\n" + head + "\nHi all\n");
  EXPECT_EQ(marked("Return-Path: <a@author.example>\n" + head + "\nHi all", 1000),
            "Return-Path: <a@author.example>\nX-Spam-Level: \n" + head + "\nHi all");
}

TEST(SpamassassinMarkup, FoldsBehindBlanksAndCommas) {
  const ValueMap settings{
      {"add_headers",
       Texts{"all Status _YESNO_, score=_SCORE_ required=_REQD_ tests=_TESTS_ end"}}};
  EXPECT_TRUE(marked(std::string(kHead) + "\nHi all\n", 1000, {}).starts_with("X-Spam-Level: \n"));
  const std::string out =
      text_of(apply("spamassassin_markup", transit_of("Subject: s\n\nbody text\n"), settings)
                  .out[0]
                  .message);
  EXPECT_TRUE(out.starts_with(
      "X-Spam-Status: Yes, score=5.2 required=5.0 tests=MISSING_DATE,MISSING_FROM,\n"
      "\tMISSING_HEADERS,MISSING_MID,NO_HEADERS_MESSAGE,NO_RECEIVED,NO_RELAYS\n\tend\n"))
      << out;
}

TEST(SpamassassinMarkup, TagsEverySubjectAndSavesItsFirstLine) {
  const ValueMap tag{{"subject_tag", "[SPAM]"}};
  EXPECT_EQ(marked("subject:  a\n b\nSubject: [spam] c\n\nHi all\n", -1000, tag),
            "X-Spam-Flag: YES\nX-Spam-Level: *****\nsubject: [SPAM] a\n b\nSubject: [SPAM] c\n"
            "X-Spam-Prev-subject:  a\nX-Spam-Prev-Subject: [spam] c\n\nHi all\n");
  EXPECT_TRUE(marked("From: a@b.example\n\nHi all\n", -1000, tag)
                  .contains("\nSubject: [SPAM] \nX-Spam-Prev-Subject: (nonexistent)\n\n"));
  EXPECT_FALSE(marked("Subject: a\n\nHi all\n", 1000, tag).contains("[SPAM]"));
}

TEST(SpamassassinMarkup, WrapsSpamInAReport) {
  const ValueMap settings{{"wrap", true},
                          {"subject_tag", "[SPAM]"},
                          {"report", Texts{"Preview:  _PREVIEW_", "_SUMMARY_"}},
                          {"unsafe_report", Texts{"unsafe"}}};
  const std::string text = std::string(kHead) + "Content-Type: text/html\n\n<b>Hi &amp;</b> all";
  const std::string out = marked(text, -1000, settings);
  EXPECT_TRUE(out.starts_with("Received: from localhost by localhost\n\twith SpamAssassin")) << out;
  EXPECT_TRUE(out.contains("\nSubject: [SPAM] Hello there\n")) << out;
  EXPECT_TRUE(out.contains("\n\nPreview:  Hi & all \n")) << out;
  EXPECT_TRUE(out.contains("\n 0.0 HTML_MESSAGE           BODY: HTML included in message\n"));
  EXPECT_TRUE(out.contains("\n\nunsafe\n\n\n--")) << out;
  EXPECT_TRUE(out.contains("Content-Disposition: attachment\nContent-Transfer-Encoding: 8bit\n\n" +
                           text + "\n----"))
      << "the message as it was, without a final line end";
}

TEST(SpamassassinMarkup, JudgesHeaders) {
  const std::string head(kHead);
  EXPECT_EQ(rules(head + "\nHi all\n"), "NO_RECEIVED,NO_RELAYS");
  EXPECT_TRUE(holds("INVALID_DATE", "Date: 2026-10-05\n\nHi all\n"));
  EXPECT_TRUE(holds("INVALID_DATE", head + "Date: Mon, 05 Oct 2026 09:15:27 +0200\n\nHi all\n"));
  EXPECT_TRUE(holds("SUBJ_ALL_CAPS", "Subject: Re: SHOUTING AT YOU\n\nHi all\n"));
  EXPECT_TRUE(holds("SUBJECT_NEEDS_ENCODING", "Subject: Gr\xFC\xDF\n\nHi all\n"));
  EXPECT_FALSE(holds("SUBJ_ILLEGAL_CHARS", "Subject: Gr\xC3\xBC\xC3\x9F\n\nHi all\n")) << "UTF-8";
  EXPECT_TRUE(
      holds("MAILING_LIST_MULTI",
            "List-Id: <l.x.example>\nList-Post: <a@b.example>\nPrecedence: bulk\n\nHi all\n"));
  EXPECT_TRUE(holds("RCVD_ILLEGAL_IP",
                    "Received: from a (b.example [203.0.113.9])\n by c; date\n\nHi all\n"));
  EXPECT_TRUE(holds("ALL_TRUSTED", "Received: from a (localhost [127.0.0.1])\n by c\n\nHi all\n"));
}

TEST(SpamassassinMarkup, JudgesBodies) {
  EXPECT_TRUE(holds("EMPTY_MESSAGE", "Subject: s\n"));
  EXPECT_TRUE(holds("EMPTY_MESSAGE", "Subject: s\n\n \n\n"));
  EXPECT_TRUE(holds("PP_MIME_FAKE_ASCII_TEXT", "Subject: s\n\ncaf\xE9 au lait\n"));
  EXPECT_TRUE(holds("NULL_IN_BODY", std::string("Subject: s\n\na b \0 c\n", 19)));
  EXPECT_TRUE(holds("TVD_SPACE_RATIO", "Subject: s\n\nhttp://www.author.example/\n"));
  const std::string alternative =
      "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
      "Content-Type: text/plain\n\nsome words\n--b\nContent-Type: text/html\n\n";
  EXPECT_FALSE(holds("MPART_ALT_DIFF", alternative + "<p>some <i>words</i>\n--b--\n"));
  EXPECT_TRUE(holds("MPART_ALT_DIFF", alternative + "<p>nothing alike\n--b--\n"));
  EXPECT_TRUE(holds("T_TVD_MIME_EPI", alternative + "x\n--b--\nepilogue\n"));
}

TEST(SpamassassinMarkup, LooksIntoMessagesInside) {
  const std::string inner = "Content-Type: message/rfc822\n\nSubject: i\n\ncaf\xE9 au lait\n";
  EXPECT_TRUE(holds("PP_MIME_FAKE_ASCII_TEXT", "MIME-Version: 1.0\n" + inner));
  std::string deep = "MIME-Version: 1.0\n";
  for (int i = 0; i < 100; ++i) deep += "Content-Type: message/rfc822\n\n";
  EXPECT_FALSE(rules(deep + "x\n").empty());
}

TEST(SpamassassinMarkup, PassesOverThreeLinesThatAreNoFields) {
  EXPECT_FALSE(holds("MISSING_SUBJECT", "a b\nc d\ne f\nSubject: s\n\nHi all\n"));
  EXPECT_TRUE(holds("MISSING_SUBJECT", "a b\nc d\ne f\ng h\nSubject: s\n\nHi all\n"));
}

TEST(SpamassassinMarkup, EndsOnHostileInput) {
  const std::string html = "Content-Type: text/html\n\n";
  for (const std::string& text :
       {std::string(), std::string("\n"), html + "<", html + "<a b=\"", html + "<!--",
        html + std::string(100'000, '<'), html + std::string(100'000, '&'),
        "To: " + std::string(100'000, ',') + "\n\n", "Date: ,,((\n\n" + std::string(5'000, '\0')}) {
    EXPECT_EQ(apply("spamassassin_markup", transit_of(text)).out.size(), 1U);
  }
}

TEST(SpamassassinMarkup, RefusesFieldsThatAreNone) {
  const Transform* transform = find_transform("spamassassin_markup");
  const auto complaint = [&](const char* text) {
    return transform->complaint(
        Parameters::check(transform->parameters, {{"add_headers", Texts{text}}}).value());
  };
  EXPECT_EQ(complaint("all Level _STARS(*)_"), "");
  EXPECT_NE(complaint("often Level x"), "");
  EXPECT_NE(complaint("all"), "");
}

}  // namespace
}  // namespace mass
