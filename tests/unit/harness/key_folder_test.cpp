#include "harness/keys/key_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/keys/web_folder.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

class KeyFolderTest : public testing::Test {
 protected:
  KeyFolderTest() {
    std::string pattern = (fs::temp_directory_path() / "massbench-keys-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~KeyFolderTest() override { fs::remove_all(root_); }
  fs::path root_;
};

DnsRecord txt(std::string name, std::string text) {
  return {.name = std::move(name), .strings = {std::move(text)}};
}

KeyAnswer ask(const KeyDirectory& directory, KeyQuery::Kind kind, const std::string& name) {
  CostMeter cost;
  return directory.lookup({kind, name}, {}, cost);
}

TEST(PublishedKeys, HoldsWhatIsTheSameOnce) {
  PublishedKeys keys;
  const Publication publication{.dns = {txt("s._domainkey.example.com", "k")},
                                .http = {{.url = "http://krs.example.com/a", .body = "b"}}};

  ASSERT_TRUE(keys.add("example.com", "a/std of example.com", publication));
  ASSERT_TRUE(keys.add("example.com", "a/strict of example.com", publication));

  EXPECT_EQ(keys.zones("127.0.0.1").at("example.com").size(), 2U) << "the key, and krs's address";
  EXPECT_EQ(keys.http().size(), 1U);
}

TEST(PublishedKeys, NamesBothSidesOfAContradiction) {
  PublishedKeys keys;
  ASSERT_TRUE(keys.add("example.com", "first row", {.dns = {txt("s.example.com", "one")}}));
  ASSERT_TRUE(keys.add("example.com", "first row",
                       {.http = {{.url = "http://example.com/a", .body = "one"}}}));

  const auto dns = keys.add("example.com", "second row", {.dns = {txt("S.example.com", "two")}});
  const auto http = keys.add("example.com", "second row",
                             {.http = {{.url = "http://example.com/a", .body = "two"}}});

  for (const auto& added : {dns, http}) {
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Errc::config);
    for (const char* part : {"first row", "second row", "\"one\"", "\"two\""}) {
      EXPECT_NE(added.error().what.find(part), std::string::npos) << added.error().what;
    }
  }
}

TEST(PublishedKeys, PutsRecordsIntoTheInnermostZone) {
  PublishedKeys keys;
  ASSERT_TRUE(keys.add("example.com", "row", {.dns = {txt("k.lists.example.com", "x")}}));
  ASSERT_TRUE(keys.add("lists.example.com", "row", {}));
  ASSERT_TRUE(keys.add("xample.com", "row", {.dns = {txt("k.elsewhere.example", "y")}}));

  const auto zones = keys.zones("127.0.0.1");

  EXPECT_TRUE(zones.at("example.com").empty());
  EXPECT_EQ(zones.at("lists.example.com").size(), 1U);
  EXPECT_EQ(zones.at("k.elsewhere.example").size(), 1U) << "outside of all: a zone of its own";
}

TEST(SitePath, IsOnlyForWhatAFileCanStandFor) {
  EXPECT_EQ(site_path("http://Certs.example.com/a/b.cer"), "certs.example.com/a/b.cer");
  EXPECT_EQ(site_path("http://example.com/"), "example.com/index.html");
  EXPECT_EQ(site_path("http://example.com:8080/a"), "example.com_http_8080/a");
  EXPECT_EQ(site_path("https://example.com/a"), "example.com_https_443/a");
  for (const char* url :
       {"http://example.com/a?b=c", "http://example.com/../a", "http://example.com/a//b",
        "http://example.com/%2e%2e/a", "http://example.com/.htaccess", "http://example.com/a/",
        "file:///etc/passwd", "http://example.com/a%20b"}) {
    EXPECT_EQ(site_path(url), "") << url;
  }
}

TEST_F(KeyFolderTest, IsReadBackAsItWasPublished) {
  PublishedKeys keys;
  const std::string binary("\x30\x82\x00\xFF", 4);
  ASSERT_TRUE(keys.add("example.com", "row",
                       {.dns = {txt("k.example.com", "text"),
                                {.name = "_krs._tcp.example.com",
                                 .strings = {"0 0 80 krs.example.com"},
                                 .type = DnsRecord::Type::srv}},
                        .http = {{.url = "http://certs.example.com/a.cer", .body = binary},
                                 {.url = "http://certs.example.com/a.cer/b", .body = "below"},
                                 {.url = "http://krs.example.com/q?d=1", .body = binary},
                                 {.url = "http://krs.example.com/q?d=2", .body = "two"}}}));

  const auto facts = write_key_folder(keys, {}, {.folder = root_ / "keys"});
  ASSERT_TRUE(facts) << facts.error().what;
  const auto held = load_key_folder(root_ / "keys");

  ASSERT_TRUE(held) << held.error().what;
  using Kind = KeyQuery::Kind;
  using Records = std::vector<std::string>;
  EXPECT_EQ(ask(*held->dns, Kind::dns_txt, "k.example.com").records, Records{"text"});
  EXPECT_EQ(ask(*held->dns, Kind::dns_srv, "_krs._tcp.example.com").records,
            Records{"0 0 80 krs.example.com"});
  const auto get = [&held](const std::string& url) {
    return ask(*held->http, Kind::http_get, url).records;
  };
  EXPECT_EQ(get("http://certs.example.com/a.cer"), Records{binary});
  EXPECT_EQ(get("http://certs.example.com/a.cer/b"), Records{"below"});
  EXPECT_EQ(get("http://krs.example.com/q?d=1"), Records{binary});
  EXPECT_EQ(get("http://krs.example.com/q?d=2"), Records{"two"});
  EXPECT_EQ(facts->objects, 4U);
  EXPECT_EQ(facts->not_in_sites, 3U) << "two have a query; a.cer would be file and folder";
  EXPECT_TRUE(fs::exists(root_ / "keys" / "dns" / "@root.zone"));
}

TEST_F(KeyFolderTest, LeavesAloneWhatIsSomebodyElses) {
  std::ofstream(root_ / "diary.txt") << "mine";

  const auto written = write_key_folder(PublishedKeys{}, {}, {.folder = root_});

  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::config);
  EXPECT_TRUE(fs::exists(root_ / "diary.txt"));
  EXPECT_FALSE(load_key_folder(root_));
}

}  // namespace
}  // namespace mass
