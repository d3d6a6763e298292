#include <fmt/format.h>

#include <algorithm>

#include "harness/paths/software/sympa/mail_entity.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kLineOctets = 45;

bool is_digit_of_uu(char c) {
  return c >= ' ' && c < 'a';
}

unsigned value_of(char c) {
  return static_cast<unsigned>(c - ' ') & 0x3FU;
}

char digit_of(unsigned value) {
  return value == 0 ? '`' : static_cast<char>(' ' + value);
}

// Digits that lack count as nothing.
void append_line(std::string& out, std::string_view line) {
  std::size_t octets = value_of(line.front());
  line.remove_prefix(1);
  while (octets > 0 && !line.empty()) {
    unsigned group = 0;
    for (int i = 0; i < 4; ++i) {
      const bool is_digit = !line.empty() && is_digit_of_uu(line.front());
      group = group << 6U | (is_digit ? value_of(line.front()) : 0);
      if (is_digit) line.remove_prefix(1);
    }
    for (const unsigned shift : {16U, 8U, 0U}) {
      if (octets == 0) break;
      out += static_cast<char>(group >> shift & 0xFFU);
      --octets;
    }
    if (!line.empty() && !is_digit_of_uu(line.front())) break;
  }
}

}  // namespace

std::string decode_mail_uu(std::string_view text) {
  std::string out;
  bool is_inside = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (!is_inside) {
      is_inside = line.starts_with("begin");
      continue;
    }
    if (line.starts_with("end")) break;
    const bool has_small = std::ranges::any_of(line, [](char c) { return c >= 'a' && c <= 'z'; });
    const bool is_whole = (value_of(line.front()) + 2) / 3 == line.size() / 4;
    if (!has_small && is_whole && line.front() > ' ') append_line(out, line);
  }
  return out;
}

std::string encode_mail_uu(std::string_view octets, std::string_view filename) {
  std::string out = fmt::format("begin 644 {}\n", filename);
  while (!octets.empty()) {
    const std::string_view line = octets.substr(0, kLineOctets);
    octets.remove_prefix(line.size());
    out += digit_of(static_cast<unsigned>(line.size()));
    for (std::size_t i = 0; i < line.size(); i += 3) {
      unsigned group = 0;
      for (std::size_t k = i; k < i + 3; ++k) {
        group = group << 8U | (k < line.size() ? static_cast<unsigned char>(line[k]) : 0U);
      }
      for (const unsigned shift : {18U, 12U, 6U, 0U}) out += digit_of(group >> shift & 0x3FU);
    }
    out += '\n';
  }
  return out + "end\n";
}

}  // namespace mass::transforms
