#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/scheme/registry.hpp"

namespace mass::test {

/// Everything a scheme is given, held in one place: one key, one secret, an empty zone, a clock.
class Workbench {
 public:
  using Enrol = Result<void> (*)(Registry&);

  explicit Workbench(Enrol enrol);

  /// The scheme enrolled, under a profile and settings laid over it.
  [[nodiscard]] std::unique_ptr<Scheme> scheme(std::string_view profile = {},
                                               const ValueMap& given = {}) const;
  [[nodiscard]] Result<std::unique_ptr<Scheme>> try_scheme(const ValueMap& given) const;
  [[nodiscard]] const SchemeInfo& info() const { return *registry_.list().front(); }

  [[nodiscard]] Context context(Trace* trace = nullptr);

  /// Publishes what the scheme says that `domain` must publish.
  void publish(const Scheme& scheme, std::string_view domain);

  /// Publishes a TXT record.
  void publish(std::string_view name, std::string_view text);

  GivenKeys keys;
  ZoneDirectory zone;
  PublicKeyCache public_keys;
  CostMeter cost;
  RandomSource random{1, {"workbench"}};
  Time now = from_unix(1091779200);  // 2004-08-06 08:00 UTC, day 12636
  Role role;

 private:
  std::string id_;
  Registry registry_;
  std::shared_ptr<const Crypto> crypto_;
};

/// What tests of one scheme do with it.
class SchemeBench : public ::testing::Test {
 protected:
  explicit SchemeBench(Workbench::Enrol enrol) : bench(enrol) {}

  /// What the scheme is given; a bench with keys or servers of its own puts them in.
  [[nodiscard]] virtual Context context(Trace* trace = nullptr) { return bench.context(trace); }

  [[nodiscard]] static Transit transit(std::string text);

  /// Signs; a test that fails here has lost its footing.
  std::string sign(std::string text, const ValueMap& given = {}, std::string_view profile = {});

  /// Why a message is not signed, empty if it is. One that is declined must stay as it is.
  std::string declined(const std::string& text, const ValueMap& given = {});

  Verdict verify(std::string text, const ValueMap& given = {}, std::string_view profile = {});

  Workbench bench;
};

/// The first occurrence of `old` replaced.
[[nodiscard]] std::string replaced(std::string text, std::string_view old, std::string_view by);

/// A detail of a signature as text, `absent` if it lacks.
[[nodiscard]] std::string detail(const SignatureVerdict& verdict, std::string_view name);

/// The n-th test key of 1024 bits, the same on every machine.
[[nodiscard]] std::shared_ptr<const RsaPrivateKey> test_key(int n = 0);

/// A word as a setting.
[[nodiscard]] inline Value word(std::string_view text) {
  return std::string(text);
}
[[nodiscard]] inline Value words(std::initializer_list<std::string> list) {
  return std::vector<std::string>(list);
}

}  // namespace mass::test
