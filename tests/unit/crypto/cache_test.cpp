#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/keys/decorators.hpp"
#include "core/keys/zone.hpp"

namespace mass {
namespace {

using Kind = KeyQuery::Kind;
using Status = KeyAnswer::Status;

// Gives one answer to everything and counts how often it is asked.
class CountingDirectory final : public KeyDirectory {
 public:
  explicit CountingDirectory(Status status, int ttl_seconds = 0) {
    answer_.status = status;
    answer_.ttl = std::chrono::seconds(ttl_seconds);
    answer_.octets = 5;
    if (status == Status::found) answer_.records = {"p=key"};
  }
  [[nodiscard]] int asked() const { return asked_; }

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& /*query*/, Time /*now*/) const override {
    ++asked_;
    return answer_;
  }
  KeyAnswer answer_;
  mutable std::atomic<int> asked_ = 0;
};

KeyAnswer ask(const KeyDirectory& directory, std::int64_t now, Kind kind = Kind::dns_txt,
              const std::string& name = "s._domainkey.example.com") {
  CostMeter cost;
  return directory.lookup({kind, name}, from_unix(now), cost);
}

TEST(CachingDirectory, RemembersAnswersForTheirTtl) {
  const auto behind = std::make_shared<CountingDirectory>(Status::found, 60);
  const CachingDirectory cache(behind);

  const KeyAnswer first = ask(cache, 1000);
  const KeyAnswer last = ask(cache, 1059);
  EXPECT_EQ(behind->asked(), 1);
  (void)ask(cache, 1060);

  EXPECT_EQ(behind->asked(), 2);
  EXPECT_EQ(first.ttl, std::chrono::seconds(60));
  EXPECT_EQ(last.ttl, std::chrono::seconds(1)) << "what is left of it";
  EXPECT_EQ(last.records, first.records);
  EXPECT_EQ(cache.hits(), 1U);
  EXPECT_EQ(cache.misses(), 2U);
}

TEST(CachingDirectory, RemembersAbsenceAndTroubleForLess) {
  const std::vector<std::pair<Status, int>> cases{
      {Status::absent, 300}, {Status::failed, 30}, {Status::timeout, 30}};
  for (const auto& [status, kept] : cases) {
    const auto behind = std::make_shared<CountingDirectory>(status, 999);
    const CachingDirectory cache(behind);

    (void)ask(cache, 0);
    EXPECT_EQ(ask(cache, kept - 1).status, status);
    EXPECT_EQ(behind->asked(), 1);
    (void)ask(cache, kept);

    EXPECT_EQ(behind->asked(), 2);
  }
}

TEST(CachingDirectory, DoesNotKeepAnswersWithoutTtl) {
  const auto behind = std::make_shared<CountingDirectory>(Status::found, 0);
  const CachingDirectory cache(behind);

  (void)ask(cache, 0);
  (void)ask(cache, 0);

  EXPECT_EQ(behind->asked(), 2);
}

TEST(CachingDirectory, DoesNotKnowAnswersOfTheFuture) {
  const auto behind = std::make_shared<CountingDirectory>(Status::found, 60);
  const CachingDirectory cache(behind);

  (void)ask(cache, 1000);
  (void)ask(cache, 999);

  EXPECT_EQ(behind->asked(), 2);
}

TEST(CachingDirectory, TellsKindsAndNamesApart) {
  const auto behind = std::make_shared<CountingDirectory>(Status::found, 60);
  const CachingDirectory cache(behind);

  (void)ask(cache, 0, Kind::dns_txt, "name.example");
  (void)ask(cache, 0, Kind::dns_txt, "NAME.example.");
  EXPECT_EQ(behind->asked(), 1) << "one name of DNS";
  (void)ask(cache, 0, Kind::x509_anchor, "name.example");
  (void)ask(cache, 0, Kind::http_get, "http://host/a");
  (void)ask(cache, 0, Kind::http_get, "http://host/A");

  EXPECT_EQ(behind->asked(), 4) << "URLs have case";
}

TEST(CachingDirectory, CountsACachedQuestionToo) {
  const CachingDirectory cache(std::make_shared<CountingDirectory>(Status::found, 60));
  CostMeter cost;

  for (int i = 0; i < 2; ++i) (void)cache.lookup({Kind::dns_txt, "a"}, from_unix(0), cost);

  EXPECT_EQ(cost, (CostMeter{.dns_lookups = 2, .lookup_octets = 10}));
}

TEST(CachingDirectory, StaysBounded) {
  const auto behind = std::make_shared<CountingDirectory>(Status::absent);
  const CachingDirectory cache(behind);

  for (int i = 0; i < 65'537; ++i) (void)ask(cache, 0, Kind::dns_txt, std::to_string(i));
  (void)ask(cache, 0, Kind::dns_txt, "0");

  EXPECT_EQ(behind->asked(), 65'538) << "it started over when it was full";
}

TEST(CachingDirectory, ServesManyThreads) {
  const CachingDirectory cache(std::make_shared<CountingDirectory>(Status::found, 60));
  std::vector<std::jthread> threads;

  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&cache] {
      for (int i = 0; i < 500; ++i) {
        const auto answer = ask(cache, i, Kind::dns_txt, std::to_string(i % 7));
        EXPECT_EQ(answer.status, Status::found);
      }
    });
  }
  threads.clear();

  EXPECT_EQ(cache.hits() + cache.misses(), 2000U);
  EXPECT_GT(cache.hits(), 0U);
}

}  // namespace
}  // namespace mass
