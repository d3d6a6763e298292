#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/unit/schemes/entity_smime_bench.hpp"
#include "tests/unit/schemes/vector_files.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSamples = 60;
constexpr std::size_t kLargest = 200'000;

/// Messages of the shared corpus, signed here and judged by the `openssl` program.
class EntityOpenssl : public test::EntityBench {
 protected:
  void SetUp() override {
    corpus_ = fs::path(MASS_SHARED_DIR) / "corpus";
    if (!fs::exists(corpus_)) GTEST_SKIP() << "no shared corpus at " << corpus_;
    if (std::system("openssl version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no openssl program";
    folder_ = fs::path(testing::TempDir()) / "entity_smime_openssl";
    fs::create_directories(folder_);
    std::ofstream(folder_ / "root.pem") << keys.trust_anchors().front()->to_pem();
  }

  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::vector<fs::path> samples() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(corpus_)) {
      if (entry.is_regular_file() && entry.path().extension() == ".eml" &&
          entry.file_size() <= kLargest) {
        files.push_back(entry.path());
      }
    }
    std::ranges::sort(files);
    std::vector<fs::path> chosen;
    const std::size_t step = std::max<std::size_t>(files.size() / kSamples, 1);
    for (std::size_t i = 0; i < files.size(); i += step) chosen.push_back(files[i]);
    return chosen;
  }

  [[nodiscard]] bool openssl_accepts(const std::string& text) const {
    std::ofstream(folder_ / "message.eml", std::ios::binary) << text;
    const std::string command =
        "timeout 20 openssl cms -verify -purpose smimesign -attime 1091779200 -in " +
        (folder_ / "message.eml").string() + " -CAfile " + (folder_ / "root.pem").string() +
        " -out /dev/null 2> /dev/null";
    return std::system(command.c_str()) == 0;
  }

  // What the program reads otherwise than RFC 5322 and RFC 2046 have it: C strings end at NUL, and
  // a line end is CR* LF.
  [[nodiscard]] static bool is_beyond_openssl(std::string_view text) {
    return text.contains('\0') || text.contains("\r\r");
  }

  fs::path corpus_;
  fs::path folder_;
};

TEST_F(EntityOpenssl, AcceptsWhatWasSignedHere) {
  std::size_t judged = 0;
  for (const fs::path& file : samples()) {
    const std::string text = with_crlf(test::read_octets(file));
    auto made = bench
                    .scheme({}, {{"cte", test::word(judged % 2 == 0 ? "asis" : "7bit")},
                                 {"harden", judged % 2 != 0},
                                 {"wrap", judged % 3 == 0}})
                    ->originate(transit(text), context());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    if (!made->declined.empty()) continue;
    const std::string out = made->transit.message.to_string();
    const Verdict verdict = verify(out);
    EXPECT_EQ(verdict.outcome, Outcome::pass) << file << verdict.reason;
    if (is_beyond_openssl(out)) continue;
    EXPECT_TRUE(openssl_accepts(out)) << file;
    ++judged;
  }
  EXPECT_GT(judged, 20U);
}

}  // namespace
}  // namespace mass
