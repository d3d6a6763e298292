#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "harness/calibrate/calibration.hpp"
#include "schemes/enrol_all.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMail =
    "From: Joe <joe@example.com>\r\nTo: list@lists.example\r\nSubject: hello\r\n"
    "Date: Fri, 06 Aug 2004 21:00:37 -0700\r\nMessage-ID: <1@example.com>\r\n\r\nHi.\r\n";

const Crypto& crypto() {
  static const std::shared_ptr<const Crypto> shared = Crypto::create().value();
  return *shared;
}

/// A folder of captures that a test writes.
class CaptureFolder : public testing::Test {
 protected:
  CaptureFolder() {
    std::string pattern = (fs::temp_directory_path() / "massbench-captures-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~CaptureFolder() override { fs::remove_all(root_); }

  void write(const std::string& name, std::string_view octets) const {
    std::ofstream(root_ / name, std::ios::binary) << octets;
  }

  [[nodiscard]] CaptureSet load() const {
    auto set = load_captures(root_);
    EXPECT_TRUE(set) << (set ? "" : set.error().what);
    return *std::move(set);
  }

  static Path path_of(std::string_view steps) {
    auto path = parse_path(R"({"schema": "mass-path-1", "id": "t", "title": "t", "hops": [{"host":
        "relay.example", "steps": [)" +
                               std::string(steps) + "]}]}",
                           "t.json");
    EXPECT_TRUE(path) << (path ? "" : path.error().what);
    return *std::move(path);
  }

  [[nodiscard]] static CalibrationResult compared(const CaptureSet& set, const Path& path) {
    static const auto registry = [] {
      auto made = std::make_unique<Registry>();
      EXPECT_TRUE(enrol_all(*made));
      return made;
    }();
    auto agreement = Agreement::create(*registry, crypto());
    EXPECT_TRUE(agreement);
    const auto masks = built_in_masks();
    EXPECT_TRUE(masks) << (masks ? "" : masks.error().what);
    return calibrate(set, {path, *masks, crypto()}, *agreement);
  }

  fs::path root_;
};

TEST_F(CaptureFolder, ReadsPairsWithAndWithoutFacts) {
  write("a.in.eml", kMail);
  write("a.out.eml", kMail);
  write("b.in.eml", kMail);
  write("c.in.eml", kMail);
  write("c.out.eml", "X: y\r\n");
  write("c.json", R"({"system": "s", "config": "k", "slug": "odd", "in": {"mail_from": "x@y",
      "rcpt_to": ["z@w"], "mail_params": "SIZE=3 BODY=8BITMIME"}, "result": "delivered",
      "out": [{"file": "c.notice1.eml", "role": "notification"},
              {"file": "c.out.eml", "role": "delivery", "mail_from": "", "mail_params": ""}]})");
  write("d.in.eml", kMail);
  write("d.json", R"({"in": {}, "result": "rejected", "out": []})");

  const CaptureSet set = load();

  EXPECT_EQ(set.preset(), "s/k");
  ASSERT_EQ(set.pairs.size(), 4U);
  EXPECT_EQ(set.pairs[0].in.envelope.mail_from, "joe@example.com");
  EXPECT_FALSE(set.pairs[0].out.front().mail_from);
  EXPECT_EQ(set.pairs[1].result, Delivery::discarded);
  EXPECT_EQ(set.pairs[2].about, "odd");
  EXPECT_TRUE(set.pairs[2].in.envelope.eight_bit_mime);
  ASSERT_EQ(set.pairs[2].out.size(), 1U);
  EXPECT_EQ(set.pairs[2].out.front().octets, "X: y\r\n");
  EXPECT_EQ(set.pairs[2].out.front().mail_from, "");
  EXPECT_EQ(set.pairs[2].out.front().eight_bit_mime, false);
  EXPECT_EQ(set.pairs[3].result, Delivery::rejected);
}

TEST_F(CaptureFolder, GoesOnAfterAPairThatCannotBeRead) {
  write("a.in.eml", kMail);
  write("a.json", "not json");
  write("b.in.eml", kMail);
  write("b.json", R"({"out": [{"file": "missing.eml", "role": "delivery"}]})");
  write("c.in.eml", kMail);

  const CaptureSet set = load();

  EXPECT_EQ(set.pairs.size(), 1U);
  ASSERT_EQ(set.problems.size(), 2U);
  EXPECT_NE(set.problems[0].find("a.json: not a JSON object"), std::string::npos);
  EXPECT_NE(set.problems[1].find("missing.eml"), std::string::npos);
}

TEST_F(CaptureFolder, KeepsFilesOfOutputsInsideTheFolder) {
  write("a.in.eml", kMail);
  write("a.json", R"({"out": [{"file": "../../../../etc/passwd", "role": "delivery"}]})");

  const auto set = load_captures(root_);

  ASSERT_FALSE(set);
  EXPECT_NE(set.error().what.find((root_ / "passwd").string()), std::string::npos);
}

TEST_F(CaptureFolder, SaysThatThereIsNothing) {
  EXPECT_TRUE(find_captures(root_).empty());
  const auto set = load_captures(root_);
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().what.find("NAME.in.eml"), std::string::npos);
}

TEST_F(CaptureFolder, CountsExactMaskedAndAgreeingPairs) {
  write("1.in.eml", kMail);
  write("1.out.eml", kMail);
  write("2.in.eml", kMail);
  write("2.out.eml", std::string("X-Seen: Mon, 23 Nov 2026 15:11:33 +0000\r\n") + kMail);
  const Path path = path_of(R"({"apply": "insert", "with": {"position": "top",
      "fields": ["X-Seen: ${date}"]}})");

  const CalibrationResult result = compared(load(), path);

  EXPECT_EQ(result.pairs, 2U);
  EXPECT_EQ(result.exact, 1U);
  EXPECT_EQ(result.masked, 1U);
  ASSERT_EQ(result.differences.size(), 1U);
  EXPECT_EQ(result.differences[0].pair, "1");
  EXPECT_EQ(result.differences[0].lines, std::vector<std::string>{"+ X-Seen: \xC2\xAB"
                                                                  "date\xC2\xBB"});
  EXPECT_TRUE(result.differences[0].verdicts.empty()) << result.differences[0].verdicts.front();
  EXPECT_EQ(result.agree, 2U);
}

TEST_F(CaptureFolder, SeesVerdictsThatDiffer) {
  std::string changed(kMail);
  changed.replace(changed.find("Hi."), 3, "Ho.");
  write("1.in.eml", kMail);
  write("1.out.eml", changed);

  const CalibrationResult result = compared(load(), path_of(R"({"apply": "trailing"})"));

  EXPECT_EQ(result.exact, 0U);
  EXPECT_EQ(result.agree, 0U);
  ASSERT_EQ(result.differences.size(), 1U);
  const auto& verdicts = result.differences[0].verdicts;
  EXPECT_NE(std::ranges::find_if(verdicts,
                                 [](const std::string& line) {
                                   return line.starts_with(
                                       "domainkeys/std: fail after the "
                                       "software, pass after the path");
                                 }),
            verdicts.end());
}

TEST_F(CaptureFolder, ComparesEnvelopesAndResults) {
  write("1.in.eml", kMail);
  write("1.out.eml", kMail);
  write("1.json", R"({"result": "delivered", "out": [{"file": "1.out.eml", "role": "delivery",
      "mail_from": "other@example.com", "rcpt_to": ["list@lists.example"],
      "mail_params": "BODY=8BITMIME"}]})");
  write("2.in.eml", kMail);
  write("2.json", R"({"result": "bounced-or-held", "out": []})");

  const CalibrationResult result =
      compared(load(), path_of(R"({"apply": "set_recipients", "with": {"to": ["m@x.example"]}})"));

  ASSERT_EQ(result.differences.size(), 2U);
  EXPECT_EQ(
      result.differences[0].lines,
      (std::vector<std::string>{"MAIL FROM: captured other@example.com, simulated joe@example.com",
                                "RCPT TO: captured list@lists.example, simulated m@x.example",
                                "BODY=8BITMIME: captured declared, simulated not declared"}));
  EXPECT_EQ(result.differences[1].lines,
            std::vector<std::string>{"result: captured bounced, simulated delivered"});
  EXPECT_EQ(result.agree, 1U);  // BATV protects the envelope sender, which differs in the first
}

TEST(MessageDifference, AlignsWhatIsSharedAndStopsAtTheLimit) {
  using Lines = std::vector<std::string>;
  const auto difference = [](std::size_t limit) {
    return message_difference("a\nb\nc\nd\n", "a\nx\nc\nd\ne", limit);
  };

  EXPECT_EQ(difference(9).size(), 3U);
  EXPECT_EQ(difference(2), (Lines{difference(9)[0], difference(9)[1], "and 1 lines more"}));
  EXPECT_EQ(
      difference(9)[0].substr(0, 3) + difference(9)[1].substr(0, 3) + difference(9)[2].substr(0, 3),
      "- b+ x+ e");
}

TEST(MessageDifference, EndsOnLongTexts) {
  std::string left;
  std::string right;
  for (int i = 0; i < 5000; ++i) {
    left += "l" + std::to_string(i) + "\n";
    right += "r" + std::to_string(i) + "\n";
  }

  EXPECT_EQ(message_difference(left, right, 20000).size(), 10000U);
}

TEST(Masks, AreForTheirSystems) {
  const auto masks = parse_masks(R"({"schema": "mass-masks-1", "masks": [
        {"name": "id", "systems": ["one"], "pattern": "id \\d+"},
        {"name": "any", "pattern": "^x+$"}]})",
                                 "m.json");
  ASSERT_TRUE(masks) << masks.error().what;
  EXPECT_EQ(masked("id 42\nxxx\n", "One", *masks),
            "\xC2\xAB"
            "id\xC2\xBB\n\xC2\xAB"
            "any\xC2\xBB\n");
  EXPECT_EQ(masked("id 42\nxxx\n", "two", *masks),
            "id 42\n\xC2\xAB"
            "any\xC2\xBB\n");
}

TEST(Masks, LookIntoBase64WhereOneSaysSo) {
  const auto masks = parse_masks(R"({"schema": "mass-masks-1", "masks": [
        {"name": "text", "decode": "base64", "pattern": "^E: base64\\n\\n([A-Za-z0-9+/=\\n]+)\\z"},
        {"name": "id", "pattern": "id \\d+"}]})",
                                 "m.json");
  ASSERT_TRUE(masks) << masks.error().what;
  EXPECT_EQ(masked("E: base64\n\naWQgNDIgeA==\n", "", *masks), "E: base64\n\n\xC2\xABid\xC2\xBB x");
  EXPECT_EQ(masked("E: base64\n\naWQg\nNDIgeA==\n", "", *masks), "E: base64\n\naWQg\nNDIgeA==\n")
      << "lines of another length are not the same octets";
}

TEST(Masks, TellMistakesWithTheirPlace) {
  const auto masks = parse_masks(R"({"schema": "mass-masks-1",
 "masks": [{"name": "a", "pattern": "("}, {"pattern": "x"}]})",
                                 "m.json");
  ASSERT_FALSE(masks);
  EXPECT_NE(masks.error().what.find("m.json:2:26: pattern \"(\""), std::string::npos)
      << masks.error().what;
  EXPECT_NE(masks.error().what.find("name"), std::string::npos);
}

TEST(Patterns, EndOnTextThatIsMadeToTakeForEver) {
  const auto pattern = Pattern::compile("(a+)+$", {.lines = false});
  ASSERT_TRUE(pattern);
  const std::string text = std::string(4000, 'a') + "!";
  EXPECT_EQ(pattern->replace_all(text, "x"), text);
  EXPECT_FALSE(pattern->find(text));
}

TEST(Patterns, GiveTheirGroups) {
  const auto pattern = Pattern::compile("(\\w)(x)?(\\w)", {.ignore_case = true});
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->find("-ab"), (std::vector<std::string>{"ab", "a", "", "b"}));
  EXPECT_FALSE(pattern->find("--"));
}

// What the presets promise, on captured mail of the real software.
TEST(Presets, DoWhatTheSoftwareDid) {
  const fs::path root = fs::path(MASS_SHARED_DIR) / "groundtruth";
  if (!fs::exists(root)) GTEST_SKIP() << "no " << root;
  Registry registry;
  ASSERT_TRUE(enrol_all(registry));
  auto agreement = Agreement::create(registry, crypto());
  ASSERT_TRUE(agreement);
  const auto masks = built_in_masks();
  ASSERT_TRUE(masks);
  std::map<std::string, std::pair<std::size_t, std::size_t>> systems;  // exact of pairs
  for (const fs::path& folder : find_captures(root)) {
    auto set = load_captures(folder);
    ASSERT_TRUE(set) << set.error().what;
    const auto path = find_path(set->preset());
    if (!path) continue;  // docs/presets.md lists the systems that have presets
    // What sanitizers are to see, a part of the messages shows them.
    if (MASS_SANITIZED && set->pairs.size() > 6) set->pairs.resize(6);
    const CalibrationResult result = calibrate(*set, {*path, *masks, crypto()}, *agreement);
    EXPECT_EQ(result.agree, result.pairs) << set->preset();
    EXPECT_TRUE(result.problems.empty()) << result.problems.front();
    systems[set->system].first += result.exact;
    systems[set->system].second += result.pairs;
  }
  for (const auto& [system, counts] : systems) {
    EXPECT_GE(counts.first * 100, counts.second * 95) << system;
  }
}

}  // namespace
}  // namespace mass
