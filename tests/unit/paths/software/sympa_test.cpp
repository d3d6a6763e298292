#include "../support.hpp"

namespace mass {
namespace {

constexpr std::string_view kTop =
    "From: Alice <alice@author.example>\nMessage-ID: <1@author.example>\n";

std::string after(std::string_view step, std::string_view text, const ValueMap& settings = {}) {
  return text_of(apply(step, transit_of(text), settings).out.front().message);
}

std::string top(std::string_view rest) {
  return std::string(kTop).append(rest);
}

Delivery delivery_of(std::string_view text, const ValueMap& settings = {}) {
  return apply("sympa_receive", transit_of(text), settings).out.front().delivery;
}

std::string subject_after(std::string_view subject, const ValueMap& settings = {{"tag", "t"}}) {
  const std::string text = std::string("Subject:").append(subject).append("\n\nbody\n");
  const std::string out = after("sympa_subject", text, settings);
  return out.substr(0, out.find("\n\n"));
}

std::string from_after(std::string_view from, const ValueMap& settings = {}) {
  const std::string text = std::string("From: ").append(from).append("\n\n");
  const std::string out = after("sympa_dmarc", text, settings);
  return out.substr(0, out.find("\nReply-To"));
}

TEST(SympaReceive, KeepsFieldsAloneAndABlankLine) {
  EXPECT_EQ(after("sympa_receive", top("X : y\n more\njunk\n more\nB:x\n y\n")),
            top("B:x\n y\n\n"));
  EXPECT_EQ(after("sympa_receive", "\xEF\xBB\xBF" + top("\n")), top("\n"));
}

TEST(SympaReceive, NamesLinesOfMailboxesUntilSending) {
  const std::string text = "From z Mon\n" + top("From y\n more\nB: c\n\nFrom body\n");
  const std::string named = after("sympa_receive", text);
  EXPECT_EQ(named, "X-Sympa-From-Line: From z Mon\n" +
                       top("X-Sympa-From-Line: From y\n more\nB: c\n\nFrom body\n"));
  EXPECT_EQ(after("sympa_send", named), text);
  expect_untouched("sympa_send", top("\nFrom body\n"));
  expect_untouched("sympa_send", transit_of_octets("X-Sympa-From-Line:"));
}

TEST(SympaReceive, LeavesSoundMessagesAsTheyAre) {
  expect_untouched("sympa_receive", top("A:  x \n \n y\nSUBJECT: \xFC\n\nbody without end"));
  expect_untouched("sympa_receive", transit_of_octets(crlf(top("\n")) + "bare\nLF and\rCR\r\n"));
}

TEST(SympaReceive, DropsWhatHasNoIdOrSender) {
  EXPECT_EQ(delivery_of("From: a@b.example\n\n"), Delivery::discarded);
  EXPECT_EQ(delivery_of("From: a@b.example\nMessage-Id: \n\n"), Delivery::discarded);
  EXPECT_EQ(delivery_of("Message-Id: <1@b.example>\n\n"), Delivery::discarded);
  EXPECT_EQ(delivery_of("From: \xC3\xA4@b.example\nMessage-Id: <1@b.example>\n\n"),
            Delivery::discarded);
  EXPECT_EQ(delivery_of("From: a@localhost\nMessage-Id: <1@b.example>\n\n"), Delivery::discarded);
  EXPECT_EQ(delivery_of("From: \"a b\"@c.example\nMessage-Id: <1@b.example>\n\n"),
            Delivery::in_transit);
  EXPECT_EQ(delivery_of(""), Delivery::discarded);
}

TEST(SympaReceive, DropsWhatWouldGoRound) {
  EXPECT_EQ(delivery_of(top("X-Loop: t@l.example\n\n"), {{"list", "t@l.example"}}),
            Delivery::discarded);
  EXPECT_EQ(delivery_of(top("X-Loop: u@l.example\n\n"), {{"list", "t@l.example"}}),
            Delivery::in_transit);
  EXPECT_EQ(delivery_of(top("Auto-Submitted: auto-replied\n\n")), Delivery::discarded);
  EXPECT_EQ(delivery_of(top("Auto-Submitted: no\n\n")), Delivery::in_transit);
  EXPECT_EQ(delivery_of("From: MAILER-DAEMON@x.example\nMessage-Id: <1@b.example>\n\n"),
            Delivery::discarded);
  EXPECT_EQ(delivery_of(top("Auto-Submitted: auto-replied\n\n"), {{"automates", ""}}),
            Delivery::in_transit);
}

TEST(SympaReceive, ReturnsCommandsAndWhatIsTooLarge) {
  EXPECT_EQ(delivery_of(top("Subject: Re: unsubscribe t\n\n")), Delivery::bounced);
  EXPECT_EQ(delivery_of(top("\n\n  \nsignoff t\n")), Delivery::bounced);
  EXPECT_EQ(delivery_of(top("\nHello,\nsignoff t\n")), Delivery::in_transit);
  EXPECT_EQ(delivery_of(top("\nsignoff t\n1\n2\n3\n4\n5\n")), Delivery::in_transit);
  EXPECT_EQ(delivery_of(top("\nsignoff t\n"), {{"commands", false}}), Delivery::in_transit);
  EXPECT_EQ(delivery_of(top("\n"), {{"max_size", std::int64_t{10}}}), Delivery::bounced);
}

TEST(SympaSubject, StandsAtTheEndWithTheTagBehindTheFirstAnswer) {
  EXPECT_EQ(after("sympa_subject", "SUBJECT: a\nX: y\nSubject: b\n\n", {{"tag", "t"}}),
            "X: y\nSubject: [t] a\n\n");
  EXPECT_EQ(subject_after(" Re: AW: antw : x"), "Subject: Re: [t] x");
  EXPECT_EQ(subject_after(" Re[2]: [t] x  "), "Subject: Re[2]: [t] x");
  EXPECT_EQ(subject_after(" [t] x"), "Subject: [t]  x");
  EXPECT_EQ(subject_after(" Fwd: [other] x"), "Subject: [t] Fwd: [other] x");
  EXPECT_EQ(subject_after(""), "Subject: [t] ");
  EXPECT_EQ(after("sympa_subject", "X: y\n\n", {{"tag", "t"}}), "X: y\nSubject: [t] \n\n");
  EXPECT_EQ(subject_after(" one\n \n two"), "Subject: [t] one two");
}

TEST(SympaSubject, FillsInAndFindsNameAndNumber) {
  const ValueMap settings{{"tag", "[%list.name%] no. [% list.sequence %]"},
                          {"list", "a+b"},
                          {"sequence", std::int64_t{7}}};
  EXPECT_EQ(subject_after(" Re: [a+b no.  12] x", settings), "Subject: Re: [a+b no. 7] x");
  EXPECT_EQ(subject_after(" [aab no. 12] x", settings), "Subject: [a+b no. 7] [aab no. 12] x");
}

TEST(SympaSubject, EncodesOnlyWordsThatNeedIt) {
  EXPECT_EQ(subject_after(" =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?=\n =?UTF-8?B?IEvDtmxu?= tail"),
            "Subject: [t] =?UTF-8?B?R3LDvMOfZQ==?= aus =?UTF-8?B?S8O2bG4=?= tail");
  EXPECT_EQ(subject_after(" =?iso-8859-1?q?Gr=FC=DFe?="),
            "Subject: [t] =?ISO-8859-1?Q?Gr=FC=DFe?=");
}

TEST(SympaSubject, KeepsWhatItCannotDecode) {
  EXPECT_EQ(subject_after(" Re: Gr\xFC\xDF\x65"), "Subject: Re:  [t] Gr\xFC\xDF\x65");
  EXPECT_EQ(subject_after(" =?x-none?q?a?= b"), "Subject: [t] =?x-none?q?a?= b");
  EXPECT_EQ(subject_after(" =?utf-8?q?a=?= b"),
            "Subject: [t] =?US-ASCII?Q?=3D=3Futf-8=3Fq=3Fa=3D=3F=3D?= b");
}

TEST(SympaSubject, DoesNothingWithoutTag) {
  expect_untouched("sympa_subject", "Subject: \xFC\n\nbody", {{"tag", ""}});
}

TEST(SympaReplyTo, RespectsOrReplaces) {
  EXPECT_EQ(after("sympa_reply_to", "From: A\n <a@b.example>\n\n"),
            "From: A\n <a@b.example>\nReply-To: A\n <a@b.example>\n\n");
  EXPECT_EQ(after("sympa_reply_to", "Reply-To: x\nResent-Reply-To: y\nFrom: a\n\n",
                  {{"value", "all"}, {"apply", "forced"}, {"address", "l@m.example"}}),
            "From: a\nReply-To: l@m.example,a\n\n");
  expect_untouched("sympa_reply_to", "Reply-To: x\nFrom: a\n\n");
}

TEST(SympaArchivedAt, EscapesTheId) {
  EXPECT_EQ(after("sympa_archived_at", "Message-ID: (c) <a+b/\xFC@x.example>\n\n",
                  {{"url", "http://h/t"}}),
            "Message-ID: (c) <a+b/\xFC@x.example>\n"
            "Archived-At: <http://h/t/2004-08/a%2Bb%2F%EF%BF%BD%40x.example>\n\n");
}

TEST(SympaDmarc, PutsTheListIntoFrom) {
  EXPECT_EQ(from_after("Alice Author <a@b.example>"),
            "From: \"Alice Author\" (via demo Mailing List) <demo@lists.example.org>");
  EXPECT_EQ(from_after("a@b.example (Alice)"),
            "From: \"a\" (via demo Mailing List) <demo@lists.example.org>");
  EXPECT_EQ(from_after("Dr. A <a@b.example>, b@c.example"),
            "From: \"Dr . A\" (via demo Mailing List) <demo@lists.example.org>");
  EXPECT_EQ(from_after("\"A, B\" <a@b.example>", {{"phrase", "name_and_email"}}),
            "From: \"\\\"A, B\\\"\" (a@b.example) <demo@lists.example.org>");
  EXPECT_EQ(from_after("=?iso-8859-2?Q?M=FCller?= X <a@b.example>", {{"phrase", "list_for_email"}}),
            "From: \"demo Mailing List\" (on behalf of =?UTF-8?Q?M=C3=BCller?= X) "
            "<demo@lists.example.org>");
  EXPECT_EQ(from_after("A <a@b.example>",
                       {{"phrase", "display_name"}, {"other_email", "Us <o@l.example>"}}),
            "From: \"A Us\" <o@l.example>");
}

TEST(SympaDmarc, PutsTheFirstSignatureAside) {
  EXPECT_EQ(after("sympa_dmarc",
                  "DKIM-Signature: v=1;\n b=x\nDKIM-Signature: v=2\n"
                  "DomainKey-Signature: z\nFrom: A <a@b.example>\nReply-To: r\n\nbody"),
            "From: \"A\" (via demo Mailing List) <demo@lists.example.org>\nReply-To: r\n"
            "X-Original-DKIM-Signature: v=1;\n b=x\nX-Original-From: A <a@b.example>\n\nbody");
}

TEST(SympaDmarc, LeavesOthersAlone) {
  expect_untouched("sympa_dmarc", "From: a@b.example\n\n", {{"mode", "dkim_signature"}});
  expect_untouched("sympa_dmarc", "From: a@b.example\n\n",
                   {{"mode", "domain_regex"}, {"domain_regex", "@c\\.example"}});
  EXPECT_TRUE(apply("sympa_dmarc", transit_of("From: a@c.example\n\n"),
                    {{"mode", "domain_regex"}, {"domain_regex", "@c\\.example"}})
                  .changed);
}

}  // namespace
}  // namespace mass
