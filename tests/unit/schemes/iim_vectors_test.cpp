#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "tests/unit/schemes/iim_bench.hpp"
#include "tests/unit/schemes/vector_files.hpp"

namespace mass {
namespace {

using test::VectorCase;

/// Runs the shared cases, each through the interface that any caller uses.
class IimVectors : public test::IimBench {
 protected:
  void SetUp() override {
    folder_ = test::vector_folder("iim");
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared vectors at " << folder_;
    cases_ = test::read_cases(folder_);
  }

  // Runs the cases of a kind; how many there were.
  template <class Check>
  std::size_t run(std::string_view kind, Check check) {
    std::size_t count = 0;
    for (VectorCase& one : cases_) {
      if (one.kind != kind) continue;
      SCOPED_TRACE(one.id);
      (void)test::take_text(one.params, "what");
      one.params.erase("signature");
      const std::string key_file = test::take_text(one.params, "key");
      if (!key_file.empty()) {
        auto key = RsaPrivateKey::from_pem(test::read_octets(folder_ / key_file));
        EXPECT_TRUE(key.has_value()) << key_file;
        if (key) bench.keys.rsa_key = *key;
      }
      bench.now = one.now;
      serve(one);
      check(one, transit(test::read_octets(folder_ / one.file)));
      ++count;
    }
    return count;
  }

  void serve(const VectorCase& one) {
    auto zone = load_zone(folder_ / one.dns);
    ASSERT_TRUE(zone.has_value()) << one.dns;
    auto answers = load_http_answers(folder_ / one.http, folder_);
    ASSERT_TRUE(answers.has_value()) << one.http;
    dns = *zone;
    http = *answers;
    route();
  }

  static std::string collapsed(std::string_view text) {
    std::string out;
    for (const char c : trim(text)) {
      const bool is_space = is_wsp(c) || c == '\r' || c == '\n';
      if (!is_space) out += c;
      if (is_space && !out.ends_with(' ')) out += ' ';
    }
    return out;
  }

  std::filesystem::path folder_;
  std::vector<VectorCase> cases_;
};

TEST_F(IimVectors, AreJudgedAsExpectedWhenVerified) {
  const std::size_t count = run("verify", [this](const VectorCase& one, const Transit& transit) {
    const auto scheme = bench.scheme({}, one.params);
    const Verdict verdict = scheme->verify(transit, context());
    test::expect_judged_as(one, name_of(verdict.outcome), verdict.state, verdict.identity,
                           verdict.detail);
    ASSERT_EQ(verdict.signatures.size(), one.results.size());
    for (std::size_t i = 0; i < one.results.size(); ++i) {
      const ValueMap& detail = verdict.signatures[i].detail;
      for (const auto& [name, value] : one.results[i]) {
        ASSERT_TRUE(detail.contains(name)) << name;
        EXPECT_EQ(to_json({{name, detail.at(name)}}), to_json({{name, value}}));
      }
    }
  });

  EXPECT_GT(count, 0U);
}

TEST_F(IimVectors, GiveTheSameFieldWhenSigned) {
  const std::size_t count = run("sign", [this](const VectorCase& one, Transit transit) {
    const auto made = bench.scheme({}, one.params)->originate(std::move(transit), context());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    ASSERT_EQ(made->declined, "");
    EXPECT_EQ(collapsed(made->transit.message.find("IIM-SIG")->value()), collapsed(one.value));
  });

  EXPECT_GT(count, 0U);
}

TEST_F(IimVectors, HashTheSameOctetsWhenCanonicalized) {
  const std::size_t count = run("canon", [this](const VectorCase& one, const Transit& transit) {
    Trace trace;
    (void)bench.scheme({}, one.params)->verify(transit, context(&trace));
    const std::string octets = trace.joined("signed-data", 1);
    const auto file = folder_ / "canon" / (one.id.substr(6) + ".signed-data");
    EXPECT_EQ(octets, test::read_octets(file));
    EXPECT_EQ(octets.size(), one.length);
  });

  EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace mass
