#include "schemes/domainkeys/coverage.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "core/base/text.hpp"

namespace mass::domainkeys {
namespace {

using Names = std::vector<std::string>;

// The values of fields, which in these tests tell one field from another.
std::string values(const FieldRefs& fields) {
  std::string text;
  for (const Field* field : fields) text += trim(field->value());
  return text;
}

// Fields from letters: `aBa` is A: 0, B: 1, A: 2 (in some case).
Message message_of(std::string_view letters) {
  std::string text;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    text += std::string(1, letters[i]) + ": " + static_cast<char>('0' + i) + "\r\n";
  }
  return Message::parse(text);
}

Names names_of(std::string_view letters) {
  Names names;
  for (const char letter : letters) names.emplace_back(1, letter);
  return names;
}

TEST(HOrder, FollowsTheListAndNotTheMessage) {
  const Message message = message_of("abcd");

  EXPECT_EQ(values(in_h_order(message.fields(), names_of("dxab"))), "301");
  EXPECT_EQ(values(in_message_order(message.fields(), names_of("dxab"))), "013");
}

TEST(HOrder, TakesAllOccurrencesAtTheOnlyMention) {
  const Message message = message_of("aBAb");

  EXPECT_EQ(values(in_h_order(message.fields(), names_of("ba"))), "1302");
  EXPECT_EQ(values(in_message_order(message.fields(), names_of("ba"))), "0123");
}

TEST(HOrder, TakesFromTheBottomWhenANameIsRepeated) {
  const Message message = message_of("aabaa");

  EXPECT_EQ(values(in_h_order(message.fields(), names_of("aba"))), "01324");
  EXPECT_EQ(values(in_h_order(message.fields(), names_of("aaaaaa"))), "0134");
  EXPECT_EQ(values(in_h_order(message.fields(), names_of("bb"))), "2");
}

TEST(HOrder, IsEmptyWhenNothingIsNamed) {
  const Message message = message_of("ab");

  EXPECT_TRUE(in_h_order(message.fields(), Names{}).empty());
  EXPECT_TRUE(in_h_order({}, names_of("ab")).empty());
  EXPECT_EQ(values(covered_fields(message.fields(), std::nullopt, HeaderOrder::h_order)), "01");
}

// The algorithm as the DomainKeys sheet writes it down in section 6, step by step.
FieldRefs as_the_sheet_has_it(std::span<const Field> below, const Names& names) {
  std::map<std::string, std::deque<const Field*>> pool;
  std::map<std::string, int> left;
  for (const Field& field : below) pool[ascii_lower(field.name())].push_back(&field);
  for (const std::string& name : names) ++left[name];
  std::deque<const Field*> result;
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (--left[*name] > 0) {
      if (pool[*name].empty()) continue;
      result.push_front(pool[*name].back());
      pool[*name].pop_back();
    } else {
      result.insert(result.begin(), pool[*name].begin(), pool[*name].end());
      pool[*name].clear();
    }
  }
  return {result.begin(), result.end()};
}

TEST(HOrder, AgreesWithTheAlgorithmOfTheSheet) {
  constexpr std::uint64_t kSeed = 4870;
  RandomSource random(kSeed, {"h order"});

  for (int i = 0; i < 2000; ++i) {
    const Message message = message_of(random.text("abcABC", random.below(12)));
    const Names names = names_of(random.text("abcd", random.below(12)));
    EXPECT_EQ(in_h_order(message.fields(), names), as_the_sheet_has_it(message.fields(), names))
        << "seed " << kSeed << ", round " << i;
  }
}

TEST(HOrder, AgreesWithMessageOrderWhenEveryOccurrenceIsListed) {
  RandomSource random(1, {"every occurrence"});

  for (int i = 0; i < 500; ++i) {
    const std::string letters = random.text("abc", random.below(20));
    const Message message = message_of(letters);
    EXPECT_EQ(in_h_order(message.fields(), names_of(letters)), all_fields(message.fields()));
  }
}

TEST(HOrder, StaysLinearWhenTheListIsLong) {
  const Message message = message_of(std::string(1000, 'a'));
  Names names = names_of(std::string(200'000, 'a'));

  const FieldRefs fields = in_h_order(message.fields(), names);

  EXPECT_EQ(fields, all_fields(message.fields()));
}

}  // namespace
}  // namespace mass::domainkeys
