#include "approval.hpp"

#include "results/reporters.hpp"
#include "results/run_folder.hpp"
#include "sample.hpp"

namespace mass {
namespace {

constexpr std::size_t kMessages = 60;

// What a page says, without the style and scripts that all pages have.
std::string without_code(const std::string& text) {
  const std::size_t start = text.find("<body>");
  const std::size_t end = text.find("</main>");
  return end == std::string::npos ? text : text.substr(start, end - start) + "</main>\n";
}

class Reports : public testing::TestWithParam<std::string_view> {};

TEST_P(Reports, AreAsApproved) {
  const Report report = sample::report(kMessages);

  const std::string text = without_code(find_reporter(GetParam())->render(report));

  EXPECT_TRUE(is_approved(std::string(GetParam()) + ".txt", text));
}

INSTANTIATE_TEST_SUITE_P(Each, Reports, testing::Values("csv", "html", "markdown", "svg", "table"),
                         [](const auto& each) { return std::string(each.param); });

// The JSON reporter gives what SummaryFile checks below.
TEST(Reporters, AreThoseThatAreApproved) {
  std::vector<std::string_view> names;

  for (const Reporter& reporter : all_reporters()) names.push_back(reporter.name);

  EXPECT_EQ(names,
            (std::vector<std::string_view>{"csv", "html", "json", "markdown", "svg", "table"}));
}

TEST(ManifestFile, IsAsApproved) {
  const Manifest manifest = sample::report(kMessages).manifest;

  EXPECT_TRUE(is_approved("manifest.txt", to_json(manifest)));
}

TEST(SummaryFile, IsAsApproved) {
  const Summary summary = sample::report(2).summary;

  EXPECT_TRUE(is_approved("summary.txt", summary_file(summary.to_json(), R"({"wall_seconds":1})")));
}

}  // namespace
}  // namespace mass
