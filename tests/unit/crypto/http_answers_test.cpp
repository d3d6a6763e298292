#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/text.hpp"
#include "core/keys/http_answers.hpp"

namespace mass {
namespace {

using Status = KeyAnswer::Status;

KeyAnswer get(const HttpAnswers& answers, const std::string& url) {
  CostMeter cost;
  return answers.lookup({KeyQuery::Kind::http_get, url}, from_unix(0), cost);
}

TEST(Url, IsTakenApartAsAServerSeesIt) {
  const auto url = parse_url("HTTP://Krs.Example.COM:8080/iim?d=example.com&keyfp=%2B4%2Fr&x");

  ASSERT_TRUE(url.has_value()) << url.error().what;
  EXPECT_EQ(url->scheme, "http");
  EXPECT_EQ(url->host, "krs.example.com");
  EXPECT_EQ(url->port, 8080);
  EXPECT_EQ(url->path, "/iim");
  EXPECT_EQ(url->query, (std::vector<std::pair<std::string, std::string>>{
                            {"d", "example.com"}, {"keyfp", "+4/r"}, {"x", ""}}));
  EXPECT_EQ(parse_url("https://a.example")->port, 443);
  EXPECT_EQ(parse_url("https://a.example")->path, "/");
}

TEST(Url, IsRefusedWhenAnythingElseIsMeant) {
  for (const char* text :
       {"", "ftp://a.example/", "file:///etc/passwd", "http://", "http://a b/", "http://a/\r\nX: y",
        "http://user@a.example/", "http://a.example:0/", "http://a.example:99999/", "http://[::1]/",
        "http://a.example/#part", "http://a.example/?x=%2", "http://a..b/"}) {
    EXPECT_FALSE(parse_url(text).has_value()) << text;
  }
  EXPECT_FALSE(parse_url("http://a.example/" + std::string(3000, 'x')).has_value());
}

TEST(Url, EncodesWhatHasAMeaning) {
  EXPECT_EQ(percent_encode("a+b/c=&é~-._"), "a%2Bb%2Fc%3D%26%C3%A9~-._");
}

TEST(HttpAnswers, NeedTheListedParametersAndNoOthers) {
  HttpAnswers answers;
  ASSERT_TRUE(answers.add({.url = "http://k.example/iim?d=a.example", .body = "domain"}));
  ASSERT_TRUE(answers.add({.url = "http://k.example/iim?d=a.example&name=joe", .body = "joe"}));

  EXPECT_EQ(get(answers, "http://k.example/iim?v=1&d=a.example&name=sue").records.front(),
            "domain");
  EXPECT_EQ(get(answers, "http://k.example/iim?name=joe&d=a.example").records.front(), "joe");
  EXPECT_EQ(get(answers, "http://k.example/iim?d=b.example").status, Status::absent);
  EXPECT_EQ(get(answers, "http://other.example/iim?d=a.example").status, Status::absent);
  EXPECT_EQ(get(answers, "https://k.example/iim?d=a.example").status, Status::absent);
}

TEST(HttpAnswers, TellStatusesApart) {
  HttpAnswers answers;
  ASSERT_TRUE(answers.add({.url = "http://a.example/gone", .status = 410}));
  ASSERT_TRUE(answers.add({.url = "http://a.example/busy", .status = 503}));
  ASSERT_TRUE(answers.add({.url = "http://a.example/moved", .status = 302}));
  ASSERT_TRUE(answers.add_timeout("http://a.example/slow"));

  EXPECT_EQ(get(answers, "http://a.example/gone").status, Status::absent);
  EXPECT_EQ(get(answers, "http://a.example/busy").status, Status::failed);
  EXPECT_EQ(get(answers, "http://a.example/busy").note, "HTTP 503");
  EXPECT_EQ(get(answers, "http://a.example/moved").status, Status::failed);
  EXPECT_EQ(get(answers, "http://a.example/slow").status, Status::timeout);
  EXPECT_EQ(get(answers, "http://a.example/unknown").status, Status::absent);
  EXPECT_EQ(get(answers, "javascript:alert(1)").status, Status::failed);
}

class HttpFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("mass-http-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<std::shared_ptr<HttpAnswers>> load(const std::string& json) {
    std::ofstream(folder_ / "answers.json") << json;
    return load_http_answers(folder_ / "answers.json", folder_);
  }
  std::filesystem::path folder_;
};

TEST_F(HttpFile, HoldsTextsFilesAndTimeouts) {
  std::ofstream(folder_ / "x.cer") << "DER";
  const auto answers = load(R"({"GET http://a.example/t": {"status": 200, "body": "text", "ttl": 9},
    "GET http://a.example/f": {"file": "x.cer"}, "GET http://a.example/s": "TIMEOUT"})");

  ASSERT_TRUE(answers.has_value()) << answers.error().what;
  EXPECT_EQ(get(**answers, "http://a.example/t").ttl, std::chrono::seconds(9));
  EXPECT_EQ(get(**answers, "http://a.example/f").records.front(), "DER");
  EXPECT_EQ(get(**answers, "http://a.example/s").status, Status::timeout);
}

TEST_F(HttpFile, NamesThePlaceOfNonsense) {
  for (const char* json :
       {"[]", "{", R"({"POST http://a.example/": {}})", R"({"GET http://a.example/": 7})",
        R"({"GET nowhere": {}})", R"({"GET http://a.example/": {"file": "../secret"}})",
        R"({"GET http://a.example/": {"file": "/etc/passwd"}})",
        R"({"GET http://a.example/": {"file": "missing"}})",
        R"({"GET http://a.example/": {"status": "ok"}})"}) {
    const auto answers = load(json);
    ASSERT_FALSE(answers.has_value()) << json;
    EXPECT_NE(answers.error().what.find("answers.json"), std::string::npos) << answers.error().what;
  }
}

}  // namespace
}  // namespace mass
