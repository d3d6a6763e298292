#include "harness/paths/software/python_email/part.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/header.hpp"
#include "harness/paths/software/python_email/parameters.hpp"

namespace mass::python_email {

namespace {

constexpr std::string_view kType = "Content-Type";
constexpr std::string_view kEncoding = "Content-Transfer-Encoding";

bool is_hex(char c) {
  const char lower = ascii_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'f');
}

// Soft line breaks and `=XX`; an `=` in front of anything else stays, and so do blanks at the end
// of a line.
std::string quoted_printable_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '=') {
      out += text[at++];
      continue;
    }
    if (++at >= text.size()) break;
    if (text[at] == '\n' || text[at] == '\r') {
      at = std::min(text.find('\n', at), text.size());
      if (at < text.size()) ++at;
    } else if (text[at] == '=') {
      out += '=';
      ++at;
    } else if (at + 1 < text.size() && is_hex(text[at]) && is_hex(text[at + 1])) {
      out += from_hex(text.substr(at, 2)).value_or("");
      at += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

// Digits that are no whole number of groups cannot be decoded: the text stands for itself.
std::string base64_decoded(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '+' || c == '/') ++digits;
    if (c == '=' && digits % 4 >= 2) break;
  }
  if (digits % 4 != 1) return base64_decode_lenient(text);
  std::string joined(text);
  std::erase_if(joined, [](char c) { return c == '\r' || c == '\n'; });
  return joined;
}

// A line of uuencoded data: its first character says how many octets it holds.
std::string uu_line(std::string_view line) {
  const auto digit = [&line](std::size_t at) {
    return at < line.size() ? (static_cast<unsigned char>(line[at]) - 32U) & 63U : 0U;
  };
  const std::size_t length = digit(0);
  std::string out;
  for (std::size_t at = 1; out.size() < length; at += 4) {
    const unsigned bits =
        digit(at) << 18 | digit(at + 1) << 12 | digit(at + 2) << 6 | digit(at + 3);
    for (const unsigned shift : {16U, 8U, 0U}) out += static_cast<char>(bits >> shift & 0xFFU);
  }
  out.resize(length);
  return out;
}

// Nothing where no `begin` is found or an empty line stands before the `end`.
std::optional<std::string> uu_decoded(std::string_view text) {
  std::string out;
  bool is_inside = false;
  for (const std::string_view line : split_lines(text, "\r\n")) {
    if (!is_inside) {
      const std::string_view mode = line.substr(std::min<std::size_t>(6, line.size()));
      const std::size_t end = mode.find_first_not_of("01234567");
      is_inside = line.starts_with("begin ") && end != 0 && !mode.empty() &&
                  (end == std::string_view::npos || mode[end] == ' ');
    } else if (line.empty()) {
      return std::nullopt;
    } else if (trim(line) == "end") {
      return out;
    } else {
      out += uu_line(line);
    }
  }
  return is_inside ? std::optional(out) : std::nullopt;
}

std::size_t next_line_end(std::string_view text, std::size_t from) {
  return std::min(text.find_first_of("\r\n", from), text.size());
}

// Lines of at most 76 columns. Every line end is written as one, and a line that is cut is cut at
// column 75 or before an `=XX` there.
std::string quoted_printable_body(std::string_view octets) {
  std::string out;
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t end = next_line_end(octets, at);
    std::string line;
    for (const char c : octets.substr(at, end - at)) {
      if ((c >= ' ' && c <= '~' && c != '=') || c == '\t') {
        line += c;
      } else {
        line += fmt::format("={:02X}", static_cast<unsigned char>(c));
      }
    }
    std::size_t start = 0;
    const auto last_start = static_cast<std::ptrdiff_t>(line.size()) - 1 - 76;
    while (static_cast<std::ptrdiff_t>(start) <= last_start) {
      const std::size_t stop = start + 75;
      if (line[stop - 2] == '=') {
        out += line.substr(start, stop - 1 - start);
        start = stop - 2;
      } else if (line[stop - 1] == '=') {
        out += line.substr(start, stop - start);
        start = stop - 1;
      } else {
        out += line.substr(start, stop - start) + '=';
        start = stop;
      }
      out += "\r\n";
    }
    std::string rest = line.substr(start);
    if (!rest.empty() && is_wsp(rest.back())) {
      const std::string code = rest.back() == ' ' ? "=20" : "=09";
      const auto room = static_cast<std::ptrdiff_t>(start) - last_start;
      if (room >= 3) {
        rest.replace(rest.size() - 1, 1, code);
      } else if (room == 2) {
        rest += "=\r\n";
      } else {
        rest.replace(rest.size() - 1, 1, "=\r\n" + code);
      }
    }
    out += rest;
    if (end < octets.size()) out += "\r\n";
    at = end + (octets.substr(end).starts_with("\r\n") ? 2 : 1);
  }
  return out;
}

}  // namespace

const std::string* Part::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [&](const HeaderLine& line) { return iequals(line.name, name); });
  return found == headers.end() ? nullptr : &found->value;
}

void Part::erase(std::string_view name) {
  std::erase_if(headers, [&](const HeaderLine& line) { return iequals(line.name, name); });
}

void Part::add(std::string name, std::string value) {
  headers.push_back({.name = std::move(name), .value = std::move(value)});
}

void Part::replace(std::string_view name, std::string value) {
  const auto found = std::ranges::find_if(
      headers, [&](const HeaderLine& line) { return iequals(line.name, name); });
  if (found == headers.end()) {
    add(std::string(name), std::move(value));
  } else {
    found->value = std::move(value);
  }
}

std::string Part::content_type() const {
  const std::string* value = find(kType);
  if (value == nullptr) return is_message_by_default ? "message/rfc822" : "text/plain";
  const std::string type = ascii_lower(trim(std::string_view(*value).substr(0, value->find(';'))));
  return std::ranges::count(type, '/') == 1 ? type : "text/plain";
}

bool Part::is_multipart_type() const {
  return content_type().starts_with("multipart/");
}

std::optional<std::string> Part::parameter(std::string_view name, std::string_view field) const {
  const std::string* value = find(field);
  if (value == nullptr) return std::nullopt;
  const auto all = read_parameters(readable(*value));
  const ContentParameter* parameter = find_parameter(all, name);
  if (parameter == nullptr) return std::nullopt;
  return text_of(*parameter);
}

std::optional<std::string> Part::file_name() const {
  auto name = parameter("filename", "Content-Disposition");
  if (!name) name = parameter("name");
  if (!name) return std::nullopt;
  return std::string(trim(unquoted(*name)));
}

void Part::set_parameter(std::string_view name, std::string_view value) {
  const ContentParameter made{.name = std::string(name), .value = std::string(value)};
  const std::string* old = find(kType);
  if (old == nullptr) {
    add(std::string(kType), "text/plain; " + write_parameter(made));
    return;
  }
  const std::string before = *old;
  const auto all = read_parameters(readable(before));
  std::string after;
  const ContentParameter* present = find_parameter(all, name);
  if (present == nullptr || (present->value.empty() && !present->charset)) {
    after = before.empty() ? write_parameter(made) : before + "; " + write_parameter(made);
  } else {
    for (const ContentParameter& parameter : all) {
      if (!after.empty()) after += "; ";
      after += iequals(parameter.name, name) ? write_parameter(made) : write_parameter(parameter);
    }
  }
  if (after == before) return;
  erase(kType);
  add(std::string(kType), std::move(after));
}

std::string Part::decoded() const {
  const std::string* value = find(kEncoding);
  const std::string encoding = value == nullptr ? "" : ascii_lower(*value);
  if (encoding == "quoted-printable") return quoted_printable_decoded(text);
  if (encoding == "base64") return base64_decoded(text);
  if (encoding == "x-uuencode" || encoding == "uuencode" || encoding == "uue" ||
      encoding == "x-uue") {
    return uu_decoded(text).value_or(text);
  }
  return text;
}

void Part::set_text(std::string octets, std::string_view charset) {
  const std::string name = canonical_charset(charset);
  text = std::move(octets);
  children.clear();
  has_children = false;
  if (find("MIME-Version") == nullptr) add("MIME-Version", "1.0");
  set_parameter("charset", name);
  if (find(kEncoding) != nullptr) return;
  switch (body_encoding(name)) {
    case Encoding::none:
      add(std::string(kEncoding), has_eight_bit(text) ? "8bit" : "7bit");
      break;
    case Encoding::quoted_printable:
      text = quoted_printable_body(text);
      add(std::string(kEncoding), "quoted-printable");
      break;
    default:
      text = base64_lines(text);
      add(std::string(kEncoding), "base64");
      break;
  }
}

Part* carried_message(Part& part) {
  if (!part.has_children || part.children.empty()) return nullptr;
  if (part.content_type() == "message/rfc822") return &part.children.front();
  for (Part& child : part.children) {
    if (child.content_type() == "message/rfc822" && !child.children.empty()) {
      return &child.children.front();
    }
  }
  return nullptr;
}

Part text_part(std::string octets, std::string_view charset) {
  Part part;
  part.add(std::string(kType), "text/plain; charset=\"" + canonical_charset(charset) + '"');
  part.add("MIME-Version", "1.0");
  part.set_text(std::move(octets), charset);
  return part;
}

}  // namespace mass::python_email
