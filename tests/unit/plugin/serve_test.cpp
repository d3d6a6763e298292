#include "harness/plugin/serve.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "harness/plugin/frame.hpp"
#include "schemes/enrol_all.hpp"

namespace mass {
namespace {

using nlohmann::json;

class Serve : public testing::Test {
 protected:
  void SetUp() override {
    crypto_ = Crypto::create().value();
    ASSERT_TRUE(enrol_all(registry_));
  }

  // What is answered to these octets, one after the other.
  std::vector<json> answers(const std::string& requests) {
    std::istringstream in(requests);
    std::ostringstream out;
    const ServedScheme served{registry_, "domainkeys", "test"};
    result_ = serve_scheme(served, *crypto_, in, out);
    std::istringstream written(out.str());
    std::vector<json> headers;
    for (auto frame = read_frame(written); frame && *frame; frame = read_frame(written)) {
      headers.push_back((*frame)->header);
    }
    return headers;
  }

  static std::string request(const json& header, std::string_view octets = {}) {
    return encode(header, octets).value();
  }

  Registry registry_;
  std::shared_ptr<const Crypto> crypto_;
  Result<void> result_;
};

TEST_F(Serve, SaysWhatItDoes) {
  const auto said = answers(request({{"id", 1}, {"op", "hello"}, {"protocol", 1}}));

  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(result_);
  EXPECT_EQ(said[0].at("id"), 1);
  EXPECT_EQ(said[0].at("answer"), "done");
  EXPECT_EQ(said[0].at("protocol"), kPluginProtocol);
  EXPECT_EQ(said[0].at("scheme").at("title"), registry_.find("domainkeys")->title);
}

TEST_F(Serve, GoesOnAfterWhatItDoesNotDo) {
  const auto said = answers(request({{"id", 4}, {"op", "make-coffee"}}) + request({{"id", 5}}) +
                            request({{"id", 6}, {"op", "check"}, {"parameters", {{"x", 1}}}}) +
                            request({{"id", 7}, {"op", "verify"}, {"now", "soon"}}) +
                            request({{"id", 8}, {"op", "hello"}}));

  ASSERT_EQ(said.size(), 5U);
  EXPECT_EQ(said[0].at("answer"), "unsupported");
  EXPECT_EQ(said[1].at("answer"), "error");
  EXPECT_EQ(said[2].at("answer"), "error");
  EXPECT_EQ(said[2].at("kind"), "config");
  EXPECT_EQ(said[3].at("answer"), "error");
  EXPECT_EQ(said[4].at("answer"), "done");
}

TEST_F(Serve, AsksForThePolicyOfADomainAndJudges) {
  const auto said = answers(
      request({{"id", 1}, {"op", "verify"}, {"now", 0}}, "From: a@example.com\r\n\r\nHi\r\n") +
      request({{"id", 1}, {"status", "absent"}}));

  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].at("ask"), "lookup");
  EXPECT_EQ(said[0].at("name"), "_domainkey.example.com");
  EXPECT_EQ(said[1].at("answer"), "done") << said[1];
  EXPECT_EQ(said[1].at("verdict").at("outcome"), "none");
}

// There is nobody left to answer the question for a key.
TEST_F(Serve, EndsWhenTheOtherSideIsGoneInARequest) {
  const auto said = answers(
      request({{"id", 1}, {"op", "originate"}, {"now", 0}}, "From: a@example.com\r\n\r\nHi\r\n"));

  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].at("ask"), "private_key");
  ASSERT_FALSE(result_);
  EXPECT_EQ(result_.error().code, Errc::io);
}

TEST_F(Serve, EndsAtWhatIsNoFrame) {
  EXPECT_TRUE(answers("GET / HTTP/1.0\r\n\r\n").empty());
  ASSERT_FALSE(result_);
  EXPECT_EQ(result_.error().code, Errc::protocol);
}

}  // namespace
}  // namespace mass
