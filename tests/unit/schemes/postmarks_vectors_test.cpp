#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/schemes/vector_files.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::postmarks {
Result<void> enrol(Registry& registry);
}

namespace mass {
namespace {

using Json = nlohmann::json;

Value value_of(const Json& json) {
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_array()) {
    std::vector<std::string> list;
    for (const Json& item : json)
      list.push_back(item.is_string() ? item.get<std::string>() : item.dump());
    return list;
  }
  return json.get<std::string>();
}

// Members that are null must not be in the detail; lists of objects are compared elsewhere.
void expect_detail(const Json& expected, const ValueMap& detail) {
  for (const auto& [name, value] : expected.items()) {
    if (name == "stamps") continue;
    const auto found = detail.find(name);
    if (value.is_null()) {
      EXPECT_EQ(found, detail.end()) << name;
      continue;
    }
    ASSERT_NE(found, detail.end()) << "no detail " << name;
    EXPECT_EQ(found->second, value_of(value)) << name;
  }
}

/// Runs the shared cases, each through the interface that any caller uses.
class PostmarksVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::vector_folder("postmarks");
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared vectors at " << folder_;
    const Json set = Json::parse(test::read_octets(folder_ / "cases.json"));
    auto zone = load_zone(folder_ / set.at("sources").at("dns").get<std::string>());
    ASSERT_TRUE(zone.has_value()) << zone.error().what;
    zone_ = *zone;
    defaults_ = set.at("defaults");
    cases_ = set.at("cases");
  }

  // Runs the cases of a kind; how many there were.
  template <class Check>
  std::size_t run(std::string_view kind, Check check) {
    std::size_t count = 0;
    for (const Json& one : cases_) {
      if (one.at("kind") != kind) continue;
      SCOPED_TRACE(one.at("id").get<std::string>());
      bench_.now = from_unix(one.value("now", defaults_.at("now").get<std::int64_t>()));
      Transit transit;
      transit.message =
          Message::parse(test::read_octets(folder_ / one.at("file").get<std::string>()));
      if (one.contains("envelope")) {
        transit.envelope.mail_from = one.at("envelope").at("mail_from").get<std::string>();
      }
      check(one, std::move(transit));
      ++count;
    }
    return count;
  }

  std::unique_ptr<Scheme> scheme_of(const Json& one) {
    ValueMap given;
    Json params = defaults_.at("params");
    if (one.contains("params")) params.update(one.at("params"));
    for (const auto& [name, value] : params.items()) {
      if (name != "key" && name != "what" && name != "stamp") given[name] = value_of(value);
    }
    if (params.contains("key")) {
      auto key =
          RsaPrivateKey::from_pem(test::read_octets(folder_ / params.at("key").get<std::string>()));
      EXPECT_TRUE(key.has_value());
      if (key) bench_.keys.rsa_key = *key;
    }
    return bench_.scheme({}, given);
  }

  Context context(Trace* trace = nullptr) {
    const Context bare = bench_.context(trace);
    return {bare.crypto, bare.signing_keys, *zone_, bare.public_keys, bare.cost, bare.random,
            bare.now,    bare.role,         trace};
  }

  std::filesystem::path folder_;
  std::shared_ptr<ZoneDirectory> zone_;
  Json defaults_;
  Json cases_;
  test::Workbench bench_{postmarks::enrol};
};

TEST_F(PostmarksVectors, AreJudgedAsExpectedWhenVerified) {
  const std::size_t count = run("verify", [this](const Json& one, const Transit& transit) {
    const Json& expect = one.at("expect");
    const Verdict verdict = scheme_of(one)->verify(transit, context());
    EXPECT_EQ(name_of(verdict.outcome), expect.at("verdict").get<std::string>()) << verdict.reason;
    EXPECT_EQ(verdict.state, expect.at("state").get<std::string>());
    EXPECT_EQ(verdict.identity, expect.value("identity", ""));
    expect_detail(expect.at("detail"), verdict.detail);
    const Json& stamps = expect.at("detail").at("stamps");
    ASSERT_EQ(verdict.signatures.size(), stamps.size());
    for (std::size_t k = 0; k < stamps.size(); ++k) {
      expect_detail(stamps[k], verdict.signatures[k].detail);
    }
  });

  EXPECT_GT(count, 0U);
}

TEST_F(PostmarksVectors, GiveTheSameStampWhenSigned) {
  const std::size_t count = run("sign", [this](const Json& one, Transit transit) {
    const auto made = scheme_of(one)->originate(std::move(transit), context());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    ASSERT_EQ(made->declined, "");
    const Field& field = made->transit.message.fields().front();
    const auto list = TagList::parse(field.value(), {.single_letter_names = false});
    ASSERT_TRUE(list.has_value()) << list.error().what;
    const Json& expected = one.at("expect").at("fields").at(0);
    EXPECT_TRUE(field.is(expected.at("name").get<std::string>()));
    for (const auto& [name, value] : expected.at("tags").items()) {
      const std::string* tag = list->find(name);
      ASSERT_NE(tag, nullptr) << name;
      EXPECT_EQ(without_whitespace(*tag), without_whitespace(value.get<std::string>())) << name;
    }
    // Every fold stands at a space of the canonical form, which later stamps hash.
    std::string value = unfolded(field);
    std::ranges::replace(value, '\t', ' ');
    EXPECT_EQ(value, expected.at("value").get<std::string>());
  });

  EXPECT_GT(count, 0U);
}

TEST_F(PostmarksVectors, HashTheSameOctetsWhenCanonicalized) {
  const std::size_t count = run("canon", [this](const Json& one, const Transit& transit) {
    Trace trace;
    (void)scheme_of(one)->verify(transit, context(&trace));
    const Json& params = one.at("params");
    const std::string octets =
        trace.joined(params.at("what").get<std::string>(), params.at("stamp").get<int>());
    EXPECT_EQ(octets, test::read_octets(folder_ / one.at("expect").at("file").get<std::string>()));
    CostMeter unpaid;
    EXPECT_EQ(to_hex(bench_.context().crypto.digest(HashAlgorithm::sha1, octets, unpaid)),
              one.at("expect").at("digest").at("sha1").get<std::string>());
  });

  EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace mass
