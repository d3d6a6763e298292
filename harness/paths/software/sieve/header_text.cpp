#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/software/sieve/sieve.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kWrapper = 12;  // what stands around an encoded word's text
constexpr std::size_t kMaxLine = 76;
constexpr std::size_t kFoldAt = 80;

bool needs_encoding(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet >= 0x80 || (octet < 32 && c != '\t');
}

std::string quoted_words(std::string_view text, std::size_t first_column) {
  std::string out;
  std::size_t left = kMaxLine - kWrapper;
  if (first_column >= kMaxLine - kWrapper - 3) {
    out = "\n\t";
    --left;
  } else {
    left -= first_column;
  }
  out += "=?utf-8?q?";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_plain = !needs_encoding(c) && c != '=' && c != '?' && c != '_';
    std::size_t length = is_plain ? 1 : 3;
    // A character stays whole.
    if (!continues_character(c)) {
      std::size_t end = i + 1;
      while (end < text.size() && continues_character(text[end])) length += 3, ++end;
    }
    if (left < length && !continues_character(c)) {
      out += "?=\n\t=?utf-8?q?";
      left = kMaxLine - kWrapper - 1;
    }
    if (c == ' ') {
      out += '_';
    } else if (is_plain) {
      out += c;
    } else {
      out += fmt::format("={:02X}", static_cast<unsigned char>(c));
    }
    left -= std::min<std::size_t>(left, is_plain ? 1 : 3);
  }
  return out + "?=";
}

std::string base64_words(std::string_view text, std::size_t first_column) {
  std::string out;
  std::size_t room = kMaxLine - kWrapper - std::min(first_column, kMaxLine - kWrapper - 4);
  while (!text.empty()) {
    std::size_t piece = std::min(text.size(), room / 4 * 3);
    while (piece > 0 && piece < text.size() && continues_character(text[piece])) --piece;
    if (piece == 0) piece = text.size();
    out.append(out.empty() ? "" : "\n\t")
        .append("=?utf-8?b?")
        .append(base64_encode(text.substr(0, piece)))
        .append("?=");
    text.remove_prefix(piece);
    room = kMaxLine - kWrapper - 1;
  }
  return out;
}

}  // namespace

std::string dovecot_encoded(std::string_view text) {
  const auto* const first = std::ranges::find_if(text, needs_encoding);
  if (first == text.end()) return std::string(text);
  std::size_t begin = static_cast<std::size_t>(first - text.begin());
  while (begin > 0 && !is_wsp(text[begin - 1])) --begin;
  std::size_t end = text.size();
  while (!needs_encoding(text[end - 1])) --end;
  while (end < text.size() && !is_wsp(text[end])) ++end;
  const std::string_view words = text.substr(begin, end - begin);
  const auto wide = static_cast<std::size_t>(std::ranges::count_if(words, needs_encoding));
  std::string out(text.substr(0, begin));
  out += wide * 2 > words.size() ? base64_words(words, begin) : quoted_words(words, begin);
  return out.append(text.substr(end));
}

std::string pigeonhole_folded(std::string_view name, std::string_view body) {
  std::string out = " ";
  std::size_t start = 0;
  std::size_t at = 0;
  std::size_t column = name.size() + 2;
  bool has_line = false;
  while (at < body.size()) {
    std::size_t blank = std::string_view::npos;
    std::size_t line_end = std::string_view::npos;
    bool is_first_blank = true;
    while (at < body.size() && (blank == std::string_view::npos || column < kFoldAt)) {
      const char c = body[at];
      if (is_wsp(c)) {
        if (is_first_blank) blank = at;
        is_first_blank = false;
      } else if (c == '\r' || c == '\n') {
        line_end = is_first_blank ? at : blank;
        break;
      } else {
        is_first_blank = true;
      }
      ++at;
      ++column;
    }
    if (at == body.size()) break;
    std::size_t next = line_end == std::string_view::npos ? blank : at;
    while (next < body.size() && (body[next] == '\r' || body[next] == '\n')) ++next;
    out.append(body.substr(start, (line_end == std::string_view::npos ? blank : line_end) - start));
    while (next < body.size() && is_wsp(body[next])) ++next;
    out += next < body.size() ? "\r\n\t" : "";
    start = next;
    at = std::max(at, next);
    column = at - start;
    has_line = true;
  }
  if (start < body.size() || !has_line) out.append(body.substr(start));
  return out;
}

}  // namespace mass::transforms
