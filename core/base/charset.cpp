#include "core/base/charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/base/text.hpp"

namespace mass {

namespace {

constexpr std::size_t kLongestCharset = 63;

const auto kNone = reinterpret_cast<iconv_t>(-1);

// The library reads more than a name from its argument: `//` asks for replacements.
bool is_name(std::string_view charset) {
  return !charset.empty() && charset.size() <= kLongestCharset &&
         std::ranges::all_of(charset, [](char c) {
           return is_digit(c) || is_letter(c) || std::string_view("-_.:()").contains(c);
         });
}

// One buffer's worth; false when the text does not fit the charset.
bool convert(iconv_t handle, char** at, std::size_t* left, std::string& out) {
  std::array<char, 4096> buffer{};
  char* to = buffer.data();
  std::size_t room = buffer.size();
  const std::size_t marks = iconv(handle, at, left, &to, &room);
  out.append(buffer.data(), buffer.size() - room);
  return marks == 0 || (marks == static_cast<std::size_t>(-1) && errno == E2BIG);
}

}  // namespace

CharsetConverter::CharsetConverter(std::string_view to, std::string_view from)
    : handle_(is_name(to) && is_name(from)
                  ? iconv_open(std::string(to).c_str(), std::string(from).c_str())
                  : kNone) {}

CharsetConverter::~CharsetConverter() {
  if (handle_ != kNone) iconv_close(handle_);
}

std::expected<std::string, CharsetError> CharsetConverter::run(std::string_view octets) const {
  if (handle_ == kNone) return std::unexpected(CharsetError::unknown);
  iconv(handle_, nullptr, nullptr, nullptr, nullptr);
  std::string in(octets);
  std::string out;
  char* at = in.data();
  std::size_t left = in.size();
  while (convert(handle_, &at, &left, out)) {
    if (left > 0) continue;
    convert(handle_, nullptr, nullptr, out);
    return out;
  }
  return std::unexpected(CharsetError::unfit);
}

std::expected<std::string, CharsetError> utf8_from(std::string_view charset,
                                                   std::string_view octets) {
  return CharsetConverter("UTF-8", charset).run(octets);
}

std::expected<std::string, CharsetError> utf8_to(std::string_view charset, std::string_view text) {
  return CharsetConverter(charset, "UTF-8").run(text);
}

}  // namespace mass
