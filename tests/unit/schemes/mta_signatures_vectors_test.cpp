#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "core/crypto/cms.hpp"
#include "core/message/codec.hpp"
#include "schemes/mta-signatures/postal_data.hpp"
#include "tests/unit/schemes/mta_signatures_bench.hpp"
#include "tests/unit/schemes/vector_files.hpp"

namespace mass {
namespace {

using Json = nlohmann::json;

Value value_of(const Json& json) {
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_array()) return json.get<std::vector<std::string>>();
  return json.get<std::string>();
}

/// Runs the shared cases, each through the interface that any caller uses.
class MtaVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::vector_folder("mta-signatures");
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared vectors at " << folder_;
    set_ = Json::parse(test::read_octets(folder_ / "cases.json"));
    const auto answers =
        load_http_answers(folder_ / set_["sources"]["http"].get<std::string>(), folder_);
    ASSERT_TRUE(answers.has_value()) << answers.error().what;
    auto anchors = std::make_shared<TrustStore>();
    for (const Json& file : set_["sources"]["trust"]) {
      const auto added = anchors->add_pem(read(file.get<std::string>()), "root");
      ASSERT_TRUE(added.has_value()) << added.error().what;
    }
    directory_ = std::make_shared<RoutedDirectory>(nullptr, *answers, anchors);
  }

  [[nodiscard]] std::string read(const std::string& file) const {
    return test::read_octets(folder_ / file);
  }

  // Runs the cases of a kind; how many there were.
  template <class Check>
  std::size_t run(std::string_view kind, Check check) {
    std::size_t count = 0;
    for (const Json& one : set_["cases"]) {
      if (one.at("kind") != kind) continue;
      SCOPED_TRACE(one.at("id").get<std::string>());
      bench_.now = from_unix(set_["defaults"]["now"].get<std::int64_t>());
      Transit transit;
      transit.message = Message::parse(read(one.at("file").get<std::string>()));
      check(one, std::move(transit));
      ++count;
    }
    return count;
  }

  std::unique_ptr<Scheme> scheme_of(const Json& one) {
    Json params = set_["defaults"]["params"];
    if (one.contains("params")) params.update(one["params"]);
    ValueMap given;
    for (const auto& [name, value] : params.items()) {
      if (name != "key" && name != "certificate" && name != "what" && name != "signature") {
        given[name] = value_of(value);
      }
    }
    if (params.contains("key")) {
      bench_.keys.rsa_key = RsaPrivateKey::from_pem(read(params["key"].get<std::string>())).value();
      bench_.keys.certificate =
          Certificate::from_pem(read(params["certificate"].get<std::string>())).value().front();
    }
    return bench_.scheme({}, given);
  }

  Context context(Trace* trace = nullptr) {
    const Context bare = bench_.context(trace);
    return {bare.crypto, bare.signing_keys, *directory_, bare.public_keys, bare.cost, bare.random,
            bare.now,    bare.role,         trace};
  }

  std::filesystem::path folder_;
  Json set_;
  std::shared_ptr<const KeyDirectory> directory_;
  test::Workbench bench_{mta_signatures::enrol};
};

TEST_F(MtaVectors, AreJudgedAsExpectedWhenVerified) {
  const std::size_t count = run("verify", [this](const Json& one, const Transit& transit) {
    const Json& expect = one["expect"];
    const Verdict verdict = scheme_of(one)->verify(transit, context());
    EXPECT_EQ(name_of(verdict.outcome), expect["verdict"].get<std::string>()) << verdict.reason;
    EXPECT_EQ(verdict.state, expect["state"].get<std::string>());
    EXPECT_EQ(verdict.identity, expect.value("identity", ""));
    const Json& signatures = expect["detail"]["signatures"];
    ASSERT_EQ(verdict.signatures.size(), signatures.size());
    for (std::size_t k = 0; k < signatures.size(); ++k) {
      const SignatureVerdict& got = verdict.signatures[k];
      for (const auto& [name, value] : signatures[k].items()) {
        if (name == "state") {
          EXPECT_EQ(got.state, value.get<std::string>());
          continue;
        }
        ASSERT_TRUE(got.detail.contains(name)) << name;
        EXPECT_EQ(got.detail.at(name), value_of(value)) << name;
      }
    }
  });

  EXPECT_GT(count, 0U);
}

TEST_F(MtaVectors, HashTheSameContentWhenVerified) {
  const std::size_t count = run("canon", [this](const Json& one, const Transit& transit) {
    Trace trace;
    (void)scheme_of(one)->verify(transit, context(&trace));
    const std::string octets = trace.joined("content", one["params"]["signature"].get<int>());
    EXPECT_EQ(octets, read(one["expect"]["file"].get<std::string>()));
  });

  EXPECT_GT(count, 0U);
}

TEST_F(MtaVectors, GiveTheSameSignatureWhenSigned) {
  const std::size_t count = run("sign", [this](const Json& one, Transit transit) {
    const auto made = scheme_of(one)->originate(std::move(transit), context());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    ASSERT_EQ(made->declined, "");
    const Message& message = made->transit.message;
    const auto container = mta_signatures::read_container(message);
    ASSERT_FALSE(container.children.empty());
    const auto postal =
        mta_signatures::read_postal_data(message, container, container.children.back());
    ASSERT_TRUE(postal.has_value()) << postal.error().reason;
    const auto cms = CmsSignedData::parse(postal->der, bench_.public_keys);
    ASSERT_TRUE(cms.has_value()) << cms.error().what;
    const auto& signer = (*cms)->signers().front();
    const Json& expect = one["expect"]["cms"];
    EXPECT_EQ(signer.signed_attributes.size(),
              expect["signed_attributes_length"].get<std::size_t>());
    EXPECT_EQ(to_hex(context().crypto.digest(HashAlgorithm::sha256, signer.signed_attributes,
                                             bench_.cost)),
              expect["signed_attributes_sha256"].get<std::string>());
    EXPECT_EQ(base64_encode(signer.signature), expect["signature"].get<std::string>());
  });

  EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace mass
