#include "approval.hpp"
#include "results/compare.hpp"

namespace mass {
namespace {

ComparedCell list_cell() {
  ComparedCell cell;
  cell.pairs = {.scheme = "dkim",
                .profile = "std",
                .path = "P18",
                .compared = 600,
                .only_second = 1,
                .judged = {.both = 500, .lost = 12, .gained = 2, .neither = 80}};
  cell.changes = {12, 2, 0, 3, 0, 0, 1};
  cell.strata = {{"plain8", {10, 0, 0, 3, 0, 0, 0}}, {"qp", {2, 2, 0, 0, 0, 0, 0}}};
  cell.transitions = {{{Change::lost, "pass", "fail body_changed", ""}, 12},
                      {{Change::gained, "fail body_changed", "pass", ""}, 2},
                      {{Change::cause, "fail body_changed", "fail hdr_changed(Subject)", ""}, 3}};
  cell.effect = paired_effect(cell.pairs.judged);
  cell.mid_p = mcnemar_mid_p(cell.pairs.judged.lost, cell.pairs.judged.gained);
  cell.clustered = {.clusters = 40, .low = -0.04, .high = 0.001, .design_effect = 1.75};
  return cell;
}

ComparedCell direct_cell() {
  ComparedCell cell;
  cell.pairs = {.scheme = "domainkeys",
                .profile = "std",
                .path = "P01",
                .compared = 600,
                .judged = {.both = 600}};
  cell.changes = {0, 0, 0, 0, 4, 30, 0};
  cell.transitions = {{{Change::detail, "pass", "pass", "identity"}, 4},
                      {{Change::count, "", "", "octets_added"}, 30}};
  cell.counts = {{"octets_added", {.cases = 30, .base = 12000, .now = 12400}}};
  return cell;
}

ChangedCase example(const std::string& id, const ComparedCell& cell) {
  return {.case_id = id,
          .message_id = "m" + id,
          .origin = "lists.mbox:17",
          .message_octets = 720,
          .scheme = cell.pairs.scheme,
          .profile = cell.pairs.profile,
          .path = cell.pairs.path,
          .base_reason = "good signature",
          .new_reason = "the body is not what was signed",
          .repro = "massbench run out/new/manifest.json --path P18 --message m" + id};
}

RunComparison sample_comparison() {
  RunComparison comparison{.base = "out/base", .now = "out/new"};
  comparison.differences = {"massbench: version 0.3.0 and 0.4.0",
                            "path P18 is another one under the same name"};
  comparison.compared = 12000;
  comparison.only_new = 1;
  comparison.cells = {list_cell(), direct_cell()};
  for (const ComparedCell& cell : comparison.cells) {
    for (const auto& [step, cases] : cell.transitions) {
      comparison.transitions[step] = {.cases = cases,
                                      .smallest = {example("c1", cell), example("c2", cell)}};
    }
  }
  comparison.facts = {{"problems", 2, 3}};
  comparison.measurements = {{"cpu_us_per_case", 20, 20, 100, 130, Ratio{1.3, 1.2, 1.4}},
                             {"other", 3, 20, 5, 5, std::nullopt}};
  return comparison;
}

TEST(CompareReports, AreAsApproved) {
  const RunComparison comparison = sample_comparison();
  const std::vector<Gate> gates{parse_gate("count=any").value(), parse_gate("gained=1%").value()};
  const RunJudgement judgement = judge(comparison, gates);

  EXPECT_TRUE(is_approved("compare_table.txt", compare_text(comparison, judgement, 100)));
  EXPECT_TRUE(is_approved("compare_json.txt", compare_json(comparison, judgement)));
  EXPECT_TRUE(is_approved("compare_markdown.txt", compare_markdown(comparison, judgement)));
}

}  // namespace
}  // namespace mass
