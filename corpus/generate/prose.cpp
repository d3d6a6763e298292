#include "corpus/generate/prose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "corpus/generate/prose_words.hpp"

namespace mass::generate {

namespace {

constexpr std::array<Topic, 6> kTopics{{
    {words::project::kThings, words::project::kSubjects, words::project::kSentences},
    {words::family::kThings, words::family::kSubjects, words::family::kSentences},
    {words::order::kThings, words::order::kSubjects, words::order::kSentences, false},
    {words::meeting::kThings, words::meeting::kSubjects, words::meeting::kSentences},
    {words::technical::kThings, words::technical::kSubjects, words::technical::kSentences},
    {words::club::kThings, words::club::kSubjects, words::club::kSentences},
}};
constexpr std::size_t kOrder = 2;
constexpr std::size_t kMeeting = 3;
constexpr std::size_t kTechnical = 4;

struct Slot {
  std::string_view name;
  Words words;
};
constexpr std::array<Slot, 6> kSlots{{{"day", words::kDays},
                                      {"time", words::kTimes},
                                      {"number", words::kNumbers},
                                      {"place", words::kPlaces},
                                      {"who", words::kWho},
                                      {"opinion", words::kOpinions}}};

Words words_for(std::string_view slot, const Topic& topic) {
  const auto* const known = std::find_if(kSlots.begin(), kSlots.end(),
                                         [&](const Slot& entry) { return entry.name == slot; });
  return known == kSlots.end() ? topic.things : known->words;
}

std::string expanded(std::string_view text, const Topic& topic, Dice& dice) {
  std::string out;
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const std::size_t close = text.find('}', open);
    out += text.substr(0, open);
    out += dice.pick(words_for(text.substr(open + 1, close - open - 1), topic));
    text.remove_prefix(close + 1);
  }
  out += text;
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') {
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  }
  return out;
}

// Deals sentences so that none comes again before all have come.
class SentenceDeck {
 public:
  SentenceDeck(const Topic& topic, Dice& dice) : topic_(topic), dice_(dice) {}

  std::string next() {
    if (left_.empty()) {
      left_.assign(topic_.sentences.begin(), topic_.sentences.end());
      if (topic_.is_personal) {
        left_.insert(left_.end(), words::kGeneral.begin(), words::kGeneral.end());
      }
    }
    const std::size_t at = dice_.between(0, left_.size() - 1);
    std::swap(left_[at], left_.back());
    const std::string_view sentence = left_.back();
    left_.pop_back();
    return expanded(sentence, topic_, dice_);
  }

 private:
  const Topic& topic_;
  Dice& dice_;
  std::vector<std::string_view> left_;
};

}  // namespace

const Topic& draw_topic(Dice& dice) {
  return kTopics[dice.between(0, kTopics.size() - 1)];
}
const Topic& list_topic(Dice& dice) {
  return dice.percent(70) ? kTopics[kTechnical] : draw_topic(dice);
}
const Topic& order_topic() {
  return kTopics[kOrder];
}
const Topic& meeting_topic() {
  return kTopics[kMeeting];
}

std::string subject_of(const Topic& topic, Dice& dice) {
  return expanded(dice.pick(topic.subjects), topic, dice);
}

std::vector<std::string> paragraphs(const Topic& topic, std::size_t octets, Dice& dice) {
  SentenceDeck deck(topic, dice);
  // Some people put two blanks after a full stop.
  const std::string_view between = dice.percent(25) ? "  " : " ";
  std::vector<std::string> all;
  std::size_t written = 0;
  while (written < octets) {
    std::string paragraph;
    const std::size_t sentences = dice.between(1, 5);
    for (std::size_t i = 0; i < sentences && written + paragraph.size() < octets; ++i) {
      if (i != 0) paragraph += between;
      paragraph += deck.next();
    }
    written += paragraph.size();
    all.push_back(std::move(paragraph));
  }
  return all;
}

std::string wrapped(std::string_view paragraph, std::size_t width, bool soft) {
  std::string out;
  while (paragraph.size() > width) {
    std::size_t end = paragraph.rfind(' ', width);
    if (end == std::string_view::npos || end == 0) end = paragraph.find(' ', width);
    if (end == std::string_view::npos) break;
    std::string_view line = paragraph.substr(0, end);
    while (line.ends_with(' ')) line.remove_suffix(1);
    out.append(line).append(soft ? " \n" : "\n");
    paragraph.remove_prefix(std::min(paragraph.find_first_not_of(' ', end), paragraph.size()));
  }
  return out.append(paragraph).append("\n");
}

std::string as_quotation(std::string_view text, std::string_view prefix) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end + 1);
    // Mailers quote an empty line with the blank or without it; both are met.
    out.append(prefix).append(line);
    text.remove_prefix(line.size());
  }
  return out;
}

}  // namespace mass::generate
