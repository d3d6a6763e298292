// Everything that the program writes as JSON, against docs/schemas, by a validator of other people.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "small_run.hpp"

namespace mass::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kMail =
    "From: Joe <joe@example.com>\r\nTo: team@gt.example\r\nSubject: hello\r\n"
    "Date: Fri, 06 Aug 2004 21:00:37 -0700\r\nMessage-ID: <1@example.com>\r\n\r\nHi.\r\n";

const std::string kSource = MASS_SOURCE_DIR;

/// Files to be validated, each under the name of its schema.
class Answers {
 public:
  void add(const std::string& schema, const std::string& file) {
    pairs_.push_back(schema + "=" + file);
    schemas_.insert(schema);
  }

  /// What a verb prints. It may end with a gate that fails.
  void add_output(const std::string& schema, const std::vector<std::string>& words,
                  const std::string& program = MASS_PROGRAM) {
    const Ran ran = run_program(program, words);
    EXPECT_LE(ran.code, 1) << words[0] << ": " << ran.err;
    const std::string file = folder_ / (std::to_string(pairs_.size()) + ".json");
    write_file(file, ran.out);
    add(schema, file);
  }

  void add_tree(const std::string& schema, const std::string& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".json") add(schema, entry.path());
    }
  }

  [[nodiscard]] Ran validate() const {
    std::vector<std::string> words{"python3", kSource + "/tests/program/validate_json.py",
                                   kSource + "/docs/schemas"};
    words.insert(words.end(), pairs_.begin(), pairs_.end());
    return run_program("/usr/bin/env", words);
  }

  [[nodiscard]] std::string operator/(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] const std::set<std::string>& schemas() const { return schemas_; }

 private:
  TemporaryFolder folder_;
  std::vector<std::string> pairs_;
  std::set<std::string> schemas_;
};

TEST(Schemas, HoldOfEverythingThatIsWrittenAsJson) {
  const SmallRun small({"right:dkim/*:P01=50%"});
  const SmallRun other({"all:dkim/*=any"});
  ASSERT_EQ(small.ran().code, 0) << small.ran().err;
  Answers answers;
  fs::create_directory(answers / "pair");
  write_file(answers / "pair/001.in.eml", kMail);
  write_file(answers / "pair/001.out.eml", std::string(kMail) + "-- \r\nteam\r\n");
  write_file(answers / "mail.eml", kMail);

  answers.add("mass-manifest-1", small.folder() + "/manifest.json");
  answers.add("mass-summary-1", small.folder() + "/summary.json");
  answers.add("mass-scenario-1", small.file("scenario.json"));
  answers.add_tree("mass-scenario-1", kSource + "/docs/scenarios");
  answers.add_tree("mass-path-1", kSource + "/harness/paths/presets");
  answers.add_tree("mass-mix-1", kSource + "/harness/paths/mixes");
  answers.add("mass-plugin-1", kSource + "/docs/examples/keyed-digest.json");
  std::set<std::string> schemes;
  const std::string cases = answers / "run";
  ASSERT_EQ(run_program(MASS_PROGRAM, {"run", "--built-in", "6", "--scheme", "dkim/std", "--scheme",
                                       "batv", "--path", "P18", "--path", "E1*", "--out", cases})
                .code,
            0);
  const json summary = json::parse(read_file(cases + "/summary.json"));
  for (const json& example : summary.at("deterministic").at("examples")) {
    if (!schemes.insert(example.at("scheme")).second) continue;
    const std::string id = example.at("cases").at(0).at("case");
    answers.add_output("mass-explanation-1", {"explain", cases, id, "--format", "json"});
    answers.add_output("mass-diff-1", {"diff", cases, id, "--format", "json"});
    answers.add_output("mass-repro-1", {"repro", cases, id, "--format", "json"});
    answers.add_output("mass-reduction-1", {"reduce", cases, id, "--format", "json", "--tries",
                                            "60", "--out", answers / "reduced"});
  }
  EXPECT_GT(schemes.size(), 1U);
  answers.add_output("mass-compare-1",
                     {"compare", small.folder(), other.folder(), "--format", "json"});
  answers.add_output(
      "mass-conformance-1",
      {"conformance", std::string(MASS_NEW_BORN_FOLDER) + "/vectors", "--format", "json"},
      MASS_PROGRAM_WITH_NEW_BORN);
  answers.add_output("mass-differential-1",
                     {"differential", "--scheme", "domainkeys/std", "--scheme", "domainkeys/strict",
                      "--built-in", "12", "--path", "P18", "--format", "json"});
  answers.add_output("mass-calibration-1",
                     {"calibrate", answers / "pair", "--path", "P18", "--format", "json"});
  answers.add_output("mass-verdict-1",
                     {"verify", "--scheme", "dkim", "--format", "json", answers / "mail.eml"});
  answers.add_output("mass-survey-1", {"survey", answers / "mail.eml", "--format", "json"});
  answers.add_output("mass-doctor-1", {"doctor", "--format", "json"});
  for (const char* kind :
       {"schemes", "paths", "presets", "transforms", "mixes", "corpora", "reports"}) {
    answers.add_output("mass-list-1", {"list", kind, "--format", "json"});
  }
  for (const char* name : {"domainkeys", "batv", "P18", "identity", "E01", "T30", "w04"}) {
    answers.add_output("mass-description-1", {"describe", name, "--format", "json"});
  }
  write_file(answers / "s.json", R"({"schema": "mass-scenario-1", "corpora": [{"built_in": 5}],
      "schemes": [{"scheme": "batv"}], "paths": ["E01"]})");
  answers.add_output("mass-plan-1", {"validate", answers / "s.json", "--format", "json"});

  const Ran ran = answers.validate();

  EXPECT_EQ(ran.code, 0) << ran.out.substr(0, 3000) << ran.err;
  for (const auto& entry : fs::directory_iterator(kSource + "/docs/schemas")) {
    EXPECT_TRUE(answers.schemas().contains(entry.path().stem()))
        << entry << " is tested by nothing";
  }
}

// A schema that lets everything pass would pass the test above.
TEST(Schemas, RefuseWhatIsNotOfTheirKind) {
  const SmallRun small;
  const auto refuses = [&](const std::string& schema, json value, auto change) {
    Answers answers;
    change(value);
    write_file(answers / "wrong.json", value.dump());
    answers.add(schema, answers / "wrong.json");
    return answers.validate().code == 1;
  };
  const json summary = json::parse(read_file(small.folder() + "/summary.json"));
  const json scenario = json::parse(read_file(small.file("scenario.json")));

  EXPECT_TRUE(refuses("mass-summary-1", summary,
                      [](json& it) { it["deterministic"]["cells"][0].erase("pass"); }));
  EXPECT_TRUE(
      refuses("mass-summary-1", summary, [](json& it) { it["schema"] = "mass-summary-2"; }));
  EXPECT_TRUE(refuses("mass-summary-1", summary,
                      [](json& it) { it["deterministic"]["cells"][0]["n"] = -1; }));
  EXPECT_TRUE(refuses("mass-manifest-1", small.manifest(),
                      [](json& it) { it["facts"]["paths"][0]["kind"] = "other"; }));
  EXPECT_TRUE(refuses("mass-scenario-1", scenario, [](json& it) { it["seeed"] = 7; }));
  EXPECT_TRUE(refuses("mass-scenario-1", scenario, [](json& it) { it["gates"] = {"lots=1"}; }));
}

}  // namespace
}  // namespace mass::test
