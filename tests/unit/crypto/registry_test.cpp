#include <gtest/gtest.h>

#include "core/scheme/registry.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

// Says of every message that it passes, with the strength it was made with.
class Stamp final : public Scheme {
 public:
  explicit Stamp(const Parameters& parameters) : strength(parameters.number("strength")) {}
  [[nodiscard]] const SchemeInfo& info() const noexcept override { return info_; }
  [[nodiscard]] Result<Signed> originate(Transit transit, const Context&) const override {
    return Signed{std::move(transit), "nothing_to_do"};
  }
  [[nodiscard]] Verdict verify(const Transit&, const Context&) const override { return {}; }
  [[nodiscard]] std::string authentication_result(const Verdict&) const override { return {}; }

  std::int64_t strength;

 private:
  SchemeInfo info_;
};

SchemeInfo stamp_info(std::string id) {
  SchemeInfo info;
  info.id = std::move(id);
  info.parameters = {{.name = "strength",
                      .standard = std::int64_t{1},
                      .choices = {},
                      .text = "",
                      .least = 0,
                      .most = 9}};
  info.profiles = {{"plain", "", {}}, {"strong", "", {{"strength", std::int64_t{5}}}}};
  return info;
}

Result<std::unique_ptr<Scheme>> make_stamp(const Parameters& parameters) {
  return std::make_unique<Stamp>(parameters);
}

Registry stamps() {
  Registry registry;
  for (const char* id : {"stamp", "postmark", "seal"}) {
    EXPECT_TRUE(registry.add(stamp_info(id), make_stamp));
  }
  return registry;
}

std::int64_t strength_of(const Result<std::unique_ptr<Scheme>>& scheme) {
  return scheme ? dynamic_cast<const Stamp&>(**scheme).strength : -1;
}

TEST(Registry, ListsById) {
  const Registry registry = stamps();
  std::vector<std::string> ids;

  for (const SchemeInfo* info : registry.list()) ids.push_back(info->id);

  EXPECT_EQ(ids, (std::vector<std::string>{"postmark", "seal", "stamp"}));
  EXPECT_EQ(registry.find("seal")->id, "seal");
  EXPECT_EQ(registry.find("Seal"), nullptr);
}

TEST(Registry, LaysGivenOverProfileOverStandard) {
  const Registry registry = stamps();
  const ValueMap given{{"strength", std::int64_t{9}}};

  EXPECT_EQ(strength_of(registry.make("stamp", "", {})), 1);
  EXPECT_EQ(strength_of(registry.make("stamp", "plain", {})), 1);
  EXPECT_EQ(strength_of(registry.make("stamp", "strong", {})), 5);
  EXPECT_EQ(strength_of(registry.make("stamp", "strong", given)), 9);
  EXPECT_EQ(strength_of(registry.make("stamp", "", given)), 9);
}

TEST(Registry, NamesTheNearestScheme) {
  const auto scheme = stamps().make("stmap", "", {});

  ASSERT_FALSE(scheme);
  EXPECT_EQ(scheme.error().code, Errc::config);
  EXPECT_EQ(scheme.error().what,
            "unknown scheme \"stmap\"; did you mean \"stamp\"? (known: postmark, seal, stamp)");
  EXPECT_EQ(Registry().unknown_scheme("x").error().what, "unknown scheme \"x\" (known: none)");
}

TEST(Registry, NamesTheNearestProfile) {
  EXPECT_EQ(stamps().make("stamp", "storng", {}).error().what,
            "unknown profile of scheme stamp \"storng\"; did you mean \"strong\"? (known: plain, "
            "strong)");
}

TEST(Registry, SaysWhichSchemeASettingDoesNotFit) {
  EXPECT_EQ(stamps().make("stamp", "", {{"strength", std::int64_t{10}}}).error().what,
            "scheme stamp: parameter \"strength\": 10 is not within 0 to 9");
}

TEST(Registry, RefusesWhatDoesNotFitTogether) {
  Registry registry = stamps();
  SchemeInfo bad_profile = stamp_info("other");
  bad_profile.profiles[1].parameters = {{"length", std::int64_t{1}}};
  SchemeInfo bad_standard = stamp_info("other");
  bad_standard.parameters[0].standard = std::int64_t{10};
  SchemeInfo twice = stamp_info("other");
  twice.profiles[1].name = "plain";

  EXPECT_EQ(registry.add(stamp_info("seal"), make_stamp).error().what,
            "add scheme seal: id is taken");
  EXPECT_TRUE(registry.add(bad_profile, make_stamp)
                  .error()
                  .what.starts_with("add scheme other: profile strong: unknown parameter"));
  EXPECT_FALSE(registry.add(bad_standard, make_stamp));
  EXPECT_FALSE(registry.add(twice, make_stamp));
  EXPECT_EQ(registry.list().size(), 3U) << "nothing of it stays";
}

TEST(Scheme, DoesNothingMoreUnlessItSaysSo) {
  const auto scheme = stamps().make("stamp", "", {}).value();
  const auto crypto = make_crypto();
  const GivenKeys keys;
  const ZoneDirectory zone;
  PublicKeyCache cache;
  CostMeter cost;
  RandomSource random(1, {});
  const Context context{*crypto, keys, zone, cache, cost, random, from_unix(0), {}, nullptr};
  Transit transit;
  transit.envelope.mail_from = "joe@example.com";

  const auto forwarded = scheme->forward(transit, context);
  const auto records = scheme->provision("example.com", context);

  ASSERT_TRUE(forwarded);
  EXPECT_EQ(forwarded->transit.envelope, transit.envelope);
  EXPECT_EQ(forwarded->declined, "no_such_role");
  ASSERT_TRUE(records);
  EXPECT_TRUE(records->empty());
  EXPECT_EQ(scheme->status_field({}), "");
}

}  // namespace
}  // namespace mass
