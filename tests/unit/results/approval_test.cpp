#include "approval.hpp"

#include <map>

#include "core/base/text.hpp"
#include "results/report/step_summary.hpp"
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

INSTANTIATE_TEST_SUITE_P(Each, Reports,
                         testing::Values("annotations", "benchmark-bigger", "benchmark-smaller",
                                         "csv", "html", "junit", "markdown", "svg", "table"),
                         [](const auto& each) {
                           std::string name(each.param);
                           std::erase(name, '-');
                           return name;
                         });

// Every hostile text of the sample goes through these: a line end or a colon in one must not begin
// another command.
TEST(Reports, AnnotationsAreOneCommandALineAndNineOfAKind) {
  Report report = sample::report(kMessages);
  report.gates = {parse_gate("right=100%").value()};

  const std::string text = find_reporter("annotations")->render(report);

  std::map<std::string, int> kinds;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    ASSERT_TRUE(line.starts_with("::error title=") || line.starts_with("::notice title=")) << line;
    const auto end = line.find("::", 2);
    ASSERT_NE(end, std::string_view::npos) << line;
    EXPECT_EQ(line.substr(2, end - 2).find(','), std::string_view::npos) << line;
    ++kinds[std::string(line.substr(2, line.find(' ') - 2))];
  }
  EXPECT_EQ(kinds["error"], 10);
  EXPECT_LE(kinds["notice"], 9);
  EXPECT_NE(text.find("::error title=massbench::"), std::string::npos);
}

TEST(StepSummary, IsCutWhereItIsFullAndSaysSoOnce) {
  StepSummary page("report.html");
  const std::string piece(100 * 1024, 'x');

  for (int i = 0; i < 8; ++i) EXPECT_TRUE(page.add(piece)) << i;
  EXPECT_FALSE(page.add(piece + piece));
  EXPECT_FALSE(page.add("what would fit comes no more"));
  const std::string text = std::move(page).take();

  EXPECT_LE(text.size(), 900U * 1024);
  EXPECT_EQ(text.find_first_not_of('x'), 8 * piece.size());
  const std::size_t cut = text.find("Cut here: the rest is in report.html");
  EXPECT_NE(cut, std::string::npos);
  EXPECT_EQ(text.find("Cut here", cut + 1), std::string::npos);
  EXPECT_EQ(text.find("what would fit"), std::string::npos);
}

// The JSON reporter gives what SummaryFile checks below.
TEST(Reporters, AreThoseThatAreApproved) {
  std::vector<std::string_view> names;

  for (const Reporter& reporter : all_reporters()) names.push_back(reporter.name);

  EXPECT_EQ(names, (std::vector<std::string_view>{"annotations", "benchmark-bigger",
                                                  "benchmark-smaller", "csv", "html", "json",
                                                  "junit", "markdown", "svg", "table"}));
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
