#include "results/report/junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "results/report/html.hpp"
#include "results/report/run_gates.hpp"
#include "results/report/texts.hpp"

namespace mass {
namespace {

constexpr std::size_t kJunitOctets = 2000;

// Two characters that UTF-8 can write and XML must not hold (XML 1.0 section 2.2): U+FFFE, U+FFFF.
std::string xml_text(std::string_view octets) {
  std::string text = escape(octets, kJunitOctets);
  for (const std::string_view bad : {"\xef\xbf\xbe", "\xef\xbf\xbf"}) {
    for (auto at = text.find(bad); at != std::string::npos; at = text.find(bad, at)) {
      text.replace(at, bad.size(), "\xef\xbf\xbd");
    }
  }
  return text;
}

std::size_t count(const std::vector<JunitCase>& cases, JunitCase::Result result) {
  return static_cast<std::size_t>(std::ranges::count(cases, result, &JunitCase::result));
}

std::string counts(std::size_t tests, std::size_t failures, std::size_t errors,
                   std::size_t skipped) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, failures,
                     errors, skipped);
}

std::string case_xml(const JunitSuite& suite, const JunitCase& one) {
  const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                       xml_text(suite.class_name), xml_text(one.name));
  if (one.result == JunitCase::Result::passed) return head + "/>\n";
  if (one.result == JunitCase::Result::skipped) {
    return fmt::format("{}>\n      <skipped message=\"{}\"/>\n    </testcase>\n", head,
                       xml_text(one.message));
  }
  const std::string_view tag = one.result == JunitCase::Result::failed ? "failure" : "error";
  std::string lines = xml_text(one.message);
  for (const std::string& line : one.lines) lines += "\n" + xml_text(line);
  return fmt::format("{0}>\n      <{1} type=\"gate\" message=\"{2}\">{3}</{1}>\n    </testcase>\n",
                     head, tag, xml_text(one.message), lines);
}

JunitCase case_of(const Report& report, const View& view, const GateFinding& finding) {
  JunitCase one{.name = finding.path.id + ": " + finding.name, .message = finding.text};
  switch (finding.result) {
    case GateFinding::Result::passed:
      break;
    case GateFinding::Result::skipped:
      one.result = JunitCase::Result::skipped;
      break;
    case GateFinding::Result::failed:
      one.result =
          finding.kind == GateKind::trouble ? JunitCase::Result::error : JunitCase::Result::failed;
      one.lines = evidence_lines(report, view, finding);
      break;
  }
  return one;
}

}  // namespace

std::string junit_xml(std::string_view name, const std::vector<JunitSuite>& suites) {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::string body;
  for (const JunitSuite& suite : suites) {
    const std::size_t failed = count(suite.cases, JunitCase::Result::failed);
    const std::size_t broken = count(suite.cases, JunitCase::Result::error);
    const std::size_t left_out = count(suite.cases, JunitCase::Result::skipped);
    body += fmt::format("  <testsuite name=\"{}\" {}>\n", xml_text(suite.name),
                        counts(suite.cases.size(), failed, broken, left_out));
    for (const JunitCase& one : suite.cases) body += case_xml(suite, one);
    body += "  </testsuite>\n";
    tests += suite.cases.size();
    failures += failed;
    errors += broken;
    skipped += left_out;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n{}</testsuites>\n",
      xml_text(name), counts(tests, failures, errors, skipped), body);
}

std::string junit_report(const Report& report) {
  const View view(report);
  std::vector<JunitSuite> suites;
  for (const GateFinding& one : judge_gates(report, view)) {
    const std::string name = one.row.scheme + " " + one.row.profile + ": " + one.group;
    if (suites.empty() || suites.back().name != name) {
      suites.push_back({.name = name, .class_name = one.row.scheme + "." + one.row.profile});
    }
    suites.back().cases.push_back(case_of(report, view, one));
  }
  return junit_xml("massbench: " + report.manifest.scenario_name, suites);
}

}  // namespace mass
