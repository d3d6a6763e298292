#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "schemes/mta-signatures/postal_data.hpp"
#include "tests/unit/schemes/mta_signatures_bench.hpp"

namespace mass {
namespace {

using test::kMtaMixed;
using test::kMtaPlain;
using test::swapped;
using test::word;
using test::words;

class MtaSigning : public test::MtaBench {
 protected:
  // Everything between the first and the second text, which must be there.
  static std::string between(const std::string& text, std::string_view from, std::string_view to) {
    const std::size_t begin = text.find(from);
    const std::size_t end = text.find(to, begin + from.size());
    EXPECT_NE(end, std::string::npos) << from << " ... " << to;
    return text.substr(begin + from.size(), end - begin - from.size());
  }
};

TEST_F(MtaSigning, WrapsATextIntoAContainer) {
  const std::string text = sign(kMtaPlain, {{"msgid", word("8A2A6")}});

  const std::string outer = between(text, "multipart/mixed; boundary=\"", "\"");
  const std::string inner = between(text, "msgid=\"8A2A6\"; boundary=\"", "\"");
  const std::string header = kMtaPlain.substr(0, kMtaPlain.find("\r\n\r\n") + 2);
  const std::string body = kMtaPlain.substr(header.size() + 2);
  const std::string base64 = between(text, "mass.cer\"\r\n\r\n", "--" + inner);
  EXPECT_EQ(text,
            "X-PostalTracking: MTAS/1.0 msgid=8A2A6\r\n" + header +
                "MIME-Version: 1.0\r\n"
                "Content-Type: multipart/mixed; boundary=\"" +
                outer +
                "\"\r\n\r\n"
                "--" +
                outer +
                "\r\n"
                "Content-Type: text/plain; charset=us-ascii\r\n\r\n" +
                body +
                "\r\n"
                "--" +
                outer +
                "\r\n"
                "Content-Type: multipart/x-postal-data; msgid=\"8A2A6\"; boundary=\"" +
                inner +
                "\"\r\n\r\n"
                "Message tracking data added by a mail server.\r\n\r\n"
                "--" +
                inner +
                "\r\n"
                "Content-Type: application/x-pkcs7-signature; micalg=sha1; ext=\"MTAS/1.0\"; "
                "name=\"mtas.p7s\"\r\n"
                "Content-Transfer-Encoding: base64\r\n"
                "X-Certificate-Verification-Service: \"http:download:der_certs mass.cer\"\r\n\r\n" +
                base64 + "--" + inner +
                "--\r\n\r\n"
                "--" +
                outer + "--\r\n");
  EXPECT_EQ(base64.find("\r\n"), 64U);
}

TEST_F(MtaSigning, MovesTheContentFieldsIntoTheChild) {
  const std::string text = sign(
      "content-type: text/html;\r\n charset=utf-8\r\nMIME-Version: 1.0\r\n"
      "From: a@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+\r\n");

  EXPECT_NE(text.find("\r\ncontent-type: text/html;\r\n charset=utf-8\r\n"
                      "Content-Transfer-Encoding: base64\r\n\r\nPGI+\r\n\r\n--"),
            std::string::npos);
  EXPECT_EQ(Message::parse(text).count("MIME-Version"), 1U);
  EXPECT_EQ(Message::parse(text).count("Content-Transfer-Encoding"), 0U);
  EXPECT_EQ(judged(text), "pass");
}

TEST_F(MtaSigning, LeavesAContainerAsItIs) {
  const std::string text = sign(kMtaMixed);

  const std::size_t header_end = kMtaMixed.find("\r\n\r\n");
  const std::size_t close = kMtaMixed.find("--mm--");
  EXPECT_NE(text.find(kMtaMixed.substr(0, header_end)), std::string::npos);
  EXPECT_NE(text.find(kMtaMixed.substr(header_end, close - header_end) +
                      "--mm\r\nContent-Type: multipart/x-postal-data; "),
            std::string::npos);
  EXPECT_TRUE(text.ends_with("--\r\n\r\n" + kMtaMixed.substr(close)));
  EXPECT_EQ(judged(text), "pass");
}

// Messages a careless parser or hasher stumbles over.
std::vector<std::string> nasty_messages() {
  const std::string from = "From: joe@example.com\r\n";
  const std::string mixed = from + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  return {
      from,                                        // no separator, no body
      "From: joe@example.com",                     // not even a line end
      from + "\r\n",                               // empty body
      from + "\r\n\r\n\r\n\r\n",                   // only empty lines
      from + "\r\nno line end",                    // unterminated
      from + "\r\nbare\rcarriage\nand line\r\n",   // bare CR and LF
      from + "\r\n" + std::string(3, '\0') + "x",  // NUL
      from + "this line is no field\r\nbody\r\n",  // junk ends the header
      from + "\r\n.\r\n..\r\nFrom me\r\n",
      "From:\r\n joe@example.com\r\nSubject:\r\n a\r\n\tb\r\n \r\n c\r\n\r\nx\r\n",  // all folded
      from + "From: second@example.com\r\nSubject: a\r\nsubject: b\r\n\r\nx\r\n",
      "SUBJECT : \r\nFrOm : joe@example.com\r\n\r\nx\r\n",  // blank before the colon
      "From: \xE9 <joe@example.com>\r\nSubject: \xA0\xFF a\rb\nc\r\nTo: \0\r\n\r\n\xA0\r\n",
      "From: joe@example.com, eve@example.net\r\n\r\nx\r\n",
      "From: \"<eve@example.net>\" (a (b) eve@example.net) <joe@example.com>\r\n\r\nx\r\n",
      from + "Subject: " + std::string(20'000, 'a') + "\r\n\r\n" + std::string(200'000, ' ') + "x",
      from + "Content-Type: nonsense; ;;=\r\n\r\nx\r\n",
      from + "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nx\r\n",
      from + "Content-Type: message/partial; id=a; number=1\r\n\r\nx\r\n",
      from + "Content-Type: multipart/alternative\r\n\r\nno boundary\r\n",
      from + "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n",
      from + "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\nnever closed",
      from + "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nA: b\r\n--b--\r\n",
      mixed + "--b--",                         // a container of nothing
      mixed + "--b--\r\n--b\r\nepilogue\r\n",  // what stands behind is none of its children
      mixed + "--b\r\n--b\r\n\r\n--b\r\nA: b\r\n--b--",
      mixed + "preamble\r\n--b \t\r\n\r\nx\r\n--b--  \r\nepilogue",
      mixed + "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--b--\r\n",
      mixed +
          "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"
          "--b--\r\n",
      mixed + "--b\r\nContent-Type: message/rfc822\r\n\r\n" + kMtaMixed + "\r\n--b--\r\n",
      mixed +
          "--b\r\nContent-Type: text/\xFF\r\nContent-Transfer-Encoding: \xFE\r\n\r\nx\r\n"
          "--b--\r\n",
      mixed + "--b\r\nContent-Type: multipart/x-postal-data\r\n\r\nforeign\r\n--b--\r\n",
  };
}

TEST_F(MtaSigning, VerifiesWhenNothingHappenedOnTheWay) {
  for (const Profile& profile : bench.info().profiles) {
    for (const std::string& message : nasty_messages()) {
      SCOPED_TRACE(profile.name + ": " + message.substr(0, 160));

      const Verdict verdict = verify(sign(message, {}, profile.name));

      EXPECT_EQ(verdict.state, "pass") << verdict.reason;
      EXPECT_EQ(verdict.identity, "example.com");
    }
  }
}

TEST_F(MtaSigning, StillVerifiesWithSeveralSigners) {
  for (const std::string& message : nasty_messages()) {
    SCOPED_TRACE(message.substr(0, 160));
    const std::string once = sign(message);

    const Signed twice = forward(once, {RoleKind::mediator, "list.example"});

    EXPECT_EQ(twice.declined, "");
    const Verdict verdict = verify(twice.transit.message.to_string());
    const std::size_t count = verdict.signatures.size();
    ASSERT_GE(count, 2U);
    EXPECT_EQ(verdict.signatures[count - 2].state, "pass");
    EXPECT_EQ(verdict.signatures[count - 1].state, "pass");
    EXPECT_EQ(verdict.signatures[count - 1].identity, "list.example");
  }
}

TEST_F(MtaSigning, DeclinesWhatCannotBeSigned) {
  const std::string from = "From: a@example.com\r\n";
  EXPECT_EQ(declined("Subject: a\r\n\r\nx\r\n"), "no_from");
  EXPECT_EQ(declined(" From: a@example.com\r\n\r\nx\r\n"), "no_from") << "all body";
  EXPECT_EQ(declined("From: undisclosed\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: joe@[192.0.2.1]\r\n\r\n"), "from_unusable");
  EXPECT_EQ(declined("From: joe@b\xFC"
                     "cher.example\r\n\r\n"),
            "from_unusable");
  EXPECT_EQ(declined(from + "Content-Type: multipart/mixed\r\n\r\nx\r\n"), "mime_unusable");
  EXPECT_EQ(declined(swapped(kMtaMixed, "--mm--", "--mm")), "mime_unusable");
  EXPECT_EQ(declined(from + "Content-Type: multipart/x-postal-data\r\n\r\nx\r\n"), "mime_unusable");
}

TEST_F(MtaSigning, DeclinesBeyondItsLimits) {
  std::string many = "From: joe@example.com\r\n";
  for (int i = 0; i < 995; ++i) many += "X: y\r\n";
  std::string long_fields = "From: joe@example.com\r\n";
  for (int i = 0; i < 20; ++i) long_fields += "To: " + std::string(60'000, 'a') + "\r\n";
  std::string parts = "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 6000; ++i) parts += "--b\r\n\r\nx\r\n";
  std::string signed_often = kMtaPlain;
  for (int i = 0; i < 8; ++i) signed_often = sign(signed_often);

  EXPECT_EQ(declined(many + "\r\nx\r\n"), "over_limits");
  EXPECT_EQ(declined("X: " + std::string(70'000, 'a') + "\r\n" + kMtaPlain), "over_limits");
  EXPECT_EQ(declined(std::string(999, 'a') + ": b\r\n" + kMtaPlain), "over_limits");
  EXPECT_EQ(declined(long_fields + "\r\nx\r\n"), "over_limits");
  EXPECT_EQ(declined(parts + "--b--\r\n"), "over_limits");
  EXPECT_EQ(declined(signed_often), "over_limits") << "a ninth signature would not be judged";
  EXPECT_EQ(judged(signed_often), "pass");
}

TEST_F(MtaSigning, DeclinesForADomainThatIsNotItsOwn) {
  bench.role.domain = "provider.example";
  EXPECT_EQ(declined(kMtaPlain), "domain_mismatch");
  bench.role.domain = "example.com";
  EXPECT_EQ(declined(kMtaPlain), "");
  EXPECT_EQ(declined(swapped(kMtaPlain, "alice@", "alice@sub.")), "");
}

TEST_F(MtaSigning, DeclinesWhenThereIsNoCertificate) {
  const Context bare = bench.context();  // one key for everybody, and no certificate

  const auto made = bench.scheme()->originate(transit(kMtaPlain), bare);

  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->declined, "no_key");
}

TEST_F(MtaSigning, RefusesSettingsThatCannotBeWritten) {
  for (const ValueMap& given : std::vector<ValueMap>{
           {{"domain", word("a b")}},
           {{"msgid", word("a-b")}},
           {{"msgid", word(std::string(33, 'a'))}},
           {{"services", words({"http:download:der_certs \"x\""})}},
           {{"services", words({"a\r\nb"})}},
           {{"services", words({" "})}},
           {{"hash", word("md5")}},
           {{"profile", word("mass-bench-2")}},
       }) {
    EXPECT_FALSE(bench.try_scheme(given).has_value()) << to_json(given);
  }
}

TEST_F(MtaSigning, MakesAMsgidThatIsNotInUse) {
  const std::string once = sign(kMtaPlain);
  const std::string twice = sign(once);

  const Message message = Message::parse(twice);
  const std::string first = mta_signatures::tracking_msgid(message.fields()[0].value());
  const std::string second = mta_signatures::tracking_msgid(message.fields()[1].value());
  EXPECT_NE(first, second);
  EXPECT_EQ(first.size(), 10U);
  EXPECT_EQ(judged(twice), "pass");
}

TEST_F(MtaSigning, OffersSeveralServices) {
  const std::string text =
      sign(kMtaPlain, {{"services", words({"pkix:path:ca", "http:download:der_certs mass.cer"})}});

  EXPECT_NE(text.find("X-Certificate-Verification-Service: \"pkix:path:ca\",\r\n "
                      "\"http:download:der_certs mass.cer\"\r\n"),
            std::string::npos);
  EXPECT_EQ(to_text(verify(text).detail.at("trust")), "pkix");
}

TEST_F(MtaSigning, LeavesOutReceivedWhenToldToOrWhenThereIsNone) {
  EXPECT_TRUE(verify(sign(kMtaPlain)).detail.contains("received_found"));
  EXPECT_FALSE(verify(sign(kMtaPlain, {{"received", false}})).detail.contains("received_found"));
  EXPECT_FALSE(verify(sign(kMtaMixed)).detail.contains("received_found"));
}

TEST_F(MtaSigning, WritesDownTheSameOctetsAsTheVerifier) {
  Trace at_signing;
  Trace at_verifying;

  auto made = bench.scheme()->originate(transit(kMtaMixed), context(&at_signing));
  ASSERT_TRUE(made.has_value());
  (void)verify(made->transit.message.to_string(), &at_verifying);

  EXPECT_EQ(at_signing.joined("content", 1), at_verifying.joined("content", 1));
  EXPECT_EQ(at_signing.joined("headers", 1), at_verifying.joined("headers", 1));
  EXPECT_EQ(at_verifying.joined("headers", 1), "from:Alice <alice@example.com>subject:Mixed");
  EXPECT_EQ(at_verifying.items().front().field, "from");
}

TEST_F(MtaSigning, IsForMediatorsAndRelaysOnTheWay) {
  EXPECT_EQ(forward(kMtaPlain, {RoleKind::receiver, "list.example"}).declined, "not_a_signer");
  EXPECT_EQ(forward(kMtaPlain, {RoleKind::originator, "list.example"}).declined, "not_a_signer");
  EXPECT_EQ(forward(kMtaPlain, {RoleKind::relay, ""}).declined, "no_domain");
  EXPECT_EQ(forward("Subject: a\r\n\r\n", {RoleKind::relay, "list.example"}).declined, "no_from");
  const Signed made = forward(kMtaPlain, {RoleKind::relay, "List.Example"});
  EXPECT_EQ(made.declined, "");
  EXPECT_EQ(verify(made.transit.message.to_string()).identity, "list.example");
}

TEST_F(MtaSigning, PublishesTheCertificateWhereTheServicesSay) {
  const auto urls = [this](const ValueMap& given, std::string_view domain) {
    const auto published = bench.scheme({}, given)->provision(domain, context());
    EXPECT_TRUE(published.has_value());
    std::vector<std::string> found;
    for (const HttpObject& object : published->http) {
      EXPECT_EQ(object.content_type, "application/pkix-cert");
      EXPECT_TRUE(Certificate::from_der(object.body).has_value());
      found.push_back(object.url);
    }
    return found;
  };
  using Texts = std::vector<std::string>;

  EXPECT_EQ(urls({}, "Example.com"), Texts{"http://certs.example.com/mass.cer"});
  EXPECT_EQ(urls({{"services", words({"http:download:der_certs http://www.example.com/a",
                                      "http:download:der_certs http://evil.example/a"})}},
                 "example.com"),
            Texts{"http://www.example.com/a"});
  EXPECT_EQ(urls({{"domain", word("provider.example")}}, "example.com"),
            Texts{"http://certs.provider.example/mass.cer"});
  EXPECT_EQ(urls({{"services", words({"pkix:path:ca"})}}, "example.com"), Texts{});
  EXPECT_EQ(urls({}, "no domain"), Texts{});
}

TEST_F(MtaSigning, CostsOnePrivateOperationAndNoLookUp) {
  bench.cost = {};
  (void)sign(kMtaPlain);

  EXPECT_EQ(bench.cost.private_operations, 1U);
  EXPECT_EQ(bench.cost.http_lookups, 0U);
}

// What independent software says of what is written here. Source: MTA Signatures sheet section 5.
TEST_F(MtaSigning, IsAcceptedByOpenSsl) {
  if (std::system("openssl version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no openssl program";
  const auto folder = std::filesystem::path(testing::TempDir()) /
                      ("mta-" + std::to_string(std::hash<const void*>{}(this)));
  std::filesystem::create_directories(folder);
  const auto write = [&folder](const char* name, std::string_view octets) {
    std::ofstream(folder / name, std::ios::binary) << octets;
  };
  for (const char* hash : {"sha1", "sha256"}) {
    const std::string text = sign(kMtaMixed, {{"hash", word(hash)}}, "pkix");
    Trace trace;
    (void)verify(text, &trace);
    const Message message = Message::parse(text);
    const auto container = mta_signatures::read_container(message);
    write("x.p7s",
          mta_signatures::read_postal_data(message, container, container.children.back())->der);
    write("x.content", trace.joined("content", 1));
    write("root.pem", keys.trust_anchors().front()->to_pem());
    const std::string command =
        "cd " + folder.string() +
        " && openssl cms -verify -inform DER -in x.p7s -content x.content -binary -CAfile root.pem "
        "-purpose smimesign -attime 1101859200 > out 2> err";

    EXPECT_EQ(std::system(command.c_str()), 0) << command;

    write("x.content", trace.joined("content", 1) + "x");
    EXPECT_NE(std::system(command.c_str()), 0) << "and of no other content";
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace mass
