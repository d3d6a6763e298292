#include <algorithm>
#include <cstddef>
#include <optional>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

/// The codecs of header fields; those of bodies are in codec.cpp.
namespace mass {

namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::size_t kMaxWord = 75;  // RFC 2047 section 2

struct EncodedWord {
  std::string_view charset;
  std::string octets;
  std::size_t length;  // Octets of the word in the value.
};

bool is_word_token_character(char c) {
  constexpr std::string_view kSpecials = "()<>@,;:\\\"/[]?.=";  // RFC 2047 section 2
  return c > ' ' && c <= '~' && !kSpecials.contains(c);
}

bool is_text_character(char c) {
  return c > ' ' && c <= '~' && c != '?';
}

template <class Predicate>
std::string_view take_while(std::string_view& text, Predicate is_part) {
  const auto* const end = std::find_if_not(text.begin(), text.end(), is_part);
  const std::string_view taken(text.begin(), end);
  text.remove_prefix(taken.size());
  return taken;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

std::optional<std::string> decode_q(std::string_view text) {
  std::string octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      octets += text[i] == '_' ? ' ' : text[i];
      continue;
    }
    const auto octet = from_hex(text.substr(i + 1, 2));
    if (!octet || octet->empty()) return std::nullopt;
    octets += *octet;
    i += 2;
  }
  return octets;
}

// Many mailers drop the padding or put some in the middle; anything else is not base64.
std::optional<std::string> decode_b(std::string_view text) {
  const std::string_view data = text.substr(0, text.find('='));
  const std::size_t missing = (4 - data.size() % 4) % 4;
  if (text.find_first_not_of('=', data.size()) != std::string_view::npos) return std::nullopt;
  return base64_decode(std::string(data).append(missing, '='));
}

/// The encoded word at the start of `text`. Source: RFC 2047 section 2, RFC 2231 section 5.
std::optional<EncodedWord> read_word(std::string_view text) {
  std::string_view rest = text;
  if (!take(rest, "=?")) return std::nullopt;
  const std::string_view label = take_while(rest, is_word_token_character);
  if (!take(rest, "?")) return std::nullopt;
  const std::string_view encoding = take_while(rest, is_word_token_character);
  if (!take(rest, "?")) return std::nullopt;
  const std::string_view encoded = take_while(rest, is_text_character);
  if (!take(rest, "?=")) return std::nullopt;

  const std::string_view charset = label.substr(0, label.find('*'));
  if (charset.empty()) return std::nullopt;
  std::optional<std::string> octets;
  if (iequals(encoding, "q")) octets = decode_q(encoded);
  if (iequals(encoding, "b")) octets = decode_b(encoded);
  if (!octets) return std::nullopt;
  return EncodedWord{charset, *std::move(octets), text.size() - rest.size()};
}

/// Length of the first piece of `octets` that must stay in one word: a whole character of UTF-8, a
/// single octet of anything else.
std::size_t unit_length(std::string_view octets, bool is_utf8) {
  const auto lead = static_cast<unsigned char>(octets.front());
  if (!is_utf8 || lead < 0xC2 || lead > 0xF4) return 1;
  const std::size_t expected = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  std::size_t length = 1;
  while (length < expected && length < octets.size() &&
         (static_cast<unsigned char>(octets[length]) & 0xC0U) == 0x80) {
    ++length;
  }
  return length;
}

// The characters that stand for themselves in every place an encoded word may appear. Source: RFC
// 2047 section 5 (3).
bool is_plain_in_q(char c) {
  return is_digit(c) || is_letter(c) || std::string_view("!*+-/").contains(c);
}

std::string encode_q(std::string_view octets) {
  std::string text;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == ' ') {
      text += '_';
    } else if (is_plain_in_q(c)) {
      text += c;
    } else {
      text += {'=', kHexDigits[octet >> 4], kHexDigits[octet & 15]};
    }
  }
  return text;
}

}  // namespace

std::string decode_words(std::string_view value, std::string* charset) {
  if (charset != nullptr) charset->clear();
  std::string out;
  bool has_charset = false;
  bool after_word = false;
  while (!value.empty()) {
    // White space between two encoded words is not shown. Source: RFC 2047 section 6.2.
    const std::size_t gap = std::min(value.find_first_not_of(kSpace), value.size());
    if (const auto word = read_word(value.substr(after_word ? gap : 0))) {
      if (charset != nullptr && !has_charset) *charset = word->charset;
      has_charset = true;
      out += word->octets;
      value.remove_prefix((after_word ? gap : 0) + word->length);
      after_word = true;
      continue;
    }
    const std::size_t next =
        std::min(value.find("=?", std::max<std::size_t>(gap, 1)), value.size());
    out += value.substr(0, next);
    value.remove_prefix(next);
    after_word = false;
  }
  return out;
}

std::string encode_words(std::string_view octets, std::string_view charset, char encoding) {
  const bool is_q = ascii_lower(encoding) == 'q';
  const bool is_utf8 = iequals(charset, "utf-8");
  const std::string head = std::string("=?").append(charset) + (is_q ? "?Q?" : "?B?");
  const std::size_t room = kMaxWord - std::min(kMaxWord, head.size() + 2);

  std::string words;
  while (!octets.empty()) {
    std::size_t length = 0;
    std::size_t used = 0;
    while (length < octets.size()) {
      const std::string_view rest = octets.substr(length);
      const std::size_t unit = unit_length(rest, is_utf8);
      const std::size_t next =
          is_q ? used + encode_q(rest.substr(0, unit)).size() : (length + unit + 2) / 3 * 4;
      if (next > room && length > 0) break;
      length += unit;
      used = next;
    }
    if (!words.empty()) words += "\r\n ";
    const std::string_view part = octets.substr(0, length);
    words += head + (is_q ? encode_q(part) : base64_encode(part)) + "?=";
    octets.remove_prefix(length);
  }
  return words;
}

std::string refold(std::string_view value, std::size_t first_column, std::size_t width,
                   char indent) {
  const std::string line = unfold(value);
  std::string out;
  out.reserve(line.size() + line.size() / 16);
  std::size_t column = first_column;
  std::size_t at = 0;
  bool has_word = false;
  while (at < line.size()) {
    const std::size_t word = std::min(line.find_first_not_of(" \t", at), line.size());
    const std::size_t end = std::min(line.find_first_of(" \t", word), line.size());
    // No fold before the first word, which would leave a line with the name alone, and none behind
    // the last, which would leave a line of blanks.
    const bool may_fold = has_word && word > at && word < end;
    if (may_fold && column + (end - at) > width) {
      out += kCrlf;
      out += indent;
      at = word;
      column = 1;
    }
    out.append(line, at, end - at);
    column += end - at;
    has_word = true;
    at = end;
  }
  return out;
}

std::string unfold(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = std::min(value.find(kCrlf, at), value.size());
    const bool is_fold = end + kCrlf.size() < value.size() && is_wsp(value[end + kCrlf.size()]);
    const std::size_t next = std::min(end + kCrlf.size(), value.size());
    if (!is_fold) end = next;
    out += value.substr(at, end - at);
    at = next;
  }
  return out;
}

}  // namespace mass
