#include "harness/check/vectors.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "harness/check/conformance.hpp"
#include "schemes/enrol_all.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

// A folder of vectors made for one test.
class Vectors : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("massbench-vectors-" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::create_directories(folder_);
    ASSERT_TRUE(enrol_all(registry_));
    crypto_ = Crypto::create().value();
  }
  void TearDown() override { fs::remove_all(folder_); }

  void cases(const std::string& list, const std::string& scheme = "batv") {
    std::ofstream(folder_ / "cases.json")
        << R"({"schema": "mass-vectors-1", "scheme": ")" << scheme
        << R"(", "title": "t", "defaults": {"params": {"rules": "plain"}}, "cases": [)" << list
        << "]}";
  }

  ConformanceReport report() {
    const auto set = load_vectors(folder_);
    EXPECT_TRUE(set) << set.error().what;
    return run_vectors(*set, set->scheme, registry_, *crypto_).value();
  }

  fs::path folder_;
  Registry registry_;
  std::shared_ptr<const Crypto> crypto_;
};

constexpr const char* kRight =
    R"({"id": "right", "kind": "tag", "now": 1091779200, "accept": ["pass"], "basis": "peer",
        "params": {"secret": "batv-secret-2004", "address": "joe@example.com", "key_number": 0},
        "expect": {"verdict": "pass", "address": "prvs=06437b2dde=joe@example.com"}})";
constexpr const char* kWrong =
    R"({"id": "wrong", "kind": "tag", "now": 1091779200, "accept": ["pass"], "basis": "peer",
        "params": {"secret": "batv-secret-2004", "address": "joe@example.com", "key_number": 0},
        "expect": {"verdict": "pass", "address": "prvs=0643000000=joe@example.com"}})";

TEST_F(Vectors, PassesARightCaseAndFailsAWrongOne) {
  cases(std::string(kRight) + "," + kWrong);

  const ConformanceReport found = report();

  EXPECT_EQ(found.total, 2U);
  EXPECT_EQ(found.passed, 1U);
  ASSERT_EQ(found.failed.size(), 1U);
  EXPECT_EQ(found.failed[0].id, "wrong");
  EXPECT_NE(found.failed[0].why.find("06437b2dde"), std::string::npos);
}

TEST_F(Vectors, SkipsWhatItHasNoSchemeFor) {
  cases(kRight, "no-such-scheme");

  const ConformanceReport found = report();

  EXPECT_EQ(found.skipped, 1U);
  EXPECT_EQ(found.passed, 0U);
}

TEST_F(Vectors, NamesTheCaseThatIsBroken) {
  cases(R"({"id": "torn", "kind": "tag", "accept": ["maybe"], "expect": {"verdict": "pass"}})");

  const auto set = load_vectors(folder_);

  ASSERT_FALSE(set);
  EXPECT_NE(set.error().what.find("torn"), std::string::npos) << set.error().what;
}

TEST_F(Vectors, ReportsAFileThatIsNotThereAsAFailedCase) {
  cases(R"({"id": "gone", "kind": "verify", "now": 1, "file": "gone.eml", "accept": ["none"],
            "expect": {"verdict": "none"}})");

  const ConformanceReport found = report();

  ASSERT_EQ(found.failed.size(), 1U);
  EXPECT_NE(found.failed[0].why.find("gone.eml"), std::string::npos);
}

}  // namespace
}  // namespace mass
