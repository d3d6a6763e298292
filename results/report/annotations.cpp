#include "results/report/annotations.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"
#include "results/report/findings.hpp"
#include "results/report/run_gates.hpp"
#include "results/report/texts.hpp"

namespace mass {
namespace {

constexpr std::size_t kShown = 9;
constexpr std::size_t kAnnotationOctets = 1000;

// Printable text has no line ends, but what it does have could be read as an escape or, in a
// property, as its end.
std::string command_text(std::string_view octets, std::string_view special) {
  std::string text;
  for (const char c : printable(octets, kAnnotationOctets)) {
    if (special.contains(c)) {
      text += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      text += c;
    }
  }
  return text;
}

std::string command(std::string_view kind, std::string_view title, std::string_view text) {
  return fmt::format("::{} title={}::{}\n", kind, command_text(title, "%:,"),
                     command_text(text, "%"));
}

}  // namespace

std::string workflow_commands(std::string_view kind, const std::vector<Annotation>& annotations) {
  std::string out;
  for (std::size_t i = 0; i < annotations.size() && i < kShown; ++i) {
    out += command(kind, annotations[i].title, annotations[i].text);
  }
  if (annotations.size() > kShown) {
    out += command(kind, "massbench", fmt::format("{} more", annotations.size() - kShown));
  }
  return out;
}

std::string annotations_report(const Report& report) {
  const View view(report);
  const std::vector<GateFinding> judged = judge_gates(report, view);
  std::vector<Annotation> errors;
  for (const GateFinding* one : worst_first(judged)) {
    Annotation error{.title = fmt::format("{} on {}", one->row.title(), one->path.id),
                     .text = fmt::format("{}: wanted {}", one->text, one->name)};
    for (const std::string& line : evidence_lines(report, view, *one)) error.text += "; " + line;
    errors.push_back(std::move(error));
  }
  std::vector<Annotation> notices;
  for (const Finding& one : findings(report, view)) notices.push_back({"massbench", one.text});
  return workflow_commands("error", errors) + workflow_commands("notice", notices);
}

}  // namespace mass
