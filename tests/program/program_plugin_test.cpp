#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "child.hpp"
#include "runner.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

constexpr const char* kNow = "1091779200";

Ran run(const std::vector<std::string>& words, const std::string& input = {}) {
  return run_program(MASS_PROGRAM, words, input);
}

std::vector<std::string> all_schemes() {
  std::vector<std::string> schemes;
  for (const json& scheme : json::parse(run({"list", "schemes", "--format", "json"}).out)) {
    schemes.push_back(scheme.at("name").get<std::string>());
  }
  return schemes;
}

std::string manifest(const TemporaryFolder& folder, const std::string& id,
                     const std::vector<std::string>& command, json more = json::object()) {
  more.update({{"schema", "mass-plugin-1"}, {"id", id}, {"command", command}});
  write_file(folder / (id + ".json"), more.dump());
  return folder / (id + ".json");
}

// One of our own schemes in another process.
std::string served(const TemporaryFolder& folder, const std::string& scheme) {
  return manifest(folder, "served-" + scheme, {MASS_PROGRAM, "serve-plugin", "--scheme", scheme},
                  {{"scheme", scheme}});
}

// What is counted of one scheme, without its name; examples have it in their ids.
json counts(const json& summary, const std::string& scheme) {
  json found{{"cells", json::array()}, {"costs", json::array()}};
  for (const char* part : {"cells", "costs"}) {
    for (json item : summary.at("deterministic").at(part)) {
      if (item.at("scheme") != scheme) continue;
      item.erase("scheme");
      found[part].push_back(item);
    }
  }
  return found;
}

json summary_of(const std::string& folder) {
  return json::parse(read_file(folder + "/summary.json"));
}

std::string mail(const std::string& field = "X-Plain: yes") {
  return "From: \"Joe\" <joe@example.com>\r\nTo: suzie@example.net\r\nSubject: dinner\r\n" + field +
         "\r\nDate: Fri, 06 Aug 2004 08:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
         "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHi.\r\n";
}

TEST(Plugin, GivesTheSameRunAsTheSchemeItself) {
  const TemporaryFolder folder;
  for (const std::string& scheme : all_schemes()) {
    const std::string out = folder / scheme;

    const Ran ran = run({"run", "--plugin", served(folder, scheme), "--scheme", scheme, "--scheme",
                         "served-" + scheme, "--built-in", "4", "--path", "P0*", "--path", "E*",
                         "--threads", "2", "--out", out});

    ASSERT_EQ(ran.code, 0) << scheme << ": " << ran.err;
    const json ours = counts(summary_of(out), scheme);
    const json theirs = counts(summary_of(out), "served-" + scheme);
    EXPECT_FALSE(ours.at("cells").empty()) << scheme;
    EXPECT_EQ(ours, theirs) << scheme << ": " << json::diff(ours, theirs).dump(1).substr(0, 1000);
  }
}

TEST(Plugin, IsNeededAgainForACaseOfAMergedRun) {
  const TemporaryFolder folder;
  const std::string plugin = served(folder, "dkim");
  for (const std::string part : {"1", "2"}) {
    const Ran ran =
        run({"run", "--plugin", plugin, "--scheme", "served-dkim", "--built-in", "8", "--path",
             "P18", "--shard", part + "/2", "--out", folder / ("part-" + part)});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }

  const Ran merged =
      run({"merge", folder / "part-1", folder / "part-2", "--out", folder / "whole"});
  const Ran reported = run({"report", folder / "whole", "--format", "html"});

  ASSERT_EQ(merged.code, 0) << merged.err;
  ASSERT_EQ(reported.code, 0) << reported.err;
  EXPECT_NE(reported.out.find(" --plugin " + plugin + "</code>"), std::string::npos);
}

TEST(Plugin, SignsTheSameOctetsAndJudgesThemTheSameWay) {
  const TemporaryFolder folder;
  for (const std::string& scheme : all_schemes()) {
    const std::string plugin = served(folder, scheme);
    const std::vector<std::string> ids{scheme, "served-" + scheme};
    std::vector<Ran> made;
    std::vector<json> judged;
    for (const std::string& id : ids) {
      made.push_back(run({"sign", "--plugin", plugin, "--scheme", id, "--profile", "std", "--seed",
                          "7", "--now", kNow, "--envelope-out", folder / (id + ".envelope"), "-"},
                         mail()));
      ASSERT_EQ(made.back().code, 0) << id << ": " << made.back().err;
      const json sent = json::parse(read_file(folder / (id + ".envelope")));
      const bool is_bounce = made.back().out == mail();  // what is signed is the reverse-path alone
      const json sender = sent.at("mail_from");
      const json envelope{{"mail_from", is_bounce ? json("") : sender},
                          {"rcpt_to", is_bounce ? json::array({sender}) : sent.at("rcpt_to")}};
      const Ran ran =
          run({"verify", "--plugin=" + plugin, "--scheme", id, "--profile", "std", "--seed", "7",
               "--now", kNow, "--envelope", envelope.dump(), "--format", "json", "-"},
              made.back().out);
      ASSERT_FALSE(ran.out.empty()) << id << ": " << ran.err;
      judged.push_back(json::parse(ran.out));
      judged.back().erase("scheme");
    }
    EXPECT_EQ(made[1].out, made[0].out) << scheme;
    EXPECT_EQ(read_file(folder / (ids[1] + ".envelope")),
              read_file(folder / (ids[0] + ".envelope")));
    EXPECT_EQ(judged[1], judged[0]) << scheme;
  }
}

TEST(Plugin, PassesTheVectorsOfItsFamily) {
  namespace fs = std::filesystem;
  const TemporaryFolder folder;
  std::size_t compared = 0;
  for (const std::string& scheme : all_schemes()) {
    const fs::path vectors = fs::path(MASS_SHARED_DIR) / "vectors" / scheme;
    if (!fs::exists(vectors / "cases.json")) continue;

    const Ran ran = run(
        {"conformance", "--plugin", served(folder, scheme), "--format", "json", vectors.string()});

    const json both = json::parse(ran.out);
    ASSERT_EQ(both.size(), 2U) << scheme;
    EXPECT_EQ(both[1].at("scheme"), "served-" + scheme);
    for (const char* member : {"total", "passed", "skipped", "failed", "differences"}) {
      EXPECT_EQ(both[1].at(member), both[0].at(member)) << scheme << " " << member;
    }
    ++compared;
  }
  if (compared == 0) GTEST_SKIP() << "no vectors beside this checkout";
}

// A verifier that hangs, ends or talks nonsense costs the cases of one message; the others are
// judged.
TEST(Plugin, CostsOneCaseAndNotTheRunWhenItMisbehaves) {
  const TemporaryFolder folder;
  const std::vector<std::pair<std::string, std::string>> misdeeds{
      {"hang", "timeout"},   {"die", "crash"},           {"die-in-frame", "crash"},
      {"kill", "crash"},     {"flood", "protocol"},      {"flood-errors", "timeout"},
      {"deep", "protocol"},  {"nonsense", "protocol"},   {"wrong-id", "protocol"},
      {"twice", "protocol"}, {"no-verdict", "protocol"}, {"wrong-word", "protocol"},
      {"says-so", "error"},  {"wrong-type", "protocol"}, {"unknown-question", "protocol"}};
  std::filesystem::create_directory(folder / "mails");
  std::map<std::string, int> expected;
  int number = 100;
  for (const auto& [how, cause] : misdeeds) {
    ++expected[cause];
    for (const std::string& field : {"X-Rogue: " + how, std::string("X-Plain: yes")}) {
      const std::string name = "mails/" + std::to_string(++number) + ".eml";
      write_file(folder / name, mail(field + "\r\nX-Number: " + std::to_string(number)));
    }
  }
  const std::string plugin = manifest(folder, "rogue", {MASS_ROGUE}, {{"timeout", 0.5}});

  const Ran ran = run({"run", "--plugin", plugin, "--scheme", "rogue", "--corpus", folder / "mails",
                       "--path", "identity", "--threads", "2", "--out", folder / "out"});

  ASSERT_EQ(ran.code, 0) << ran.err;
  const json cells = counts(summary_of(folder / "out"), "rogue").at("cells");
  const auto all =
      std::ranges::find_if(cells, [](const json& cell) { return cell.at("stratum") == "all"; });
  ASSERT_NE(all, cells.end());
  EXPECT_EQ(all->at("n"), 2 * misdeeds.size());
  EXPECT_EQ(all->at("pass"), misdeeds.size());
  EXPECT_EQ(all->at("fail"), 0);
  EXPECT_EQ(all->at("tool_errors"), misdeeds.size());
  EXPECT_EQ(all->at("tool_causes"), json(expected));
  EXPECT_TRUE(ran.out.contains("timeout")) << ran.out;
}

TEST(Plugin, IsAnEnvironmentThatLacksSomethingWhenItDoesNotStart) {
  const TemporaryFolder folder;
  const std::pair<std::vector<std::string>, std::string> wrong[] = {
      {{"no-such-program"}, "no-such-program"},
      {{MASS_ROGUE, "old"}, "version 0"},
      {{MASS_ROGUE, "die"}, "exit code 7"},
      {{MASS_ROGUE, "does-all"}, "unsupported"}};
  for (const auto& [command, word] : wrong) {
    const Ran ran = run({"list", "schemes", "--plugin", manifest(folder, "bad", command)});

    EXPECT_EQ(ran.code, 3) << word;
    EXPECT_TRUE(ran.err.contains("plug-in bad: ")) << ran.err;
    EXPECT_TRUE(ran.err.contains(word)) << ran.err;
  }
  EXPECT_EQ(run({"list", "schemes", "--plugin", "no-such-file.json"}).code, 3);
  EXPECT_EQ(run({"list", "schemes", "--plugin", manifest(folder, "batv", {MASS_ROGUE})}).code, 2);
}

TEST(Plugin, GivesNoVerdictOnOneMessageWhenItBreaksDown) {
  const TemporaryFolder folder;
  const std::string plugin = manifest(folder, "rogue", {MASS_ROGUE});

  const Ran ran =
      run({"verify", "--plugin", plugin, "--scheme", "rogue", "-"}, mail("X-Rogue: die"));

  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(ran.err.contains("exit code 7")) << ran.err;
}

// Who only verifies is given what the built-in scheme signs, and is diagnosed by its transcripts.
TEST(Plugin, LeavesToItsFamilyWhatItDoesNotDo) {
  const TemporaryFolder folder;
  const std::string plugin = manifest(folder, "rogue", {MASS_ROGUE}, {{"scheme", "domainkeys"}});

  const Ran told = run({"describe", "--plugin", plugin, "rogue"});
  const Ran listed = run({"list", "schemes", "--plugin", plugin});

  EXPECT_TRUE(told.out.contains("another implementation of: domainkeys")) << told.out;
  EXPECT_TRUE(told.out.contains("left to domainkeys: forward, provision, trace")) << told.out;
  EXPECT_TRUE(listed.out.contains("rogue")) << listed.out;
}

// The octets that one side sends in an exchange as the documentation shows it: lines behind a mark,
// where an object has no line end of its own and the lines of a message end in CRLF.
std::string octets_of(const std::vector<std::string>& lines, char side) {
  std::string octets;
  std::size_t message = 0;
  bool is_object = false;
  for (const std::string& line : lines) {
    if (line.empty() || line[0] != side) continue;
    const std::string text = line.size() > 2 ? line.substr(2) : "";
    if (is_object) {
      octets += text;
      is_object = false;
    } else if (message != 0) {
      octets += text + "\r\n";
      message -= std::min(message, text.size() + 2);
    } else {
      octets += text + "\n";
      message = std::stoul(text.substr(text.find(' ')));
      is_object = true;
    }
  }
  return octets;
}

// An answer is found by its numbers alone, so the text must be exact.
TEST(Plugin, ExchangeInTheDocumentationIsWhatTheExampleSays) {
  const std::string page = read_file(std::string(MASS_SOURCE_DIR) + "/docs/plugin-protocol.md");
  const std::size_t begin = page.find("```text\n> ");
  ASSERT_NE(begin, std::string::npos);
  std::istringstream block(page.substr(begin + 8, page.find("\n```\n", begin) - begin - 8));
  std::vector<std::string> lines;
  for (std::string line; std::getline(block, line);) lines.push_back(line);
  const std::string python = find_program("python3");
  if (python.empty()) GTEST_SKIP() << "no python3";

  const Ran ran =
      run_program(python, {std::string(MASS_SOURCE_DIR) + "/docs/examples/keyed_digest.py"},
                  octets_of(lines, '>'));

  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, octets_of(lines, '<'));
  EXPECT_TRUE(ran.out.contains("\"outcome\": \"pass\"")) << ran.out;
}

// The example of docs/plugins.md.
TEST(Plugin, InPythonWorks) {
  const TemporaryFolder folder;
  const std::string plugin = std::string(MASS_SOURCE_DIR) + "/docs/examples/keyed-digest.json";

  const Ran ran = run({"run", "--plugin", plugin, "--scheme", "keyed-digest", "--built-in", "12",
                       "--path", "P0*", "--out", folder / "out"});

  ASSERT_EQ(ran.code, 0) << ran.err;
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  const json found = counts(summary_of(folder / "out"), "keyed-digest");
  for (const json& cell : found.at("cells")) {
    EXPECT_EQ(cell.at("tool_errors"), 0) << cell;
    if (cell.at("path") == "identity") {
      EXPECT_EQ(cell.at("pass"), cell.at("signed")) << cell;
    }
    passed += cell.at("pass").get<std::uint64_t>();
    failed += cell.at("fail").get<std::uint64_t>();
  }
  EXPECT_GT(passed, 0U);
  EXPECT_GT(failed, 0U);
}

// dkimpy is stricter than the vectors in some things (a t= in the future, blanks before a colon)
// and laxer in others (rsa-sha1): it need not pass them all, but it must judge them all.
TEST(Plugin, DkimpyJudgesTheVectorsOfDkim) {
  namespace fs = std::filesystem;
  const fs::path vectors = fs::path(MASS_SHARED_DIR) / "vectors" / "dkim";
  if (!fs::exists(vectors / "cases.json")) GTEST_SKIP() << "no vectors beside this checkout";
  if (!fs::exists("/usr/lib/python3/dist-packages/dkim")) GTEST_SKIP() << "no python3-dkim";

  const Ran ran = run({"conformance", "--plugin",
                       std::string(MASS_SOURCE_DIR) + "/tests/peers/dkimpy/dkimpy.json", "--scheme",
                       "dkimpy", "--format", "json", vectors.string()});

  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer.at("scheme"), "dkimpy");
  EXPECT_GT(answer.at("passed"), 90);
  const std::set<std::string> verdicts{"pass", "fail", "none", "permerror", "temperror"};
  for (const json& one : answer.at("failed")) {
    EXPECT_TRUE(verdicts.contains(one.at("got"))) << one;
  }
}

}  // namespace
}  // namespace mass::test
