#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "runner.hpp"
#include "stored_cases.hpp"

namespace mass::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

Ran run(const std::vector<std::string>& words) {
  return run_program(MASS_PROGRAM, words);
}

// For every scheme the failure with the smallest message that a step caused.
std::vector<Row> one_failure_each(const std::string& folder) {
  return ask(folder,
             "SELECT * FROM cases WHERE cause <> '' AND step >= 0 GROUP BY scheme"
             " HAVING message_octets = MIN(message_octets) ORDER BY scheme");
}

// The words of a command line that a shell would see, without the program's name.
std::vector<std::string> words_of(const std::string& line) {
  const Ran shown = run_program(
      "/bin/sh", {"-c", "massbench() { for w; do printf '%s\\n' \"$w\"; done; }; " + line});
  EXPECT_EQ(shown.code, 0) << line;
  std::vector<std::string> words;
  std::istringstream stream(shown.out);
  for (std::string word; std::getline(stream, word);) words.push_back(word);
  return words;
}

// What follows `massbench ` in the first line that has it, with it.
std::string command_in(const std::string& text, const std::string& verb) {
  const std::size_t at = text.find("massbench " + verb + ' ');
  EXPECT_NE(at, std::string::npos) << text;
  return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
}

bool is_printable(const std::string& text) {
  return std::ranges::none_of(text, [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\n') || octet == 0x7F;
  });
}

/// A run over the built-in corpus, made once.
class CaseVerbs : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    std::vector<std::string> words{"run", "--built-in", "12", "--out", run_folder()};
    for (const char* path : {"P09", "P18", "E01", "E12"}) {
      words.insert(words.end(), {"--path", path});
    }
    words.insert(words.end(), {"--scheme", "all"});
    const Ran ran = run(words);
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  static void TearDownTestSuite() { delete folder_; }

  static std::string run_folder() { return *folder_ / "it's a run"; }

  static TemporaryFolder* folder_;
};

TemporaryFolder* CaseVerbs::folder_ = nullptr;

TEST_F(CaseVerbs, ExplainNamesTheStoredStepAndFieldOfEveryScheme) {
  const auto failures = one_failure_each(run_folder());
  ASSERT_GE(failures.size(), 8U);

  for (Row one : failures) {
    const Ran told = run({"explain", run_folder(), one["case_id"], "--format", "json"});
    const Ran shown = run({"explain", run_folder(), one["case_id"]});
    const Ran different = run({"diff", run_folder(), one["case_id"], "--format", "json"});

    ASSERT_EQ(told.code, 0) << one["scheme"] << told.err;
    EXPECT_EQ(told.err, "") << one["scheme"];
    const json answer = json::parse(told.out);
    EXPECT_EQ(answer.at("schema"), "mass-explanation-1");
    EXPECT_EQ(answer.at("cause"), one["cause"]) << one["scheme"];
    EXPECT_EQ(answer.at("diagnosis").at("field"), one["field"]);
    EXPECT_EQ(std::to_string(answer.at("diagnosis").at("offset").get<int>()), one["offset_octets"]);
    EXPECT_EQ(answer.at("step_name"), one["step_name"]);
    EXPECT_FALSE(answer.at("first_difference").is_null()) << one["scheme"] << one["path"];
    EXPECT_NE(shown.out.find(one["cause"]), std::string::npos) << shown.out;
    EXPECT_NE(shown.out.find("\n> step " + std::to_string(std::stoi(one["step"]) + 1)),
              std::string::npos)
        << shown.out;
    EXPECT_TRUE(is_printable(shown.out));
    ASSERT_EQ(different.code, 0) << different.err;
    EXPECT_FALSE(json::parse(different.out).at("hunks").empty()) << one["scheme"];
  }
}

TEST_F(CaseVerbs, ReproComesOutAsStoredForEveryKindOfCase) {
  auto cases = one_failure_each(run_folder());
  for (const char* condition : {"outcome = 'pass'", "outcome = 'na'", "is_signed = 0"}) {
    const auto more = ask(run_folder(), std::string("SELECT * FROM cases WHERE ") + condition +
                                            " ORDER BY case_id LIMIT 1");
    cases.insert(cases.end(), more.begin(), more.end());
  }

  for (Row one : cases) {
    const Ran again = run({"repro", run_folder(), one["case_id"].substr(0, 12)});

    EXPECT_EQ(again.code, 0) << one["scheme"] << " " << one["path"] << "\n" << again.err;
    EXPECT_NE(again.out.find(one["case_id"]), std::string::npos);
  }
}

TEST_F(CaseVerbs, ReproWritesAMessageThatVerifyJudgesAlike) {
  for (Row one : one_failure_each(run_folder())) {
    const std::string out = *folder_ / ("case-" + one["scheme"]);

    const Ran again = run({"repro", run_folder(), one["case_id"], "--out", out});
    const Ran judged = run([&] {
      auto words = words_of(read_file(out + "/again.sh"));
      words.insert(words.end(), {"--format", "json"});
      return words;
    }());

    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(judged.code, 1) << judged.err;
    EXPECT_EQ(json::parse(judged.out).at("verdict"), one["outcome"]) << one["scheme"];
    EXPECT_EQ(json::parse(judged.out).at("state"), one["state"]) << one["scheme"];
    EXPECT_NE(read_file(out + "/log.txt").find("-> " + one["outcome"]), std::string::npos);
    const json about = json::parse(read_file(out + "/case.json"));
    EXPECT_EQ(about.at("stored"), about.at("made"));
  }
}

TEST_F(CaseVerbs, ReduceFindsASmallerCaseThatItsCommandShows) {
  for (Row one : one_failure_each(run_folder())) {
    const std::string out = *folder_ / ("small-" + one["scheme"]);

    const Ran reduced =
        run({"reduce", run_folder(), one["case_id"], "--out", out, "--tries", "80"});
    ASSERT_EQ(reduced.code, 0) << one["scheme"] << reduced.err;
    const Ran again = run(words_of(command_in(reduced.out, "run")));
    const Ran told = run(words_of(command_in(reduced.out, "explain") + " --format json"));

    EXPECT_LT(fs::file_size(out + "/message.eml"), std::stoul(one["message_octets"]));
    ASSERT_EQ(again.code, 0) << again.err;
    ASSERT_EQ(told.code, 0) << told.err;
    EXPECT_EQ(json::parse(told.out).at("cause"), one["cause"]) << one["scheme"];
    EXPECT_EQ(json::parse(told.out).at("verdict"), one["outcome"]) << one["scheme"];
    EXPECT_EQ(json::parse(told.out).at("step_name"), one["step_name"]) << one["scheme"];
  }
}

TEST_F(CaseVerbs, ReportsPrintCommandsThatWorkWhenCopied) {
  const std::string page = read_file(run_folder() + "/report.html");
  std::string command = command_in(page, "repro");
  command.resize(command.find('<'));
  for (std::size_t at; (at = command.find("&#39;")) != std::string::npos;) {
    command.replace(at, 5, "'");
  }

  EXPECT_EQ(run(words_of(command)).code, 0) << command;
}

TEST_F(CaseVerbs, ReproSaysWhatIsNotAsItWas) {
  const std::string changed = *folder_ / "changed";
  fs::copy(run_folder(), changed);
  Row one = one_failure_each(changed).front();
  change(changed, "UPDATE cases SET cause_name = 'crypto_bad', step = 0 WHERE case_id = '" +
                      one["case_id"] + "'");

  const Ran bug = run({"repro", changed, one["case_id"]});
  json manifest = json::parse(read_file(changed + "/manifest.json"));
  manifest["versions"]["massbench"] = "0.0.1";
  write_file(changed + "/manifest.json", manifest.dump());
  const Ran other_version = run({"repro", changed, one["case_id"]});

  EXPECT_EQ(bug.code, 5);
  EXPECT_NE(bug.err.find("cause: crypto_bad in the run"), std::string::npos) << bug.err;
  EXPECT_EQ(other_version.code, 1);
  EXPECT_NE(other_version.err.find("version 0.0.1"), std::string::npos) << other_version.err;
}

TEST_F(CaseVerbs, UnknownAndAmbiguousCasesAreNamed) {
  std::string id = one_failure_each(run_folder()).front()["case_id"];
  std::string slip = id;
  slip.back() = slip.back() == '0' ? '1' : '0';

  const Ran unknown = run({"explain", run_folder(), slip});
  const Ran ambiguous = run({"explain", run_folder(), ""});
  const Ran no_run = run({"repro", *folder_ / "nowhere", id});
  const Ran one_word = run({"diff", run_folder()});

  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("did you mean " + id), std::string::npos) << unknown.err;
  EXPECT_EQ(ambiguous.code, 2);
  EXPECT_EQ(no_run.code, 3);
  EXPECT_EQ(one_word.code, 2);
}

TEST(CaseOfACorpus, NeedsItsMessageAndNothingElse) {
  const TemporaryFolder folder;
  const std::string mails = folder / "m\x1b[31m'";
  fs::create_directory(mails);
  for (const char* name : {"a", "b"}) {
    write_file(mails + "/" + name + ".eml",
               "From: a@one.example\nSubject: \xE2\x80\xAE" + std::string(name) +
                   "\x1b[2J\nTo: b@two.example\n\nbody " + name + "\n");
  }
  ASSERT_EQ(run({"run", "--corpus", mails, "--scheme", "dkim/std", "--path", "P18", "--out",
                 folder / "run"})
                .code,
            0);
  Row one = ask(folder / "run",
                "SELECT * FROM cases JOIN messages USING (message_id) WHERE path = 'P18'"
                " AND origin LIKE 'b%'")
                .front();
  ASSERT_NE(one["cause"], "");

  const Ran told = run({"explain", folder / "run", one["case_id"]});
  fs::remove(mails + "/a.eml");
  const Ran without_the_other = run({"repro", folder / "run", one["case_id"]});
  write_file(mails + "/b.eml", "From: c@one.example\n\nanother\n");
  const Ran another = run({"repro", folder / "run", one["case_id"]});
  fs::remove_all(mails);
  const Ran gone = run({"repro", folder / "run", one["case_id"]});

  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_TRUE(is_printable(told.out)) << told.out;
  EXPECT_EQ(told.out.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(without_the_other.code, 0) << without_the_other.err;
  EXPECT_EQ(another.code, 3);
  EXPECT_NE(another.err.find("another one now than the run read"), std::string::npos)
      << another.err;
  EXPECT_EQ(gone.code, 3);
  EXPECT_TRUE(is_printable(gone.err)) << gone.err;
}

TEST(ExplainPage, ShowsWhatTheProgramDoes) {
  const TemporaryFolder folder;
  std::istringstream page(read_file(std::string(MASS_SOURCE_DIR) + "/docs/explain.md"));
  std::string line;
  while (std::getline(page, line) && !line.contains("<!-- example: tested -->")) continue;
  Ran last;
  std::string shown;
  std::size_t commands = 0;
  const auto check = [&] {
    if (!shown.empty()) {
      EXPECT_EQ(last.out, shown);
    }
    shown.clear();
  };
  while (std::getline(page, line) && (line.empty() || line.starts_with("    "))) {
    line.erase(0, 4);
    if (!line.starts_with("$ ")) {
      if (!shown.empty() || !line.empty()) shown += line + "\n";
      continue;
    }
    check();
    for (std::size_t at; (at = line.find("out/lists")) != std::string::npos;) {
      line.replace(at, 9, folder / "run");
    }
    last = run(words_of(line.substr(2)));
    EXPECT_EQ(last.code, 0) << line << last.err;
    ++commands;
  }
  while (shown.ends_with("\n\n")) shown.pop_back();
  check();

  EXPECT_EQ(commands, 3U);
}

TEST(ExplainMessages, FindsTheFirstDifferenceOfTwoFiles) {
  const TemporaryFolder folder;
  const std::string mail =
      "From: a@one.example\nSubject: report\nTo: b@two.example\n\nFirst line\nSecond line\n";
  write_file(folder / "mail.eml", mail);
  write_file(folder / "zone",
             run({"zone", "--scheme", "dkim", "--domain", "one.example", "--seed", "1"}).out);
  const Ran made = run({"sign", "--scheme", "dkim", "--seed", "1", folder / "mail.eml"});
  ASSERT_EQ(made.code, 0) << made.err;
  write_file(folder / "signed.eml", made.out);
  std::string received = made.out;
  received.replace(received.find("Second line"), 6, "Another");
  write_file(folder / "received.eml", received);
  const std::vector<std::string> words{"explain", folder / "signed.eml", folder / "received.eml"};
  const auto with = [&words](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return run(more);
  };

  const Ran with_key = with({"--zone", folder / "zone", "--format", "json"});
  const Ran without_key = with({"--format", "json"});
  const Ran as_text = with({});
  const Ran other_scheme = with({"--scheme", "batv", "--profile", "std"});
  const Ran unsigned_mail = run({"explain", folder / "mail.eml", folder / "received.eml"});

  ASSERT_EQ(with_key.code, 0) << with_key.err;
  const json answer = json::parse(with_key.out);
  EXPECT_EQ(answer.at("at_origin"), "pass");
  EXPECT_EQ(answer.at("cause"), "body_changed");
  EXPECT_EQ(answer.at("diagnosis").at("offset"), 12);
  ASSERT_EQ(without_key.code, 0) << without_key.err;
  const json keyless = json::parse(without_key.out);
  EXPECT_EQ(keyless.at("cause"), "key_missing");
  EXPECT_EQ(keyless.at("transcripts").at("offset"), 12) << "the transcripts need no key";
  EXPECT_NE(as_text.out.find("Another line"), std::string::npos) << as_text.out;
  EXPECT_EQ(other_scheme.code, 0) << other_scheme.err;
  EXPECT_EQ(unsigned_mail.code, 2);
  EXPECT_NE(unsigned_mail.err.find("--scheme"), std::string::npos);
}

TEST(ExplainPlugin, ShowsTheMessagesWhenThereIsNoTranscript) {
  const TemporaryFolder folder;
  const std::string plugin = std::string(MASS_SOURCE_DIR) + "/docs/examples/keyed-digest.json";
  ASSERT_EQ(run({"run", "--built-in", "3", "--plugin", plugin, "--scheme", "keyed-digest", "--path",
                 "P18", "--out", folder / "run"})
                .code,
            0);
  Row one = one_failure_each(folder / "run").front();

  const Ran told =
      run({"explain", folder / "run", one["case_id"], "--plugin", plugin, "--format", "json"});
  const Ran without = run({"explain", folder / "run", one["case_id"]});
  std::string command = command_in(read_file(folder / "run/report.html"), "repro");
  command.resize(command.find('<'));
  const Ran again = run(words_of(command));

  ASSERT_EQ(told.code, 0) << told.err;
  const json answer = json::parse(told.out);
  EXPECT_EQ(answer.at("step_name"), one["step_name"]);
  EXPECT_NE(answer.at("no_transcript"), "");
  EXPECT_FALSE(answer.at("first_difference").is_null());
  EXPECT_EQ(without.code, 2);
  EXPECT_NE(without.err.find("--plugin"), std::string::npos) << without.err;
  EXPECT_EQ(again.code, 0) << again.err;
}

}  // namespace
}  // namespace mass::test
