#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "harness/calibrate/compare.hpp"
#include "harness/search/generalise.hpp"
#include "harness/search/search.hpp"

namespace mass {
namespace {

constexpr std::size_t kMessages = 16;

const Crypto& crypto() {
  static const std::shared_ptr<const Crypto> shared = Crypto::create().value();
  return *shared;
}

// Messages of several authors; every fourth has octets beyond ASCII, every fifth a field more.
Transit message(std::size_t number) {
  static constexpr std::array kAuthors{"Ann Archer <ann@one.example>", "bob@two.example",
                                       "\"Carl C.\" <carl@three.example>"};
  static constexpr std::array kSenders{"ann@one.example", "bob@two.example", "carl@three.example"};
  const std::string n = std::to_string(number);
  std::string text = std::string("From: ") + kAuthors[number % kAuthors.size()] +
                     "\r\nTo: team@lists.example\r\nSubject: topic " + n + "\r\nMessage-ID: <" + n +
                     "@one.example>\r\n";
  if (number % 5 == 0) text += "X-Mailer: agent " + n + "\r\n";
  const bool is_8bit = number % 4 == 0;
  if (is_8bit) {
    text +=
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n";
  }
  text += "\r\nDear all,\r\nthis is message " + n + (is_8bit ? " f\xC3\xBCr alle" : "") + ".\r\n";
  Transit transit;
  transit.message = Message::parse(text);
  transit.envelope.mail_from = kSenders[number % kSenders.size()];
  transit.envelope.rcpt_to = {"team@lists.example"};
  transit.envelope.eight_bit_mime = is_8bit;
  return transit;
}

Path path_of(const std::string& steps) {
  auto path = parse_path(R"({"schema": "mass-path-1", "id": "t", "title": "t", "hops": [{"host":
        "lists.example", "steps": [)" +
                             steps + "]}]}",
                         "t.json");
  EXPECT_TRUE(path) << (path ? "" : path.error().what);
  return *std::move(path);
}

void capture(const Transit& end, CapturedPair& pair) {
  pair.result = end.delivery;
  if (end.delivery != Delivery::in_transit) return;
  CapturedOutput output;
  output.octets = end.message.to_string();
  output.mail_from = end.envelope.mail_from;
  output.rcpt_to = end.envelope.rcpt_to;
  output.eight_bit_mime = end.envelope.eight_bit_mime;
  pair.out.push_back(std::move(output));
}

// Captures of a software that does what `path` does, messages `first` and on.
CaptureSet captured(const Path& path, std::size_t first) {
  CaptureSet set;
  set.system = "unknown";
  set.config = "x";
  for (std::size_t i = first; i < first + kMessages; ++i) {
    CapturedPair pair;
    pair.id = std::to_string(i);
    pair.in = message(i);
    capture(travel(path, pair.in, 0, pair.id, crypto()).end(), pair);
    set.pairs.push_back(std::move(pair));
  }
  return set;
}

SearchResult search(const CaptureSet& set, const SearchOptions& options = {}) {
  auto found = search_path(set, {}, crypto(), options);
  EXPECT_TRUE(found) << (found ? "" : found.error().what);
  return *std::move(found);
}

// How many pairs a path explains.
std::size_t exact(const Path& path, const CaptureSet& set) {
  const std::vector<Mask> masks;
  return static_cast<std::size_t>(std::ranges::count_if(set.pairs, [&](const CapturedPair& pair) {
    return compare_pair(set, pair, {path, masks, crypto()}).exact;
  }));
}

// What is found for some messages does the same to others.
void expect_found(const std::string& steps) {
  const Path path = path_of(steps);

  const SearchResult found = search(captured(path, 0));

  EXPECT_EQ(exact(found.path, captured(path, 0)), kMessages) << path_file_text(found.path);
  EXPECT_EQ(exact(found.path, captured(path, 100)), kMessages) << path_file_text(found.path);
  EXPECT_EQ(found.held_out_exact, found.held_out);
  EXPECT_EQ(found.held_out, kMessages / 4);
  EXPECT_TRUE(found.is_complete);
}

TEST(Search, FindsNothingToDo) {
  const SearchResult found = search(captured(path_of(""), 0));

  EXPECT_TRUE(found.path.steps.empty()) << path_file_text(found.path);
  EXPECT_EQ(found.start, "");
}

TEST(Search, FindsPrefixAndFooter) {
  expect_found(R"({"apply": "subject_prefix", "with": {"text": "[team] "}},
                  {"apply": "append_raw", "with": {"text": "-- \r\nto leave: team-leave@l.example\r\n"}})");
}

TEST(Search, FindsFieldsThatComeAndGo) {
  expect_found(R"({"apply": "drop", "with": {"fields": ["X-Mailer"]}},
                  {"apply": "insert", "with": {"fields": ["List-Id: <team.lists.example>",
                   "Precedence: list"]}})");
}

TEST(Search, FindsTraceFieldsWithWhatIsInThem) {
  expect_found(R"({"apply": "insert", "with": {"position": "top", "fields":
                   ["X-Handled: for ${mail_from} by lists.example"]}})");
}

TEST(Search, FindsAnotherTransferEncoding) {
  expect_found(R"({"apply": "postfix_downgrade"},
                  {"apply": "set_mail_params", "with": {"eight_bit_mime": "no"}})");
}

TEST(Search, FindsOtherEnvelopes) {
  expect_found(R"({"apply": "set_sender", "with": {"to": "team-bounces@lists.example"}},
                  {"apply": "set_recipients", "with": {"to": ["ann@dest.example"]}})");
}

TEST(Search, FindsWhatIsRefused) {
  expect_found(R"({"apply": "stop", "when": "has_8bit", "with": {"as": "rejected"}})");
}

TEST(Search, LeavesWhatNoStepExplains) {
  CaptureSet set = captured(path_of(R"({"apply": "append_raw", "with": {"text": "bye\r\n"}})"), 0);
  for (std::size_t i = 0; i < kMessages / 2; ++i) {
    std::string& octets = set.pairs[i].out.front().octets;
    const std::size_t body = octets.find("\r\n\r\n") + 4;
    std::reverse(octets.begin() + static_cast<std::ptrdiff_t>(body), octets.end() - 5);
  }

  const SearchResult found = search(set, {.limit = 30000});

  EXPECT_EQ(exact(found.path, set), kMessages / 2) << path_file_text(found.path);
}

TEST(Search, GivesTheSamePathAgain) {
  const CaptureSet set =
      captured(path_of(R"({"apply": "subject_prefix", "with": {"text": "[a] "}})"), 0);

  const SearchResult first = search(set);
  const SearchResult second = search(set);

  EXPECT_EQ(path_file_text(first.path), path_file_text(second.path));
  EXPECT_EQ(first.spent, second.spent);
}

TEST(Search, EndsAtItsLimitAndTellsHowFarItIs) {
  const CaptureSet set =
      captured(path_of(R"({"apply": "subject_prefix", "with": {"text": "[a] "}})"), 0);
  std::vector<std::size_t> told;

  const SearchResult found =
      search(set, {.limit = 2000, .progress = [&](std::size_t spent) { told.push_back(spent); }});

  EXPECT_FALSE(found.is_complete);
  EXPECT_LT(found.spent, 3000U);
  EXPECT_FALSE(told.empty());
  EXPECT_TRUE(std::ranges::is_sorted(told));
}

TEST(Search, DoesWithoutPresetsThatAreNamed) {
  const auto preset = find_path("mlmmj/prefix-footer");
  ASSERT_TRUE(preset);
  const CaptureSet set = captured(*preset, 0);

  EXPECT_EQ(search(set, {.limit = 12000}).start, "mlmmj/prefix-footer");
  EXPECT_NE(search(set, {.without = {"mlmmj/prefix-footer"}, .limit = 4000}).start,
            "mlmmj/prefix-footer");
}

TEST(Search, NeedsAMessageThatCameOut) {
  CaptureSet set = captured(path_of(R"({"apply": "stop"})"), 0);

  const auto found = search_path(set, {}, crypto(), {});

  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::missing);
  EXPECT_NE(found.error().what.find("no message came out"), std::string::npos);
}

TEST(Generalised, NamesWhatDiffersFromMessageToMessage) {
  const Transit ann = message(0);
  const Transit bob = message(1);
  const Transit carl = message(2);
  const auto received = [](const Transit& transit, const std::string& id, const std::string& time) {
    return search::Sample{"Received: by lists.example id " + id + " for " +
                              transit.envelope.mail_from + "; Mon, 5 Oct 2026 09:15:" + time +
                              " +0000",
                          &transit.envelope};
  };

  EXPECT_EQ(search::generalised({received(ann, "4f3a9b21", "01"), received(bob, "77a0c3de", "02"),
                                 received(carl, "0b1c2d3e", "07")},
                                "lists.example"),
            "Received: by ${host} id ${id:xxxxxxxx} for ${mail_from}; ${date}");
  EXPECT_EQ(search::generalised(
                {{"a b c", &ann.envelope}, {"x: y", &bob.envelope}, {"?", &bob.envelope}}, "h"),
            "");
}

}  // namespace
}  // namespace mass
