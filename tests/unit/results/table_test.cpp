#include "results/report/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "results/report/columns.hpp"
#include "sample.hpp"

namespace mass {
namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) found.push_back(line);
  return found;
}

bool has_control(const std::string& text) {
  for (const char c : text) {
    if ((c >= 0 && c < ' ' && c != '\n') || c == '\x7f') return true;
  }
  return false;
}

TEST(TerminalReport, FitsTheWidth) {
  const Report report = sample::report(40);

  for (const std::size_t width : {80U, 100U, 200U}) {
    for (const std::string& line : lines(terminal_report(report, {.width = width}))) {
      EXPECT_LE(width_of(line), width) << line;
    }
  }
}

TEST(TerminalReport, SaysWhichSchemesAreDescendants) {
  Report report = sample::report(6);
  constexpr std::string_view kLegend = "† descendant of the proposals of 2004";
  const std::string without = terminal_report(report, {.width = 100});
  report.schemes.front().descendant = true;

  EXPECT_EQ(without.find(kLegend), std::string::npos);
  EXPECT_NE(terminal_report(report, {.width = 100}).find(std::string(kLegend)), std::string::npos);
}

TEST(TerminalReport, StandsATerminalOfNoWidth) {
  const Report report = sample::report(6);

  EXPECT_NE(terminal_report(report, {.width = 0}).find("P18"), std::string::npos);
}

TEST(TerminalReport, HasColourOnlyWhenAsked) {
  const Report report = sample::report(40);

  const std::string plain = terminal_report(report, {});
  std::string coloured = terminal_report(report, {.colour = true});

  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  EXPECT_NE(coloured.find("\x1b[31m"), std::string::npos);
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos;
       at = coloured.find('\x1b')) {
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  }
  EXPECT_EQ(coloured, plain) << "colour moves nothing";
}

TEST(TerminalReport, ObeysNoEscapeSequenceFromAnywhere) {
  Report report = sample::report(14);
  for (const std::string_view hostile : sample::kHostile) {
    Record record = sample::failing();
    record.scheme = record.path = record.profile = hostile;
    report.summary.add(record);
    report.paths.push_back({std::string(hostile), std::string(hostile), {}, true, true, {}});
  }

  EXPECT_FALSE(has_control(terminal_report(report, {})));
}

TEST(TerminalReport, MarksFewCases) {
  Report report;
  for (int i = 0; i < 29; ++i) report.summary.add(sample::passing());
  EXPECT_NE(terminal_report(report, {}).find("~100"), std::string::npos);

  report.summary.add(sample::passing());

  EXPECT_EQ(terminal_report(report, {}).find("~100"), std::string::npos);
}

TEST(TerminalReport, SaysRefusedWhereAPassWouldBeAFalseAccept) {
  Report report;
  report.paths = {{"F01", "forged", PathFacts::Kind::delivery, false, false, {}}};
  for (int i = 0; i < 40; ++i) {
    Record record = i < 10 ? sample::passing() : sample::failing();
    record.path = "F01";
    report.summary.add(record);
  }

  const std::string text = terminal_report(report, {});

  EXPECT_NE(text.find("percent of forged messages refused (a pass is a false accept)"),
            std::string::npos);
  EXPECT_NE(text.find("dkim std    75 59–86"), std::string::npos) << text;
}

TEST(TerminalReport, StandsAnEmptyRun) {
  EXPECT_NE(terminal_report({}, {}).find("No signed message was judged"), std::string::npos);
}

}  // namespace
}  // namespace mass
