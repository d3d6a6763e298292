#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "runner.hpp"

namespace mass::test {
namespace {

Ran run(const std::vector<std::string>& words, const std::string& input = {}) {
  return run_program(MASS_PROGRAM, words, input);
}

// What went wrong must be said on stderr, in words that hold `part`.
void expect_error(const Ran& ran, int code, const std::string& part) {
  EXPECT_EQ(ran.code, code) << ran.err;
  EXPECT_NE(ran.err.find(part), std::string::npos) << ran.err;
}

TEST(BadInput, UnknownVerbOptionSchemeAndPathAreUsageErrors) {
  expect_error(run({"rum"}), 2, "did you mean run?");
  expect_error(run({"run", "--sede", "7"}), 2, "did you mean --seed?");
  expect_error(run({"run", "--scheme", "domainkey", "--built-in", "5"}), 2, "domainkeys");
  expect_error(run({"run", "--path", "Q99", "--built-in", "5"}), 2, "Q99");
  expect_error(run({"describe", "P181"}), 2, "P18");
}

TEST(BadInput, MissingCorpusIsAnEnvironmentError) {
  const TemporaryFolder folder;

  const Ran ran = run({"run", "--corpus", folder / "none", "--out", folder / "run"});

  expect_error(ran, 3, "none");
}

TEST(BadInput, EmptyMboxIsAnEnvironmentErrorThatNamesTheFile) {
  const TemporaryFolder folder;
  write_file(folder / "empty.mbox", "");

  const Ran ran = run({"run", "--corpus", folder / "empty.mbox", "--out", folder / "run"});

  EXPECT_NE(ran.code, 0);
  EXPECT_NE(ran.err.find("empty.mbox"), std::string::npos) << ran.err;
}

TEST(BadInput, EveryMistakeInAScenarioIsToldWithItsPlace) {
  const TemporaryFolder folder;
  write_file(folder / "s.json",
             "{\n  \"schema\": \"mass-scenario-1\",\n  \"seeed\": 7,\n"
             "  \"schemes\": [{\"scheme\": 5}]\n}\n");

  const Ran ran = run({"validate", folder / "s.json"});

  expect_error(ran, 2, "s.json:3:3");
  expect_error(ran, 2, "seed");
  expect_error(ran, 2, "s.json:4:26");
}

TEST(BadInput, EveryMistakeInAPathFileIsToldWithItsPlace) {
  const TemporaryFolder folder;
  write_file(folder / "p.json",
             "{\"schema\": \"mass-path-1\", \"id\": \"ours\", \"title\": \"t\", \"hops\": [\n"
             "{\"include\": \"q\"},\n"
             "{\"host\": \"h\", \"steps\": [{\"apply\": \"T300\"},\n"
             "{\"apply\": \"T60\", \"with\": {\"members\": 5}}]}]}\n");
  write_file(folder / "q.json",
             "{\"schema\": \"mass-path-1\", \"id\": \"q\", \"title\": \"t\",\n"
             "\"hops\": [{\"include\": \"ours\"}]}\n");

  const Ran ran = run({"run", "--path-file", folder / "p.json", "--built-in", "5"});

  expect_error(ran, 2, "p.json:2:13: included path q: ");
  expect_error(ran, 2, "include goes in a circle: ours -> q -> ours");
  expect_error(ran, 2, "p.json:3:");
  expect_error(ran, 2, "no transform \"T300\" (did you mean \"T30\"?)");
  expect_error(ran, 2, "p.json:4:");
  expect_error(ran, 2, "parameter \"members\": \"5\" is not a list of texts");
}

TEST(BadInput, MixesThatCannotBeUsedAreToldWithTheirPlace) {
  const TemporaryFolder folder;
  const std::string head = R"({"schema": "mass-mix-1", "id": "ours", "title": "t", "paths": )";
  write_file(folder / "type.json", head + "{\"P01\": true}}\n");
  write_file(folder / "path.json", head + "{\"P01\": 3, \"P188\": 1}}\n");
  const auto with = [&](const std::string& mix) {
    return run({"run", "--mix", mix, "--built-in", "5", "--out", folder / "run"});
  };

  expect_error(with(folder / "type.json"), 2, "type.json:1:");
  expect_error(with(folder / "path.json"), 2, "no path \"P188\", did you mean P18");
  expect_error(with(folder / "absent.json"), 3, "absent.json");
  expect_error(with("w05"), 2, "no such mix, did you mean w04?");
}

TEST(BadInput, ScenarioThatIsNotJsonIsToldWithItsPlace) {
  const TemporaryFolder folder;
  write_file(folder / "s.json", "{\n  \"schema\": \n}\n");

  expect_error(run({"validate", folder / "s.json"}), 2, "s.json:3");
  expect_error(run({"validate", folder / "absent.json"}), 3, "absent.json");
}

TEST(BadInput, DamagedPiecesOfACorpusAreToldAndTheRestIsRun) {
  const TemporaryFolder folder;
  const std::filesystem::path corpus = folder.path() / "corpus";
  std::filesystem::create_directory(corpus);
  write_file(corpus / "good.eml", "From: a@example.com\nSubject: s\n\nbody\n");
  std::string noise(5000, '\0');
  std::mt19937 generator(7);
  for (char& c : noise) c = static_cast<char>(generator());
  write_file(corpus / "noise.eml", noise);
  write_file(corpus / "long.eml", "From: a@example.com\n\n" + std::string(1'500'000, 'x') + "\n");
  write_file(corpus / "torn.mbox.gz",
             std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03") + noise);
  write_file(corpus / "empty.eml", "");
  std::filesystem::create_symlink(corpus / "nowhere", corpus / "dangling.eml");

  const Ran ran = run({"run", "--corpus", corpus, "--out", folder / "run"});

  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("torn.mbox.gz"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("empty.eml"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("dangling.eml"), std::string::npos) << ran.err;
  const auto summary = nlohmann::json::parse(read_file(folder / "run/summary.json"));
  const auto& facts = summary.at("deterministic").at("facts");
  EXPECT_EQ(facts.at("messages"), 3);
  EXPECT_GE(facts.at("problems"), 3);
}

TEST(BadInput, SigningWithoutAKeyNamesWhatIsMissing) {
  const Ran ran =
      run({"sign", "--scheme", "domainkeys", "-"}, "From: a@example.com\r\n\r\nbody\r\n");

  EXPECT_NE(ran.code, 0);
  EXPECT_TRUE(ran.out.empty());
  EXPECT_NE(ran.err.find("key"), std::string::npos) << ran.err;
}

TEST(BadInput, HostileTextNeverReachesTheTerminalRaw) {
  const TemporaryFolder folder;
  const std::string evil = "\x1b[31m\xe2\x80\xae";
  write_file(folder / "evil.eml",
             "From: " + evil + "<a@example.com>\nSubject: " + evil + "\n\nbody\n");

  const Ran ran = run({"run", "--corpus", folder / "evil.eml", "--out", folder / "run"});
  const Ran bad = run({"describe", evil});

  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const std::string& text : {ran.out, ran.err, bad.out, bad.err}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
  }
  const std::string page = read_file(folder / "run/report.html");
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_EQ(page.find("\xe2\x80\xae"), std::string::npos);
}

TEST(BadInput, AnOutputFolderThatIsNotARunIsLeftAlone) {
  const TemporaryFolder folder;
  write_file(folder / "precious.txt", "keep me");

  const Ran ran = run({"run", "--built-in", "5", "--out", folder.path()});

  expect_error(ran, 2, "not a run folder");
  EXPECT_EQ(read_file(folder / "precious.txt"), "keep me");
}

}  // namespace
}  // namespace mass::test
