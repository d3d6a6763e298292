#include "harness/paths/steps/fields/address_spans.hpp"

#include <algorithm>

namespace mass::transforms {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// Past the quoted string or comment that starts at `at`, or past one character.
std::size_t past(std::string_view text, std::size_t at) {
  if (text[at] == '\\') return std::min(at + 2, text.size());
  if (text[at] == '"') {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
  }
  if (text[at] == '(') {
    std::size_t depth = 0;
    for (; at < text.size(); ++at) {
      if (text[at] == '\\') {
        ++at;
      } else if (text[at] == '(') {
        ++depth;
      } else if (text[at] == ')' && --depth == 0) {
        return at + 1;
      }
    }
    return text.size();
  }
  return at + 1;
}

bool is_blank(char c) {
  return kBlanks.contains(c);
}

class Scanner {
 public:
  explicit Scanner(std::string_view value) : value_(value) {}

  std::vector<AddressSpan> scan() {
    for (std::size_t at = 0; at < value_.size();) {
      const char c = value_[at];
      const bool is_outside = open_ == kNone || close_ != kNone;
      if (is_outside && (c == ',' || c == ';')) {
        finish(at);
        reset(at + 1);
      } else if (is_outside && c == ':' && !has_at_) {
        reset(at + 1);
      } else if (c == '<' && open_ == kNone) {
        open_ = at;
      } else if (c == '>' && open_ != kNone && close_ == kNone) {
        close_ = at;
      } else if (!is_blank(c) && c != '(' && is_outside) {
        if (words_begin_ == kNone) words_begin_ = at;
        words_end_ = past(value_, at);
        has_at_ = has_at_ || c == '@';
      }
      at = past(value_, at);
    }
    finish(value_.size());
    return std::move(spans_);
  }

 private:
  static constexpr std::size_t kNone = std::string_view::npos;

  void reset(std::size_t begin) {
    begin_ = begin;
    open_ = close_ = words_begin_ = kNone;
    words_end_ = begin;
    has_at_ = false;
  }

  void finish(std::size_t end) {
    AddressSpan span{begin_, end, words_begin_, words_end_};
    while (span.begin < span.end && is_blank(value_[span.begin])) ++span.begin;
    while (span.end > span.begin && is_blank(value_[span.end - 1])) --span.end;
    if (open_ != kNone) {
      span.address_begin = open_ + 1;
      span.address_end = close_ == kNone ? end : close_;
    }
    if (span.address_begin == kNone || span.address_begin >= span.address_end) return;
    spans_.push_back(span);
  }

  std::string_view value_;
  std::vector<AddressSpan> spans_;
  std::size_t begin_ = 0;
  std::size_t open_ = kNone;
  std::size_t close_ = kNone;
  std::size_t words_begin_ = kNone;
  std::size_t words_end_ = 0;
  bool has_at_ = false;
};

}  // namespace

std::vector<AddressSpan> address_spans(std::string_view value) {
  return Scanner(value).scan();
}

std::string bare_address(std::string_view value, const AddressSpan& span) {
  const std::string_view text =
      value.substr(span.address_begin, span.address_end - span.address_begin);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = past(text, at);
    if (text[at] != '(' && !is_blank(text[at])) out.append(text.substr(at, next - at));
    at = next;
  }
  return out;
}

}  // namespace mass::transforms
