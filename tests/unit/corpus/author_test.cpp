#include <gtest/gtest.h>

#include "corpus/corpus.hpp"

namespace mass {
namespace {

struct View {
  std::string text;
  std::vector<std::string> removed;
};

View view_of(std::string text) {
  View view;
  view.text = authors_view(Message::parse(std::move(text)), view.removed).to_string();
  return view;
}

using Names = std::vector<std::string>;

TEST(AuthorsView, TakesOffWhatDeliveryWroteAndKeepsTheRestInOrder) {
  const auto [text, removed] = view_of(
      "Return-Path: <a@x.example>\r\nDelivered-To: b@y.example\r\n"
      "Received: from x by y;\r\n\tFri, 6 Aug 2004 21:01:54 +0000\r\n"
      "DKIM-Signature: v=1;\r\n\tb=abc\r\nAuthentication-Results: y; dkim=pass\r\n"
      "Subject:  two  blanks \r\n\tfolded\r\nFROM: a@x.example\r\nX-Spam-Status: No\r\n"
      "X-Mailer: m\r\nStatus: RO\r\n\r\nReceived: in the body\r\n");

  EXPECT_EQ(text,
            "Subject:  two  blanks \r\n\tfolded\r\nFROM: a@x.example\r\nX-Mailer: m\r\n\r\n"
            "Received: in the body\r\n");
  EXPECT_EQ(removed, (Names{"Return-Path", "Delivered-To", "Received", "DKIM-Signature",
                            "Authentication-Results", "X-Spam-Status", "Status"}));
}

TEST(AuthorsView, ComparesNamesWithoutCaseAndReportsThemAsWritten) {
  const auto [text, removed] = view_of("RECEIVED: x\r\nx-spam-LEVEL: y\r\nTo: z\r\n\r\n");

  EXPECT_EQ(text, "To: z\r\n\r\n");
  EXPECT_EQ(removed, (Names{"RECEIVED", "x-spam-LEVEL"}));
}

TEST(AuthorsView, GivesTheSameOctetsWhenThereIsNothingToTakeOff) {
  for (const std::string& text :
       {std::string("From: a@x.example\r\n\r\nbody"), std::string("no header at all"),
        std::string(" leading fold\r\n\r\n"), std::string(), std::string("\r\n\0\xFF", 4)}) {
    const View view = view_of(text);

    EXPECT_EQ(view.text, text);
    EXPECT_TRUE(view.removed.empty());
  }
}

TEST(AuthorsView, StopsAtTheEndOfTheHeaderWhenALineIsMalformed) {
  const auto [text, removed] =
      view_of("Received: a\r\nFrom: b@x.example\r\nno colon here\r\nReceived: c\r\n\r\n");

  EXPECT_EQ(text, "From: b@x.example\r\nno colon here\r\nReceived: c\r\n\r\n");
  EXPECT_EQ(removed, Names{"Received"});
}

TEST(AuthorsView, TakesOffListFields) {
  const auto [text, removed] = view_of(
      "From: a@x.example\r\nSender: talk-bounces@lists.example\r\nErrors-To: e@lists.example\r\n"
      "X-BeenThere: talk@lists.example\r\nX-Mailman-Version: 2.1.5\r\nPrecedence: list\r\n"
      "List-Id: <talk.lists.example>\r\nX-list: talk\r\nReply-To: talk@lists.example\r\n\r\n");

  EXPECT_EQ(text, "From: a@x.example\r\nReply-To: talk@lists.example\r\n\r\n");
  EXPECT_EQ(removed.size(), 7U);
}

TEST(AuthorsView, KeepsPrecedenceWhenNoListWroteIt) {
  const std::string text = "From: a@x.example\r\nPrecedence: bulk\r\n\r\n";

  EXPECT_EQ(view_of(text).text, text);
  EXPECT_EQ(view_of("X-Mailing-List: l@x.example\r\nPrecedence: first-class\r\n\r\n").text,
            "Precedence: first-class\r\n\r\n");
}

struct ListSenderCase {
  const char* sender;
  const char* other;
  bool goes;
};

TEST(AuthorsView, KeepsTheAuthorsSenderAndDropsTheLists) {
  for (const ListSenderCase& c : {
           ListSenderCase{"owner-talk@lists.example", "", true},
           ListSenderCase{"talk-owner@vger.example", "", true},
           ListSenderCase{"talk-bounce@lists.example", "", true},
           ListSenderCase{"\"Talk\" <talk-bounces@lists.example>", "", true},
           ListSenderCase{"talk-bounces+joe=x.example@lists.example", "", true},
           ListSenderCase{"TALK-BOUNCES@LISTS.EXAMPLE", "", true},
           ListSenderCase{"talk-admin@lists.example", "List-Id: <talk.lists.example>\r\n", true},
           ListSenderCase{"site-admin@x.example", "", false},
           ListSenderCase{"talk@lists.example", "List-Post: <mailto:talk@lists.example>\r\n", true},
           ListSenderCase{"talk@lists.example", "X-BeenThere: Talk@Lists.example\r\n", true},
           ListSenderCase{"alk@lists.example", "X-BeenThere: talk@lists.example\r\n", false},
           ListSenderCase{"secretary@x.example", "X-BeenThere: talk@lists.example\r\n", false},
           ListSenderCase{"Joe <joe@x.example>", "", false},
           ListSenderCase{"", "", false},
       }) {
    const std::string sender = std::string("Sender: ") + c.sender + "\r\n";

    const View view = view_of(c.other + sender + "\r\n");

    EXPECT_EQ(view.text, (c.goes ? "" : sender) + "\r\n") << c.sender << " with " << c.other;
  }
}

TEST(AuthorsView, TakesOffFieldsOfPatternsWithAnySurroundings) {
  const auto [text, removed] = view_of(
      "X-Example-MailScanner-From: a\r\nARC-Seal: i=1\r\nX-MS-Exchange-Foo: b\r\n"
      "X-Spammer: not a filter\r\nList: not a list field\r\n\r\n");

  EXPECT_EQ(text, "X-Spammer: not a filter\r\nList: not a list field\r\n\r\n");
  EXPECT_EQ(removed.size(), 3U);
}

TEST(AuthorsView, StaysQuickWhenTheHeaderIsHostile) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += "Sender: a@x.example\r\nX-BeenThere: b@y.example\r\n";

  const View view = view_of(text + "\r\n");

  EXPECT_EQ(view.removed.size(), 40000U);
}

}  // namespace
}  // namespace mass
