#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/schemes/entity_smime_bench.hpp"

namespace mass {
namespace {

using test::kLetter;
using test::replaced;
using test::word;
using test::words;

class EntityVerify : public test::EntityBench {
 protected:
  // By a reader who trusts no authority.
  [[nodiscard]] Verdict verify_untrusting(std::string text, const ValueMap& given = {}) {
    const RoutedDirectory sources(zone, http, std::make_shared<TrustStore>());
    const Context bare = context();
    return bench.scheme({}, given)->verify(
        transit(std::move(text)), {bare.crypto, bare.signing_keys, sources, bare.public_keys,
                                   bare.cost, bare.random, bare.now, bare.role, nullptr});
  }
};

TEST_F(EntityVerify, CostsThreeOperationsAndFewQuestions) {
  const std::string made = sign(kLetter);
  bench.cost = {};

  EXPECT_EQ(verify(made).outcome, Outcome::pass);

  EXPECT_EQ(bench.cost.public_operations, 3U) << "content, leaf, intermediate";
  EXPECT_EQ(bench.cost.dns_lookups, 1U) << "the policy";
  EXPECT_EQ(bench.cost.http_lookups, 0U);
}

TEST_F(EntityVerify, SaysFailWhenTheSignedPartChanges) {
  const std::string made = sign(kLetter);

  for (const auto& [old, by] : {std::pair("Hi.", "Ho."), std::pair("Joe.\r\n", "Joe.\r\n\r\n"),
                                std::pair("charset=us-ascii", "charset=utf-8")}) {
    const Verdict verdict = verify(replaced(made, old, by));
    EXPECT_EQ(verdict.state, "fail") << old;
    EXPECT_EQ(verdict.cause, Cause::crypto_bad);
    EXPECT_EQ(detail(verdict, "trust"), std::nullopt);
    EXPECT_EQ(detail(verdict, "signer_kind"), std::nullopt);
  }
}

TEST_F(EntityVerify, NeverPassesWhenAnOctetOfTheSignedPartIsAnother) {
  const std::string made = sign(kLetter);
  const std::size_t begin = made.find("Content-Type: text/plain");
  const std::size_t end = made.find("\r\n--entity-", begin);

  for (std::size_t at = begin; at < end; ++at) {
    std::string flipped = made;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x04);
    EXPECT_NE(verify(flipped).outcome, Outcome::pass) << at;
  }
}

TEST_F(EntityVerify, IsTheSameOnManyThreads) {
  const std::string made = sign(kLetter);
  const auto scheme = bench.scheme();

  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      CostMeter cost;
      RandomSource random(1, {"thread"});
      const Context bare = context();
      for (int j = 0; j < 25; ++j) {
        const Verdict verdict =
            scheme->verify(transit(made), {bare.crypto, keys, directory, bare.public_keys, cost,
                                           random, bare.now, bare.role, nullptr});
        EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.reason;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(EntityVerify, DoesNotCareForTheHeaderAndForLineEnds) {
  const std::string made = sign(kLetter);

  EXPECT_EQ(verify(replaced(made, "Subject: Is", "Subject: [x] Is")).outcome, Outcome::pass);
  EXPECT_EQ(verify(replaced(made, "Hi.\r\n", "Hi.\n")).outcome, Outcome::pass);
  EXPECT_EQ(verify(replaced(made, "micalg=\"sha1\"", "micalg=\"md5\"")).outcome, Outcome::pass);
}

TEST_F(EntityVerify, SaysMismatchWhenFromIsSomebodyElse) {
  const std::string made = sign(kLetter);

  const Verdict other = verify(replaced(made, "joe@example.com", "joe@example.net"));
  const Verdict below = verify(replaced(made, "joe@example.com", "joe@sub.EXAMPLE.com"));
  const Verdict nobody = verify(replaced(made, "From: Joe <joe@example.com>\r\n", ""));

  EXPECT_EQ(other.state, "mismatch");
  EXPECT_EQ(other.cause, Cause::ident_mismatch);
  EXPECT_EQ(detail(other, "trust"), "pkix");
  EXPECT_EQ(detail(other, "signer_kind"), std::nullopt);
  EXPECT_EQ(detail(other, "signer_domain"), "example.com");
  EXPECT_EQ(below.outcome, Outcome::pass);
  EXPECT_EQ(below.identity, "example.com");
  EXPECT_EQ(nobody.state, "mismatch");
}

TEST_F(EntityVerify, ComparesTheWholeAddressOfAnOriginator) {
  const std::string made = sign(kLetter, {{"signature_type", word("originator")}});

  EXPECT_EQ(detail(verify(made), "signer_kind"), "originator");
  EXPECT_EQ(verify(replaced(made, "<joe@", "<JOE@")).outcome, Outcome::pass);
  EXPECT_EQ(verify(replaced(made, "<joe@", "<jim@")).state, "mismatch");
}

TEST_F(EntityVerify, SaysPermerrorWhenThePartsAreNotThoseOfASignature) {
  const std::string made = sign(kLetter);
  const std::size_t second = made.find("\r\n--entity-", made.find("Joe.\r\n")) + 2;
  const std::string delimiter = made.substr(second, made.find("\r\n", second) + 2 - second);

  const Verdict three = verify(std::string(made).insert(second, delimiter + "\r\nfooter\r\n"));
  const Verdict other = verify(replaced(made, "Content-Type: application/pkcs7-signature; name",
                                        "Content-Type: text/plain; name"));
  const Verdict damaged = verify(replaced(made, "\r\n\r\nMI", "\r\n\r\nAA"));
  const Verdict cut = verify(made.substr(0, made.size() - 400));

  EXPECT_EQ(three.state, "permerror");
  EXPECT_EQ(three.cause, Cause::mime_struct);
  EXPECT_EQ(other.state, "permerror");
  EXPECT_EQ(damaged.state, "permerror");
  EXPECT_EQ(damaged.cause, Cause::sig_syntax);
  EXPECT_EQ(cut.state, "permerror");
}

TEST_F(EntityVerify, NeedsNoClosingDelimiterAndNoTransferEncoding) {
  const std::string made = sign(kLetter);

  EXPECT_EQ(verify(made.substr(0, made.rfind("--entity-"))).outcome, Outcome::pass);
  EXPECT_EQ(verify(replaced(made, "Content-Transfer-Encoding: base64\r\n", "")).outcome,
            Outcome::pass);
}

TEST_F(EntityVerify, ShowsWhatStandsOutside) {
  const std::string made = sign(kLetter);
  const std::size_t head = made.find("MIME-Version");
  const std::string nested = made.substr(0, head) +
                             "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=l\r\n"
                             "\r\n--l\r\n" +
                             made.substr(made.find("Content-Type", head)) +
                             "\r\n--l\r\n\r\nfooter\r\n--l--\r\n";

  EXPECT_EQ(detail(verify(made + "\r\n \t\r\n"), "unsigned_outside"), "");
  EXPECT_EQ(detail(verify(made + "footer\r\n"), "unsigned_outside"), "epilogue");
  const Verdict verdict = verify(nested);
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.reason;
  EXPECT_EQ(detail(verdict, "nested"), "1");
  EXPECT_EQ(detail(verdict, "part"), "1.2");
  EXPECT_EQ(detail(verdict, "unsigned_outside"), "sibling-parts");
}

TEST_F(EntityVerify, TrustsWhatTheDomainListsWithoutAnAuthority) {
  const std::string made = sign(kLetter);
  EXPECT_EQ(verify_untrusting(made).state, "untrusted");

  publish("example.com", {{"publish", words({"authority"})}});
  EXPECT_EQ(detail(verify_untrusting(made), "trust"), "dns-ca");
  publish("example.com", {{"publish", words({"key"})}});
  EXPECT_EQ(detail(verify_untrusting(made), "trust"), "dns-key");
  publish("example.com", {{"publish", words({"certificate"})}});
  EXPECT_EQ(detail(verify_untrusting(made), "trust"), "dns-ee");
  EXPECT_EQ(detail(verify(made), "trust"), "pkix");
  EXPECT_EQ(detail(verify(made, {{"trust", word("dns")}}), "trust"), "dns-ee");
  EXPECT_EQ(verify_untrusting(made, {{"trust", word("pkix")}}).state, "untrusted");
}

TEST_F(EntityVerify, FetchesTheAuthorityFromItsLocator) {
  const std::string made = sign(kLetter, {{"certificates", word("located")}});
  publish("example.com", {{"publish", words({"locator"})}});
  publish("example.com", {{"publish", words({"authority", "locator"})}});
  bench.cost = {};

  const Verdict verdict = verify(made, {{"trust", word("dns")}});

  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.reason;
  EXPECT_EQ(detail(verdict, "trust"), "dns-ee");
  EXPECT_GE(bench.cost.http_lookups, 1U);
}

TEST_F(EntityVerify, SaysNokeyOrTemperrorWithoutACertificate) {
  const std::string made = sign(kLetter, {{"certificates", word("located")}});

  const Verdict nowhere = verify(made);
  zone->add_trouble("_smimepolicy.example.com", ZoneDirectory::Trouble::failed);
  const Verdict trouble = verify(made);

  EXPECT_EQ(nowhere.state, "nokey");
  EXPECT_EQ(nowhere.outcome, Outcome::permerror);
  EXPECT_EQ(nowhere.cause, Cause::key_missing);
  EXPECT_EQ(trouble.state, "temperror");
  EXPECT_EQ(trouble.outcome, Outcome::temperror);
  EXPECT_EQ(detail(trouble, "policy"), "temperror");
}

TEST_F(EntityVerify, SaysTemperrorWhenTheWebServerDoesNotAnswer) {
  const std::string made = sign(kLetter, {{"certificates", word("located")}});
  publish("example.com", {{"publish", words({"locator"})}});
  ASSERT_TRUE(http->add_timeout("http://certs.example.com/dsa.cer"));

  EXPECT_EQ(verify(made).state, "temperror");
}

TEST_F(EntityVerify, SaysExpiredOutsideTheTimeOfTheCertificate) {
  const std::string made = sign(kLetter);
  bench.now = std::chrono::sys_days(std::chrono::year(2049) / 2 / 1);

  const Verdict by_path = verify(made);
  publish("example.com", {{"publish", words({"certificate"})}});
  const Verdict by_list = verify_untrusting(made);

  EXPECT_EQ(by_path.state, "expired");
  EXPECT_EQ(by_path.cause, Cause::time_expired);
  EXPECT_EQ(detail(by_path, "signer_kind"), "domain");
  EXPECT_EQ(by_list.state, "expired");
}

TEST_F(EntityVerify, JudgesThePolicyOfTheAuthor) {
  const std::string made = sign(kLetter);
  const std::string broken = replaced(made, "Hi.", "Ho.");
  const auto policy = [&](const std::string& text, std::string_view o, bool ehlo = false) {
    zone = std::make_shared<ZoneDirectory>();
    publish_text("_smimepolicy.example.com",
                 "v=ES1; e=AuthenticationPolicy; p=SMIME; o=" + std::string(o));
    const RoutedDirectory sources(zone, http, trust);
    const Context bare = context();
    const Verdict verdict =
        bench.scheme({}, {{"ehlo_smime", ehlo}})
            ->verify(transit(text), {bare.crypto, keys, sources, bare.public_keys, bare.cost,
                                     bare.random, bare.now, bare.role, nullptr});
    EXPECT_EQ(verdict.disposition == Disposition::reject, detail(verdict, "policy") == "violation");
    return *detail(verdict, "policy");
  };

  EXPECT_EQ(policy(made, "Always"), "ok");
  EXPECT_EQ(policy(broken, "Always"), "violation");
  EXPECT_EQ(policy(kLetter, "ALWAYS"), "violation");
  EXPECT_EQ(policy(kLetter, "EHLO"), "ok");
  EXPECT_EQ(policy(kLetter, "EHLO", true), "violation");
  EXPECT_EQ(policy(made, "Never"), "violation");
  EXPECT_EQ(policy(kLetter, "Never"), "ok");
  EXPECT_EQ(policy(kLetter, "Sometimes"), "ok");
}

TEST_F(EntityVerify, ReportsByRfc7281) {
  const auto scheme = bench.scheme();

  EXPECT_EQ(scheme->authentication_result(verify(sign(kLetter))),
            "smime=pass body.smime-identifier=domain-signing-authority@example.com "
            "body.smime-part=2");
  EXPECT_EQ(scheme->authentication_result(verify(kLetter)), "smime=none");
}

}  // namespace
}  // namespace mass
