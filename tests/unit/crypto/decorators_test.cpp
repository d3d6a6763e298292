#include <gtest/gtest.h>

#include <set>

#include "core/keys/decorators.hpp"
#include "core/keys/zone.hpp"

namespace mass {
namespace {

using namespace std::chrono_literals;
using Kind = KeyQuery::Kind;
using Status = KeyAnswer::Status;

// Gives one record to every question of the kinds it was made for.
class OneRecord final : public KeyDirectory {
 public:
  explicit OneRecord(Status status = Status::found) : status_(status) {}

 private:
  KeyAnswer answer(const KeyQuery& query, Time) const override {
    KeyAnswer given;
    given.status = status_;
    given.records = {query.name};
    given.octets = query.name.size();
    given.ttl = 60s;
    return given;
  }
  Status status_;
};

KeyAnswer ask(const KeyDirectory& directory, Kind kind, const std::string& name, CostMeter& cost) {
  return directory.lookup({kind, name}, from_unix(0), cost);
}

TEST(RoutedDirectory, SendsEachKindWhereItIsKnown) {
  const RoutedDirectory routed(std::make_shared<OneRecord>(), nullptr,
                               std::make_shared<OneRecord>(Status::failed));
  CostMeter cost;

  EXPECT_EQ(ask(routed, Kind::dns_txt, "a", cost).status, Status::found);
  EXPECT_EQ(ask(routed, Kind::dns_srv, "a", cost).status, Status::found);
  EXPECT_EQ(ask(routed, Kind::http_get, "http://a/", cost).status, Status::absent);
  EXPECT_EQ(ask(routed, Kind::x509_anchor, "00", cost).status, Status::failed);
  EXPECT_EQ(ask(routed, Kind::x509_crl, "00", cost).status, Status::failed);

  EXPECT_EQ(cost.dns_lookups, 2U);
  EXPECT_EQ(cost.http_lookups, 1U);
  EXPECT_EQ(cost.x509_lookups, 2U);
}

TEST(LatencyDirectory, CountsAWaitAndDoesNotTakeIt) {
  const LatencyModel model{.dns = 20ms, .http = 80ms, .timeout = 600s};
  const LatencyDirectory slow(std::make_shared<OneRecord>(), model);
  const LatencyDirectory dead(std::make_shared<OneRecord>(Status::timeout), model);
  CostMeter cost;

  (void)ask(slow, Kind::dns_txt, "a", cost);
  EXPECT_EQ(cost.lookup_wait_us, 20'000U);
  (void)ask(slow, Kind::http_get, "http://a/", cost);
  EXPECT_EQ(cost.lookup_wait_us, 100'000U);
  (void)ask(slow, Kind::x509_anchor, "00", cost);
  EXPECT_EQ(cost.lookup_wait_us, 100'000U) << "a trust store is local";
  (void)ask(dead, Kind::dns_txt, "a", cost);
  EXPECT_EQ(cost.lookup_wait_us, 600'100'000U);
}

TEST(LatencyDirectory, WaitsOnceBehindACache) {
  const auto slow =
      std::make_shared<LatencyDirectory>(std::make_shared<OneRecord>(), LatencyModel{.dns = 20ms});
  const CachingDirectory cache(slow);
  CostMeter cost;

  (void)ask(cache, Kind::dns_txt, "a", cost);
  (void)ask(cache, Kind::dns_txt, "A", cost);

  EXPECT_EQ(cost.lookup_wait_us, 20'000U);
  EXPECT_EQ(cost.dns_lookups, 2U) << "a question counts whether it is remembered or not";
}

TEST(FaultyDirectory, BreaksTheSameShareOfNamesForEverybody) {
  const FaultModel model{
      .seed = 7, .failed_per_mille = 100, .timeout_per_mille = 200, .absent_per_mille = 50};
  const FaultyDirectory faulty(std::make_shared<OneRecord>(), model);
  const FaultyDirectory again(std::make_shared<OneRecord>(), model);
  std::map<Status, int> seen;
  CostMeter cost;

  for (int i = 0; i < 4000; ++i) {
    const std::string name = "s._domainkey.d" + std::to_string(i) + ".example";
    const Status status = ask(faulty, Kind::dns_txt, name, cost).status;
    ++seen[status];
    EXPECT_EQ(ask(again, Kind::dns_txt, name, cost).status, status);
    EXPECT_EQ(ask(faulty, Kind::x509_anchor, name, cost).status, Status::found);
  }

  EXPECT_NEAR(seen[Status::failed], 400, 80);
  EXPECT_NEAR(seen[Status::timeout], 800, 110);
  EXPECT_NEAR(seen[Status::absent], 200, 60);
}

TEST(RecordingDirectory, WritesDownWhatWasAskedAndCountsOnce) {
  const OneRecord behind;
  std::vector<KeyQuery> asked;
  const RecordingDirectory recording(behind, asked);
  CostMeter cost;

  (void)ask(recording, Kind::dns_txt, "a", cost);
  (void)ask(recording, Kind::http_get, "http://b/", cost);

  EXPECT_EQ(asked, (std::vector<KeyQuery>{{Kind::dns_txt, "a"}, {Kind::http_get, "http://b/"}}));
  EXPECT_EQ(cost.dns_lookups + cost.http_lookups, 2U);
}

}  // namespace
}  // namespace mass
