#include "results/report/html.hpp"

#include <fmt/core.h>

#include "core/base/ids.hpp"
#include "core/base/text.hpp"

namespace mass {
namespace {

// A name longer than this would only make the page large.
constexpr std::size_t kLongestPart = 40;

bool is_plain(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_';
}

std::string anchor_part(std::string_view part) {
  if (part.empty()) return "~";
  if (part.size() > kLongestPart) return "~-" + make_id({part});
  std::string name;
  for (const char c : part) {
    if (is_plain(c)) {
      name += c;
    } else {
      name += "~" + to_hex({&c, 1});
    }
  }
  return name;
}

}  // namespace

std::string escape(std::string_view octets, std::size_t limit) {
  std::string out;
  for (const char c : printable(octets, limit)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Html& Html::operator<<(double coordinate) {
  std::string number = fmt::format("{:.1f}", coordinate);
  if (number.ends_with(".0")) number.resize(number.size() - 2);
  text_ += number == "-0" ? "0" : number;
  return *this;
}

Html& Html::data(std::string_view name, std::string_view json) {
  text_ += "<script type=\"application/json\" id=\"" + escape(name) + "\">";
  for (const char c : json) {
    // In JSON only a string can hold it.
    if (c == '<') {
      text_ += "\\u003c";
    } else {
      text_ += c;
    }
  }
  text_ += "</script>\n";
  return *this;
}

std::string anchor(std::initializer_list<std::string_view> parts) {
  std::string name;
  for (const std::string_view part : parts) {
    if (!name.empty()) name += '/';
    name += anchor_part(part);
  }
  return name;
}

}  // namespace mass
