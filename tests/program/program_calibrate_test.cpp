#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runner.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

constexpr const char* kIn =
    "From: Joe <joe@example.com>\r\nTo: team@gt.example\r\nSubject: hello\r\n"
    "Date: Fri, 06 Aug 2004 21:00:37 -0700\r\nMessage-ID: <1@example.com>\r\n\r\nHi.\r\n";

// A folder with one pair that a footer would explain.
struct Captures {
  TemporaryFolder folder;
  Captures() {
    write_file(folder / "001.in.eml", kIn);
    write_file(folder / "001.out.eml", std::string(kIn) + "-- \r\nteam\r\n");
    write_file(folder / "footer.json", R"({"schema": "mass-path-1", "id": "footer", "title": "f",
        "hops": [{"host": "h.example", "steps": [
          {"apply": "append_raw", "with": {"text": "-- \r\nteam\r\n"}}]}]})");
  }

  [[nodiscard]] Ran calibrate(std::vector<std::string> words) const {
    words.insert(words.begin(), "calibrate");
    words.push_back(folder.path().string());
    return run_program(MASS_PROGRAM, words);
  }
};

TEST(Calibrate, ComparesWithAPathOfTheUsersOwn) {
  const Captures captures;

  const Ran ran =
      captures.calibrate({"--path", captures.folder / "footer.json", "--format", "json"});

  EXPECT_EQ(ran.code, 0) << ran.err;
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer.at("schema"), "mass-calibration-1");
  EXPECT_EQ(answer.at("pairs"), 1);
  EXPECT_EQ(answer.at("exact"), 1);
  EXPECT_EQ(answer.at("masked"), 0);
  EXPECT_EQ(answer.at("agree"), 1);
  EXPECT_EQ(answer.at("systems").at(0).at("path"), "footer");
}

TEST(Calibrate, ShowsWhatDiffersAndFails) {
  const Captures captures;

  const Ran ran = captures.calibrate({"--path", "P01"});

  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_NE(ran.out.find("    - team\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("verdict of domainkeys/std: fail after the software, pass after the path"),
            std::string::npos)
      << ran.out;
}

TEST(Calibrate, SearchesWhereThereIsNoPresetAndWritesAPathThatItTakes) {
  const Captures captures;
  const std::string file = captures.folder / "found.json";

  const Ran searched = captures.calibrate({"--path-out", file});
  const Ran compared = captures.calibrate({"--path", file, "--format", "json"});

  EXPECT_EQ(searched.code, 0) << searched.err;
  EXPECT_NE(searched.out.find("searched from "), std::string::npos) << searched.out;
  EXPECT_NE(searched.out.find("\"apply\": \"append_raw\""), std::string::npos) << searched.out;
  EXPECT_EQ(searched.out.find("not explained"), std::string::npos) << searched.out;
  EXPECT_EQ(compared.code, 0) << compared.err;
  EXPECT_EQ(json::parse(compared.out).at("exact"), 1);
}

TEST(Calibrate, ListsWhatASearchDoesNotExplain) {
  const Captures captures;
  write_file(captures.folder / "002.in.eml", kIn);
  write_file(captures.folder / "002.out.eml", std::string(kIn) + "gnihtemos esle\r\n");

  const Ran told = captures.calibrate({"--search-limit", "3000"});
  const Ran ran = captures.calibrate({"--search-limit", "3000", "--format", "json"});

  EXPECT_EQ(told.code, 0) << "every signature breaks by the one text as by the other";
  EXPECT_NE(told.out.find("not explained:\n"), std::string::npos) << told.out;
  const json search = json::parse(ran.out).at("systems").at(0).at("search");
  EXPECT_FALSE(search.at("remaining").empty());
  EXPECT_EQ(search.at("remaining").at(0).at("pairs").size(), 1U);
  EXPECT_EQ(search.at("path").at("schema"), "mass-path-1");
}

TEST(Calibrate, CannotSearchWithoutAMessageThatCameOut) {
  const TemporaryFolder folder;
  write_file(folder / "001.in.eml", kIn);

  const Ran ran = run_program(MASS_PROGRAM, {"calibrate", folder.path().string()});

  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.err.find("no message came out (NAME.out.eml)"), std::string::npos) << ran.err;
}

TEST(Calibrate, TellsWhatIsWrongWithItsArguments) {
  const Captures captures;
  const TemporaryFolder empty;

  const Ran unknown = captures.calibrate({"--path", "postfix/relay8bit"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("did you mean postfix/relay-8bit?"), std::string::npos) << unknown.err;

  const Ran nothing = run_program(MASS_PROGRAM, {"calibrate", empty.path().string()});
  EXPECT_EQ(nothing.code, 3);
  EXPECT_NE(nothing.err.find("no files NAME.in.eml"), std::string::npos) << nothing.err;

  const Ran both = captures.calibrate({"--search", "--path", "P01"});
  EXPECT_EQ(both.code, 2);
  EXPECT_NE(both.err.find("give one of the two"), std::string::npos) << both.err;

  const Ran limit = captures.calibrate({"--search-limit", "0"});
  EXPECT_EQ(limit.code, 2);

  write_file(empty / "m.json", R"({"schema": "mass-masks-1", "masks": [{"name": "x"}]})");
  const Ran masks = captures.calibrate({"--mask", empty / "m.json"});
  EXPECT_EQ(masks.code, 2);
  EXPECT_NE(masks.err.find("m.json:1:"), std::string::npos) << masks.err;
}

TEST(Presets, AreListedDescribedAndMangleMail) {
  const Ran list = run_program(MASS_PROGRAM, {"list", "presets"});
  EXPECT_EQ(list.code, 0);
  EXPECT_NE(list.out.find("exim/relay-8bit"), std::string::npos);

  const Ran described = run_program(MASS_PROGRAM, {"describe", "exim/relay-8bit"});
  EXPECT_EQ(described.code, 0);
  EXPECT_NE(described.out.find("prepend_trace"), std::string::npos);

  const Ran mangled =
      run_program(MASS_PROGRAM, {"mangle", "--wire", "--path", "exim/relay-8bit", "-"}, kIn);
  EXPECT_EQ(mangled.code, 0) << mangled.err;
  EXPECT_TRUE(mangled.out.starts_with("Received: from [")) << mangled.out;

  const Ran stopped =
      run_program(MASS_PROGRAM, {"mangle", "--wire", "--path", "sendmail/relay-8bit", "-"},
                  "A: b\r\n\r\nx\ny\r\n");
  EXPECT_EQ(stopped.code, 1);
  EXPECT_NE(stopped.err.find("not delivered: rejected"), std::string::npos) << stopped.err;
}

}  // namespace
}  // namespace mass::test
