#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// Source: RFC 3986 section 2.3.
bool is_unreserved(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || is_digit(c) || std::string_view("-._~").contains(c);
}

std::string percent_encoded(std::string_view url, bool is_html) {
  std::string out;
  for (std::size_t i = 0; i < url.size(); ++i) {
    const char c = url[i];
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    if (is_html && url.substr(i).starts_with("&amp;")) i += 4;
  }
  return out;
}

// Octets of the address at the start of `text`; 0 if there is none.
std::size_t url_length(std::string_view text) {
  const std::size_t scheme = istarts_with(text, "https://")  ? 8
                             : istarts_with(text, "http://") ? 7
                                                             : 0;
  if (scheme == 0) return 0;
  std::size_t end = scheme;
  while (end < text.size()) {
    const char c = text[end];
    const bool is_outside = c <= ' ' && c >= 0;
    if (is_outside || c == '\x7F' || std::string_view("<>\"'`|\\^{}").contains(c)) break;
    ++end;
  }
  // The end of a sentence is not the end of an address.
  while (end > scheme && std::string_view(".,;:!?)]").contains(text[end - 1])) --end;
  return end == scheme ? 0 : end;
}

std::string rewritten(std::string_view text, const std::string& prefix, bool is_html,
                      std::size_t& count) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length =
        ascii_lower(text[at]) == 'h' ? url_length(text.substr(at)) : std::size_t{0};
    if (length == 0) {
      out += text[at++];
      continue;
    }
    const std::string_view url = text.substr(at, length);
    if (url.starts_with(prefix)) {
      out += url;
    } else {
      out.append(prefix).append(percent_encoded(url, is_html));
      ++count;
    }
    at += length;
  }
  return out;
}

Applied apply_urlrw(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string prefix = one_line(parameters.text("prefix"));
  PartEditor parts(transit.message);
  std::size_t total = 0;
  for (const std::size_t i : parts.texts()) {
    if (is_wide(parts.part(i).content_type.parameter("charset"))) continue;
    const auto text = parts.text(i);
    std::size_t count = 0;
    const std::string changed =
        text ? rewritten(*text, prefix, parts.part(i).content_type.subtype == "html", count) : "";
    if (count > 0 && parts.set_text(i, changed)) total += count;
  }
  if (total == 0) return unchanged(transit);
  return edited(transit, std::move(parts).finish(), {fmt::format("rewrote {} addresses", total)});
}

}  // namespace

Transform urlrw() {
  return {
      .id = "T46",
      .name = "urlrw",
      .text = "Leads every web address in the texts through a checking host.",
      .models = "link protection of inbound gateways",
      .benign = true,
      .parameters = {free_text("prefix", "https://safe.example/?u=",
                               "What stands before the old address, which is percent-encoded.")},
      .apply = apply_urlrw};
}

}  // namespace mass::transforms
