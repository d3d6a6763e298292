#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

struct Wrap {
  std::size_t limit;  // octets of a line, its mark and what continues it included
  std::string mark;
  std::string lead;
  std::size_t restart;  // 0: never
  bool at_blanks;
};

// Cuts one line, which has no line end; the number of cuts.
std::size_t wrap(std::string_view line, const Wrap& how, bool in_body, std::string& out) {
  std::size_t cuts = 0;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (in_body && how.restart != 0 && i != 0 && i % how.restart == 0) column = 0;
    if (column >= how.limit - how.mark.size() && line.size() - i > how.mark.size()) {
      out.append(how.mark).append("\r\n").append(how.lead);
      column = how.lead.size();
      ++cuts;
    }
    out += line[i];
    ++column;
  }
  return cuts;
}

// Cuts a line at its last blank that leaves no more than the limit, and that blank goes; a word
// that is longer stays whole.
std::size_t wrap_at_blanks(std::string_view line, const Wrap& how, std::string& out) {
  std::size_t cuts = 0;
  std::size_t room = how.limit;
  while (line.size() > room) {
    std::size_t at = line.find_last_of(' ', room - how.mark.size());
    if (at == 0 || at == std::string_view::npos) at = line.find(' ', room - how.mark.size() + 1);
    if (at == std::string_view::npos || at + 1 == line.size()) break;
    out.append(line.substr(0, at)).append(how.mark).append("\r\n").append(how.lead);
    line.remove_prefix(at + 1);
    room = how.limit - how.lead.size();
    ++cuts;
  }
  out.append(line);
  return cuts;
}

// Every line of `text`; the number of cuts.
std::size_t wrap_all(std::string_view text, const Wrap& how, bool in_body, std::string& out) {
  std::size_t cuts = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    cuts += how.at_blanks ? wrap_at_blanks(line, how, out) : wrap(line, how, in_body, out);
    if (end < text.size()) out += "\r\n";
    at = end + 2;
  }
  return cuts;
}

std::vector<std::string> cut_log(std::size_t cuts) {
  return {fmt::format("cut long lines in {} places", cuts)};
}

Applied wrap_texts(const Transit& transit, const Wrap& how) {
  PartEditor parts(transit.message);
  std::size_t all = 0;
  for (const std::size_t i : parts.texts()) {
    if (parts.part(i).encoding == TransferEncoding::base64) continue;
    std::string out;
    const std::size_t cuts = wrap_all(parts.content(i), how, true, out);
    if (cuts == 0 || would_end_a_part(parts.tree(), parts.part(i), out)) continue;
    parts.set_content(i, std::move(out));
    all += cuts;
  }
  return edited(transit, std::move(parts).finish(), cut_log(all));
}

Applied apply_wrap_lines(const Transit& transit, const Parameters& parameters, StepContext&) {
  const Wrap how{static_cast<std::size_t>(parameters.number("limit")), parameters.text("cut_mark"),
                 parameters.text("continuation") == "space" ? " " : "",
                 static_cast<std::size_t>(parameters.number("restart")),
                 parameters.text("at") == "blank"};
  if (parameters.flag("texts")) return wrap_texts(transit, how);
  const std::string text = transit.message.to_string();
  const std::size_t body_at = text.size() - transit.message.body().view().size();
  const std::string_view head = std::string_view(text).substr(0, body_at);
  std::string out;
  std::size_t cuts = 0;
  if (parameters.flag("header")) {
    cuts += wrap_all(head, how, false, out);
  } else {
    out += head;
  }
  cuts += wrap_all(std::string_view(text).substr(body_at), how, true, out);
  if (cuts == 0) return unchanged(transit);
  return reparsed(transit, std::move(out), cut_log(cuts));
}

std::string complaint(const Parameters& parameters) {
  const auto limit = static_cast<std::size_t>(parameters.number("limit"));
  return parameters.text("cut_mark").size() + 2 > limit ? "cut_mark leaves no room in a line" : "";
}

}  // namespace

Transform wrap_lines() {
  return {.id = "wrap_lines",
          .name = "wrap_lines",
          .text =
              "Cuts lines that are too long; at an octet: wherever that falls in a word or a "
              "character.",
          .models = "Postfix (smtp_line_length_limit), Sendmail (`!`), text gateways (at blank)",
          .benign = true,
          .parameters =
              {number("limit", 998, 20, 1'000'000,
                      "Octets of a line, mark and continuation included, CRLF not."),
               free_text("cut_mark", "", "Stands at the end of a line that was cut."),
               word("continuation", "space", {"space", "nothing"},
                    "What stands in front of the rest on the next line."),
               number("restart", 0, 0, 1'000'000,
                      "The column counts from 0 again after so many octets of a body line, as "
                      "in software that reads lines in pieces; 0: never."),
               word("at", "octet", {"octet", "blank"},
                    "Where a line is cut: at the limit, or at the last blank before it, which "
                    "goes away; longer words stay whole."),
               flag("header", true, "Lines of the header too."),
               flag("texts", false, "Lines of text parts alone, base64 aside.")},
          .complaint = complaint,
          .apply = apply_wrap_lines};
}

}  // namespace mass::transforms
