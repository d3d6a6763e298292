#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "core/crypto/cms.hpp"
#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "tests/unit/schemes/entity_smime_bench.hpp"
#include "tests/unit/schemes/vector_files.hpp"

namespace mass {
namespace {

using Json = nlohmann::json;

/// The shared vectors, through the interface that any caller uses. Read here and not by the common
/// helper: details are null, arrays and numbers, sources more than the DNS.
class EntityVectors : public test::EntityBench {
 protected:
  void SetUp() override {
    folder_ = test::vector_folder("entity-smime");
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared vectors at " << folder_;
    set_ = Json::parse(test::read_octets(folder_ / "cases.json"));
    zone = load_zone(folder_ / "sources/dns.json").value();
    http = load_http_answers(folder_ / "sources/http.json", folder_).value();
  }

  template <class Check>
  void each(std::string_view kind, Check check) {
    std::size_t count = 0;
    for (const Json& one : set_.at("cases")) {
      if (one.at("kind") != kind) continue;
      SCOPED_TRACE(one.at("id").get<std::string>());
      std::string text = test::read_octets(folder_ / one.at("file").get<std::string>());
      if (one.contains("flags")) text = with_crlf(text);
      check(one, transit(std::move(text)));
      ++count;
    }
    EXPECT_GT(count, 0U);
  }

  [[nodiscard]] std::unique_ptr<Scheme> scheme_for(const Json& one) const {
    ValueMap given{{"profile", test::word("mass-bench-1")}};
    if (one.contains("params")) {
      for (const auto& [name, value] : one.at("params").items()) {
        if (name == "key" || name == "certificate" || name == "what") continue;
        if (value.is_boolean()) given[name] = value.get<bool>();
        if (value.is_number()) given[name] = value.get<std::int64_t>();
        if (value.is_string()) given[name] = value.get<std::string>();
      }
    }
    return bench.scheme({}, given);
  }

  [[nodiscard]] Verdict judge(const Json& one, const Transit& transit, Trace* trace = nullptr) {
    const auto store = std::make_shared<TrustStore>();
    for (const char* kind : {"trust", "crl"}) {
      const Json& sources = one.contains("sources") && one.at("sources").contains(kind)
                                ? one.at("sources")
                                : set_.at("sources");
      if (!sources.contains(kind)) continue;
      for (const auto& file : sources.at(kind)) {
        const auto name = file.get<std::string>();
        EXPECT_TRUE(store->add_pem(test::read_octets(folder_ / name), name));
      }
    }
    const RoutedDirectory sources(zone, http, store);
    const Context bare = bench.context(trace);
    const Context context{bare.crypto,
                          keys,
                          sources,
                          bare.public_keys,
                          bare.cost,
                          bare.random,
                          from_unix(set_.at("defaults").at("now").get<std::int64_t>()),
                          bare.role,
                          trace};
    return scheme_for(one)->verify(transit, context);
  }

  static Json as_json(const Value& value) {
    return std::visit([](const auto& held) { return Json(held); }, value);
  }

  std::filesystem::path folder_;
  Json set_;
};

TEST_F(EntityVectors, AreJudgedAsExpectedWhenVerified) {
  each("verify", [this](const Json& one, const Transit& transit) {
    const Verdict verdict = judge(one, transit);
    const Json& expect = one.at("expect");
    const std::string outcome(name_of(verdict.outcome));
    const Json& accept = one.at("accept");
    EXPECT_NE(std::find(accept.begin(), accept.end(), outcome), accept.end())
        << outcome << ": " << verdict.reason;
    if (expect.at("verdict") != outcome) return;
    EXPECT_EQ(expect.at("state"), verdict.state) << verdict.reason;
    EXPECT_EQ(expect.value("identity", ""), verdict.identity);
    for (const auto& [name, value] : expect.at("detail").items()) {
      const auto found = verdict.detail.find(name);
      EXPECT_EQ(value, found == verdict.detail.end() ? Json() : as_json(found->second)) << name;
    }
  });
}

TEST_F(EntityVectors, HashTheSameOctetsWhenCanonicalized) {
  each("canon", [this](const Json& one, const Transit& transit) {
    Trace trace;
    (void)judge(one, transit, &trace);
    const std::string octets = trace.joined("signed-entity", 1);
    const Json& expect = one.at("expect");
    EXPECT_EQ(expect.at("length"), octets.size());
    CostMeter unpaid;
    EXPECT_EQ(expect.at("digest").at("sha256"),
              to_hex(bench.context().crypto.digest(HashAlgorithm::sha256, octets, unpaid)));
  });
}

TEST_F(EntityVectors, GiveTheSameSignatureWhenSigned) {
  each("sign", [this](const Json& one, Transit transit) {
    const auto file = [&](const char* name) {
      return test::read_octets(folder_ / one.at("params").at(name).get<std::string>());
    };
    bench.keys.rsa_key = RsaPrivateKey::from_pem(file("key")).value();
    bench.keys.certificate = Certificate::from_pem(file("certificate")).value().front();

    const auto made = scheme_for(one)->originate(std::move(transit), bench.context());

    ASSERT_TRUE(made.has_value()) << made.error().what;
    ASSERT_EQ(made->declined, "");
    const Message& message = made->transit.message;
    const MimeTree tree = parse_mime(message);
    const MimePart& part = tree.parts.back();
    const auto der = base64_decode(
        message.body().view().substr(part.body_begin, part.body_end - part.body_begin));
    ASSERT_TRUE(der.has_value());
    const auto cms = CmsSignedData::parse(*der, bench.public_keys);
    ASSERT_TRUE(cms.has_value()) << cms.error().what;
    const auto& signer = (*cms)->signers().front();
    CostMeter unpaid;
    const Json& expect = one.at("expect").at("cms");
    EXPECT_EQ(expect.at("signature"), base64_encode(signer.signature));
    EXPECT_EQ(expect.at("signed_attributes_length"), signer.signed_attributes.size());
    EXPECT_EQ(expect.at("signed_attributes_sha256"),
              to_hex(bench.context().crypto.digest(HashAlgorithm::sha256, signer.signed_attributes,
                                                   unpaid)));
  });
}

}  // namespace
}  // namespace mass
