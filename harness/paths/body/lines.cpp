#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

/// Blank lines at the end, tabs, dots at the start of lines, and the end of what is too long.
namespace mass::transforms {

namespace {

Applied with_body(const Transit& transit, std::string body, std::string what) {
  MessageEditor editor(transit.message);
  editor.set_body(Octets(std::move(body)));
  return edited(transit, std::move(editor), {std::move(what)});
}

Applied apply_blankend(const Transit& transit, const Parameters& parameters, StepContext&) {
  std::string body(transit.message.body().view());
  if (parameters.text("mode") == "strip") {
    const std::size_t before = body.size();
    while (body.ends_with("\r\n\r\n")) body.resize(body.size() - 2);
    if (body == "\r\n") body.clear();
    return with_body(transit, std::move(body),
                     fmt::format("removed {} octets of blank lines", before - body.size()));
  }
  if (!body.empty() && !body.ends_with("\r\n")) body += "\r\n";
  for (std::int64_t i = 0; i < parameters.number("lines"); ++i) body += "\r\n";
  return with_body(transit, std::move(body),
                   fmt::format("added {} blank lines", parameters.number("lines")));
}

std::string expanded(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  for (const char c : text) {
    if (c == '\t') {
      const std::size_t blanks = width - column % width;
      out.append(blanks, ' ');
      column += blanks;
    } else {
      out += c;
      column = c == '\n' ? 0 : column + 1;
    }
  }
  return out;
}

Applied apply_tabs(const Transit& transit, const Parameters& parameters, StepContext&) {
  PartEditor parts(transit.message);
  std::size_t count = 0;
  for (const std::size_t i : parts.texts()) {
    const TransferEncoding encoding = parts.part(i).encoding;
    // Software that does not know MIME sees the lines as they are sent.
    if (encoding == TransferEncoding::base64 || !parts.content(i).contains('\t')) continue;
    std::string text =
        expanded(parts.content(i), static_cast<std::size_t>(parameters.number("width")));
    if (would_end_a_part(parts.tree(), parts.part(i), text)) continue;
    parts.set_content(i, std::move(text));
    ++count;
  }
  return edited(transit, std::move(parts).finish(),
                {fmt::format("expanded tabs in {} parts", count)});
}

Applied apply_dotbug(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string_view body = transit.message.body().view();
  const bool doubles = parameters.text("direction") == "double";
  std::string out;
  std::size_t count = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t found = body.find("\r\n", at);
    const std::size_t end = found == std::string_view::npos ? body.size() : found + 2;
    std::string_view line = body.substr(at, end - at);
    if (line.starts_with('.')) {
      ++count;
      if (doubles) {
        out += '.';
      } else {
        line.remove_prefix(1);
      }
    }
    out += line;
    at = end;
  }
  if (count == 0) return unchanged(transit);
  return with_body(transit, std::move(out),
                   fmt::format("{} the dot of {} lines", doubles ? "doubled" : "dropped", count));
}

Applied apply_truncate(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string_view body = transit.message.body().view();
  const auto limit = static_cast<std::size_t>(parameters.number("limit"));
  if (body.size() <= limit) return unchanged(transit);
  std::string out(body.substr(0, limit));
  if (!out.empty() && !out.ends_with("\r\n")) out += out.ends_with('\r') ? "\n" : "\r\n";
  out += one_line(parameters.text("notice")) + "\r\n";
  return with_body(transit, std::move(out),
                   fmt::format("cut {} octets off the body", body.size() - limit));
}

}  // namespace

Transform blankend() {
  return {.id = "T38",
          .name = "blankend",
          .text = "Adds blank lines at the end of the body, or takes them away.",
          .models = "relays and editors",
          .benign = true,
          .parameters = {word("mode", "add", {"add", "strip"}, "Add them, or strip them."),
                         number("lines", 1, 1, 1000, "How many are added.")},
          .apply = apply_blankend};
}

Transform tabs() {
  return {.id = "T39",
          .name = "tabs",
          .text = "Expands tabs in text parts to blanks, columns counted in octets.",
          .models = "gateways to mail systems of records (BITNET)",
          .benign = true,
          .parameters = {number("width", 8, 1, 80, "Columns between tab stops.")},
          .apply = apply_tabs};
}

Transform dotbug() {
  return {.id = "T42",
          .name = "dotbug",
          .text = "Doubles the dot at the start of body lines, or drops it.",
          .models = "software that confuses dot-stuffing (RFC 5321 section 4.5.2)",
          .benign = true,
          .parameters = {word("direction", "double", {"double", "drop"}, "What is done wrong.")},
          .apply = apply_dotbug};
}

Transform truncate() {
  return {
      .id = "T50",
      .name = "truncate",
      .text = "Cuts off a body that is too long and says so.",
      .models = "gateways and archives with a limit",
      .benign = true,
      .parameters = {number("limit", 1'000'000, 0, 1'000'000'000, "Octets that are kept."),
                     free_text("notice", "[Message truncated]", "The line below what is left.")},
      .apply = apply_truncate};
}

}  // namespace mass::transforms
