#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "corpus/import.hpp"
#include "corpus/read/raw.hpp"

namespace mass {
namespace {

// A sanitizer keeps what was freed. GCC and Clang tell of theirs in different ways.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasurable = false;
#elif defined(__has_feature)
constexpr bool kMeasurable = !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);
#else
constexpr bool kMeasurable = true;
#endif

// An mbox of any length that nobody holds.
class LongMbox final : public ByteSource {
 public:
  explicit LongMbox(std::size_t entries) : left_(entries) {}

  Result<std::size_t> read(char* to, std::size_t limit) override {
    if (at_ == text_.size()) {
      if (left_ == 0) return 0;
      text_ = "From joe@example.com Fri Aug  6 21:01:54 2004\nSubject: " + std::to_string(left_--) +
              "\nContent-Length: 60000\n\n" + std::string(60000, 'x') + "\n\n";
      at_ = 0;
    }
    const std::size_t count = text_.copy(to, limit, at_);
    at_ += count;
    return count;
  }

 private:
  std::size_t left_;
  std::string text_;
  std::size_t at_ = 0;
};

long peak_kibioctets() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Memory, DoesNotGrowWithTheCorpus) {
  if (!kMeasurable) GTEST_SKIP() << "a sanitizer keeps freed memory";
  constexpr std::size_t kEntries = 4000;  // 240 MB
  const auto reader =
      import_all(read_mbox(Input(std::make_unique<LongMbox>(kEntries)), "long", {}), {});

  std::size_t messages = 0;
  long before = 0;
  while (reader->next().has_value()) {
    if (++messages == 100) before = peak_kibioctets();
  }

  EXPECT_EQ(messages, kEntries);
  EXPECT_LT(peak_kibioctets() - before, 16 * 1024) << "peak after 100 messages: " << before;
}

TEST(Memory, DoesNotGrowWithTheBuiltInCorpus) {
  if (!kMeasurable) GTEST_SKIP() << "a sanitizer keeps freed memory";
  const auto reader = generate_corpus(7, 3000);

  std::size_t messages = 0;
  long before = 0;
  while (reader->next().has_value()) {
    if (++messages == 300) before = peak_kibioctets();
  }

  EXPECT_EQ(messages, 3000U);
  EXPECT_LT(peak_kibioctets() - before, 16 * 1024) << "peak after 300 messages: " << before;
}

}  // namespace
}  // namespace mass
