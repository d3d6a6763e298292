#include "harness/plugin/host.hpp"

#include <dirent.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

namespace mass {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

PluginManifest manifest(std::vector<std::string> command) {
  return {.id = "rogue", .command = std::move(command), .folder = {}, .timeout = 400ms};
}

std::string message(const std::string& how) {
  return "From: a@example.com\r\nX-Rogue: " + how + "\r\n\r\nHi.\r\n";
}

Result<json> answer(const json& question) {
  if (question.at("ask") != "lookup") return fail(Errc::protocol, "no such question");
  return json{{"status", "absent"}};
}

// What comes of one request to verify.
Result<Frame> verify(PluginHost& host, const std::string& how) {
  return host.request({{"op", "verify"}}, message(how), answer);
}

bool passes(const Result<Frame>& frame) {
  return frame && frame->header.at("verdict").at("outcome") == "pass";
}

std::size_t open_files() {
  std::size_t count = 0;
  DIR* folder = opendir("/proc/self/fd");
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

struct Misdeed {
  const char* how;
  Errc expected;
  const char* word;  // stands in what is told
};

// Each costs the request in which it happens; the request after it has a plug-in that works.
constexpr std::array kMisdeeds{
    Misdeed{"hang", Errc::timed_out, "in time"},
    Misdeed{"hang-in-frame", Errc::timed_out, "in time"},
    Misdeed{"flood-errors", Errc::timed_out, "xxxx"},
    Misdeed{"die", Errc::crashed, "exit code 7"},
    Misdeed{"kill", Errc::crashed, "signal 9"},
    Misdeed{"die-in-frame", Errc::crashed, "exit code 0"},
    Misdeed{"close", Errc::crashed, "closed"},
    Misdeed{"flood", Errc::protocol, "xxxx"},
    Misdeed{"flood-questions", Errc::protocol, "1000"},
    Misdeed{"nonsense", Errc::protocol, "Traceback"},
    Misdeed{"huge", Errc::protocol, "99999999999"},
    Misdeed{"no-json", Errc::protocol, "hello"},
    Misdeed{"deep", Errc::protocol, "JSON"},
    Misdeed{"wrong-id", Errc::protocol, "request"},
    Misdeed{"no-id", Errc::protocol, "without id"},
    Misdeed{"no-answer", Errc::protocol, "missing"},
    Misdeed{"unknown-question", Errc::protocol, "question"},
    Misdeed{"twice", Errc::protocol, "after its answer"},
    Misdeed{"says-so", Errc::missing, "out of paper"},
};

TEST(PluginHost, LosesOneRequestToEachMisdeed) {
  PluginHost host(manifest({MASS_ROGUE}));
  ASSERT_TRUE(passes(verify(host, "nothing")));
  for (const Misdeed& misdeed : kMisdeeds) {
    const auto wrong = verify(host, misdeed.how);
    const auto next = verify(host, "nothing");

    ASSERT_FALSE(wrong) << misdeed.how;
    EXPECT_EQ(wrong.error().code, misdeed.expected) << misdeed.how << ": " << wrong.error().what;
    EXPECT_TRUE(wrong.error().what.contains(misdeed.word))
        << misdeed.how << ": " << wrong.error().what;
    EXPECT_TRUE(wrong.error().what.starts_with("plug-in rogue: ")) << wrong.error().what;
    EXPECT_LT(wrong.error().what.size(), 3000U) << misdeed.how;
    EXPECT_TRUE(passes(next)) << misdeed.how;
  }
}

// An answer is an answer, whatever comes after it.
TEST(PluginHost, KeepsTheAnswerOfOneThatMisbehavesAfterwards) {
  PluginHost host(manifest({MASS_ROGUE}));
  for (const char* how : {"chatty", "leave", "murmur"}) {
    EXPECT_TRUE(passes(verify(host, how))) << how;
    std::this_thread::sleep_for(100ms);
    EXPECT_TRUE(passes(verify(host, "nothing"))) << how;
  }
}

TEST(PluginHost, LeavesNoFilesOpen) {
  {
    PluginHost host(manifest({MASS_ROGUE}));
    ASSERT_TRUE(passes(verify(host, "nothing")));
  }
  const std::size_t before = open_files();
  {
    PluginHost host(manifest({MASS_ROGUE}));
    for (const char* how : {"die", "nothing", "flood", "close"}) (void)verify(host, how);
  }

  EXPECT_EQ(open_files(), before);
}

TEST(PluginHost, StartsNothingAnyMoreAfterManyFailuresInARow) {
  PluginHost host(manifest({MASS_ROGUE}));
  for (unsigned i = 0; i < PluginHost::kFailuresInRow; ++i) {
    ASSERT_FALSE(verify(host, "die")) << i;
  }

  const auto given_up = verify(host, "nothing");

  ASSERT_FALSE(given_up);
  EXPECT_EQ(given_up.error().code, Errc::crashed);
  EXPECT_TRUE(given_up.error().what.contains("given up")) << given_up.error().what;
}

TEST(PluginHost, CountsOnlyFailuresInARow) {
  PluginHost host(manifest({MASS_ROGUE}));
  for (unsigned i = 0; i < 2 * PluginHost::kFailuresInRow; ++i) {
    ASSERT_FALSE(verify(host, "die")) << i;
    if (i % 10 == 9) {
      ASSERT_TRUE(passes(verify(host, "nothing"))) << i;
    }
  }
}

TEST(PluginHost, GreetsOneThatBehaves) {
  PluginHost host(manifest({MASS_ROGUE}));

  const auto greeting = host.greet();

  ASSERT_TRUE(greeting) << greeting.error().what;
  EXPECT_TRUE(greeting->does("verify"));
  EXPECT_FALSE(greeting->does("provision"));
  EXPECT_EQ(greeting->info.title, "Rogue");
}

TEST(PluginHost, RefusesOneThatDoesNotGreet) {
  const Misdeed wrong[] = {
      {"hang", Errc::timed_out, "greeted"},      {"die", Errc::crashed, "exit code 7"},
      {"nonsense", Errc::protocol, "Traceback"}, {"says-so", Errc::missing, "out of paper"},
      {"old", Errc::protocol, "version 0"},      {"no-answer", Errc::protocol, "missing"},
      {"chatty", Errc::protocol, "version"},     {"does-all", Errc::protocol, "unsupported"}};
  for (const Misdeed& one : wrong) {
    PluginHost host(manifest({MASS_ROGUE, one.how}));

    const auto greeting = host.greet();

    ASSERT_FALSE(greeting) << one.how;
    EXPECT_EQ(greeting.error().code, one.expected) << one.how << ": " << greeting.error().what;
    EXPECT_TRUE(greeting.error().what.contains(one.word))
        << one.how << ": " << greeting.error().what;
  }
}

TEST(PluginHost, SaysThatAProgramCannotBeStarted) {
  PluginHost host(manifest({"no-such-program-anywhere"}));

  const auto greeting = host.greet();

  ASSERT_FALSE(greeting);
  EXPECT_EQ(greeting.error().code, Errc::crashed);
  EXPECT_TRUE(greeting.error().what.contains("no-such-program-anywhere")) << greeting.error().what;
}

// Time in which the harness looks up a key is not the plug-in's.
TEST(PluginHost, DoesNotCountItsOwnTime) {
  PluginHost host(manifest({MASS_ROGUE}));
  std::atomic<int> asked = 0;

  const auto frame = host.request({{"op", "verify"}}, message("flood-questions"),
                                  [&asked](const json&) -> Result<json> {
                                    if (++asked > 3) return fail(Errc::missing, "enough");
                                    std::this_thread::sleep_for(200ms);
                                    return json{{"status", "absent"}};
                                  });

  ASSERT_FALSE(frame);
  EXPECT_TRUE(frame.error().what.contains("enough")) << frame.error().what;
}

TEST(PluginHost, ServesManyThreadsAtOnce) {
  PluginHost host(manifest({MASS_ROGUE}));
  std::atomic<int> passed = 0;
  std::atomic<int> failed = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&host, &passed, &failed, thread] {
        for (int i = 0; i < 20; ++i) {
          const bool ill = i % 5 == thread;
          const auto frame = verify(host, ill ? "die" : "nothing");
          ++(passes(frame) ? passed : failed);
        }
      });
    }
  }

  EXPECT_EQ(passed, 64);
  EXPECT_EQ(failed, 16);
}

TEST(PluginHost, CarriesALargeMessageBothWays) {
  PluginHost host(manifest({MASS_ROGUE}));
  const std::string large = message("nothing") + std::string(3'000'000, 'x');

  const auto frame = host.request({{"op", "originate"}}, large, answer);

  ASSERT_TRUE(frame) << frame.error().what;
  EXPECT_EQ(frame->octets, "X-Signed: yes\r\n" + large);
}

}  // namespace
}  // namespace mass
