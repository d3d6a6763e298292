#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "child.hpp"
#include "runner.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

Ran run(std::vector<std::string> words) {
  words.insert(words.begin(), "differential");
  return run_program(MASS_PROGRAM, words);
}

std::string manifest(const TemporaryFolder& folder, const std::string& id,
                     const std::vector<std::string>& command, const std::string& scheme) {
  const json text{
      {"schema", "mass-plugin-1"}, {"id", id}, {"command", command}, {"scheme", scheme}};
  write_file(folder / (id + ".json"), text.dump());
  return folder / (id + ".json");
}

std::string explanations(const TemporaryFolder& folder, json rule) {
  rule.update({{"id", "rule"}, {"finding", "page#section"}, {"text", "because"}});
  const json text{{"schema", "mass-explanations-1"}, {"explanations", {rule}}};
  write_file(folder / "explanations.json", text.dump());
  return folder / "explanations.json";
}

TEST(Differ, FindsNothingWhenASchemeMeetsItselfInAnotherProcess) {
  const TemporaryFolder folder;
  const std::string plugin = manifest(
      folder, "served", {MASS_PROGRAM, "serve-plugin", "--scheme", "domainkeys"}, "domainkeys");

  const Ran ran =
      run({"--plugin", plugin, "--scheme", "domainkeys/strict", "--scheme", "served/std",
           "--built-in", "12", "--path", "P18", "--threads", "2", "--format", "json"});

  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
  const json found = json::parse(ran.out);
  EXPECT_EQ(found.at("schema"), "mass-differential-1");
  EXPECT_EQ(found.at("messages"), 12);
  EXPECT_EQ(found.at("reference"), "domainkeys/strict");
  EXPECT_EQ(found.at("pairs").size(), 8U) << "two signers, two verifiers, two paths";
  EXPECT_TRUE(found.at("disagreements").empty());
}

// The rogue lets everything pass, so it disagrees behind a list that breaks signatures.
TEST(Differ, KeepsTheSmallestMessageOfADisagreementUntilARuleExplainsIt) {
  const TemporaryFolder folder;
  const std::string plugin = manifest(folder, "rogue", {MASS_ROGUE}, "domainkeys");
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"--plugin", plugin,  "--scheme",   "domainkeys/std",
                                   "--scheme", "rogue", "--built-in", "12",
                                   "--path",   "P18",   "--format",   "json"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  };

  const Ran bare = with({"--out", folder / "out"});
  const Ran explained = with({"--explanations", explanations(folder, {{"header", "^From:"}})});
  const Ran other = with({"--explanations", explanations(folder, {{"header", "^X-Nobody-Has:"}})});

  EXPECT_EQ(bare.code, 1) << bare.err;
  const json group = json::parse(bare.out).at("disagreements").at(0);
  EXPECT_EQ(group.at("verifier"), "rogue/std");
  EXPECT_EQ(group.at("got"), "pass");
  EXPECT_EQ(group.at("explanation"), "");
  const std::string kept = read_file(folder / "out/001.eml");
  EXPECT_EQ(kept.size(), group.at("smallest").at("octets"));
  EXPECT_TRUE(read_file(folder / "out/001.txt")
                  .contains("--message " + group.at("smallest").at("message").get<std::string>()));
  EXPECT_EQ(explained.code, 0) << explained.err << explained.out;
  EXPECT_GT(json::parse(explained.out).at("explanations").at("rule"), 0);
  EXPECT_EQ(other.code, 1);
  EXPECT_EQ(json::parse(other.out).at("explanations").at("rule"), 0);
}

TEST(Differ, SaysWhatIsWrongWithItsOptions) {
  const TemporaryFolder folder;
  const std::vector<std::string> two{"--scheme",    "dkim/std",   "--scheme",
                                     "dkim/strict", "--built-in", "1"};
  const auto with = [&two](const std::string& file) {
    std::vector<std::string> words = two;
    words.insert(words.end(), {"--explanations", file});
    return run(words);
  };

  EXPECT_EQ(run({}).code, 2);
  EXPECT_EQ(run({"--scheme", "dkim/std", "--built-in", "1"}).code, 2);
  EXPECT_EQ(run({"--scheme", "dkim/std", "--scheme", "iim/std", "--built-in", "1"}).code, 2);
  EXPECT_EQ(with(folder / "none.json").code, 3);
  EXPECT_EQ(with(explanations(folder, {{"header", "("}})).code, 2);
  EXPECT_EQ(with(explanations(folder, {{"when", "no_such_condition"}})).code, 2);
  const Ran misspelt = with(explanations(folder, {{"headr", "x"}}));
  EXPECT_EQ(misspelt.code, 2);
  EXPECT_TRUE(misspelt.err.contains("header")) << misspelt.err;
}

struct Peer {
  std::string manifest;  // below tests/peers
  std::string id;
  std::string reference;
  std::string path;
};

void PrintTo(const Peer& peer, std::ostream* out) {
  *out << peer.id;
}

class Peers : public testing::TestWithParam<Peer> {};

// Skipped where the software is not installed: tests/peers/README.md says how to get it.
TEST_P(Peers, DisagreeWithUsOnlyWhereARuleSaysSo) {
  const std::string peers = std::string(MASS_SOURCE_DIR) + "/tests/peers/";
  std::string file = peers + GetParam().manifest;
  if (!std::filesystem::exists(file)) file = MASS_LIBOPENDKIM;
  const Ran told = run_program(MASS_PROGRAM, {"describe", "--plugin", file, GetParam().id});
  if (told.code == 3) GTEST_SKIP() << told.err;

  const Ran ran = run({"--plugin", file, "--scheme", GetParam().reference, "--scheme",
                       GetParam().id + "/std", "--built-in", "15", "--path", GetParam().path,
                       "--explanations", peers + "explanations.json", "--format", "json"});

  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
  std::uint64_t compared = 0;
  const json found = json::parse(ran.out);
  for (const json& pair : found.at("pairs")) {
    compared += pair.at("compared").get<std::uint64_t>();
  }
  EXPECT_GT(compared, 50U);
}

INSTANTIATE_TEST_SUITE_P(
    Real, Peers,
    testing::Values(Peer{"mail-dkim/mail-dkim.json", "mail-dkim", "dkim/std", "P18"},
                    Peer{"mail-dkim/mail-domainkeys.json", "mail-domainkeys", "domainkeys/std",
                         "P18"},
                    Peer{"dkimpy/dkimpy.json", "dkimpy", "dkim/std", "P18"},
                    Peer{"libopendkim/libopendkim.json", "libopendkim", "dkim/std", "P18"},
                    Peer{"openssl-cms/openssl-cms.json", "openssl-cms", "entity-smime/std", "P18"},
                    Peer{"exim-prvs/exim-prvs.json", "exim-prvs", "batv/std", "E01"}),
    [](const auto& peer) {
      std::string name = peer.param.id;
      std::erase(name, '-');
      return name;
    });

}  // namespace
}  // namespace mass::test
