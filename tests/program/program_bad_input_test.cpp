#include <gtest/gtest.h>

#include <filesystem>
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

namespace fs = std::filesystem;

std::vector<std::string> tiny_run(const std::string& out, const std::string& messages) {
  return {"run",    "--built-in", messages, "--scheme", "domainkeys/std", "--path", "P01",
          "--path", "P18",        "--out",  out};
}

// Every verb that reads a run folder refuses it, with the same words.
void expect_refused(const std::string& folder, int code, const std::string& part) {
  const Ran reported = run({"report", folder});
  expect_error(reported, code, part);
  EXPECT_TRUE(reported.out.empty()) << reported.out;
  expect_error(run({"compare", folder, folder}), code, part);
  const Ran merged = run({"merge", folder, "--out", folder + "-merged"});
  expect_error(merged, code, part);
  EXPECT_FALSE(fs::exists(folder + "-merged"));
}

TEST(BadInput, RunFoldersThatAreTornNewerOrOfSomethingElseAreRefused) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(tiny_run(folder / "good", "5")).code, 0);
  const auto damaged = [&](const std::string& name, const std::string& file, auto change) {
    fs::copy(folder / "good", folder / name);
    const std::string at = folder / (name + "/" + file);
    write_file(at, change(read_file(at)));
    return folder / name;
  };
  const auto half = [](const std::string& text) { return text.substr(0, text.size() / 2); };
  const auto newer = [](std::string text) {
    const auto at = text.find("-1\"");
    return text.replace(at, 2, "-9");
  };
  const auto nothing = [](const std::string&) { return std::string(); };

  expect_refused(damaged("a", "manifest.json", half), 2, "a/manifest.json: not a JSON object");
  expect_refused(damaged("b", "summary.json", half), 2, "b/summary.json: not a JSON object");
  expect_refused(damaged("c", "manifest.json", newer), 2, "a newer version of massbench wrote it");
  expect_refused(damaged("d", "summary.json", newer), 2, "a newer version of massbench wrote it");
  expect_refused(damaged("e", "manifest.json", nothing), 2, "e/manifest.json: not a JSON object");
  expect_refused(damaged("f", "cases.sqlite", nothing), 2, "f/cases.sqlite: not a case store");
  expect_refused(
      damaged("g", "cases.sqlite", [](const std::string&) { return std::string(5000, 'x'); }), 2,
      "g/cases.sqlite: not a case store");
  expect_refused(folder / "absent", 3, "absent: no such run folder");
  fs::create_directory(folder / "foreign");
  write_file(folder / "foreign/summary.json", "{}");
  expect_refused(folder / "foreign", 3, "not a run folder");
}

TEST(BadInput, CasesThatDoNotAddUpToTheSummaryAreNotReported) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(tiny_run(folder / "run", "5")).code, 0);
  std::string summary = read_file(folder / "run/summary.json");
  const std::string count = "\"fail\":";
  const auto at = summary.find(count);
  ASSERT_NE(at, std::string::npos);
  summary.insert(at + count.size(), "1");
  write_file(folder / "run/summary.json", summary);

  expect_error(run({"report", folder / "run"}), 2, "do not add up to summary.json");
}

TEST(BadInput, ADiskThatFillsUpDuringARunLeavesNothingThatIsTakenForWhole) {
  const TemporaryFolder folder;

  const Ran ran =
      run_on_full_disk(MASS_PROGRAM, tiny_run(folder / "run", "400"), std::size_t{200} * 1024);

  EXPECT_EQ(ran.code, 3) << ran.err;
  EXPECT_NE(ran.err.find("cases.sqlite"), std::string::npos) << ran.err;
  EXPECT_FALSE(fs::exists(folder / "run/summary.json"));
  const auto manifest = nlohmann::json::parse(read_file(folder / "run/manifest.json"));
  EXPECT_EQ(manifest.at("finished"), "");
  expect_error(run({"report", folder / "run"}), 4, "was broken off");
  expect_error(run({"compare", folder / "run", folder / "run"}), 4, "was broken off");

  auto words = tiny_run(folder / "run", "400");
  words.emplace_back("--resume");
  const Ran resumed = run(words);
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(run({"report", folder / "run"}).code, 0);
}

TEST(BadInput, ADiskThatFillsUpDuringAMergeLeavesNothingThatIsTakenForWhole) {
  const TemporaryFolder folder;
  for (const char* part : {"1", "2"}) {
    auto words = tiny_run(folder / part, "100");
    words.insert(words.end(), {"--shard", part + std::string("/2")});
    ASSERT_EQ(run(words).code, 0);
  }

  const Ran merged = run_on_full_disk(
      MASS_PROGRAM, {"merge", folder / "1", folder / "2", "--out", folder / "all"}, 60000);

  EXPECT_EQ(merged.code, 3) << merged.err;
  EXPECT_NE(merged.err.find("cases.sqlite"), std::string::npos) << merged.err;
  EXPECT_FALSE(fs::exists(folder / "all/summary.json"));
  expect_error(run({"report", folder / "all"}), 4, "was broken off");
}

TEST(BadInput, ReportsThatCannotBeWrittenAreToldAndLeaveWhatWasThere) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(tiny_run(folder / "run", "5")).code, 0);
  write_file(folder / "old.html", "old");

  expect_error(run({"report", folder / "run", "--report", "csv=/dev/full"}), 3,
               "/dev/full: No space");
  EXPECT_TRUE(fs::is_character_file("/dev/full")) << "a device is never replaced by a file";
  expect_error(run({"compare", folder / "run", folder / "run", "--report", "junit=/dev/full"}), 3,
               "/dev/full: No space");
  expect_error(run({"report", folder / "run", "--report", "csv=" + (folder / "no/such/file")}), 3,
               "no/such/file");
  const Ran cut = run_on_full_disk(
      MASS_PROGRAM, {"report", folder / "run", "--report", "html=" + (folder / "old.html")}, 2000);
  expect_error(cut, 3, "old.html");
  EXPECT_EQ(read_file(folder / "old.html"), "old");
  EXPECT_FALSE(fs::exists(folder / "old.html.part"));
  expect_error(run({"report", folder / "run", "--report", "jnuit=x"}), 2, "did you mean junit?");
  expect_error(run({"report", folder / "run", "--format", "jnuit"}), 2, "did you mean junit?");
  expect_error(run({"report"}), 2, "no run folder given");
}

TEST(BadInput, StandardOutputThatTakesNoMoreIsAnEnvironmentError) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(tiny_run(folder / "run", "5")).code, 0);
  const auto to_full = [&](const std::string& words) {
    const std::string line = std::string(MASS_PROGRAM) + " " + words + " > /dev/full";
    return run_program("/bin/sh", {"-c", line});
  };

  for (const std::string& words :
       {"report " + (folder / "run"), "report --format csv " + (folder / "run"),
        "compare " + (folder / "run") + " " + (folder / "run"), std::string("list paths")}) {
    expect_error(to_full(words), 3, "standard output");
  }
}

}  // namespace
}  // namespace mass::test
