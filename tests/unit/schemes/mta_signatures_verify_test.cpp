#include <gtest/gtest.h>

#include "schemes/mta-signatures/postal_data.hpp"
#include "tests/unit/schemes/mta_signatures_bench.hpp"

namespace mass {
namespace {

using test::kFooterPart;
using test::kMtaMixed;
using test::kMtaPlain;
using test::swapped;
using test::word;
using test::words;

class MtaVerifying : public test::MtaBench {
 protected:
  MtaVerifying() : plain(sign(kMtaPlain)), mixed(sign(kMtaMixed)) {}

  std::string plain;
  std::string mixed;
};

TEST_F(MtaVerifying, ReportsWhatItFound) {
  const Verdict verdict = verify(mixed);

  EXPECT_EQ(verdict.outcome, Outcome::pass);
  EXPECT_EQ(verdict.state, "pass");
  EXPECT_EQ(verdict.identity, "example.com");
  EXPECT_EQ(verdict.cause, Cause::intact);
  ASSERT_EQ(verdict.signatures.size(), 1U);
  const ValueMap& detail = verdict.signatures.front().detail;
  EXPECT_EQ(detail.at("msgid").index(), 2U);
  EXPECT_EQ(detail.at("trust"), word("http"));
  EXPECT_EQ(detail.at("signer_domain"), word("example.com"));
  EXPECT_EQ(detail.at("aligned"), Value(true));
  EXPECT_EQ(detail.at("header_changes"), words({}));
  EXPECT_EQ(detail.at("parts_total"), Value(std::int64_t{3}));
  EXPECT_EQ(detail.at("parts_ok"), Value(std::int64_t{3}));
  EXPECT_EQ(detail.at("extra_parts"), Value(std::int64_t{0}));
  EXPECT_EQ(detail.at("digest_ok"), Value(true));
  EXPECT_FALSE(detail.contains("why"));
}

TEST_F(MtaVerifying, IsNoneWithoutPostalDataAtTheTop) {
  const auto digest =
      "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\n"
      "--zz\r\nContent-Type: message/rfc822\r\n\r\n" +
      mixed + "\r\n--zz--\r\n";

  EXPECT_EQ(judged(kMtaPlain), "none");
  EXPECT_EQ(judged(kMtaMixed), "none");
  EXPECT_EQ(judged(digest), "none");
  EXPECT_EQ(judged(swapped(mixed, "multipart/mixed", "multipart/related")), "none");
  EXPECT_EQ(judged(swapped(mixed, "multipart/x-postal-data", "multipart/mixed")), "none");
  EXPECT_EQ(judged(""), "none");
  EXPECT_EQ(verify(kMtaPlain).cause, Cause::sig_missing);
}

TEST_F(MtaVerifying, SurvivesAFooterInAPartOfItsOwn) {
  const Verdict verdict = verify(swapped(mixed, "--mm--\r\n", kFooterPart));

  EXPECT_EQ(verdict.state, "pass-modified");
  EXPECT_EQ(verdict.outcome, Outcome::pass);
  EXPECT_EQ(verdict.identity, "example.com");
  EXPECT_EQ(verdict.detail.at("extra_parts"), Value(std::int64_t{1}));
  EXPECT_EQ(verdict.detail.at("digest_ok"), Value(true)) << "only what stands in front counts";
}

TEST_F(MtaVerifying, SeesAPartInFrontAsAChange) {
  const Verdict verdict =
      verify(swapped(mixed, "--mm\r\n", "--mm\r\n\r\nread this first\r\n--mm\r\n"));

  EXPECT_EQ(verdict.state, "pass-modified");
  EXPECT_EQ(verdict.detail.at("extra_parts"), Value(std::int64_t{1}));
  EXPECT_EQ(verdict.detail.at("digest_ok"), Value(false));
}

TEST_F(MtaVerifying, SeesPartsThatWereMovedRepeatedOrRelabelled) {
  const std::string attachment =
      "--mm\r\nContent-Type: application/octet-stream\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\nAAECAwQFBgc=\r\n";
  const std::string moved =
      swapped(swapped(mixed, attachment, ""), "preamble\r\n", "preamble\r\n" + attachment);
  const std::string repeated = swapped(mixed, attachment, attachment + attachment);
  const std::string relabelled =
      swapped(mixed, "application/octet-stream\r\n", "application/octet-stream; name=x\r\n");

  EXPECT_EQ(judged(moved), "pass-modified");
  EXPECT_EQ(verify(moved).detail.at("extra_parts"), Value(std::int64_t{0}));
  EXPECT_EQ(judged(repeated), "pass-modified");
  EXPECT_EQ(verify(repeated).detail.at("extra_parts"), Value(std::int64_t{1}));
  EXPECT_EQ(judged(relabelled), "pass-modified") << "part headers are not in a leaf's digest";
}

TEST_F(MtaVerifying, IsPartialWhenSomePartsAreGone) {
  const std::string replaced_one = swapped(mixed, "Plain words.", "Other words.");
  const std::string recoded = swapped(mixed, "quoted-printable", "8bit");

  EXPECT_EQ(judged(replaced_one), "partial");
  EXPECT_EQ(judged(recoded), "partial") << "the encoding is part of the claim";
  const Verdict verdict = verify(replaced_one);
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.cause, Cause::body_changed);
  EXPECT_EQ(verdict.identity, "");
  EXPECT_EQ(verdict.detail.at("parts_ok"), Value(std::int64_t{2}));
  EXPECT_EQ(verdict.detail.at("extra_parts"), Value(std::int64_t{0})) << "one came, one went";
}

TEST_F(MtaVerifying, FailsWhenNothingIsLeft) {
  EXPECT_EQ(judged(swapped(plain, "Test mail.", "Test mail!")), "fail content");
  EXPECT_EQ(verify(swapped(plain, "Test mail.", "Test mail!")).cause, Cause::body_changed);
}

TEST_F(MtaVerifying, NamesTheFieldsThatChanged) {
  const auto changes = [this](const std::string& text) {
    return to_text(verify(text).detail.at("header_changes"));
  };
  const std::string list = "Sender: owner@list.example\r\nReply-To: x@list.example\r\n" +
                           swapped(plain, "Subject: ", "Subject: [list] ");

  EXPECT_EQ(changes(list), "subject, sender, reply-to");
  EXPECT_EQ(judged(list), "pass-modified");
  EXPECT_EQ(changes("Subject: Urgent\r\n" + plain), "subject");
  EXPECT_EQ(changes(swapped(plain, "Date: Fri,", "X-Date: Fri,")), "date");
  EXPECT_EQ(changes(swapped(plain, "Subject: Simple text", "SUBJECT:\r\n\tSimple   text ")), "");
  EXPECT_EQ(judged(swapped(plain, "Subject: Simple text", "Subject: Simpletext")), "pass-modified");
}

TEST_F(MtaVerifying, FailsWhenFromChanged) {
  for (const std::string& text :
       {swapped(plain, "From: Alice", "From: Mallory"), "From: ceo@example.com\r\n" + plain,
        swapped(plain, "From: ", "X-From: "),
        swapped(plain, "\r\nMIME-Version", "\r\nFrom: eve@example.com\r\nMIME-Version")}) {
    EXPECT_EQ(judged(text), "fail from");
    EXPECT_EQ(verify(text).cause, Cause::hdr_changed);
  }
}

TEST_F(MtaVerifying, ToleratesAnEndThatIsCutOff) {
  EXPECT_EQ(judged(mixed.substr(0, mixed.rfind("--mm--"))), "pass");
  EXPECT_EQ(judged(mixed + "added to the epilogue\r\n"), "pass");
  EXPECT_EQ(judged(mixed.substr(0, mixed.rfind("Content-Transfer-Encoding: base64"))),
            "permerror cms");
}

TEST_F(MtaVerifying, SeesWhatIsSmuggledIntoThePostalData) {
  const std::size_t end = mixed.rfind("--mm--");
  const std::size_t inner = mixed.rfind("--=_postal_", end);
  const std::string boundary = mixed.substr(inner, mixed.find("--\r\n", inner) - inner);

  const std::string smuggled =
      mixed.substr(0, inner) + boundary + "\r\n\r\npay here\r\n" + mixed.substr(inner);

  EXPECT_EQ(judged(smuggled), "pass-modified");
}

TEST_F(MtaVerifying, DistrustsACertificateThatIsNotConfirmed) {
  EXPECT_EQ(judged(sign(swapped(kMtaPlain, "alice@example.com", "a@unpublished.example"))),
            "temperror retrieval")
      << "an object that is not there is not retrievable";
  put("http://certs.unpublished.example/mass.cer", "<html>parked</html>");
  EXPECT_EQ(judged(sign(swapped(kMtaPlain, "alice@example.com", "a@unpublished.example"))),
            "untrusted certificate");
}

TEST_F(MtaVerifying, ComparesTheCertificateOctetForOctet) {
  const auto& names = CertificateNames{.common_name = "example.com", .dns_names = {"example.com"}};
  const std::string own = keys.certified("example.com", names)->certificate->der();
  const std::string other = keys.certified("list.example", names)->certificate->der();
  const auto judge = [this](std::string_view body) {
    web = std::make_shared<HttpAnswers>();
    directory = std::make_shared<RoutedDirectory>(nullptr, web, anchors);
    put("http://certs.example.com/mass.cer", body);
    return judged(plain);
  };

  EXPECT_EQ(judge(own), "pass");
  EXPECT_EQ(judge(other + own), "pass");
  EXPECT_EQ(judge(other), "untrusted certificate");
  EXPECT_EQ(judge(""), "untrusted certificate");
  EXPECT_EQ(judge(own + "x"), "untrusted certificate");
  EXPECT_EQ(judge("x" + own), "untrusted certificate");
  EXPECT_EQ(judge(own.substr(0, own.size() - 1)), "untrusted certificate");
}

TEST_F(MtaVerifying, TriesTheServicesInOrderAndTheLastDecides) {
  const auto with = [this](std::initializer_list<std::string> services) {
    return sign(kMtaPlain, {{"services", words(services)}});
  };
  const std::string good = "http:download:der_certs mass.cer";
  const std::string gone = "http:download:der_certs gone.cer";

  EXPECT_EQ(judged(with({gone, good})), "pass");
  EXPECT_EQ(judged(with({good, gone})), "pass");
  EXPECT_EQ(judged(with({"dns:query:cert x", good})), "pass") << "reserved ones are skipped";
  EXPECT_EQ(judged(with({"pkix:path:ca", gone})), "pass");
  EXPECT_EQ(judged(with({"http:download:der_certs http://evil.example/x"})), "untrusted locator");
  EXPECT_EQ(judged(with({"http:download:der_certs http://evil.example/x", gone})),
            "temperror retrieval");
  EXPECT_EQ(judged(with({"dns:query:cert x"})), "untrusted method");
  EXPECT_EQ(judged(with({})), "untrusted method");
  anchors = std::make_shared<TrustStore>();
  directory = std::make_shared<RoutedDirectory>(nullptr, web, anchors);
  EXPECT_EQ(judged(with({"pkix:path:ca"})), "untrusted path");
  EXPECT_EQ(judged(with({gone, "pkix:path:ca"})), "untrusted path");
  EXPECT_EQ(judged(with({"pkix:path:ca", gone})), "temperror retrieval");
}

TEST_F(MtaVerifying, DistrustsACertificateOutOfItsTime) {
  bench.now = from_unix(3'000'000'000);  // 2065

  EXPECT_EQ(judged(plain), "untrusted expired");
  EXPECT_EQ(verify(plain).cause, Cause::time_expired);
  bench.now = from_unix(1);
  EXPECT_EQ(judged(plain), "untrusted expired");
  EXPECT_EQ(verify(plain).cause, Cause::time_future);
}

TEST_F(MtaVerifying, DistrustsACertificateOfAnotherDomain) {
  // The signer of list.example says that it is example.com.
  test::Workbench forger{mta_signatures::enrol};
  const auto stolen = keys.certified(
      "list.example", {.common_name = "list.example", .dns_names = {"list.example"}});
  forger.keys.rsa_key = stolen->key;
  forger.keys.certificate = stolen->certificate;
  put("http://certs.example.com/forged.cer", stolen->certificate->der());
  const auto made = forger
                        .scheme({}, {{"domain", word("example.com")},
                                     {"services", words({"http:download:der_certs forged.cer"})}})
                        ->originate(transit(kMtaPlain), forger.context());
  ASSERT_TRUE(made.has_value());

  EXPECT_EQ(judged(made->transit.message.to_string()), "untrusted domain");
  EXPECT_EQ(verify(made->transit.message.to_string()).cause, Cause::ident_mismatch);
}

TEST_F(MtaVerifying, TakesTheBestAlignedSignature) {
  const std::string posted = swapped(mixed, "--mm--\r\n", kFooterPart);
  const std::string twice =
      forward("Sender: owner@list.example\r\n" + posted, {RoleKind::mediator, "list.example"})
          .transit.message.to_string();

  const Verdict both = verify(twice);
  ASSERT_EQ(both.signatures.size(), 2U);
  EXPECT_EQ(both.signatures[0].state, "pass-modified");
  EXPECT_EQ(both.signatures[1].state, "pass");
  EXPECT_EQ(both.signatures[1].detail.at("aligned"), Value(false));
  EXPECT_EQ(both.state, "pass-modified") << "the better one is not aligned";
  EXPECT_EQ(both.identity, "example.com");

  const Verdict broken = verify(swapped(twice, "Plain words.", "Other words."));
  EXPECT_EQ(broken.state, "partial");

  const Signed alone = forward(kMtaPlain, {RoleKind::mediator, "list.example"});
  EXPECT_EQ(verify(alone.transit.message.to_string()).state, "pass") << "none is aligned";
}

TEST_F(MtaVerifying, IsAlignedWithEveryAddressOfFrom) {
  const auto aligned = [this](std::string_view from) {
    const std::string text =
        sign("From: " + std::string(from) + "\r\n\r\nx\r\n", {{"domain", word("example.com")}});
    return std::get<bool>(verify(text).detail.at("aligned"));
  };
  EXPECT_TRUE(aligned("a@example.com"));
  EXPECT_TRUE(aligned("a@Sub.EXAMPLE.com, b@example.com"));
  EXPECT_FALSE(aligned("a@example.com, b@evil.example"));
  EXPECT_FALSE(aligned("a@notexample.com"));
  EXPECT_FALSE(aligned("nobody"));
}

TEST_F(MtaVerifying, NeedsTheMsgidInThreePlaces) {
  const Message message = Message::parse(plain);
  const std::string msgid = mta_signatures::tracking_msgid(message.fields()[0].value());

  EXPECT_EQ(judged(swapped(plain, "msgid=" + msgid, "msgid=OTHER")), "permerror msgid");
  EXPECT_EQ(judged(swapped(plain, "X-PostalTracking", "X-Stripped")), "permerror msgid");
  EXPECT_EQ(judged(swapped(plain, "msgid=\"" + msgid, "msgid=\"OTHER")), "permerror msgid");
  EXPECT_EQ(judged("X-PostalTracking: MTAS/1.0 msgid=OTHER\r\n" + plain), "pass");
}

TEST_F(MtaVerifying, IsAPermanentErrorWhenThePartIsNotASignature) {
  EXPECT_EQ(judged(swapped(plain, "x-pkcs7-signature", "pkcs7-signature")), "permerror type");
  EXPECT_EQ(judged(swapped(plain, "MTAS/1.0\"", "MTAS/2.0\"")), "permerror ext");
  EXPECT_EQ(judged(swapped(plain, "; ext=\"MTAS/1.0\"", "")), "permerror ext");
  EXPECT_EQ(judged(swapped(plain, "Encoding: base64", "Encoding: x-zip")), "permerror encoding");
  EXPECT_EQ(judged(swapped(plain, "\r\n\r\nMII", "\r\n\r\n*MII")), "permerror encoding");
  EXPECT_EQ(judged(swapped(plain, "\r\n\r\nMII", "\r\n\r\nNII")), "permerror cms");
  EXPECT_EQ(judged(swapped(plain, "boundary=\"=_postal", "boundary=\"lost")), "permerror part");
  EXPECT_EQ(judged(swapped(plain, "micalg=sha1", "micalg=md5")), "pass") << "a hint, no more";
  EXPECT_EQ(judged(swapped(plain, "X-Certificate-Verification-Service: \"http:",
                           "X-Certificate-Verification-Service: \"ldap:")),
            "pass")
      << "the signed copy decides";
}

TEST_F(MtaVerifying, ReadsTheServiceFromAParameterToo) {
  const std::string field =
      "X-Certificate-Verification-Service: \"http:download:der_certs mass.cer\"\r\n";
  const std::string as_parameter = swapped(
      swapped(plain, field, ""), "; ext=\"MTAS/1.0\"",
      "; ext=\"MTAS/1.0\"; certificate-verification-service=\"http:download:der_certs mass.cer\"");
  const std::string other = swapped(as_parameter, "der_certs mass.cer", "der_certs other.cer");

  EXPECT_FALSE(verify(plain).detail.contains("services_differ"));
  EXPECT_FALSE(verify(as_parameter).detail.contains("services_differ"));
  EXPECT_EQ(judged(other), "pass");
  EXPECT_EQ(verify(other).detail.at("services_differ"), Value(true));
}

TEST_F(MtaVerifying, JudgesEightSignaturesAndHashesLeavesOnce) {
  std::string often = kMtaMixed;
  for (int i = 0; i < 8; ++i) often = sign(often);
  const std::size_t postal = often.find("--mm\r\nContent-Type: multipart/x-postal-data");
  const std::size_t next = often.find("--mm\r\n", postal + 4);
  const std::string nine = often.substr(0, next) + often.substr(postal);
  bench.cost = {};

  const Verdict verdict = verify(nine);

  ASSERT_EQ(verdict.signatures.size(), 9U);
  EXPECT_EQ(verdict.signatures[7].state, "pass");
  EXPECT_EQ(verdict.signatures[8].state, "not judged");
  EXPECT_EQ(verdict.state, "pass");
  EXPECT_EQ(bench.cost.public_operations, 8U);
  EXPECT_EQ(bench.cost.http_lookups, 8U);
  // Three leaves, one content (no covered child stands between the signatures), and one digest of
  // its attributes per signature.
  EXPECT_EQ(bench.cost.hash_operations, 3U + 1U + 8U);
}

TEST_F(MtaVerifying, IsNotFooledByMorePartsThanAreRead) {
  std::string flood = mixed.substr(0, mixed.rfind("--mm--"));
  for (int i = 0; i < 6000; ++i) flood += "--mm\r\n\r\nx\r\n";
  EXPECT_EQ(judged(flood + "--mm--\r\n"), "permerror");

  std::string many;
  for (int i = 0; i < 1001; ++i) many += "X: y\r\n";
  EXPECT_EQ(judged(many + mixed), "permerror");
}

TEST_F(MtaVerifying, ReportsForOtherReaders) {
  const auto scheme = bench.scheme();

  EXPECT_EQ(scheme->authentication_result(verify(plain)), "x-mta-sig=pass header.d=example.com");
  EXPECT_EQ(scheme->authentication_result(verify(kMtaPlain)), "x-mta-sig=none");
  EXPECT_EQ(scheme->authentication_result(verify(swapped(plain, "Subject: ", "Subject: [x] "))),
            "x-mta-sig=pass reason=\"all signed parts are there; changed since: subject\" "
            "header.d=example.com");
}

// Any cut and any altered octet gives a verdict, in time.
TEST_F(MtaVerifying, LivesThroughDamage) {
  RandomSource random(3, {"damage"});
  for (int i = 0; i < 400; ++i) {
    std::string text = i % 2 == 0 ? mixed : plain;
    for (std::uint64_t n = random.below(4); n-- > 0;) {
      text[random.below(text.size())] = static_cast<char>(random.below(256));
    }
    if (random.chance(1, 3)) text.resize(random.below(text.size()));
    const Verdict verdict = verify(text);
    EXPECT_EQ(verdict.outcome == Outcome::pass, !verdict.identity.empty());
  }
}

}  // namespace
}  // namespace mass
