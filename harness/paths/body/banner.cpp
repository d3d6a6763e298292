#include <fmt/format.h>

#include <optional>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/footer_text.hpp"
#include "harness/paths/mime/part_editor.hpp"

/// Text added to HTML, and text added on top.
namespace mass::transforms {

namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

std::string escaped(std::string_view line) {
  std::string out;
  for (const char c : line) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string as_html(const Footer& footer) {
  std::string_view lines = footer.octets;
  if (lines.ends_with("\r\n")) lines.remove_suffix(2);
  std::string out = "<div>";
  for (std::size_t at = 0; at <= lines.size();) {
    const std::size_t end = std::min(lines.find("\r\n", at), lines.size());
    out.append(at == 0 ? "" : "<br>\r\n").append(escaped(lines.substr(at, end - at)));
    at = end + 2;
  }
  return out + "</div>\r\n";
}

std::size_t last_end_of_body(std::string_view html) {
  for (std::size_t at = html.rfind("</"); at != kNowhere; at = html.rfind("</", at - 1)) {
    if (istarts_with(html.substr(at + 2), "body")) return at;
    if (at == 0) break;
  }
  return kNowhere;
}

// Behind the tag that opens the body; the start if there is none.
std::size_t start_of_body(std::string_view html) {
  for (std::size_t at = html.find('<'); at != kNowhere; at = html.find('<', at + 1)) {
    if (!istarts_with(html.substr(at + 1), "body")) continue;
    const std::size_t next = at + 5;
    if (next == html.size() || !std::string_view("> \t\r\n").contains(html[next])) continue;
    const std::size_t end = html.find('>', next);
    return end == kNowhere ? 0 : end + 1;
  }
  return 0;
}

std::string with_html_below(const std::string& html, const Footer& footer) {
  const std::string block = as_html(footer);
  const std::size_t at = last_end_of_body(html);
  if (at != kNowhere) return html.substr(0, at) + block + html.substr(at);
  return html + (html.empty() || html.ends_with('\n') ? "" : "\r\n") + block;
}

std::string with_html_above(const std::string& html, const Footer& footer) {
  const std::size_t at = start_of_body(html);
  return html.substr(0, at) + as_html(footer) + html.substr(at);
}

std::string with_text_above(const std::string& text, const Footer& footer) {
  return footer.octets + "\r\n" + text;
}

using Adder = std::string (*)(const std::string& text, const Footer& footer);

// Into the first text of that subtype; whether it went in.
bool add(PartEditor& parts, std::string_view subtype, const Footer& footer, Adder adder) {
  for (const std::size_t i : parts.texts()) {
    const MimePart& part = parts.part(i);
    if (part.content_type.subtype != subtype) continue;
    if (!fits(footer, part.encoding, part.content_type.parameter("charset"))) return false;
    const auto text = parts.text(i);
    return text && parts.set_text(i, adder(*text, footer));
  }
  return false;
}

Applied apply_htmlfooter(const Transit& transit, const Parameters& parameters,
                         StepContext& context) {
  const Footer footer = make_footer(parameters, context);
  PartEditor parts(transit.message);
  if (!add(parts, "html", footer, with_html_below)) return unchanged(transit);
  return edited(transit, std::move(parts).finish(),
                {fmt::format("added {} to the HTML part", size_of(footer))});
}

Applied apply_banner(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const Footer banner = make_footer(parameters, context);
  PartEditor parts(transit.message);
  const bool in_text = add(parts, "plain", banner, with_text_above);
  const bool in_html = add(parts, "html", banner, with_html_above);
  if (!in_text && !in_html) return unchanged(transit);
  return edited(transit, std::move(parts).finish(),
                {fmt::format("put {} on top of {}", size_of(banner),
                             in_text && in_html ? "text and HTML"
                             : in_text          ? "the text"
                                                : "the HTML")});
}

}  // namespace

Transform htmlfooter() {
  return {.id = "T32",
          .name = "htmlfooter",
          .text = "Puts a footer as <div> before the end of the first HTML part's body.",
          .models = "altermime, disclaimers of gateways",
          .benign = true,
          .parameters = footer_parameters(),
          .apply = apply_htmlfooter};
}

Transform banner() {
  std::vector<ParameterInfo> parameters = footer_parameters();
  for (ParameterInfo& info : parameters) {
    if (info.name == "text") {
      info.standard = std::string(
          "This message came from outside of the organisation.\n"
          "Do not follow links unless you know the sender.");
      info.text = "The banner, lines parted by \\n; empty: the lines of the standard footer.";
    }
  }
  return {.id = "T33",
          .name = "banner",
          .text = "Puts a text above the first plain text and the first HTML of a message.",
          .models = "warnings of inbound gateways",
          .benign = true,
          .parameters = std::move(parameters),
          .apply = apply_banner};
}

}  // namespace mass::transforms
