#include "harness/run/submission.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

Transit submitted(const std::string& header, bool null_sender = false) {
  return submit(Message::parse(header + "\r\nbody\r\n"), null_sender, from_unix(0));
}

TEST(Submission, TakesTheReversePathFromSenderThenFrom) {
  EXPECT_EQ(submitted("From: a@x.example\r\nSender: s@y.example\r\n").envelope.mail_from,
            "s@y.example");
  EXPECT_EQ(submitted("From: \"A, B\" <a@x.example>, b@x.example\r\n").envelope.mail_from,
            "a@x.example");
}

TEST(Submission, KeepsANullSender) {
  EXPECT_EQ(submitted("From: a@x.example\r\n", true).envelope.mail_from, "");
}

TEST(Submission, NeverPutsHostileOctetsIntoTheEnvelope) {
  for (const char* header : {"From: \"a b\"@x.example\r\n", "From: \r\n", "Subject: no From\r\n",
                             "From: <a\x01@x.example>\r\n"}) {
    const Envelope envelope = submitted(header).envelope;

    EXPECT_EQ(envelope.mail_from, "submitter@originator.example") << header;
    EXPECT_EQ(envelope.rcpt_to.size(), 1U);
  }
}

TEST(Submission, TellsTheSendingDomain) {
  const auto domain_of = [](const char* fields) {
    return sending_domain(Message::parse(std::string(fields) + "\r\n"));
  };

  EXPECT_EQ(domain_of("From: a@Author.Example\r\n"), "author.example");
  EXPECT_EQ(domain_of("From: a@author.example\r\nSender: b@sender.example\r\n"), "sender.example");
  EXPECT_EQ(domain_of("From: nobody\r\n"), "");
}

TEST(Submission, NamesEveryOriginatingDomainOnce) {
  const Transit transit =
      submitted("From: a@X.example, b@x.example\r\nSender: s@y.example\r\nTo: t@z.example\r\n");

  EXPECT_EQ(originating_domains(transit), (std::vector<std::string>{"x.example", "y.example"}));
}

}  // namespace
}  // namespace mass
