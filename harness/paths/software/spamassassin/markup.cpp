#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/spamassassin/rules.hpp"
#include "harness/paths/software/spamassassin/spamassassin.hpp"
#include "harness/paths/software/spamassassin/wrapping.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

using spamassassin::Reading;
using spamassassin::Rule;
using spamassassin::Wrap;

// What stands for `_NAME_` in a text.
using Tags = std::map<std::string, std::string, std::less<>>;

std::string filled(std::string_view text, const Tags& tags) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '_' ? text.find('_', at + 1) : std::string_view::npos;
    const auto tag =
        end == std::string_view::npos ? tags.end() : tags.find(text.substr(at + 1, end - at - 1));
    if (tag == tags.end()) {
      out += text[at++];
    } else {
      out += tag->second;
      at = end + 1;
    }
  }
  return out;
}

struct Judgement {
  bool is_spam = false;
  Tags tags;
};

// -0.001 is -0.0, as printf has it.
std::string points(double score) {
  return fmt::format("{:.1f}", score);
}

std::string preview_of(const Reading& reading) {
  constexpr std::size_t kEnough = 200;
  constexpr std::size_t kLines = 3;
  std::string text;
  for (std::size_t i = 1; i < reading.lines.size() && i <= kLines && text.size() < kEnough; ++i) {
    text += reading.lines[i];
  }
  std::string shortened;
  for (const std::string_view line : split(text, '\n')) {
    std::string kept(line.substr(0, kEnough));
    if (line.size() > kEnough) kept += " [...]";
    if (const std::size_t quote = kept.find("-----Original Message-----");
        quote != std::string::npos) {
      kept.erase(quote);
    }
    shortened.append(kept).append("\n");
  }
  if (text.ends_with('\n')) shortened.pop_back();
  std::string words;
  for (std::size_t at = 0; at < shortened.size();) {
    const std::size_t rule = std::min(shortened.find_first_not_of("-_*.", at), shortened.size());
    const char c = shortened[at];
    if (rule - at >= 10) {
      at = rule;
    } else if (rule > at) {
      words.append(shortened, at, rule - at);
      at = rule;
    } else {
      const bool is_blank = spamassassin::is_space(c);
      if (!is_blank || !words.ends_with(' ')) words += is_blank ? ' ' : c;
      ++at;
    }
  }
  constexpr std::string_view kTitle = "Content preview:";
  const std::string lines = spamassassin::wrapped(
      words, {.width = 75, .first = "Content preview:  ", .prefix = "  ", .may_pass = true});
  const std::size_t start = lines.find_first_not_of(" \r\n", kTitle.size());
  return start == std::string::npos ? "" : lines.substr(start);
}

std::string summary_of(const std::vector<Rule>& rules) {
  constexpr std::size_t kWidth = 75;  // of the description with all that stands before it
  std::string lines;
  for (const Rule& rule : rules) {
    const std::string score = fmt::format("{:4.1f}", rule.score / 1000.0);
    std::string_view description = rule.description;
    std::string_view area;
    for (const std::string_view one : {"BODY: ", "FULL: ", "RAW: "}) {
      if (description.starts_with(one)) area = one;
    }
    description.remove_prefix(area.size());
    const std::string before(3 + rule.name.size() + score.size() + area.size(), ' ');
    const std::string indent(28, ' ');
    const std::string text =
        spamassassin::wrapped(description, {.width = kWidth, .first = before, .prefix = indent});
    lines += fmt::format("{} {:<22} {}{}\r\n", score, rule.name, area,
                         text.substr(std::min(text.find_first_not_of(" \r\n"), text.size())));
  }
  return lines;
}

Judgement judge(const Reading& reading, const Parameters& parameters) {
  const std::vector<Rule> rules = spamassassin::rules_that_hold(reading);
  std::string names;
  double score = 0;
  for (const Rule& rule : rules) {
    if (!names.empty()) names += ',';
    names += rule.name;
    score += rule.score / 1000.0;
  }
  const double required = static_cast<double>(parameters.number("required_tenths")) / 10;
  const bool is_spam = score >= required;
  // What is no spam shall not look as if it had reached the limit.
  const bool looks_spam = !is_spam && std::round(score * 10) >= std::round(required * 10);
  const std::size_t stars =
      score < 1 ? 0 : std::min<std::size_t>(static_cast<std::size_t>(score), 50);
  return {.is_spam = is_spam,
          .tags = {{"YESNO", is_spam ? "Yes" : "No"},
                   {"YESNOCAPS", is_spam ? "YES" : "NO"},
                   {"SCORE", points(looks_spam ? required - 0.1 : score)},
                   {"REQD", points(required)},
                   {"TESTS", names.empty() ? "none" : names},
                   {"STARS(*)", std::string(stars, '*')},
                   {"HOSTNAME", parameters.text("hostname")},
                   {"SUMMARY", summary_of(rules)}}};
}

// `spam Flag _YESNOCAPS_`: for what, the name, the value.
struct AddedField {
  std::string_view when;
  std::string_view name;
  std::string_view value;
};

AddedField read_added(std::string_view text) {
  const std::size_t first = std::min(text.find(' '), text.size());
  const std::size_t second = std::min(text.find(' ', first + 1), text.size());
  return {text.substr(0, first),
          text.substr(std::min(first + 1, text.size()), second - std::min(first + 1, second)),
          text.substr(std::min(second + 1, text.size()))};
}

std::string added_fields(const Judgement& judgement, const Parameters& parameters) {
  std::string lines;
  for (const std::string& text : parameters.list("add_headers")) {
    const AddedField added = read_added(text);
    if (added.when != "all" && added.when != (judgement.is_spam ? "spam" : "ham")) continue;
    const std::string title = fmt::format("X-Spam-{}", added.name);
    // Two marks that are no blanks hold the place of colon and blank, where no line is broken.
    const std::string value =
        spamassassin::wrapped(title + "!!" + filled(added.value, judgement.tags),
                              {.width = 79, .prefix = "\t", .breaks_at_commas = true});
    lines.append(title).append(": ").append(value.substr(title.size() + 2)).append("\r\n");
  }
  return lines;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 2;
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// Fields of earlier checks go; what such a check saved stays.
bool is_old_markup(std::string_view line) {
  return istarts_with(line, "X-Spam-") && !istarts_with(line, "X-Spam-Prev-");
}

std::vector<std::string> without_old_markup(std::string_view header) {
  std::vector<std::string> kept;
  bool is_old = false;
  for (std::string& line : lines_of(header)) {
    is_old = is_old_markup(line) || (is_old && is_wsp(line.front()));
    if (!is_old) kept.push_back(std::move(line));
  }
  return kept;
}

// Where the value of the field starts in a line, blanks passed over; npos: it is another.
std::size_t value_start(std::string_view line, std::string_view name) {
  if (!istarts_with(line, name)) return std::string_view::npos;
  const std::size_t colon = line.find_first_not_of(" \t", name.size());
  if (colon == std::string_view::npos || line[colon] != ':') return std::string_view::npos;
  return std::min(line.find_first_not_of(" \t", colon + 1), line.size());
}

// The last field of that name, folds and line end included; nothing if there is none.
std::optional<std::string> pristine(const Reading& reading, std::string_view name) {
  std::optional<std::string> value;
  bool in_field = false;
  for (const std::string& line : lines_of(reading.header)) {
    if (is_wsp(line.front())) {
      if (in_field) *value += line;
      continue;
    }
    const std::size_t start = value_start(line, name);
    in_field = start != std::string_view::npos;
    if (in_field) value = line.substr(start);
  }
  if (value && !value->ends_with("\r\n")) *value += "\r\n";
  return value;
}

// The value of a Subject with the tag in front, once.
std::string tagged(std::string_view value, std::string_view tag, bool is_case_same) {
  const std::string start = fmt::format("{} ", tag);
  const bool has_tag = is_case_same ? value.starts_with(start) : istarts_with(value, start);
  return start + std::string(value.substr(has_tag ? start.size() : 0));
}

std::string with_fields(const Reading& reading, const Judgement& judgement,
                        const Parameters& parameters) {
  std::vector<std::string> lines = without_old_markup(reading.header);
  std::string separator;
  if (!lines.empty() && lines.back().find_first_not_of(" \t\r\n\f\v") == std::string::npos) {
    separator = std::move(lines.back());
    lines.pop_back();
  }
  const std::string tag = filled(parameters.text("subject_tag"), judgement.tags);
  if (judgement.is_spam && !tag.empty()) {
    const bool had_subject = pristine(reading, "Subject").has_value();
    if (!had_subject) lines.emplace_back("Subject: \r\n");
    std::vector<std::string> saved;
    for (std::string& line : lines) {
      if (!istarts_with(line, "Subject:")) continue;
      saved.push_back(had_subject ? "X-Spam-Prev-" + line
                                  : "X-Spam-Prev-Subject: (nonexistent)\r\n");
      line =
          line.substr(0, 8) + " " + tagged(line.substr(value_start(line, "Subject")), tag, false);
    }
    std::ranges::move(saved, std::back_inserter(lines));
  }
  std::string out = reading.from_line;
  auto line = lines.begin();
  if (line != lines.end() && istarts_with(*line, "Return-Path:")) {
    do out += *line++;
    while (line != lines.end() && is_wsp(line->front()));
  }
  out += added_fields(judgement, parameters);
  for (; line != lines.end(); ++line) out += *line;
  return out + separator + reading.body;
}

std::string report_lines(const Parameters& parameters, std::string_view name, const Tags& tags) {
  std::string text;
  for (const std::string& line : parameters.list(name)) text.append(line).append("\r\n");
  return filled(text, tags);
}

std::string in_report(const Reading& reading, const Judgement& judgement,
                      const Parameters& parameters, const Envelope& envelope,
                      StepContext& context) {
  Tags tags = judgement.tags;
  tags["PREVIEW"] = preview_of(reading);
  std::string report = report_lines(parameters, "report", tags);
  while (report.ends_with("\r\n")) report.erase(report.size() - 2);
  report += "\r\n\r\n";
  const std::string type = reading.value("Content-Type");
  const bool is_plain = trim(type).empty() || ifind(type, "text/plain") != std::string::npos;
  if (!is_plain) report += report_lines(parameters, "unsafe_report", tags);

  std::string out = reading.from_line;
  out += "Received: from localhost by " + parameters.text("hostname") +
         "\r\n\twith SpamAssassin (version 4.0.1);\r\n\t" + fill("${date}", envelope, context) +
         "\r\n";
  for (const char* name : {"From", "To", "Cc", "Subject", "Date", "Message-Id"}) {
    auto value = pristine(reading, name);
    const std::string tag = filled(parameters.text("subject_tag"), tags);
    if (!tag.empty() && std::string_view(name) == "Subject") {
      value = tagged(value.value_or("\r\n"), tag, true);
    }
    if (value) out.append(name).append(": ").append(*value);
  }
  const std::string boundary = fill("----------=_${id:XXXXXXXX.XXXXXXXX}", envelope, context);
  out += added_fields(judgement, parameters);
  out += "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + boundary +
         "\"\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n--" + boundary +
         "\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Disposition: inline\r\n"
         "Content-Transfer-Encoding: 8bit\r\n\r\n" +
         report + "\r\n\r\n--" + boundary +
         "\r\nContent-Type: message/rfc822; x-spam-type=original\r\n"
         "Content-Description: original message before SpamAssassin\r\nContent-Disposition: " +
         (is_plain ? "inline" : "attachment") + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
  return out + reading.header + reading.body + "\r\n--" + boundary + "--\r\n\r\n";
}

Applied apply_markup(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const Reading reading = spamassassin::read_message(transit.message.to_string());
  const Judgement judgement = judge(reading, parameters);
  if (judgement.is_spam && parameters.flag("wrap")) {
    return reparsed(transit, in_report(reading, judgement, parameters, transit.envelope, context),
                    {"wrapped in a report"});
  }
  return reparsed(transit, with_fields(reading, judgement, parameters),
                  {fmt::format("marked: {}", filled("_YESNO_, _SCORE_", judgement.tags))});
}

std::string complaint(const Parameters& parameters) {
  for (const std::string& text : parameters.list("add_headers")) {
    const AddedField added = read_added(text);
    const bool is_known = added.when == "spam" || added.when == "ham" || added.when == "all";
    if (!is_known || added.name.empty() || added.name.contains(':')) {
      return fmt::format(
          "\"{}\": write spam, ham or all, a name and a value, such as "
          "\"all Level _STARS(*)_\"",
          printable(text));
    }
  }
  return "";
}

}  // namespace

Transform spamassassin_markup() {
  return {
      .id = "spamassassin_markup",
      .name = "spamassassin_markup",
      .text =
          "Judges a message by the rules that are modelled and marks it: fields in front, a "
          "tag in the Subject, or all of it inside a report.",
      .models = "SpamAssassin (add_header, rewrite_header Subject, report_safe)",
      .benign = true,
      .parameters =
          {number("required_tenths", 50, -10'000, 10'000,
                  "required_score in tenths of a point: from there on it is spam."),
           texts("add_headers",
                 {"all Checker-Version SpamAssassin 4.0.1 (2024-03-25) on _HOSTNAME_",
                  "spam Flag _YESNOCAPS_", "all Level _STARS(*)_",
                  "all Status _YESNO_, score=_SCORE_ required=_REQD_ tests=_TESTS_ "
                  "autolearn=disabled version=4.0.1"},
                 "add_header: spam, ham or all, then the name behind X-Spam-, then the value; "
                 "_YESNO_, _YESNOCAPS_, _SCORE_, _REQD_, _TESTS_, _STARS(*)_ and _HOSTNAME_ are "
                 "filled in."),
           free_text("subject_tag", "",
                     "rewrite_header Subject: what stands in front of the Subject of spam; the old "
                     "one is saved. Empty: nothing."),
           flag("wrap", false, "report_safe 1: spam becomes an attachment of a report."),
           texts("report", {}, "Lines of the report; _PREVIEW_ and _SUMMARY_ are filled in too."),
           texts("unsafe_report", {}, "Lines under the report if the message is not plain text."),
           free_text("hostname", "localhost", "Name of the machine it runs on.")},
      .complaint = complaint,
      .apply = apply_markup};
}

std::vector<Transform> spamassassin_steps() {
  return {spamassassin_markup()};
}

}  // namespace mass::transforms
