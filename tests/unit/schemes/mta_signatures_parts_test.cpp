#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "schemes/mta-signatures/attributes.hpp"
#include "schemes/mta-signatures/container.hpp"
#include "schemes/mta-signatures/postal_data.hpp"
#include "schemes/mta-signatures/services.hpp"
#include "schemes/mta-signatures/states.hpp"
#include "tests/unit/schemes/mta_signatures_bench.hpp"

namespace mass::mta_signatures {
namespace {

std::string canonical(std::string_view field) {
  return canonical_copy(field).value_or("no field");
}

TEST(MtaField, IsComparedUnfoldedWithSingleBlanks) {
  EXPECT_EQ(canonical("Received: from client.example.com (client.example.com [192.0.2.9])\r\n"
                      "\tby mail.example.com with ESMTP id x1;\r\n"
                      "\tFri, 16 Jul 2004 10:00:00 -0700"),
            "received:from client.example.com (client.example.com [192.0.2.9]) by "
            "mail.example.com with ESMTP id x1; Fri, 16 Jul 2004 10:00:00 -0700")
      << "MTA Signatures sheet section 8";
  EXPECT_EQ(canonical("SUBJECT : \t a \t b  "), "subject:a b");
  EXPECT_EQ(canonical("Subject:"), "subject:");
  EXPECT_EQ(canonical("Subject: a\r\n \r\n b"), "subject:a b");
  EXPECT_EQ(canonical("Subject: a\rb\nc"), "subject:a\rb\nc") << "bare CR and LF are no folds";
}

TEST(MtaField, CannotBeTwoFieldsInOneCopy) {
  EXPECT_EQ(canonical("Subject: a\r\nFrom: b"), "no field");
  EXPECT_EQ(canonical("no colon"), "no field");
  EXPECT_EQ(canonical(""), "no field");
}

TEST(MtaField, IsCopiedAsItStands) {
  const Message message =
      Message::parse(std::string("to: a\r\nFrom : x\r\n\ty\r\nTO: b\r\nX: z\r\nCc: last"));

  const FieldCopies copies = copy_fields(message);

  EXPECT_EQ(copies[0], (std::vector<std::string>{"From : x\r\n\ty"}));
  EXPECT_EQ(copies[1], (std::vector<std::string>{"to: a", "TO: b"}));
  EXPECT_EQ(copies[6], (std::vector<std::string>{"Cc: last"}));
  EXPECT_TRUE(copies[2].empty());
}

std::vector<std::string> children_of(const std::string& text) {
  const Message message = Message::parse(text);
  std::vector<std::string> children;
  for (const Child& child : read_container(message).children) {
    children.emplace_back(message.body().view().substr(child.begin, child.end - child.begin));
  }
  return children;
}

TEST(MtaContainer, HasTheOctetsBetweenItsDelimiters) {
  const std::string head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  using Texts = std::vector<std::string>;

  EXPECT_EQ(children_of(head + "--b\r\n\r\nx\r\n\r\n--b \r\nA: 1\r\n\r\n--b--\r\n"),
            (Texts{"\r\nx\r\n", "A: 1\r\n"}));
  EXPECT_EQ(children_of(head + "--b\r\n--b\r\n\r\n--b--"), (Texts{"", ""}));
  EXPECT_EQ(children_of(head + "--b\r\n\r\nnever closed\r\n"), (Texts{"\r\nnever closed\r\n"}));
  EXPECT_EQ(children_of(head + "--b\r\nA: 1\r\n--b--"), (Texts{"A: 1"}));
  EXPECT_EQ(children_of(head + "no delimiter"), Texts{});
  EXPECT_EQ(children_of("Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\n--b--"),
            Texts{});
}

TEST(MtaServices, AreReadWithAndWithoutQuotes) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(split_services(" \"http:download:der_certs test1.cer\""),
            Texts{"http:download:der_certs test1.cer"});
  EXPECT_EQ(split_services("\"a:b:c x,y\",\r\n \"d:e:f\" , g:h:i z"),
            (Texts{"a:b:c x,y", "d:e:f", "g:h:i z"}));
  EXPECT_EQ(split_services("\"a\\\"b\", ,\"\""), Texts{"a\"b"});
  EXPECT_EQ(split_services("\"open"), Texts{"open"});
  EXPECT_EQ(join_services(Texts{"a:b:c x", "d:e:f"}), "\"a:b:c x\",\r\n \"d:e:f\"");
}

TEST(MtaServices, HaveAMethodAndALocator) {
  const Service http = read_service("HTTP:download:der_certs  test1.cer ");
  EXPECT_EQ(http.method, Service::Method::http_certificates);
  EXPECT_EQ(http.locator, "test1.cer");
  EXPECT_EQ(read_service("pkix:path:ca").method, Service::Method::pkix_path);
  for (const char* other :
       {"dns:query:cert x", "xkms:validate:key", "http:download:pem x", "", " "}) {
    EXPECT_EQ(read_service(other).method, Service::Method::reserved) << other;
  }
}

TEST(MtaServices, PointNowhereButIntoTheSignersDomain) {
  const auto url = [](std::string_view locator) {
    return certificate_url(locator, "example.com").value_or("none");
  };
  EXPECT_EQ(url("test1.cer"), "http://certs.example.com/test1.cer");
  EXPECT_EQ(url("/a/b.cer"), "http://certs.example.com/a/b.cer");
  EXPECT_EQ(url("http://example.com/x"), "http://example.com/x");
  EXPECT_EQ(url("http://KEYS.Example.com:8080/x?y=z"), "http://KEYS.Example.com:8080/x?y=z");
  for (const char* foreign :
       {"", "http://evil.example/x", "http://notexample.com/x", "http://com/x", "http:///x",
        "http://example.com@evil.example/x", "http://example.com.evil.example/x",
        "ftp://example.com/x", "file:///etc/passwd", "a b.cer", "x\r\ny", "http://[::1]/x"}) {
    EXPECT_EQ(url(foreign), "none") << foreign;
  }
}

TEST(MtaTracking, NamesAMsgid) {
  EXPECT_EQ(tracking_msgid(" MTAS/1.0 msgid=8A2A6"), "8A2A6");
  EXPECT_EQ(tracking_msgid("mtas/1.0;\r\n\tMSGID=x ; more"), "x");
  EXPECT_EQ(tracking_msgid("MTAS/2.0 msgid=8A2A6"), "");
  EXPECT_EQ(tracking_msgid("MTAS/1.0"), "");
  EXPECT_EQ(tracking_msgid(""), "");
}

TEST(MtaAttributes, HaveTheDerOfTheWorkedExample) {
  Claims claims;
  claims.msgid = "8A2A6";
  claims.fields[2] = {"Subject: Simple text"};
  claims.received = from_hex("6dbf236757f02dcb8862b7708f7cfbfd90accc3b");
  claims.leaves = {
      {"text/plain", "7bit", from_hex("0e52111426c9663da99d2acaffbad2d7c7132bd1").value_or("")}};
  claims.domain = "example.com";
  claims.services = {"http:download:der_certs test1.cer"};

  std::map<std::string, std::string> written;
  for (const CmsAttribute& one : write_claims(claims)) written[one.oid] = to_hex(one.value);

  const std::string arc = "1.3.6.1.4.1.32473.60.1.";
  EXPECT_EQ(written.size(), 13U);
  EXPECT_EQ(written[arc + "1"], "0c053841324136");
  EXPECT_EQ(written[arc + "2.3"], "301604145375626a6563743a2053696d706c652074657874");
  EXPECT_EQ(written[arc + "2.6"], "3000");
  EXPECT_EQ(written[arc + "3"], "04146dbf236757f02dcb8862b7708f7cfbfd90accc3b");
  EXPECT_EQ(written[arc + "4"],
            "302d302b0201010c0a746578742f706c61696e0c043762697404140e52111426c9663da99d2acaffbad2d7"
            "c7132bd1");
  EXPECT_EQ(written[arc + "5"], "0c0b6578616d706c652e636f6d");
  EXPECT_EQ(written[arc + "6"],
            "30230c21687474703a646f776e6c6f61643a6465725f6365727473207465737431"
            "2e636572");
}

CmsSignedData::Signer signer_with(const std::vector<CmsAttribute>& attributes) {
  CmsSignedData::Signer signer;
  signer.attributes = attributes;
  return signer;
}

Claims some_claims() {
  Claims claims;
  claims.msgid = "A1";
  claims.fields[0] = {"From: a@example.com"};
  claims.leaves = {{"text/plain", "7bit", std::string(20, 'd')}};
  claims.domain = "example.com";
  claims.services = {"pkix:path:ca"};
  return claims;
}

TEST(MtaAttributes, AreReadAsTheyWereWritten) {
  Claims claims = some_claims();
  for (int i = 0; i < 300; ++i) claims.leaves.push_back(claims.leaves.front());

  const auto read = read_claims(signer_with(write_claims(claims)));

  ASSERT_TRUE(read.has_value()) << read.error().reason;
  EXPECT_EQ(read->msgid, claims.msgid);
  EXPECT_EQ(read->fields, claims.fields);
  EXPECT_EQ(read->received, claims.received);
  EXPECT_EQ(read->leaves, claims.leaves);
  EXPECT_EQ(read->services, claims.services);
}

TEST(MtaAttributes, AreRefusedWhenOneIsMissingOrDamaged) {
  const auto sound = write_claims(some_claims());
  for (std::size_t i = 0; i < sound.size(); ++i) {
    auto without = sound;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(read_claims(signer_with(without)).has_value()) << sound[i].oid;
    for (const std::string& damage :
         {std::string(), std::string("\x05\x00", 2), sound[i].value + "x",
          sound[i].value.substr(0, sound[i].value.size() - 1),
          std::string("\x30\x80\x00\x00", 4)}) {
      auto broken = sound;
      broken[i].value = damage;
      EXPECT_FALSE(read_claims(signer_with(broken)).has_value()) << sound[i].oid;
    }
  }
}

TEST(MtaAttributes, AreRefusedWhenTheyMakeNoSense) {
  const auto refuses = [](auto change) {
    Claims claims = some_claims();
    change(claims);
    return !read_claims(signer_with(write_claims(claims))).has_value();
  };
  EXPECT_FALSE(refuses([](Claims&) {}));
  EXPECT_TRUE(refuses([](Claims& c) { c.msgid = ""; }));
  EXPECT_TRUE(refuses([](Claims& c) { c.msgid = "a b"; }));
  EXPECT_TRUE(refuses([](Claims& c) { c.msgid = std::string(33, 'x'); }));
  EXPECT_TRUE(refuses([](Claims& c) { c.domain = "ex ample"; }));
  EXPECT_TRUE(refuses([](Claims& c) { c.leaves[0].digest = "short"; }));
  EXPECT_TRUE(refuses([](Claims& c) { c.received = "short"; }));
  EXPECT_TRUE(refuses([](Claims& c) { c.fields[0] = {"To: a@example.com"}; }));
  EXPECT_TRUE(refuses([](Claims& c) { c.fields[1] = {"Tos: a@example.com"}; }));
  EXPECT_TRUE(refuses([](Claims& c) { c.fields[0] = {"From: a\r\nTo: b"}; }));
}

TEST(MtaStates, FollowTheTable) {
  const Findings same{.is_digest_right = true, .parts_total = 2, .parts_found = 2};
  const auto with = [&same](auto change) {
    Findings findings = same;
    change(findings);
    return name_of(decide(findings));
  };
  EXPECT_EQ(name_of(decide(same)), "pass");
  EXPECT_EQ(with([](Findings& f) { f.has_header_change = true; }), "pass-modified");
  EXPECT_EQ(with([](Findings& f) { f.has_stranger_after = true; }), "pass-modified");
  EXPECT_EQ(with([](Findings& f) { f.is_digest_right = false; }), "pass-modified");
  EXPECT_EQ(with([](Findings& f) { f.is_digest_right = false, f.parts_found = 1; }), "partial");
  EXPECT_EQ(with([](Findings& f) { f.is_digest_right = false, f.parts_found = 0; }), "fail");
  EXPECT_EQ(with([](Findings& f) { f.has_header_change = f.is_from_changed = true; }), "fail");
  EXPECT_EQ(with([](Findings& f) {
              f.is_digest_right = false, f.parts_found = 1;
              f.has_header_change = f.is_from_changed = true;
            }),
            "fail");
}

TEST(MtaStates, LetASignatureOverNothingVouchForNothing) {
  EXPECT_EQ(decide({.is_digest_right = true}), State::pass);
  EXPECT_EQ(decide({.is_digest_right = true, .has_header_change = true}), State::pass_modified);
  EXPECT_EQ(decide({.is_digest_right = false}), State::fail);
}

TEST(MtaStates, MapToTheCommonVerdicts) {
  EXPECT_EQ(outcome_of(State::pass_modified), Outcome::pass);
  EXPECT_EQ(outcome_of(State::partial), Outcome::fail);
  EXPECT_EQ(outcome_of(State::untrusted), Outcome::fail);
  EXPECT_EQ(outcome_of(State::temperror), Outcome::temperror);
  EXPECT_EQ(outcome_of(State::permerror), Outcome::permerror);
}

class MtaLeaves : public test::MtaBench {
 protected:
  std::vector<std::string> leaves(const std::string& text) {
    const Message message = Message::parse(text);
    std::vector<std::string> found;
    for (const Leaf& leaf : hash_leaves(message, read_container(message), context())) {
      found.push_back(leaf.type + " " + leaf.encoding + " " + to_hex(leaf.digest).substr(0, 8));
    }
    return found;
  }
  std::string digest(std::string_view octets) {
    return to_hex(context().crypto.digest(HashAlgorithm::sha1, octets, bench.cost)).substr(0, 8);
  }
};

TEST_F(MtaLeaves, AreHashedDepthFirstWithoutFinalLineEnds) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(leaves(test::kMtaMixed),
            (Texts{"text/plain 7bit " + digest("Plain words."),
                   "text/html quoted-printable " + digest("<p>Fine words."),
                   "application/octet-stream base64 " + digest("AAECAwQFBgc=")}));
}

TEST_F(MtaLeaves, AreMessagesAndEmptyMultipartsToo) {
  const std::string head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
  using Texts = std::vector<std::string>;
  EXPECT_EQ(leaves(head + "Content-Type: message/rfc822\r\n\r\nA: b\r\n\r\nx\r\n\r\n\r\n--b--\r\n"),
            Texts{"message/rfc822 7bit " + digest("A: b\r\n\r\nx")});
  EXPECT_EQ(leaves(head + "Content-Type: MULTIPART/Related\r\n\r\nnothing\r\n--b--\r\n"),
            Texts{"multipart/related 7bit " + digest("nothing")});
  EXPECT_EQ(leaves(head + "Content-Type: multipart/x-postal-data\r\n\r\nx\r\n--b--\r\n"), Texts{});
}

TEST_F(MtaLeaves, HaveWordsThatCanStandInAnAttribute) {
  const auto only = [this](const std::string& header) {
    const auto found = leaves("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + header +
                              "\r\nx\r\n--b--\r\n");
    return found.size() == 1 ? found.front().substr(0, found.front().rfind(' ')) : "not one";
  };
  EXPECT_EQ(only("Content-Type: text/x\xFF\r\n"), "application/octet-stream 7bit");
  EXPECT_EQ(only("Content-Type: nonsense\r\n"), "text/plain 7bit");
  EXPECT_EQ(only("Content-Transfer-Encoding: X-UUencode\r\n"), "text/plain x-uuencode");
  EXPECT_EQ(only("Content-Transfer-Encoding: \xE9\r\n"), "text/plain x-unknown");
  EXPECT_EQ(only("Content-Transfer-Encoding:\r\n"), "text/plain 7bit");
}

}  // namespace
}  // namespace mass::mta_signatures
