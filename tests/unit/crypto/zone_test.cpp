#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "core/keys/zone.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

using Status = KeyAnswer::Status;
using Texts = std::vector<std::string>;

class ZoneFile : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::path(testing::TempDir()) / (std::string("zone_") + test->name());
  }
  void TearDown() override { std::filesystem::remove(path_); }

  Result<std::shared_ptr<ZoneDirectory>> load(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return load_zone(path_);
  }

  std::filesystem::path path_;
};

KeyAnswer ask(const KeyDirectory& directory, const std::string& name) {
  CostMeter cost;
  return directory.lookup({KeyQuery::Kind::dns_txt, name}, from_unix(0), cost);
}

TEST(CharacterStrings, CutsAt255Octets) {
  EXPECT_EQ(character_strings(""), Texts{""});
  EXPECT_EQ(character_strings(std::string(255, 'a')), Texts{std::string(255, 'a')});
  EXPECT_EQ(character_strings(std::string(511, 'a')),
            (Texts{std::string(255, 'a'), std::string(255, 'a'), "a"}));
}

TEST(ZoneDirectory, JoinsStringsAndKeepsTheOrderOfRecords) {
  ZoneDirectory zone;
  zone.add(
      {.name = "s._domainkey.Example.COM.", .strings = {"k=rsa; ", "p=AB"}, .ttl_seconds = 60});
  zone.add({.name = "s._domainkey.example.com", .strings = {"second"}, .ttl_seconds = 30});

  const KeyAnswer answer = ask(zone, "S._DomainKey.example.com.");

  EXPECT_EQ(answer.status, Status::found);
  EXPECT_EQ(answer.records, (Texts{"k=rsa; p=AB", "second"}));
  EXPECT_EQ(answer.ttl, std::chrono::seconds(30)) << "records of one name share a TTL";
  EXPECT_EQ(answer.octets, 17U);
  EXPECT_EQ(zone.names(), 1U);
}

TEST(ZoneDirectory, KnowsAbsenceAndTrouble) {
  ZoneDirectory zone;
  zone.add_trouble("Broken.example", ZoneDirectory::Trouble::failed);
  zone.add_trouble("slow.example", ZoneDirectory::Trouble::timeout);

  EXPECT_EQ(ask(zone, "broken.example").status, Status::failed);
  EXPECT_EQ(ask(zone, "slow.example").status, Status::timeout);
  EXPECT_EQ(ask(zone, "other.example").status, Status::absent);
  EXPECT_EQ(ask(zone, "").status, Status::absent);
}

TEST(ZoneDirectory, AnswersDnsOnly) {
  ZoneDirectory zone;
  zone.add({.name = "name.example", .strings = {"text"}});
  CostMeter cost;

  const auto http = zone.lookup({KeyQuery::Kind::http_get, "name.example"}, from_unix(0), cost);

  EXPECT_EQ(http.status, Status::absent);
}

TEST(KeyLookup, CountsQuestionsAndOctets) {
  ZoneDirectory zone;
  zone.add({.name = "name.example", .strings = {"four"}});
  CostMeter cost;

  (void)zone.lookup({KeyQuery::Kind::dns_txt, "name.example"}, from_unix(0), cost);
  (void)zone.lookup({KeyQuery::Kind::dns_txt, "absent.example"}, from_unix(0), cost);
  (void)zone.lookup({KeyQuery::Kind::http_get, "http://name.example"}, from_unix(0), cost);
  (void)zone.lookup({KeyQuery::Kind::x509_anchor, "name.example"}, from_unix(0), cost);

  EXPECT_EQ(cost, (CostMeter{
                      .dns_lookups = 2, .http_lookups = 1, .x509_lookups = 1, .lookup_octets = 4}));
}

TEST(ZoneDirectory, TakesNamesWhileOthersLookUp) {
  ZoneDirectory zone;
  std::vector<std::jthread> threads;

  for (int writer = 0; writer < 2; ++writer) {
    threads.emplace_back([&zone, writer] {
      for (int i = 0; i < 200; ++i) {
        zone.add({.name = std::to_string(i) + (writer == 0 ? ".a" : ".b"), .strings = {"x"}});
      }
    });
  }
  for (int reader = 0; reader < 2; ++reader) {
    threads.emplace_back([&zone] {
      for (int i = 0; i < 200; ++i) EXPECT_LE(ask(zone, std::to_string(i) + ".a").octets, 1U);
    });
  }
  threads.clear();

  EXPECT_EQ(zone.names(), 400U);
}

TEST_F(ZoneFile, ReadsTheJsonForm) {
  const auto zone = load(R"(
    {"S1._domainkey.example.com.": {"TXT": ["one", ["t", "wo"], ""], "A": ["192.0.2.1"]},
     "mx.example.com": {"MX": [[10, "host"]], "SRV": [[0, 0, 80, "host"]], "CNAME": "x"},
     "none.example.com": {"TXT": []},
     "broken.example.com": "SERVFAIL", "slow.example.com": "TIMEOUT"})");

  ASSERT_TRUE(zone) << zone.error().what;
  EXPECT_EQ(ask(**zone, "s1._domainkey.example.com").records, (Texts{"one", "two", ""}));
  EXPECT_EQ(ask(**zone, "mx.example.com").status, Status::absent);
  EXPECT_EQ(ask(**zone, "none.example.com").status, Status::absent);
  EXPECT_EQ(ask(**zone, "broken.example.com").status, Status::failed);
  EXPECT_EQ(ask(**zone, "slow.example.com").status, Status::timeout);
}

TEST_F(ZoneFile, ReadsAMasterFile) {
  const auto zone = load("$ORIGIN example.com.\nsel._domainkey IN TXT \"p=\"\n");

  ASSERT_TRUE(zone) << zone.error().what;
  EXPECT_EQ(ask(**zone, "sel._domainkey.example.com").records, Texts{"p="});
}

TEST_F(ZoneFile, NamesWhatIsWrongInJson) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"{", "not a JSON object"},
      {R"({"a": "SERVFIAL"})", "a: neither an object"},
      {R"({"a": {"TXT": "x"}})", "a: TXT is not a list"},
      {R"({"a": {"TXT": [7]}})", "a: TXT record is neither"},
      {R"({"a": {"TXT": [["x", 7]]}})", "a: TXT record is neither"},
      {R"({"a": null})", "a: neither an object"}};
  for (const auto& [text, reason] : cases) {
    const auto zone = load(text);

    ASSERT_FALSE(zone) << text;
    EXPECT_EQ(zone.error().code, Errc::malformed);
    EXPECT_NE(zone.error().what.find(path_.string() + ": " + reason), std::string::npos)
        << zone.error().what;
  }
}

TEST_F(ZoneFile, SurvivesDeepNesting) {
  const auto zone = load("{\"a\": " + std::string(200'000, '['));

  EXPECT_FALSE(zone);
}

TEST(LoadZone, SaysWhichFileCannotBeRead) {
  const auto absent = load_zone("/nonexistent/zone");
  const auto folder = load_zone(testing::TempDir());

  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, Errc::io);
  EXPECT_NE(absent.error().what.find("/nonexistent/zone"), std::string::npos);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, Errc::io);
}

TEST(LoadZone, ReadsTheZonesOfTheVectors) {
  const std::filesystem::path root = MASS_SHARED_DIR "/vectors";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "no shared vectors at " << root;
  std::size_t zones = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
    const std::string name = file.path().filename().string();
    if (file.path().parent_path().filename() != "sources" || !name.starts_with("dns")) continue;

    const auto zone = load_zone(file.path());

    EXPECT_TRUE(zone) << zone.error().what;
    ++zones;
  }
  EXPECT_GE(zones, 10U);
}

}  // namespace
}  // namespace mass
