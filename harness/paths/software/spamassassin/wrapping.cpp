#include "harness/paths/software/spamassassin/wrapping.hpp"

#include <algorithm>
#include <vector>

#include "harness/paths/software/spamassassin/reading.hpp"

namespace mass::transforms::spamassassin {

namespace {

std::size_t width_of(std::string_view text) {
  return text.size() + 7 * static_cast<std::size_t>(std::ranges::count(text, '\t'));
}

// Words, and between each two of them the blank they are parted by (or nothing).
std::vector<std::string_view> pieces_of(std::string_view text, const Wrap& how) {
  std::vector<std::string_view> pieces;
  if (!how.first.empty()) pieces.push_back(how.first);
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (how.breaks_at_commas ? !is_space(text[at]) && text[at] != ',' : !is_space(text[at])) {
      continue;
    }
    const std::size_t end = how.breaks_at_commas ? at + 1 : at;
    pieces.push_back(text.substr(start, end - start));
    pieces.push_back(text.substr(end, at + 1 - end));
    start = at + 1;
  }
  pieces.push_back(text.substr(start));
  while (!pieces.empty() && pieces.back().empty()) pieces.pop_back();
  return pieces;
}

}  // namespace

std::string wrapped(std::string_view text, const Wrap& how) {
  std::string out;
  std::string line;
  bool is_begun = false;  // something of the text stands in the line already
  bool is_first = true;
  for (const std::string_view piece : pieces_of(text, how)) {
    if (is_first) {
      line = piece;
      is_first = false;
      continue;
    }
    const std::size_t needed = is_begun && !how.may_pass ? width_of(piece) : 0;
    if (width_of(line) + needed > how.width) {
      line.erase(std::ranges::find_if_not(line.rbegin(), line.rend(), is_space).base(), line.end());
      out.append(line).append("\r\n");
      line = how.prefix;
    }
    line += piece;
    is_begun = true;
  }
  return out + line;
}

}  // namespace mass::transforms::spamassassin
