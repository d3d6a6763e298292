#include "core/keys/master_scanner.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace mass {

namespace {

bool is_blank(char c) noexcept {
  return is_wsp(c) || c == '\r';
}

}  // namespace

Result<Entry> Scanner::next() {
  Entry entry;
  entry.has_owner = !rest_.empty() && !is_blank(rest_.front());
  std::size_t depth = 0;
  while (!rest_.empty()) {
    const char c = rest_.front();
    if (c == '\n') {
      rest_.remove_prefix(1);
      ++line_;
      if (depth == 0) return entry;
    } else if (is_blank(c)) {
      rest_.remove_prefix(1);
    } else if (c == ';') {
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    } else if (c == '(') {
      rest_.remove_prefix(1);
      ++depth;
    } else if (c == ')') {
      rest_.remove_prefix(1);
      if (depth-- == 0) return fail(Errc::malformed, "closing parenthesis without an opening one");
    } else {
      auto token = c == '"' ? quoted() : word();
      if (!token) return std::unexpected(token.error());
      entry.tokens.push_back(*token);
    }
  }
  if (depth != 0) return fail(Errc::malformed, "opening parenthesis without a closing one");
  return entry;
}

// An escape hides the one character after it; of the digits of `\DDD` none could end a token.
std::size_t Scanner::step(std::size_t at) const noexcept {
  return rest_[at] == '\\' && at + 1 < rest_.size() && rest_[at + 1] != '\n' ? 2 : 1;
}

Token Scanner::cut(std::size_t from, std::size_t to, bool is_quoted) {
  const Token token{rest_.substr(from, to - from), is_quoted, line_};
  rest_.remove_prefix(is_quoted ? to + 1 : to);
  return token;
}

Result<Token> Scanner::quoted() {
  std::size_t at = 1;
  while (at < rest_.size() && rest_[at] != '"' && rest_[at] != '\n') at += step(at);
  if (at >= rest_.size() || rest_[at] == '\n') {
    return fail(Errc::malformed, "quoted string does not end on its line");
  }
  return cut(1, at, true);
}

Result<Token> Scanner::word() {
  static constexpr std::string_view kEnds = " \t\r\n;()\"";
  std::size_t at = 0;
  while (at < rest_.size() && !kEnds.contains(rest_[at])) at += step(at);
  return cut(0, at, false);
}

Result<std::string> unescaped(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] != '\\') {
      text += raw[at];
      continue;
    }
    if (++at == raw.size()) return fail(Errc::malformed, "backslash at the end");
    if (!is_digit(raw[at])) {
      text += raw[at];
      continue;
    }
    const auto code = parse_decimal(raw.substr(at, 3));
    if (raw.size() - at < 3 || !code || *code > 255) {
      return fail(Errc::malformed, "backslash and digit, but not three digits up to 255");
    }
    text += static_cast<char>(static_cast<unsigned char>(*code));
    at += 2;
  }
  return text;
}

}  // namespace mass
