#include "harness/paths/software/lynx/page.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"
#include "harness/paths/software/lynx/html.hpp"

namespace mass::lynx {

namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kTab = 8;
constexpr std::size_t kRuleLength = 66;
// A no-break space, which ends no line and is not run together with others.
constexpr std::string_view kHardSpace = "\xC2\xA0";
// A line of which nothing is seen, and which is not an empty one.
constexpr std::string_view kBlankLine = " ";

// Hard spaces as spaces; none at the end.
std::string shown(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find(kHardSpace), text.size());
    out += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    out += ' ';
    text.remove_prefix(kHardSpace.size());
  }
  out.resize(out.find_last_not_of(' ') + 1);
  return out;
}

std::string_view next_character(std::string_view text) {
  return text.substr(0, std::max<std::size_t>(first_character(text).octets, 1));
}

}  // namespace

void Page::add_text(std::string_view text) {
  while (!text.empty()) {
    const std::string_view character = next_character(text);
    text.remove_prefix(character.size());
    if (!is_blank(character.front())) {
      put(character);
      is_in_word_ = true;
      is_start_ = false;
    } else {
      add_blank(character.front());
    }
  }
}

void Page::add_blank(char blank) {
  // At the start of a page a blank is kept, though not a line end.
  const bool is_kept = is_in_word_ || (is_start_ && is_tagged_ && blank != '\n' && blank != '\r');
  is_start_ = is_start_ && !is_tagged_;
  is_in_word_ = false;
  if (!is_kept) return;
  line_ += ' ';
  if (++width_ > room()) wrap();
}

void Page::add_mark(std::string_view mark) {
  for (const char c : mark) put(std::string_view(&c, 1));
}

void Page::add_preformatted(std::string_view text) {
  is_preformatted_ = true;
  while (!text.empty()) {
    const std::string_view character = next_character(text);
    text.remove_prefix(character.size());
    if (character == "\n") {
      emit(line_);
      line_.clear();
      width_ = 0;
    } else if (character == "\t") {
      do {
        put(" ");
      } while (width_ % kTab != 0);
    } else if (character != "\r") {
      put(character);
    }
  }
  is_preformatted_ = false;
}

void Page::add_bullet(std::string_view mark) {
  end_line();
  update();
  hang_ = std::min(mark.size(), style_.left);
  line_ = mark;
  width_ = mark.size();
  prefix_ = mark.size();
}

void Page::add_rule() {
  end_line();
  lines_.push_back(std::string(5, ' ') + std::string(kRuleLength, '_'));
  needs_empty_line_ = true;
}

void Page::want(const Style& style) {
  if (style.id == wanted_.id) return;
  wanted_ = style;
  is_style_new_ = true;
}

void Page::update() {
  if (is_style_new_) {
    need_empty_lines(std::max(style_.after, wanted_.before));
    style_ = wanted_;
    is_style_new_ = false;
  }
  if (needs_empty_line_) need_empty_lines(1);
}

void Page::set_margin(std::size_t left) {
  update();
  style_.left = left;
}

void Page::end_line() {
  is_in_word_ = false;
  if (line_.empty()) return;
  emit(line_);
  line_.clear();
  width_ = 0;
}

void Page::need_empty_lines(std::size_t count) {
  end_line();
  needs_empty_line_ = false;
  if (lines_.empty()) return;
  std::size_t have = 0;
  while (have < std::min(count, lines_.size()) && lines_[lines_.size() - 1 - have].empty()) ++have;
  for (; have < count; ++have) lines_.emplace_back();
}

void Page::start_paragraph() {
  update();
  // Lines of hard spaces alone will do, once they have ended.
  if (line_.empty() && !lines_.empty() && lines_.back() == kBlankLine) return;
  need_empty_lines(std::max(style_.before, style_.after));
}

bool Page::take_back(std::string_view text) {
  if (!line_.ends_with(text)) return false;
  line_.resize(line_.size() - text.size());
  width_ -= character_count(text);
  return true;
}

void Page::put(std::string_view character) {
  update();
  line_ += character;
  if (++width_ > room()) wrap();
}

std::size_t Page::room() const {
  if (is_preformatted_) return kColumns;
  return kColumns - style_.right - style_.left + hang_;
}

void Page::wrap() {
  const std::size_t space = is_preformatted_ ? std::string::npos : line_.rfind(' ');
  std::size_t head = space;
  std::size_t tail = space + 1;
  if (space == std::string::npos || space < std::max<std::size_t>(prefix_, 1)) {
    head = line_.size() - 1;
    while (head > 0 && continues_character(line_[head])) --head;
    tail = head;
  }
  const std::string rest = line_.substr(tail);
  emit(std::string_view(line_).substr(0, head));
  line_ = rest;
  width_ = character_count(rest);
}

void Page::emit(std::string_view text) {
  const std::string line = shown(text);
  const Align align = paragraph_.value_or(style_.align);
  std::size_t indent = style_.left - hang_;
  const std::size_t used = style_.left + style_.right + character_count(line);
  const std::size_t spare = used < kColumns ? kColumns - used : 0;
  if (align == Align::center) indent += spare / 2;
  if (align == Align::right) indent += spare;
  if (line.empty()) {
    lines_.emplace_back(text.empty() ? "" : kBlankLine);
  } else {
    lines_.push_back(std::string(indent, ' ') + line);
  }
  hang_ = 0;
  prefix_ = 0;
}

void Page::start_table() {
  end_line();
  if (++tables_ > 1) {
    is_simple_ = false;
    return;
  }
  is_simple_ = true;
  is_first_ = is_start_;
  rows_.clear();
}

void Page::start_row() {
  end_row();
  end_line();
  row_start_ = lines_.size();
  is_in_row_ = tables_ == 1;
  cells_.clear();
}

void Page::start_cell() {
  if (!is_in_row_) {
    add_text(" ");
    return;
  }
  if (!cells_.empty() && !line_.empty() && line_.back() != ' ') {
    line_ += ' ';
    ++width_;
  }
  update();
  if (cells_.empty()) row_start_ = lines_.size();
  cells_.push_back(line_.size());
}

void Page::end_row() {
  if (!is_in_row_) return;
  is_in_row_ = false;
  if (line_.empty() && row_start_ == lines_.size()) return;
  const std::string text = line_;
  end_line();
  if (lines_.size() != row_start_ + 1 || text.empty()) {
    is_simple_ = is_simple_ && cells_.size() < 2;
    return;
  }
  if (cells_.size() > 1) {
    lines_.back() = text;  // Its cells are set when all are known.
    rows_.push_back({row_start_, cells_});
  } else if (is_first_) {
    lines_.back().insert(0, " ");
  }
}

void Page::end_table() {
  if (tables_ == 0) return;
  end_row();
  end_line();
  if (--tables_ == 0) set_columns();
}

void Page::set_columns() {
  std::vector<std::size_t> widths;
  std::vector<std::vector<std::string>> texts;
  for (const Row& row : rows_) {
    auto& cells = texts.emplace_back();
    for (std::size_t at = 0; at < row.cells.size(); ++at) {
      const std::string& line = lines_[row.line];
      const std::size_t start = row.cells[at];
      const std::size_t end = at + 1 < row.cells.size() ? row.cells[at + 1] : line.size();
      cells.push_back(shown(line.substr(start, end - start)));
      if (widths.size() <= at) widths.push_back(0);
      widths[at] = std::max(widths[at], character_count(cells.back()));
    }
  }
  for (std::size_t at = 0; at < rows_.size(); ++at) {
    std::string text;
    for (std::size_t cell = 0; cell < texts[at].size(); ++cell) {
      text += texts[at][cell] + ' ';
      if (is_simple_) text.append(widths[cell] - character_count(texts[at][cell]), ' ');
    }
    text.resize(text.find_last_not_of(' ') + 1);
    lines_[rows_[at].line] = std::string(style_.left + (is_first_ ? 1 : 0), ' ') + text;
  }
  rows_.clear();
}

std::vector<std::string> Page::finish() {
  while (tables_ > 0) end_table();
  end_line();
  for (std::string& line : lines_) {
    if (line == kBlankLine) line.clear();
  }
  while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  return std::move(lines_);
}

}  // namespace mass::lynx
