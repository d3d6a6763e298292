#include "results/report/columns.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"

namespace mass {

std::size_t width_of(std::string_view utf8) noexcept {
  return character_count(utf8);
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t own = width_of(text);
  return std::string(width > own ? width - own : 0, ' ').append(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t own = width_of(text);
  return std::string(text).append(width > own ? width - own : 0, ' ');
}

std::string wrap(std::string_view first, std::string_view text, std::size_t width) {
  const std::size_t indent = width_of(first);
  std::string out(first);
  std::size_t column = indent;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (column > indent && column + 1 + width_of(word) > width) {
      out.append("\n").append(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width_of(word);
  }
  return out + '\n';
}

std::string flow(const std::vector<std::string>& items, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  for (const std::string& item : items) {
    if (column != 0 && column + 2 + width_of(item) > width) {
      out += '\n';
      column = 0;
    }
    out.append("  ").append(item);
    column += 2 + width_of(item);
  }
  return out.empty() ? out : out + '\n';
}

std::string align(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += i == 0 ? pad_right(row[i], widths[i]) : "  " + pad_left(row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace mass
