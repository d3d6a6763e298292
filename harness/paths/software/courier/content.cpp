#include "harness/paths/software/courier/content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/text.hpp"
#include "core/message/quoted_string.hpp"

namespace mass::transforms::courier {

namespace {

bool is_plain(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '-';
}

std::size_t end_of_comment(std::string_view value, std::size_t at) {
  std::size_t depth = 0;
  for (; at < value.size(); ++at) {
    if (value[at] == '\\') {
      ++at;
    } else if (value[at] == '(') {
      ++depth;
    } else if (value[at] == ')' && --depth == 0) {
      return at + 1;
    }
  }
  return value.size();
}

// The text up to `;` or, if asked for, `=`, and moves `at` there.
std::string next_text(std::string_view value, std::size_t& at, bool ends_at_equals) {
  std::string out;
  while (at < value.size() && value[at] != ';' && !(ends_at_equals && value[at] == '=')) {
    const char c = value[at];
    if (c == '(') {
      at = end_of_comment(value, at);
    } else if (c == '"') {
      for (++at; at < value.size() && value[at] != '"'; ++at) {
        if (value[at] == '\\' && at + 1 < value.size()) out += value[at++];
        if (value[at] != '\r' && value[at] != '\n') out += value[at];
      }
      ++at;
    } else {
      if (!is_fws(c)) out += c;
      ++at;
    }
  }
  at = std::min(at, value.size());
  return out;
}

bool is_encoded(char c) {
  return static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) >= 0x7F || c == '=';
}

}  // namespace

const std::string* Content::parameter(std::string_view name) const {
  const auto found =
      std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  return found == parameters.end() ? nullptr : &found->second;
}

Content parse_content(std::string_view value) {
  Content content;
  std::map<std::string, std::size_t> places;  // a header may hold very many
  std::size_t at = 0;
  content.type = ascii_lower(next_text(value, at, false));
  while (at < value.size()) {
    ++at;  // the `;`
    const std::string name = ascii_lower(next_text(value, at, true));
    if (at >= value.size() || value[at] != '=') continue;
    std::string text = next_text(value, ++at, false);
    if (name == "charset") text = ascii_lower(text);
    const auto [known, is_new] = places.emplace(name, content.parameters.size());
    if (is_new) {
      content.parameters.emplace_back(name, std::move(text));
    } else {
      content.parameters[known->second].second = std::move(text);
    }
  }
  return content;
}

std::string plain_word(std::string_view value) {
  std::size_t at = 0;
  return ascii_lower(next_text(value, at, false));
}

std::string written(const Content& content) {
  std::string out = content.type;
  for (const auto& [name, value] : content.parameters) {
    if (name == "boundary") continue;
    out.append("; ").append(name).append("=");
    out += std::ranges::all_of(value, is_plain) ? value : quoted_string(value);
  }
  return out;
}

std::string quoted_printable(std::string_view text) {
  constexpr std::size_t kColumn = 72;
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.substr(i).starts_with("\r\n")) {
      out += "\r\n";
      column = 0;
      ++i;
      continue;
    }
    const bool is_last = i + 1 == text.size();
    if (c == ' ' && is_last) break;
    if (column > kColumn && c != ' ') {
      out += "=\r\n";
      column = 0;
    }
    if (is_encoded(c) || (c == ' ' && text.substr(i + 1).starts_with("\r\n"))) {
      out += fmt::format("={:02X}", static_cast<unsigned char>(c));
      column += 3;
    } else {
      out += c;
      ++column;
    }
  }
  return out;
}

}  // namespace mass::transforms::courier
