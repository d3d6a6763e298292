#include <fmt/format.h>

#include "results/compare.hpp"
#include "results/compare_words.hpp"
#include "results/report/junit.hpp"
#include "results/report/numbers.hpp"

namespace mass {
namespace {

constexpr std::size_t kTransitionsTold = 5;

const ComparedCell* cell_of(const RunComparison& comparison, const CompareFinding& finding) {
  for (const ComparedCell& cell : comparison.cells) {
    const PairedCell& pairs = cell.pairs;
    if (pairs.scheme == finding.scheme && pairs.profile == finding.profile &&
        pairs.path == finding.path) {
      return &cell;
    }
  }
  return nullptr;
}

// The smallest case of a transition in this cell, with a command line that makes it again.
std::string example_line(const RunComparison& comparison, const CompareFinding& finding,
                         const Transition& step) {
  const auto found = comparison.transitions.find(step);
  if (found == comparison.transitions.end()) return {};
  for (const ChangedCase& one : found->second.smallest) {
    if (one.scheme == finding.scheme && one.profile == finding.profile &&
        one.path == finding.path) {
      return "again: " + one.repro;
    }
  }
  return {};
}

std::vector<std::string> lines_of(const RunComparison& comparison, const CompareFinding& finding) {
  std::vector<std::string> lines;
  const ComparedCell* cell = cell_of(comparison, finding);
  if (cell == nullptr) return lines;
  for (const auto& [step, cases] : cell->transitions) {
    if (step.change != finding.change || lines.size() >= 2 * kTransitionsTold) continue;
    lines.push_back(fmt::format("{} {}", cases, transition_text(step)));
    std::string example = example_line(comparison, finding, step);
    if (!example.empty()) lines.push_back(std::move(example));
  }
  return lines;
}

JunitCase case_of(const RunComparison& comparison, const CompareFinding& finding) {
  JunitCase one{.name = fmt::format("{}: {}", finding.path, name_of(finding.change))};
  if (finding.passes) return one;
  one.result = JunitCase::Result::failed;
  one.message = fmt::format("{} of {} changed: {}; gate {}", finding.cases,
                            counted(finding.compared, "compared case"), name_of(finding.change),
                            finding.gate.empty() ? "nothing may change" : finding.gate);
  one.lines = lines_of(comparison, finding);
  return one;
}

// What is of no cell. It is there when nothing changed too: a report without a check is a failure
// to many a CI system.
JunitSuite whole_run(const RunComparison& comparison, const RunJudgement& judgement) {
  JunitSuite suite{.name = "runs", .class_name = "compare"};
  JunitCase facts{.name = "facts of the corpora"};
  if (!judgement.facts_pass) {
    facts.result = JunitCase::Result::failed;
    facts.message = counted(comparison.facts.size(), "fact") + " changed";
    facts.lines = fact_lines(comparison);
  }
  suite.cases.push_back(std::move(facts));
  for (const TimeFinding& one : judgement.slower) {
    JunitCase time{.name = "time: " + one.name};
    if (one.fails) {
      time.result = JunitCase::Result::failed;
      time.message = fmt::format("{:.2f} times the base ({:.2f} to {:.2f})", one.ratio.value,
                                 one.ratio.low, one.ratio.high);
    }
    suite.cases.push_back(std::move(time));
  }
  return suite;
}

}  // namespace

std::string compare_junit(const RunComparison& comparison, const RunJudgement& judgement) {
  std::vector<JunitSuite> suites{whole_run(comparison, judgement)};
  for (const CompareFinding& one : judgement.findings) {
    const std::string name = one.scheme + " " + one.profile;
    if (suites.back().name != name) {
      suites.push_back({.name = name, .class_name = one.scheme + "." + one.profile});
    }
    suites.back().cases.push_back(case_of(comparison, one));
  }
  return junit_xml("massbench compare", suites);
}

}  // namespace mass
