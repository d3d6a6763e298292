#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runner.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

constexpr const char* kMail =
    "From: Joe <joe@example.com>\r\nTo: team@gt.example\r\nSubject: hello\r\n"
    "Date: Fri, 06 Aug 2004 21:00:37 -0700\r\nMessage-ID: <1@example.com>\r\n\r\nHi.\r\n";

Ran run(const std::vector<std::string>& words) {
  return run_program(MASS_PROGRAM, words);
}

// A folder of one signed message that went down three paths, and what its domain published.
struct Archive {
  TemporaryFolder folder;
  std::string mail = folder / "mail";
  std::string zone = folder / "example.com.zone";

  Archive() {
    const std::string key = folder / "key.pem";
    write_file(folder / "in.eml", kMail);
    EXPECT_EQ(run({"keygen", "--bits", "1024", "--out", key}).code, 0);
    write_file(zone,
               run({"zone", "--scheme", "dkim", "--domain", "example.com", "--keys", key}).out);
    const std::string signed_mail = folder / "signed.eml";
    write_file(signed_mail,
               run({"sign", "--scheme", "dkim", "--profile", "std", "--keys", key, "--now",
                    "1091851237", "--param", "lifetime=3600", folder / "in.eml"})
                   .out);
    std::filesystem::create_directory(mail);
    for (const char* path : {"P01", "P16", "P18"}) {
      write_file(mail + "/" + path + ".eml", run({"mangle", "--path", path, signed_mail}).out);
    }
  }
};

std::uint64_t verdicts(const json& answer, const std::string& signed_when,
                       const std::string& verdict) {
  std::uint64_t sum = 0;
  for (const json& one : answer.at("verdicts")) {
    if (one.at("signed") == signed_when && one.at("verdict") == verdict) {
      sum += one.at("count").get<std::uint64_t>();
    }
  }
  return sum;
}

TEST(SurveyVerb, CountsBodiesWithoutAnyKey) {
  const Archive archive;

  const Ran ran = run({"survey", "--format", "json", archive.mail});

  ASSERT_EQ(ran.code, 0) << ran.err;
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer.at("schema"), "mass-survey-1");
  EXPECT_EQ(answer.at("messages"), 3);
  EXPECT_EQ(answer.at("kinds").at(0).at("signatures"), 3);
  EXPECT_EQ(answer.at("verified"), false);
  std::uint64_t stored = 0;
  std::uint64_t tail = 0;
  for (const json& one : answer.at("bodies")) {
    stored += one.at("found_at").at("stored").get<std::uint64_t>();
    tail += one.at("found_at").at("tail").get<std::uint64_t>();
  }
  EXPECT_EQ(stored, 2U);
  EXPECT_EQ(tail, 1U) << "P18 appends a footer";
}

TEST(SurveyVerb, VerifiesWithArchivedKeysAsOfTheTimeOfSigning) {
  const Archive archive;

  const Ran ran = run({"survey", "--zone", archive.zone, "--format", "json", archive.mail});

  ASSERT_EQ(ran.code, 0) << ran.err;
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer.at("verified"), true);
  EXPECT_EQ(verdicts(answer, "direct", "pass"), 1U) << "an hour to live, and signed in 2004";
  EXPECT_EQ(verdicts(answer, "before", "pass"), 1U);
  EXPECT_EQ(verdicts(answer, "before", "fail"), 1U);
}

TEST(SurveyVerb, PrintsATableAndWritesTheSameJsonEveryTime) {
  const Archive archive;
  const std::string out = archive.folder / "survey.json";

  const Ran table = run({"survey", "--zone", archive.zone, "--out", out, archive.mail});
  const Ran first = run({"survey", "--zone", archive.zone, "--format", "json", archive.mail});

  ASSERT_EQ(table.code, 0) << table.err;
  EXPECT_NE(table.out.find("Bodies under DKIM-Signature, signed before the list"),
            std::string::npos)
      << table.out;
  EXPECT_NE(table.out.find("pass"), std::string::npos) << table.out;
  EXPECT_EQ(read_file(out), first.out);
}

TEST(SurveyVerb, CountsAndNamesWhatItCannotRead) {
  const TemporaryFolder folder;
  write_file(folder / "list.mbox", std::string("From a@example.com Fri Aug  6 21:00:37 2004\n") +
                                       "From: a@example.com\n\nhello\n\n"
                                       "From b@example.com Fri Aug  6 21:00:37 2004\n\n"
                                       "From c@example.com Fri Aug  6 21:00:37 2004\n"
                                       "From: c@example.com\n\nhello\n\n");

  const Ran ran = run({"survey", "--format", "json", folder / "list.mbox"});
  const Ran table = run({"survey", folder / "list.mbox"});

  ASSERT_EQ(ran.code, 0) << ran.err;
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer.at("messages"), 2);
  EXPECT_EQ(answer.at("problem_count"), 1);
  EXPECT_NE(answer.at("problems").at(0).at("place").get<std::string>().find("list.mbox"),
            std::string::npos);
  EXPECT_NE(table.out.find("1 problem\n"), std::string::npos) << table.out;
}

TEST(SurveyVerb, TellsWhatIsWrongWithItsArguments) {
  const TemporaryFolder folder;
  write_file(folder / "empty.mbox", "");

  EXPECT_EQ(run({"survey"}).code, 2);
  EXPECT_EQ(run({"survey", "--format", "yaml", folder / "empty.mbox"}).code, 2);
  EXPECT_EQ(run({"survey", "--scheme", "dkim", folder / "empty.mbox"}).code, 2);
  EXPECT_EQ(run({"survey", folder / "none"}).code, 3);
  EXPECT_EQ(run({"survey", folder / "empty.mbox"}).code, 3);
  EXPECT_EQ(run({"survey", "--help"}).code, 0);
}

}  // namespace
}  // namespace mass::test
