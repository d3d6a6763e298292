#include "corpus/generate/draft.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::generate {

namespace {

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
  return with_lf_ends(encode_words(text, charset, encoding));
}

std::string in_base64(std::string_view octets, std::size_t width) {
  return with_lf_ends(base64_lines(octets, width));
}

std::string in_quoted_printable(std::string_view text) {
  return with_lf_ends(quoted_printable_encode(with_crlf_ends(text)));
}

}  // namespace mass::generate
