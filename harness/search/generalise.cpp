#include "harness/search/generalise.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/base/text.hpp"
#include "harness/pattern/pattern.hpp"
#include "harness/search/draft.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kShortestValue = 4;   // a shorter one stands in too many places by chance
constexpr std::size_t kShortestRandom = 6;  // of a word that only one message shows
constexpr std::size_t kFewSamples = 3;

constexpr const char* kDay =
    "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    " \\d{4} \\d\\d:\\d\\d:\\d\\d ";

std::string with_dates(std::string text) {
  static const auto kHere = Pattern::compile(std::string(kDay) + "\\+0000", {.fast = true});
  static const auto kGreenwich = Pattern::compile(std::string(kDay) + "GMT", {.fast = true});
  if (kHere) text = kHere->replace_all(text, "${date}");
  if (kGreenwich) text = kGreenwich->replace_all(text, "${date_gmt}");
  return text;
}

std::string with_names(const Sample& sample, const std::string& host) {
  const Envelope& envelope = *sample.envelope;
  std::vector<std::pair<std::string, std::string_view>> names{
      {envelope.mail_from, "${mail_from}"},
      {envelope.helo, "${helo}"},
      {envelope.client_address, "${client}"},
      {host, "${host}"}};
  if (!envelope.rcpt_to.empty()) names.emplace_back(envelope.rcpt_to.front(), "${rcpt}");
  std::ranges::stable_sort(names, std::greater{},
                           [](const auto& name) { return name.first.size(); });
  std::string text = with_dates(sample.text);
  for (const auto& [value, name] : names) {
    if (value.size() >= kShortestValue) text = with_word(text, value, name);
  }
  return text;
}

// A template in words; names in braces and single other characters are words too.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    std::size_t length = 1;
    if (text.starts_with("${")) {
      length = std::min(text.find('}'), text.size() - 1) + 1;
    } else if (is_word(text.front())) {
      length = static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
    }
    words.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

// Texts whose words stand in the same order, whatever the words are.
std::string shape_of(const std::vector<std::string>& words) {
  std::string shape;
  for (const std::string& word : words) shape += is_word(word.front()) ? "w" : word;
  return shape;
}

template <class Key>
Key most_common(const std::map<Key, std::size_t>& counts) {
  return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })
      ->first;
}

bool consists_of(const std::vector<std::string>& words, std::string_view alphabet) {
  return std::ranges::all_of(words, [&](const std::string& word) {
    return word.find_first_not_of(alphabet) == std::string::npos;
  });
}

std::string random_like(std::vector<std::string> words) {
  std::map<std::size_t, std::size_t> lengths;
  for (const std::string& word : words) ++lengths[word.size()];
  const std::size_t length = most_common(lengths);
  std::erase_if(words, [&](const std::string& word) { return word.size() != length; });
  if (length == 14 && std::ranges::all_of(words, [](const std::string& word) {
        return word.starts_with("20") && consists_of({word}, "0123456789");
      })) {
    return "${stamp}";
  }
  std::string pattern;
  for (std::size_t i = 0; i < length; ++i) {
    const bool has_digits_only =
        std::ranges::all_of(words, [&](const std::string& word) { return is_digit(word[i]); });
    pattern += has_digits_only ? '9' : 'A';
  }
  if (pattern.contains('A')) {
    if (consists_of(words, "0123456789ABCDEF")) pattern.assign(length, 'X');
    if (consists_of(words, "0123456789abcdef")) pattern.assign(length, 'x');
  }
  return "${id:" + pattern + "}";
}

bool looks_random(const std::string& word) {
  return word.size() >= kShortestRandom && std::ranges::any_of(word, is_digit);
}

// One place of a template, over the samples.
struct Column {
  std::vector<std::string> plain;
  std::vector<std::string> international;  ///< Of messages with SMTPUTF8.
};

std::string majority(const std::vector<std::string>& words) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& word : words) ++counts[word];
  return most_common(counts);
}

std::size_t count_of(const std::vector<std::string>& words, const std::string& word) {
  return static_cast<std::size_t>(std::ranges::count(words, word));
}

// The word that stands for most of the samples, if there is one.
std::optional<std::string> settled(const Column& column) {
  std::vector<std::string> all = column.plain;
  all.insert(all.end(), column.international.begin(), column.international.end());
  const std::set<std::string> distinct(all.begin(), all.end());
  if (distinct.size() == 1) {
    const bool is_random = all.size() < kFewSamples && looks_random(all.front());
    return is_random ? random_like(all) : all.front();
  }
  const auto with_digits = std::ranges::count_if(
      all, [](const std::string& word) { return std::ranges::any_of(word, is_digit); });
  if (distinct.size() * 2 > all.size() && static_cast<std::size_t>(with_digits) * 2 > all.size()) {
    return random_like(all);
  }
  std::string usual = majority(column.plain.empty() ? all : column.plain);
  std::string other = column.international.empty() ? usual : majority(column.international);
  const std::size_t count = count_of(column.plain, usual) + count_of(column.international, other);
  if (count * 2 <= all.size()) return std::nullopt;
  return usual == other ? usual : "${with:" + usual + "|" + other + "}";
}

}  // namespace

std::string generalised(const std::vector<Sample>& samples, const std::string& host) {
  std::vector<std::vector<std::string>> texts;
  std::map<std::string, std::size_t> shapes;
  for (const Sample& sample : samples) {
    texts.push_back(words_of(with_names(sample, host)));
    ++shapes[shape_of(texts.back())];
  }
  if (texts.empty()) return "";
  const std::string shape = most_common(shapes);
  if (shapes[shape] * 2 < samples.size()) return "";
  std::vector<Column> columns;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (shape_of(texts[i]) != shape) continue;
    columns.resize(texts[i].size());
    for (std::size_t k = 0; k < texts[i].size(); ++k) {
      Column& column = columns[k];
      (samples[i].envelope->smtp_utf8 ? column.international : column.plain).push_back(texts[i][k]);
    }
  }
  std::string text;
  for (const Column& column : columns) {
    const auto word = settled(column);
    if (!word) return "";
    text += *word;
  }
  return text;
}

}  // namespace mass::search
