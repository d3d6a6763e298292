#include "core/message/codec.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/base/text.hpp"

namespace mass {

namespace {

constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> kBase64Values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kBase64Digits.size(); ++i) {
    values[static_cast<unsigned char>(kBase64Digits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}();

int base64_value(char c) noexcept {
  return kBase64Values[static_cast<unsigned char>(c)];
}

/// Turns characters into octets as they come.
class Base64Reader {
 public:
  void add(int value) {
    bits_ = bits_ << 6 | static_cast<std::uint32_t>(value);
    ++count_;
    if (count_ % 4 == 0) emit(3);
  }

  /// The octets of an unfinished group of four are kept as far as they are whole.
  [[nodiscard]] std::string finish() {
    const std::size_t rest = count_ % 4;
    bits_ <<= 6 * (4 - rest);
    if (rest > 1) emit(rest - 1);
    return std::move(octets_);
  }

  [[nodiscard]] std::size_t count() const noexcept { return count_; }

 private:
  void emit(std::size_t length) {
    for (std::size_t i = 0; i < length; ++i) octets_ += static_cast<char>(bits_ >> (16 - 8 * i));
  }

  std::string octets_;
  std::uint32_t bits_ = 0;
  std::size_t count_ = 0;
};

/// The octet of `=XX` at `at`, or -1.
int escaped_octet(std::string_view text, std::size_t at) {
  if (text.size() - at < 3) return -1;
  const auto octet = from_hex(text.substr(at + 1, 2));
  return octet ? static_cast<unsigned char>(octet->front()) : -1;
}

/// Writes one line of quoted-printable text, its line end excluded.
class QuotedLine {
 public:
  QuotedLine(std::string& out, std::size_t width) : out_(out), width_(std::max(width, kLeast)) {}

  void write(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool is_last = i + 1 == line.size();
      const bool is_literal = is_printable(line[i]) || (is_wsp(line[i]) && !is_last);
      // The last token of a line may use the column that a soft line break would need.
      reserve(is_literal ? 1 : 3, is_last ? width_ : width_ - 1);
      is_literal ? put(line[i]) : escape(line[i]);
    }
    column_ = 0;
  }

 private:
  static constexpr std::size_t kLeast = 4;  // An escaped octet and the mark of a soft line break.

  static bool is_printable(char c) { return c > ' ' && c <= '~' && c != '='; }

  void reserve(std::size_t length, std::size_t limit) {
    if (column_ + length > limit) {
      out_ += "=\r\n";
      column_ = 0;
    }
    column_ += length;
  }

  void put(char c) { out_ += c; }

  void escape(char c) {
    const auto octet = static_cast<unsigned char>(c);
    out_ += '=';
    out_ += kHexDigits[octet >> 4];
    out_ += kHexDigits[octet & 15];
  }

  std::string& out_;
  std::size_t width_;
  std::size_t column_ = 0;
};

void decode_quoted(std::string_view line, std::string& out) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const int octet = line[i] == '=' ? escaped_octet(line, i) : -1;
    if (octet < 0) {
      out += line[i];
      continue;
    }
    out += static_cast<char>(octet);
    i += 2;
  }
}

}  // namespace

std::string base64_encode(std::string_view octets) {
  std::string text;
  text.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < octets.size(); at += 3) {
    const std::size_t length = std::min<std::size_t>(3, octets.size() - at);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < length ? static_cast<unsigned char>(octets[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= length ? kBase64Digits[bits >> (18 - 6 * i) & 63] : '=';
    }
  }
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  Base64Reader reader;
  std::size_t padding = 0;
  for (const char c : text) {
    if (is_fws(c)) continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const int value = base64_value(c);
    if (value < 0 || padding > 0) return std::nullopt;
    reader.add(value);
  }
  if (padding > 2 || (reader.count() + padding) % 4 != 0) return std::nullopt;
  return reader.finish();
}

std::string base64_decode_lenient(std::string_view text) {
  Base64Reader reader;
  for (const char c : text) {
    if (c == '=') break;
    if (const int value = base64_value(c); value >= 0) reader.add(value);
  }
  return reader.finish();
}

std::string base64_folded(std::string_view octets, std::size_t width, std::string_view fold) {
  const std::string text = base64_encode(octets);
  const std::size_t step = std::max<std::size_t>(width, 1);
  std::string folded;
  folded.reserve(text.size() + (text.size() / step + 1) * fold.size());
  for (std::size_t at = 0; at < text.size(); at += step) {
    if (at > 0) folded += fold;
    folded.append(text, at, step);
  }
  return folded;
}

std::string base64_lines(std::string_view octets, std::size_t width) {
  std::string lines = base64_folded(octets, width, kCrlf);
  if (!lines.empty()) lines += kCrlf;
  return lines;
}

std::string quoted_printable_encode(std::string_view text, std::size_t width) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  QuotedLine line(out, width);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find(kCrlf, at);
    line.write(text.substr(at, end - at));
    if (end == std::string_view::npos) break;
    out += kCrlf;
    at = end + kCrlf.size();
  }
  return out;
}

std::string quoted_printable_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find(kCrlf, at);
    const bool has_end = end != std::string_view::npos;
    // Blanks at the end were added in transit. Source: RFC 2045 section 6.7 rule 3.
    std::string_view line = without_trailing_blanks(text.substr(at, end - at));
    // A soft line break may be the last octet: inside a multipart its CRLF belongs to the boundary.
    const bool is_soft = line.ends_with('=');
    if (is_soft) line.remove_suffix(1);
    decode_quoted(line, out);
    if (!has_end) break;
    if (!is_soft) out += kCrlf;
    at = end + kCrlf.size();
  }
  return out;
}

}  // namespace mass
