#include "harness/paths/software/sendmail/mime_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

namespace {

class QuotedPrintable {
 public:
  std::string encode(std::string_view text, bool is_part) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text.substr(i).starts_with("\r\n")) {
        end_line();
        last_ = '\n';
        ++i;
      } else {
        add(text[i]);
      }
    }
    if (is_wsp(last_) || !line_.empty() || is_part) end_line();
    return std::move(out_);
  }

 private:
  void end_line() {
    if (is_wsp(last_)) line_ += last_ == ' ' ? "=20" : "=09";
    if (line_ == ".") line_ = "=2E";
    write_line();
  }

  void write_line() {
    out_.append(line_).append("\r\n");
    line_.clear();
    length_ = 0;
  }

  // A blank waits until it is known whether its line goes on.
  void add(char c) {
    if (is_wsp(last_)) put(last_);
    if (length_ > 72 && (length_ > 75 || c != '.' || (length_ > 73 && last_ == '.'))) {
      // A dot shall not come to the start of a line alone.
      const bool moves_dot = length_ > 73 && last_ == '.';
      if (moves_dot) line_.pop_back();
      line_ += '=';
      write_line();
      if (moves_dot) put('.');
    }
    const auto octet = static_cast<unsigned char>(c);
    if (octet > 126 || (octet < 32 && c != '\t') || c == '=') {
      line_ += fmt::format("={:02X}", octet);
      length_ += 3;
    } else if (!is_wsp(c)) {
      put(c);
    }
    last_ = c;
  }

  void put(char c) {
    line_ += c;
    ++length_;
  }

  std::string out_;
  std::string line_;
  std::size_t length_ = 0;
  char last_ = '\n';
};

}  // namespace

Field sendmail_balanced(const Field& field) {
  constexpr std::array<std::string_view, 4> kChecked{"Content-Type", "Content-Disposition",
                                                     "Content-ID", "Content-Transfer-Encoding"};
  if (!is_one_of(field, kChecked)) return field;
  const std::string_view value = field.value();
  std::size_t open = 0;
  bool is_quoted = false;
  bool is_escaped = false;
  std::size_t at = 0;
  for (; at < value.size(); ++at) {
    const char c = value[at];
    if (is_escaped) {
      is_escaped = false;
    } else {
      is_escaped = c == '\\';
      if (c == '(' && !is_quoted) ++open;
      if (c == ')' && open > 0) --open;
      if (c == '"' && open == 0) is_quoted = !is_quoted;
    }
    // There must be room for what closes all that is open.
    if (value.size() - at > (is_escaped ? 1 : 0) + open + (is_quoted ? 1 : 0)) continue;
    if (c == '(' && !is_quoted) --open;
    if (c == '"' && open == 0) is_quoted = false;
    break;
  }
  if (at == value.size()) return field;
  std::string changed(value.substr(0, at));
  changed.append(open, ')');
  if (is_quoted) changed += '"';
  return with_value(field, changed);
}

Separator separator(std::string_view line, std::span<const std::string> boundaries) {
  if (!line.starts_with("--")) return Separator::none;
  while (!line.empty() && (is_wsp(line.back()) || line.back() == '\r' || line.back() == '\n')) {
    line.remove_suffix(1);
  }
  const auto is_boundary = [&](std::string_view text) {
    return std::ranges::find(boundaries, text) != boundaries.end();
  };
  if (line.size() < 2) return Separator::none;
  line.remove_prefix(2);
  if (is_boundary(line)) return Separator::between;
  if (!line.ends_with("--")) return Separator::none;
  line.remove_suffix(2);
  return is_boundary(line) ? Separator::final : Separator::none;
}

bool looks_like_field(std::string_view line) {
  if (line.starts_with("--")) return false;
  std::size_t at = 0;
  while (at < line.size() && static_cast<unsigned char>(line[at]) > ' ' && line[at] != ':') ++at;
  if (at == 0) return false;
  while (at < line.size() && is_wsp(line[at])) ++at;
  return at < line.size() && line[at] == ':';
}

std::string_view LineReader::peek() const {
  const std::size_t end = text_.find("\r\n", at_);
  return text_.substr(at_, end == std::string_view::npos ? end : end + 2 - at_);
}

std::string_view LineReader::next() {
  const std::string_view line = peek();
  at_ += line.size();
  return line;
}

Section LineReader::section(std::span<const std::string> boundaries) {
  const std::size_t begin = at_;
  Section section;
  std::size_t end = at_;
  bool is_ended = false;
  while (!at_end() && !is_ended) {
    const Separator kind = separator(next(), boundaries);
    is_ended = kind != Separator::none;
    if (is_ended) section.kind = kind;
    if (!is_ended) end = at_;
  }
  section.lines = section.text = text_.substr(begin, end - begin);
  if (is_ended && section.text.ends_with("\r\n")) section.text.remove_suffix(2);
  return section;
}

std::string sendmail_quoted_printable(std::string_view text, bool is_part) {
  return QuotedPrintable().encode(text, is_part);
}

}  // namespace mass::transforms
