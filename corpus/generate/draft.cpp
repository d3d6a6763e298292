#include "corpus/generate/draft.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::generate {

namespace {

std::string with_lf(std::string text) {
  std::erase(text, '\r');
  return text;
}

bool is_named(std::string_view field, std::string_view name) noexcept {
  return istarts_with(field, name) && field.size() > name.size() && field[name.size()] == ':';
}

}  // namespace

std::string* Draft::find(std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const std::string& field) { return is_named(field, name); });
  return found == fields.end() ? nullptr : &*found;
}

void Draft::erase(std::string_view name) {
  std::erase_if(fields, [&](const std::string& field) { return is_named(field, name); });
}

std::string field_text(std::string_view name, std::string_view value, std::string_view fold) {
  constexpr std::size_t kWidth = 76;
  std::string text = std::string(name) + ":";
  if (value.contains('\n')) return text.append(" ").append(value);  // folded already
  std::size_t column = text.size();
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(' '), value.size());
    const std::string_view word = value.substr(0, end);
    const bool is_first = text.size() == name.size() + 1;
    if (!is_first && column + 1 + word.size() > kWidth) {
      text.append("\n").append(fold);
      column = fold.size();
    } else {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return text;
}

std::string encoded(std::string_view text, std::string_view charset, char encoding) {
  return with_lf(encode_words(text, charset, encoding));
}

std::string in_base64(std::string_view octets, std::size_t width) {
  return with_lf(base64_lines(octets, width));
}

std::string in_quoted_printable(std::string_view text) {
  return with_lf(quoted_printable_encode(with_crlf(text)));
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

}  // namespace mass::generate
