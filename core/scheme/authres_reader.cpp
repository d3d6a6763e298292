#include "core/scheme/authres_reader.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace mass {

namespace {

bool is_space(char c) noexcept {
  return is_wsp(c) || c == '\r' || c == '\n';
}

// The authserv-id: a token or a quoted-string.
std::string read_id(std::string_view value) {
  std::size_t at = skip_comments(value, 0);
  std::string id;
  if (at < value.size() && value[at] == '"') {
    for (++at; at < value.size() && value[at] != '"'; ++at) {
      if (value[at] == '\\' && at + 1 < value.size()) ++at;
      id += value[at];
    }
    return id;
  }
  const std::size_t end = value.find_first_of("; \t\r\n(", at);
  return std::string(value.substr(at, end == std::string_view::npos ? end : end - at));
}

// The parts between semicolons that stand neither in a comment nor in a quoted-string.
std::vector<std::string_view> parts_of(std::string_view value) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  std::size_t depth = 0;
  bool is_quoted = false;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '\\' && (is_quoted || depth > 0)) {
      ++at;
    } else if (c == '"' && depth == 0) {
      is_quoted = !is_quoted;
    } else if (c == '(' && !is_quoted) {
      ++depth;
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (c == ';' && !is_quoted && depth == 0) {
      parts.push_back(value.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  parts.push_back(value.substr(begin));
  return parts;
}

std::string collapsed(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    if (!is_space(c)) out += c;
    if (is_space(c) && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

}  // namespace

std::size_t skip_comments(std::string_view text, std::size_t from) noexcept {
  std::size_t depth = 0;
  std::size_t at = from;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '(') {
      ++depth;
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (c == '\\' && depth > 0) {
      ++at;
    } else if (depth == 0 && !is_space(c)) {
      break;
    }
  }
  return std::min(at, text.size());
}

AuthResults read_authentication_results(std::string_view value) {
  AuthResults read{.authserv_id = read_id(value), .results = {}};
  const std::vector<std::string_view> parts = parts_of(value);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    std::string result = collapsed(parts[i]);
    if (!result.empty() && !iequals(result, "none")) read.results.push_back(std::move(result));
  }
  return read;
}

}  // namespace mass
