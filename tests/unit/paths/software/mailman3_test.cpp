#include "../support.hpp"

namespace mass {
namespace {

std::string after(std::string_view step, std::string_view text, const ValueMap& settings = {}) {
  return text_of(apply(step, transit_of(text), settings).out.front().message);
}

Delivery delivery_of(std::string_view step, std::string_view text) {
  return mass::apply(step, transit_of(text)).out.front().delivery;
}

std::string subject_after(std::string_view subject) {
  const std::string text = std::string("Subject: ").append(subject).append("\n\nbody\n");
  const std::string out = after("mailman3_subject", text, {{"prefix", "[L] "}});
  return out.substr(0, out.find("\n\n"));
}

std::string decorated(std::string_view text) {
  return after("mailman3_decorate", text, {{"footer", "-- \nlist\n"}});
}

TEST(PythonReserialise, FoldsAtSemicolonsThenCommasThenBlanks) {
  const std::string a(40, 'a');
  const std::string b(40, 'b');
  EXPECT_EQ(after("python_reserialise", "X: " + a + "; " + b + "\n\n"),
            "X: " + a + ";\n " + b + "\n\n");
  EXPECT_EQ(after("python_reserialise", "X:" + a + ", c " + b + "\n\n"),
            "X: " + a + ",\n c " + b + "\n\n");
  const std::string word(90, 'w');
  EXPECT_EQ(after("python_reserialise", "X: " + word + "\n\n"), "X: \n " + word + "\n\n");
}

TEST(PythonReserialise, LeavesWhatItWouldWriteItself) {
  const std::string_view text =
      "A: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n";
  const Applied out = apply("python_reserialise", transit_of(text));
  EXPECT_FALSE(out.changed);
  EXPECT_EQ(text_of(out.out.front().message), text);
}

TEST(PythonReserialise, EndsMultipartsThatHaveNoEnd) {
  EXPECT_EQ(after("python_reserialise",
                  "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nFrom here\n"),
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n>From here\n--b--\n");
}

TEST(PythonReserialise, LeavesABodyThatIsWritten) {
  const std::string field = "X: " + std::string(50, 'a') + " " + std::string(50, 'b') + "\n";
  const std::string body = "--b\n" + field + "\nx\n--b--\n";
  const std::string text = "Content-Type: multipart/mixed; boundary=b\n\n" + body;
  EXPECT_TRUE(after("python_reserialise", field + text, {{"header_only", true}}).ends_with(text));
  EXPECT_FALSE(after("python_reserialise", field + text).ends_with(text));
}

TEST(MailmanReceive, RefusesBrokenMessages) {
  EXPECT_EQ(delivery_of("mailman3_receive", "A: 1\njunk\n\n"), Delivery::rejected);
  EXPECT_EQ(delivery_of("mailman3_receive", "A : 1\n\n"), Delivery::rejected);
  EXPECT_EQ(delivery_of("mailman3_receive", "A: 1\nContent-Type: multipart/mixed\n\nx\n"),
            Delivery::rejected);
  EXPECT_EQ(delivery_of("mailman3_receive", "Message-ID: <\xE4@b>\n\n"), Delivery::rejected);
  EXPECT_EQ(delivery_of("mailman3_receive", "A: 1\n\n"), Delivery::in_transit);
}

TEST(MailmanReceive, AddsTheHashOfTheMessageId) {
  EXPECT_TRUE(after("mailman3_receive", "Message-ID: <gt001.356a192b@author.example>\n\n")
                  .contains("\nMessage-ID-Hash: VZFXI2DZQISUU2L7JN6W5AXNAIGUURD4\n"));
}

TEST(MailmanSubject, OnePrefixAndOneRe) {
  EXPECT_EQ(subject_after("hello"), "Subject: [L] hello");
  EXPECT_EQ(subject_after("AW[2]: Re: [L] hello"), "Subject: [L] Re: hello");
  EXPECT_EQ(subject_after("[L] Re: hello"), "Subject: [L] Re: hello");
  EXPECT_EQ(subject_after(""), "Subject: [L] (no subject)");
}

TEST(MailmanSubject, KeepsCharsets) {
  EXPECT_EQ(subject_after("=?utf-8?B?R3LDvMOfZQ==?="), "Subject: [L] =?utf-8?b?R3LDvMOfZQ==?=");
  EXPECT_EQ(subject_after("=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?="),
            "Subject: [L] =?iso-2022-jp?b?GyRCJUYlOSVIGyhC?=");
  EXPECT_EQ(subject_after("Gr\xFC\xDF"), "Subject: [L] =?unknown-8bit?b?IEdy/N8=?=");
}

TEST(MailmanDecorate, TextsPartsAndTheRest) {
  EXPECT_EQ(decorated("Content-Type: text/plain\n\nx\n"),
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=\"us-ascii\"\n"
            "Content-Transfer-Encoding: 7bit\n\nx\n-- \nlist\n");
  const std::string part =
      "Content-Type: text/plain; charset=\"us-ascii\"\nMIME-Version: 1.0\n"
      "Content-Transfer-Encoding: 7bit\nContent-Disposition: inline\n\n-- \nlist\n";
  EXPECT_EQ(decorated("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"),
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n" + part + "\n--b--\n");
  const std::string wrapped = decorated("A: 1\nContent-Type: text/html\n\n<p>x\n");
  EXPECT_TRUE(wrapped.starts_with("A: 1\nContent-Type: multipart/mixed; boundary=\"==="));
  EXPECT_TRUE(wrapped.contains("\nContent-Type: text/html\n\n<p>x\n\n--==="));
}

TEST(MailmanMitigate, PutsTheListIntoFrom) {
  EXPECT_EQ(after("mailman3_mitigate", "From: Alice <alice@author.example>\n\nx\n",
                  {{"list_address", "l@lists.example"}, {"display_name", "L"}}),
            "From: Alice via L <l@lists.example>\nReply-To: Alice <alice@author.example>\n\nx\n");
}

}  // namespace
}  // namespace mass
