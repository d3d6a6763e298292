#include "core/taglist/quoted.hpp"

#include <limits>
#include <optional>

#include "core/base/text.hpp"

namespace mass {

namespace {

class QuotedReader {
 public:
  explicit QuotedReader(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] bool at_end() {
    skip_space();
    return rest_.empty();
  }

  bool take(char c) {
    skip_space();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<char> take_letter() {
    skip_space();
    if (rest_.empty() || rest_.front() < 'a' || rest_.front() > 'z') return std::nullopt;
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    return letter;
  }

  // Appends the quoted string whose opening quote is taken already; false if it does not end.
  bool take_quoted(std::string& value) {
    for (;;) {
      const std::size_t stop = rest_.find_first_of("\"\\");
      if (stop == std::string_view::npos) return false;
      value += rest_.substr(0, stop);
      const bool is_end = rest_[stop] == '"';
      rest_.remove_prefix(stop + 1);
      if (is_end) return true;
      if (rest_.empty()) return false;
      value += rest_.front();
      rest_.remove_prefix(1);
    }
  }

  [[nodiscard]] std::string here() {
    skip_space();
    return rest_.empty() ? "the end" : '"' + printable(rest_, 16) + '"';
  }

 private:
  void skip_space() noexcept {
    while (!rest_.empty() && is_fws(rest_.front())) rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

std::unexpected<Error> malformed(std::string what) {
  return fail(Errc::malformed, std::move(what));
}

}  // namespace

Result<QuotedTagList> QuotedTagList::parse(std::string_view text, std::string_view repeatable) {
  QuotedTagList list;
  QuotedReader reader(text);
  if (reader.at_end()) return malformed("no tags");
  do {
    const auto name = reader.take_letter();
    if (!name) return malformed("no tag at " + reader.here());
    std::size_t& place = list.places_[static_cast<std::size_t>(*name - 'a')];
    if (place != 0 && !repeatable.contains(*name)) {
      return malformed(std::string("duplicate ") + *name);
    }
    if (!reader.take(':')) return malformed(std::string("no colon after ") + *name);
    if (!reader.take('"')) return malformed(std::string("no quoted value of ") + *name);
    QuotedTag tag{*name, {}};
    do {
      if (!reader.take_quoted(tag.value)) {
        return malformed(std::string("unclosed value of ") + *name);
      }
    } while (reader.take('"'));
    list.tags_.push_back(std::move(tag));
    if (place == 0) place = list.tags_.size();
    if (reader.at_end()) break;
    if (!reader.take(';')) return malformed("no semicolon at " + reader.here());
  } while (!reader.at_end());
  return list;
}

const std::string* QuotedTagList::find(char name) const noexcept {
  if (name < 'a' || name > 'z') return nullptr;
  const std::size_t place = places_[static_cast<std::size_t>(name - 'a')];
  return place == 0 ? nullptr : &tags_[place - 1].value;
}

std::string quoted_value(std::string_view value) {
  return quoted_pieces(value, std::numeric_limits<std::size_t>::max(), {});
}

std::string quoted_pieces(std::string_view value, std::size_t width, std::string_view between) {
  std::string text(1, '"');
  text.reserve(value.size() + 2);
  std::size_t used = 0;
  for (const char c : value) {
    const std::size_t length = c == '"' || c == '\\' ? 2 : 1;
    if (used > 0 && used + length > width) {
      text += '"';
      text += between;
      text += '"';
      used = 0;
    }
    if (length == 2) text += '\\';
    text += c;
    used += length;
  }
  text += '"';
  return text;
}

}  // namespace mass
