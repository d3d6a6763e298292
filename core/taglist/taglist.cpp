#include "core/taglist/taglist.hpp"

#include <algorithm>
#include <map>

#include "core/base/text.hpp"

namespace mass {

namespace {

bool is_name(std::string_view name, const TagRules& rules) {
  if (name.empty() || !is_letter(name.front())) return false;
  if (rules.single_letter_names) return name.size() == 1 && name.front() >= 'a';
  return std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

/// White space of folds is part of a value; other control characters are in no grammar. Octets over
/// 126 are left to the scheme.
bool is_value_character(char c) {
  return static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string describe(std::size_t number, std::string_view pair, std::string_view why) {
  return "tag list: pair " + std::to_string(number) + " \"" + printable(trim(pair), 40) +
         "\": " + std::string(why);
}

}  // namespace

Result<TagList> TagList::parse(std::string_view text, const TagRules& rules) {
  TagList list;
  if (trim(text).empty()) return list;
  std::map<std::string, std::size_t, std::less<>> places;
  const std::vector<std::string_view> pairs = split(text, ';');
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto reject = [&](std::string_view why) {
      return fail(Errc::malformed, describe(i + 1, pairs[i], why));
    };
    const bool is_last = i + 1 == pairs.size();
    if (trim(pairs[i]).empty()) {
      if (is_last && i > 0) break;
      return reject("nothing between semicolons");
    }
    const std::size_t equals = pairs[i].find('=');
    if (equals == std::string_view::npos) return reject("no \"=\"");
    std::string name(trim(pairs[i].substr(0, equals)));
    if (rules.fold_name_case) name = ascii_lower(name);
    if (!is_name(name, rules)) return reject("not a tag name");
    const std::string_view value = trim(pairs[i].substr(equals + 1));
    if (!std::ranges::all_of(value, is_value_character)) return reject("control character");

    const auto [place, is_new] = places.try_emplace(name, list.tags_.size());
    if (is_new) {
      list.tags_.push_back({std::move(name), std::string(value)});
    } else if (rules.duplicates_last_wins) {
      list.tags_[place->second].value = value;
    } else {
      return reject("this tag stands twice");
    }
  }
  return list;
}

const std::string* TagList::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(tags_, name, &Tag::name);
  return found == tags_.end() ? nullptr : &found->value;
}

}  // namespace mass
