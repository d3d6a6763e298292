#include "schemes/entity-smime/policy.hpp"

#include <gtest/gtest.h>

#include "tests/unit/schemes/entity_smime_bench.hpp"

namespace mass::entity_smime {
namespace {

PolicyRecords read(std::string_view text) {
  PolicyRecords records;
  read_policy_record(text, records);
  return records;
}

TEST(PolicyRecord, ListsACertificate) {
  const auto records = read(
      " V = ES1 ;E=x509; t=EndEntity; h=SHA-1; unknown=1; d=Tj7qKukvQM0gTGx6zuZR JZboAww=;"
      " u=http://certs.example.com/dsa.cer?a=b");

  ASSERT_EQ(records.certificates.size(), 1U);
  EXPECT_FALSE(records.certificates[0].is_authority);
  EXPECT_EQ(records.certificates[0].hash, HashAlgorithm::sha1);
  EXPECT_EQ(records.certificates[0].digest.size(), 20U);
  EXPECT_EQ(records.certificates[0].locator, "http://certs.example.com/dsa.cer?a=b");
}

TEST(PolicyRecord, AddsNothingWhenItIsOfAnotherKind) {
  for (const char* text :
       {"", ";;;=", "v=ES2; e=Key; k=AAAA", "e=Key; k=AAAA", "v=ES1", "v=ES1; e=Other; k=AAAA",
        "v=ES1; e=Key; k=", "v=ES1; e=Key; k=*", "v=ES1; e=X509; t=EndEntity; h=md5; d=AAAA",
        "v=ES1; e=X509; t=EndEntity; h=sha1; d=AAAA", "v=ES1; e=X509; t=Root; h=sha1; d=AAAA",
        "v=ES1; e=AuthenticationPolicy; p=PGP; o=Always",
        "v=ES1; e=EncryptionPolicy; p=SMIME; o=Always"}) {
    const auto records = read(text);
    EXPECT_TRUE(records.certificates.empty() && records.keys.empty() &&
                records.authentication.empty())
        << text;
  }
}

TEST(PolicyRecord, IsUndefinedWhenTheWordIsUnknown) {
  EXPECT_EQ(read("v=ES1;e=AuthenticationPolicy;p=smime;o=Sometimes").authentication,
            std::vector{Policy::undefined});
  EXPECT_EQ(read("v=ES1;e=AuthenticationPolicy;p=SMIME;o=ehlo").authentication,
            std::vector{Policy::ehlo});
}

class EntityProvision : public test::EntityBench {};

TEST_F(EntityProvision, PublishesWhatWasAskedFor) {
  const auto records = [&](const ValueMap& given) {
    return bench.scheme({}, given)->provision("Example.com", context()).value();
  };

  const auto standard = records({});
  ASSERT_EQ(standard.dns.size(), 2U);
  EXPECT_EQ(standard.dns[0].name, "_smimepolicy.example.com");
  EXPECT_TRUE(standard.dns[0].strings[0].starts_with("v=ES1; e=X509; t=EndEntity; h=sha1; d="));
  EXPECT_EQ(standard.dns[1].strings[0], "v=ES1; e=AuthenticationPolicy; p=SMIME; o=Undefined");
  EXPECT_TRUE(standard.http.empty());

  const auto all = records({{"publish", test::words({"locator", "key", "authority"})},
                            {"policy", test::word("always")}});
  EXPECT_EQ(all.dns.size(), 4U);
  ASSERT_EQ(all.http.size(), 2U);
  EXPECT_EQ(all.http[0].url, "http://certs.example.com/dsa.cer");

  EXPECT_TRUE(records({{"publish", test::words({})}, {"policy", test::word("none")}}).empty());
  EXPECT_FALSE(bench.try_scheme({{"publish", test::words({"secrets"})}}));
}

}  // namespace
}  // namespace mass::entity_smime
