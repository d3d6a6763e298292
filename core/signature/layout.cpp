#include "core/signature/layout.hpp"

#include <algorithm>

#include "core/message/codec.hpp"

namespace mass::signature {

namespace {

constexpr std::size_t kLineWidth = 78;
constexpr std::size_t kBase64Width = 64;
constexpr std::size_t kCopyWidth = 60;
constexpr std::string_view kFold = "\r\n\t";
constexpr std::size_t kFoldColumn = 8;

// The parts of a value between which white space means nothing.
std::vector<std::string> pieces_of(const Tag& tag) {
  std::vector<std::string> pieces;
  std::string_view rest = tag.value;
  while (!rest.empty()) {
    std::size_t length = rest.size();
    if (tag.name == "h") {
      length = rest.find(':') == std::string_view::npos ? rest.size() : rest.find(':') + 1;
    } else if (tag.name == "z") {
      length = std::min(length, kCopyWidth);
      // A piece must not end within `=XX`.
      const std::size_t escape = rest.substr(0, length).rfind('=');
      const bool cuts_escape = escape != std::string_view::npos && escape + 3 > length;
      if (cuts_escape) length = std::min(escape + 3, rest.size());
    }
    pieces.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  if (pieces.empty()) pieces.emplace_back();
  return pieces;
}

}  // namespace

std::string folded_tags(const std::vector<Tag>& tags, std::size_t name_length) {
  std::string text;
  std::size_t column = name_length + 1;
  const auto put = [&](std::string_view piece, std::string_view gap) {
    if (column + gap.size() + piece.size() > kLineWidth) {
      text += kFold;
      column = kFoldColumn;
    } else {
      text += gap;
      column += gap.size();
    }
    text += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < tags.size(); ++i) {
    std::vector<std::string> pieces = pieces_of(tags[i]);
    pieces.front() = tags[i].name + "=" + pieces.front();
    if (i + 1 < tags.size()) pieces.back() += ';';
    put(pieces.front(), " ");
    for (std::size_t k = 1; k < pieces.size(); ++k) put(pieces[k], "");
  }
  return text;
}

std::string folded_signature(std::string_view octets) {
  return std::string(kFold) + base64_folded(octets, kBase64Width, kFold);
}

}  // namespace mass::signature
