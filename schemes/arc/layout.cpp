#include "schemes/arc/layout.hpp"

namespace mass::arc {
namespace {

constexpr std::size_t kLongestPiece = 900;

// Where white space means nothing: behind a colon of `h`, anywhere in Base64.
std::string with_long_values_cut(const Tag& tag) {
  std::string text = tag.name + "=";
  std::string_view rest = tag.value;
  while (rest.size() > kLongestPiece) {
    std::size_t length = kLongestPiece;
    if (tag.name == "h") {
      const std::size_t colon = rest.rfind(':', kLongestPiece);
      if (colon != std::string_view::npos) length = colon + 1;
    }
    text.append(rest.substr(0, length)).append(kFold);
    rest.remove_prefix(length);
  }
  return text.append(rest);
}

}  // namespace

std::string laid_out(const std::vector<Tag>& tags, std::size_t name_length) {
  std::string text;
  std::size_t column = name_length + 1;
  bool starts_line = false;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const bool is_signature = tags[i].name == "b";
    const std::string piece = with_long_values_cut(tags[i]) + (i + 1 < tags.size() ? ";" : "");
    if (is_signature || starts_line || column + 1 + piece.size() > kLineWidth) {
      text += kFold;
      column = kFoldColumn + piece.size();
    } else {
      text += ' ';
      column += 1 + piece.size();
    }
    starts_line = is_signature;
    text += piece;
  }
  return text;
}

}  // namespace mass::arc
