#include "harness/json/places.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/base/utf8.hpp"

namespace mass {

namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";

class PlaceFinder {
 public:
  explicit PlaceFinder(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  JsonPlaces find() {
    skip_blanks();
    value("", at_, 0);
    return std::move(places_);
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] char here() const { return done() ? '\0' : text_[at_]; }

  void skip_blanks() {
    while (!done()) {
      at_ = std::min(text_.find_first_not_of(kWhiteSpace, at_), text_.size());
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  // Past the closing quote; gives what is between the quotes.
  std::string_view quoted() {
    const std::size_t begin = ++at_;
    while (!done() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    const std::size_t end = std::min(at_, text_.size());
    at_ = std::min(end + 1, text_.size());
    return text_.substr(begin, end - begin);
  }

  void value(const std::string& pointer, std::size_t key, int depth) {
    places_.entries[pointer] = {key, at_};
    if (depth > kMaxJsonDepth) {
      places_.too_deep = true;
      at_ = text_.size();
    } else if (here() == '{') {
      object(pointer, depth);
    } else if (here() == '[') {
      array(pointer, depth);
    } else if (here() == '"') {
      (void)quoted();
    } else {
      at_ = std::min(text_.find_first_of(",]}/ \t\r\n", at_), text_.size());
    }
  }

  void object(const std::string& pointer, int depth) {
    std::unordered_set<std::string_view> keys;
    ++at_;
    for (skip_blanks(); here() == '"'; skip_blanks()) {
      const std::size_t key_at = at_;
      const std::string_view key = quoted();
      if (!keys.insert(key).second) places_.duplicates.push_back({std::string(key), key_at});
      skip_blanks();
      if (here() == ':') ++at_;
      skip_blanks();
      value(pointer_to(pointer, key), key_at, depth + 1);
      skip_blanks();
      if (here() == ',') ++at_;
    }
    if (here() == '}') ++at_;
  }

  void array(const std::string& pointer, int depth) {
    ++at_;
    std::size_t index = 0;
    for (skip_blanks(); !done() && here() != ']'; skip_blanks()) {
      const std::size_t before = at_;
      value(pointer_to(pointer, std::to_string(index++)), at_, depth + 1);
      skip_blanks();
      if (here() == ',') ++at_;
      if (at_ == before) return;  // not JSON after all
    }
    if (!done()) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  JsonPlaces places_;
};

}  // namespace

TextLines::TextLines(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', end + 1)) {
    starts_.push_back(end + 1);
  }
}

TextPlace TextLines::at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::size_t start = *(after - 1);
  const auto before = text_.substr(start, offset - start);
  return {static_cast<std::size_t>(after - starts_.begin()), character_count(before) + 1};
}

JsonPlaces find_places(std::string_view text) {
  return PlaceFinder(text).find();
}

std::string pointer_to(std::string_view parent, std::string_view key) {
  std::string pointer(parent);
  pointer += '/';
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

}  // namespace mass
