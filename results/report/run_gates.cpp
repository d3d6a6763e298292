#include "results/report/run_gates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/rules.hpp"

namespace mass {
namespace {

constexpr std::size_t kCausesTold = 5;

std::vector<Gate> gates_of(const Report& report) {
  std::vector<Gate> gates{
      {.text = "", .kind = GateKind::trouble, .at_most = 0},
      {.text = "", .kind = GateKind::right, .path = std::string(kIdentityPath), .percent = 100.0},
  };
  gates.insert(gates.end(), report.gates.begin(), report.gates.end());
  return gates;
}

std::string percent_of(double percent) {
  return fmt::format("{:g} %", percent);
}

std::string right_name(const Gate& gate, const PathFacts& path) {
  const std::string least = gate.percent ? percent_of(*gate.percent) : "any share";
  return fmt::format("at least {} {}", least, name_of(reading_of(path)));
}

void judge_right(const Gate& gate, const Rate& rate, GateFinding& finding) {
  finding.name = right_name(gate, finding.path);
  if (rate.of == 0) {
    finding.result = GateFinding::Result::skipped;
    finding.text = "no statement: nothing was signed, or the scheme says nothing on this path";
    return;
  }
  finding.text = fmt::format("{} {}", rules::rate_text(rate), name_of(reading_of(finding.path)));
  if (gate.lets_pass(rate.right, rate.of)) return;
  finding.result = GateFinding::Result::failed;
  finding.lack = gate.percent.value_or(0) / 100 - rate.share();
}

void judge_trouble(const Gate& gate, const Cell& cell, GateFinding& finding) {
  finding.name = "no trouble of ours";
  if (gate.at_most.value_or(1) != 0) {
    finding.name = gate.at_most
                       ? fmt::format("trouble in at most {}", counted(*gate.at_most, "case"))
                   : gate.percent ? "trouble in at most " + percent_of(*gate.percent)
                                  : "trouble in any number of cases";
  }
  finding.text = fmt::format("the framework or a plug-in failed at {} of {}", cell.tool_errors,
                             counted(cell.n, "case"));
  if (gate.lets_pass(cell.tool_errors, cell.n)) return;
  finding.result = GateFinding::Result::failed;
  finding.lack = static_cast<double>(cell.tool_errors) / static_cast<double>(cell.n);
}

std::vector<std::pair<std::string, std::uint64_t>> commonest(
    const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::string, std::uint64_t>::second);
  if (sorted.size() > kCausesTold) sorted.resize(kCausesTold);
  return sorted;
}

const CaseExample* example_of(const Report& report, const GateFinding& finding,
                              const std::string& cause) {
  const auto found = std::ranges::find_if(report.examples, [&](const CaseExample& one) {
    return one.scheme == finding.row.scheme && one.profile == finding.row.profile &&
           one.path == finding.path.id && one.cause == cause;
  });
  return found == report.examples.end() ? nullptr : &*found;
}

}  // namespace

std::vector<GateFinding> judge_gates(const Report& report, const View& view) {
  const std::vector<Gate> gates = gates_of(report);
  std::vector<GateFinding> findings;
  for (const Group& group : view.groups()) {
    for (const Row& row : view.rows()) {
      for (const PathFacts& path : group.paths) {
        const Cell* cell = view.cell(row, path.id, kAllStrata);
        if (cell == nullptr) continue;
        for (const GateKind kind : {GateKind::right, GateKind::trouble}) {
          const Gate* gate = gate_for(gates, kind, row.scheme, row.profile, path.id);
          if (gate == nullptr) continue;
          GateFinding finding{.kind = kind, .row = row, .path = path, .group = group.title};
          finding.was_asked_for = !gate->text.empty();
          if (kind == GateKind::right) {
            judge_right(*gate, rate_of(*cell, path.genuine), finding);
          } else {
            judge_trouble(*gate, *cell, finding);
          }
          findings.push_back(std::move(finding));
        }
      }
    }
  }
  return findings;
}

bool fails(const std::vector<GateFinding>& findings) noexcept {
  return std::ranges::any_of(findings, [](const GateFinding& one) {
    return one.was_asked_for && one.result == GateFinding::Result::failed;
  });
}

std::vector<const GateFinding*> worst_first(const std::vector<GateFinding>& findings) {
  std::vector<const GateFinding*> failed;
  for (const GateFinding& one : findings) {
    if (one.result == GateFinding::Result::failed) failed.push_back(&one);
  }
  std::ranges::stable_sort(failed, std::greater{}, &GateFinding::lack);
  return failed;
}

std::vector<std::string> evidence_lines(const Report& report, const View& view,
                                        const GateFinding& finding) {
  std::vector<std::string> lines;
  const Cell* cell = view.cell(finding.row, finding.path.id, kAllStrata);
  if (cell == nullptr) return lines;
  // Where what arrives is forged, what is wrong are the passes: they have no cause.
  const bool is_refusal = finding.kind == GateKind::right && !finding.path.genuine;
  const auto causes = finding.kind == GateKind::trouble ? commonest(cell->tool_causes)
                      : is_refusal                      ? commonest(cell->proven)
                                                        : commonest(cell->causes);
  for (const auto& [cause, count] : causes) {
    lines.push_back(
        fmt::format("{} {}{}", count, is_refusal ? "passes that prove: " : "", printable(cause)));
  }
  if (causes.empty() || finding.kind != GateKind::right) return lines;
  const CaseExample* example =
      example_of(report, finding, is_refusal ? std::string() : causes.front().first);
  if (example == nullptr) return lines;
  lines.push_back(fmt::format("smallest: case {}, {}, {}", example->case_id,
                              counted(example->message_octets, "octet"), label(example->origin)));
  lines.push_back("again: " + printable(example->repro, 2000));
  return lines;
}

}  // namespace mass
