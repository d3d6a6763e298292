#include <gtest/gtest.h>

#include "tests/unit/schemes/entity_smime_bench.hpp"

namespace mass {
namespace {

using test::kLetter;
using test::replaced;
using test::word;

class EntitySign : public test::EntityBench {};

TEST_F(EntitySign, MovesTheContentIntoAPartOfItsOwn) {
  const std::string made = sign(kLetter);

  EXPECT_TRUE(made.starts_with(
      "Received: from a.example.com by b.example.com; Fri, 06 Aug 2004 08:00:00 +0000\r\n"
      "From: Joe <joe@example.com>\r\n"
      "To: suzie@example.org\r\n"
      "Subject: Is dinner ready?\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; "
      "micalg=\"sha1\"; boundary=\"entity-"))
      << made;
  EXPECT_TRUE(made.contains("\r\nContent-Type: text/plain;\r\n charset=us-ascii\r\n\r\nHi.\r\n"));
  EXPECT_TRUE(
      made.contains("X-Entity-Signature: v=1; type=domain; mode=opportunistic; d=example.com\r\n"));
}

TEST_F(EntitySign, CostsOnePrivateOperationAndTwoHashes) {
  (void)sign(kLetter);
  bench.cost = {};
  (void)sign(kLetter);

  EXPECT_EQ(bench.cost.private_operations, 1U);
  EXPECT_EQ(bench.cost.hash_operations, 2U);
}

TEST_F(EntitySign, DeclinesWhenNobodyCanBeSignedFor) {
  EXPECT_EQ(declined("To: a@example.org\r\n\r\nHi\r\n"), "no_from");
  EXPECT_EQ(declined("From: joe\r\n\r\nHi\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: joe@[192.0.2.1]\r\n\r\nHi\r\n"), "from_unusable");
  EXPECT_EQ(declined(kLetter, {{"when", word("ehlo")}}), "no_ehlo_smime");
  EXPECT_EQ(declined(kLetter, {{"when", word("ehlo")}, {"ehlo_smime", true}}), "");
  EXPECT_EQ(declined(kLetter, {{"when", word("ehlo")}, {"mode", word("explicit")}}), "");
  bench.role.domain = "example.net";
  EXPECT_EQ(declined(kLetter), "domain_mismatch");
}

TEST_F(EntitySign, DeclinesWithoutACertificate) {
  const auto made = bench.scheme()->originate(transit(kLetter), bench.context());

  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->declined, "no_key");
}

TEST_F(EntitySign, DeclinesWhatReadersWouldCut) {
  std::string text = "From: joe@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 6000; ++i) text += "--b\r\n\r\n\r\n";
  text += "--b--\r\n";

  EXPECT_EQ(declined(text), "over_limits");
}

// Every setting of a signer, and what the verifier says of it.
TEST_F(EntitySign, VerifiesUnderEverySetting) {
  publish("example.com", {{"publish", test::words({"locator", "authority"})}});
  for (const char* cte : {"asis", "7bit"}) {
    for (const bool flag : {false, true}) {
      for (const char* hash : {"sha1", "sha256"}) {
        for (const char* type : {"domain", "originator"}) {
          for (const char* signer : {"issuer-serial", "key-identifier"}) {
            const std::string made = sign(kLetter, {{"cte", word(cte)},
                                                    {"harden", flag},
                                                    {"wrap", flag},
                                                    {"attributes", !flag},
                                                    {"hash", word(hash)},
                                                    {"signature_type", word(type)},
                                                    {"signer", word(signer)}});

            const Verdict verdict = verify(made);

            EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.reason << made;
            EXPECT_EQ(verdict.identity, "example.com");
            EXPECT_EQ(detail(verdict, "signer_kind"), type);
            EXPECT_EQ(detail(verdict, "trust"), "pkix");
          }
        }
      }
    }
  }
}

TEST_F(EntitySign, ProtectsTheHeaderInsideWhenItWraps) {
  const std::string made = sign(kLetter, {{"wrap", true}});

  EXPECT_TRUE(made.contains("\r\nContent-Type: message/rfc822\r\n\r\nReceived: from a."));
  EXPECT_EQ(verify(replaced(made, "Subject: Is", "Subject: [list] Is")).outcome, Outcome::pass);
}

TEST_F(EntitySign, KeepsNastyBodiesAsTheyAre) {
  const std::string head = "From: joe@example.com\r\n";
  const std::string nul("a\0b\r\n", 5);
  for (const std::string& text : {
           head,
           head + "\r\n",
           head + "\r\nno line end",
           head + "\r\n\r\n\r\n",
           head + "\r\n--\r\n----\r\n--B--\r\n",
           head + "\r\n.\r\n..\r\nFrom here\r\n \t\r\n",
           head + "\r\nbare\rcr and\nlf\r\n",
           head + "\r\n\n\n\r\r\n",
           head + "\r\n" + nul,
           head + "\r\n" + std::string(5000, 'x') + "\r\n",
           head + "\r\n\xff\xfe\x80\r\n",
           head + "Content-Type: text/plain; (comment\r\n\r\nx\r\n",
           head + "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n",
           head + "Content-Type: multipart/mixed; boundary=x\r\n\r\nno part\r\n",
           head + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nunclosed",
           head + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
           head + "Content-Type: message/rfc822\r\n\r\n" + kLetter,
           head + "Content-Type\r\n\r\nx\r\n",
           head + "junk without colon\r\nbody\r\n",
           head + "content-transfer-encoding: 8bit\r\nCONTENT-TYPE: a\r\nContent-X:\r\n\r\nx",
           head + "Content-X: a\n\rb\r\n \r\n c\r\n\r\nx\r\n",
       }) {
    for (const char* cte : {"asis", "7bit"}) {
      const std::string made = sign(text, {{"cte", word(cte)}, {"harden", cte[0] == '7'}});
      const Verdict verdict = verify(made);
      EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.reason << '\n' << text << made;
      EXPECT_EQ(verify(sign(made)).outcome, Outcome::pass) << "signed twice";
    }
  }
}

TEST_F(EntitySign, IsTakenOffByAnEdgeServer) {
  const std::string bare = forward(sign(kLetter), RoleKind::receiver, "example.org");

  EXPECT_EQ(bare, kLetter);
  EXPECT_EQ(verify(bare).state, "none");
  EXPECT_EQ(forward(kLetter, RoleKind::receiver, "example.org"), "") << "nothing to take off";
}

TEST_F(EntitySign, UncoversTheLayerBelowWhenStripped) {
  const std::string inner = sign(kLetter, {{"signature_type", word("originator")}});
  const std::string both = sign(inner);
  EXPECT_EQ(detail(verify(both), "signer_kind"), "domain");

  const std::string bare = forward(both, RoleKind::receiver, "example.org");

  EXPECT_EQ(detail(verify(bare), "signer_kind"), "originator");
}

TEST_F(EntitySign, MakesARelaySignOrStripAsToldTo) {
  const std::string made = forward(kLetter, RoleKind::relay, "example.com");
  EXPECT_EQ(verify(made).outcome, Outcome::pass);
  EXPECT_EQ(forward(made, RoleKind::relay, "example.com"), "") << "signed already";
  EXPECT_EQ(forward(kLetter, RoleKind::relay, "example.net"), "") << "not its own mail";
  EXPECT_EQ(forward(made, RoleKind::relay, "example.com", {{"relay", word("strip")}}), kLetter);
}

TEST_F(EntitySign, SaysMismatchForTheLayerOfAListUnlessTheReaderLooksBelow) {
  const std::string made = forward(sign(kLetter), RoleKind::mediator, "lists.example.net");

  const Verdict outermost = verify(made);
  const Verdict aligned = verify(made, {{"prefer", word("aligned")}});

  EXPECT_EQ(outermost.state, "mismatch");
  EXPECT_EQ(detail(outermost, "signer_domain"), "lists.example.net");
  EXPECT_EQ(aligned.outcome, Outcome::pass) << aligned.reason;
  EXPECT_EQ(aligned.identity, "example.com");
  EXPECT_EQ(detail(aligned, "nested"), "1");
  ASSERT_EQ(aligned.signatures.size(), 2U);
  EXPECT_EQ(aligned.signatures[0].state, "mismatch");
}

}  // namespace
}  // namespace mass
