#include <gtest/gtest.h>

#include "core/message/address.hpp"

namespace mass {
namespace {

struct PraCase {
  std::string_view name;
  std::string header;
  std::string address;  // Empty: no PRA.
  std::string field;    // Empty: no field was selected.
};

void expect_pra(const std::vector<PraCase>& cases) {
  for (const PraCase& c : cases) {
    const Pra pra = purported_responsible_address(Message::parse(c.header + "\r\nHi.\r\n"));

    EXPECT_EQ(pra.mailbox ? pra.mailbox->address() : "", c.address) << c.name;
    EXPECT_EQ(pra.field, c.field) << c.name;
  }
}

// The worked cases of common sheet section 3, by their numbers.
TEST(Pra, IsThatOfTheWorkedCases) {
  const std::string from = "From: a@x\r\n";
  expect_pra({
      {"1", from, "a@x", "From"},
      {"2", from + "Sender: s@y\r\n", "s@y", "Sender"},
      {"3", "From: a@x, b@x\r\n", "", "From"},
      {"4", "From: a@x, b@x\r\nSender: a@x\r\n", "a@x", "Sender"},
      {"5", from + "From: b@x\r\n", "", ""},
      {"6", "Sender: s@y\r\nSender: t@y\r\n" + from, "", ""},
      {"7", "Sender:  \t\r\n" + from, "a@x", "From"},
      {"8", "Resent-From: r@z\r\nResent-Sender: q@z\r\n" + from, "q@z", "Resent-Sender"},
      {"9",
       "Resent-From: r2@z\r\nReceived: x\r\nResent-From: r1@w\r\nResent-Sender: q1@w\r\n" + from,
       "r2@z", "Resent-From"},
      {"10", "Resent-Sender: q@z\r\nResent-From: r@z\r\nReceived: x\r\n" + from, "q@z",
       "Resent-Sender"},
      {"11", "Resent-From: r@z, r2@z\r\n" + from, "", "Resent-From"},
      {"12", "Resent-Sender: \r\nResent-From: r@z\r\n" + from, "r@z", "Resent-From"},
      {"13", "Sender: undisclosed\r\n" + from, "", "Sender"},
      {"14", "Received: x\r\nResent-From: r@z\r\nResent-Sender: q@z\r\nReceived: x\r\n" + from,
       "q@z", "Resent-Sender"},
      {"15", "From: \"A\" <a@x>\r\nReply-To: z@z\r\n", "a@x", "From"},
      {"16", "From: list: a@x, b@x; \r\nSender: s@y\r\n", "s@y", "Sender"},
  });
}

TEST(Pra, SeparatesResentBlocksByTraceFields) {
  expect_pra({
      {"Return-Path is a trace field",
       "Resent-From: r@z\r\nReturn-Path: <p@q>\r\nResent-Sender: q@z\r\n", "r@z", "Resent-From"},
      {"a blank Resent-From opens no block",
       "Resent-From: \r\nReceived: x\r\nResent-Sender: q@z\r\n", "q@z", "Resent-Sender"},
      {"other fields between do not matter",
       "Resent-From: r@z\r\nResent-Date: d\r\nResent-Sender: q@z\r\n", "q@z", "Resent-Sender"},
      {"a blank Resent-Sender is passed over",
       "Resent-Sender: \r\nReceived: x\r\nResent-Sender: q@z\r\n", "q@z", "Resent-Sender"},
      {"the trace field must follow the Resent-From",
       "Received: x\r\nResent-From: r@z\r\nResent-Sender: q@z\r\n", "q@z", "Resent-Sender"},
      {"an older Resent-From does not hide behind a nearer one",
       "Resent-From: r@z\r\nReceived: x\r\nResent-From: r1@w\r\nReceived: x\r\nResent-Sender: "
       "q@w\r\n",
       "r@z", "Resent-From"},
  });
}

TEST(Pra, NeedsOneMailboxWithADomain) {
  expect_pra({
      {"no field at all", "Subject: a\r\n", "", ""},
      {"no domain", "From: joe\r\n", "", "From"},
      {"empty group", "From: undisclosed:;\r\n", "", "From"},
      {"group of one", "From: us: a@x;\r\n", "a@x", "From"},
      {"addresses without comma", "From: a@x b@x\r\n", "", "From"},
      {"folded", "From:\r\n \r\n\t\"A\"\r\n <a@x>\r\n", "a@x", "From"},
      {"a blank second From does not count", "From: a@x\r\nfrom: \r\n \t\r\n", "a@x", "From"},
      {"domain in UTF-8", "From: a@b\xC3\xBC.example\r\n", "a@b\xC3\xBC.example", "From"},
      {"name in any case", "rEsEnT-SeNdEr: q@z\r\n", "q@z", "rEsEnT-SeNdEr"},
  });
}

}  // namespace
}  // namespace mass
