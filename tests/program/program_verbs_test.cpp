#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runner.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

constexpr const char* kMail =
    "From: \"Joe\" <joe@example.com>\r\nTo: suzie@example.net\r\nSubject: dinner\r\n"
    "Date: Fri, 06 Aug 2004 21:00:37 -0700\r\nMessage-ID: <1@example.com>\r\n\r\nHi.\r\n";

// Keys, zone and a signed message, made as the README says.
struct Signed {
  TemporaryFolder folder;
  std::string message;

  Signed() {
    EXPECT_EQ(run({"keygen", "--bits", "1024", "--seed", "1", "--out", folder / "key.pem"}).code,
              0);
    const Ran zone = run({"zone", "--scheme", "domainkeys", "--domain", "example.com", "--keys",
                          folder / "key.pem"});
    EXPECT_EQ(zone.code, 0) << zone.err;
    write_file(folder / "example.com.zone", zone.out);
    const Ran made = run(
        {"sign", "--scheme", "domainkeys", "--profile", "std", "--keys", folder / "key.pem", "-"},
        kMail);
    EXPECT_EQ(made.code, 0) << made.err;
    message = made.out;
  }

  static Ran run(const std::vector<std::string>& words, const std::string& input = {}) {
    return run_program(MASS_PROGRAM, words, input);
  }

  Ran verify(const std::string& octets) const {
    return run({"verify", "--scheme", "domainkeys", "--zone", folder / "example.com.zone",
                "--format", "json", "-"},
               octets);
  }
};

TEST(Verbs, SignedMailVerifiesThroughItsZone) {
  const Signed made;

  const Ran ran = made.verify(made.message);

  EXPECT_EQ(ran.code, 0) << ran.err;
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer.at("schema"), "mass-verdict-1");
  EXPECT_EQ(answer.at("verdict"), "pass");
  EXPECT_EQ(answer.at("state"), "good");
  EXPECT_EQ(answer.at("identity"), "joe@example.com");
}

TEST(Verbs, ChangedMailFailsWithExitCodeOne) {
  const Signed made;

  const Ran ran = made.verify(made.message + "and a footer\r\n");

  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(json::parse(ran.out).at("verdict"), "fail");
}

TEST(Verbs, UnsignedMailIsNone) {
  const Signed made;

  const Ran ran = made.verify(kMail);

  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(json::parse(ran.out).at("verdict"), "none");
}

TEST(Verbs, MangleSaysWhatItChanged) {
  const Signed made;

  const Ran ran = Signed::run({"mangle", "--path", "P18", "--now", "1091779200", "-"}, kMail);

  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("T30"), std::string::npos) << ran.err;
  EXPECT_NE(ran.out.find("Received:"), std::string::npos);
  EXPECT_EQ(made.verify(ran.out).code, 1);
}

TEST(Verbs, BatvTagsAndChecksABounce) {
  const TemporaryFolder folder;
  ASSERT_EQ(Signed::run({"keygen", "--type", "secret", "--seed", "1", "--out", folder / "s"}).code,
            0);

  const Ran tagged =
      Signed::run({"sign", "--scheme", "batv", "--profile", "std", "--keys", folder / "s", "--now",
                   "1091779200", "--envelope-out", folder / "envelope.json", "-"},
                  kMail);
  ASSERT_EQ(tagged.code, 0) << tagged.err;
  const std::string sender =
      json::parse(read_file(folder / "envelope.json")).at("mail_from").get<std::string>();
  const json bounce{{"mail_from", ""}, {"rcpt_to", {sender}}};
  const Ran checked =
      Signed::run({"verify", "--scheme", "batv", "--profile", "std", "--keys", folder / "s",
                   "--now", "1091779200", "--envelope", bounce.dump(), "--format", "json", "-"},
                  kMail);

  EXPECT_TRUE(sender.starts_with("prvs=")) << sender;
  EXPECT_EQ(tagged.out, kMail) << "the message itself is not touched";
  EXPECT_EQ(checked.code, 0) << checked.err << checked.out;
  EXPECT_EQ(json::parse(checked.out).at("identity"), "joe@example.com");
}

TEST(Verbs, ReadTheEnvelopesThatTheyWrite) {
  const TemporaryFolder folder;
  const std::string envelope = folder / "envelope.json";
  ASSERT_EQ(Signed::run({"keygen", "--type", "secret", "--seed", "1", "--out", folder / "s"}).code,
            0);
  ASSERT_EQ(Signed::run({"sign", "--scheme", "batv", "--keys", folder / "s", "--now", "1091779200",
                         "--envelope-out", envelope, "-"},
                        kMail)
                .code,
            0);

  const Ran mangled = Signed::run({"mangle", "--path", "P18", "--envelope", envelope, "-"}, kMail);

  EXPECT_EQ(mangled.code, 0) << mangled.err;
  EXPECT_NE(mangled.out.find("6 Aug 2004"), std::string::npos)
      << "the time of the envelope is that of the traces: " << mangled.out;
}

TEST(Verbs, EveryVerbHasHelpWithExamples) {
  for (const char* verb : {"run", "list", "describe", "validate", "sign", "verify", "mangle",
                           "conformance", "keygen", "zone", "serve-keys", "doctor"}) {
    const Ran ran = Signed::run({verb, "--help"});

    EXPECT_EQ(ran.code, 0) << verb;
    EXPECT_NE(ran.out.find("examples:"), std::string::npos) << verb;
    EXPECT_NE(ran.out.find(std::string("massbench ") + verb), std::string::npos) << verb;
  }
}

TEST(Verbs, ListDescribeAndDoctorAnswer) {
  for (const char* kind : {"schemes", "paths", "transforms", "mixes", "corpora", "reports"}) {
    const Ran ran = Signed::run({"list", kind, "--format", "json"});

    EXPECT_EQ(ran.code, 0) << kind;
    EXPECT_FALSE(json::parse(ran.out).empty()) << kind;
  }
  EXPECT_EQ(Signed::run({"describe", "P18"}).code, 0);
  EXPECT_EQ(Signed::run({"describe", "batv"}).code, 0);
  EXPECT_EQ(Signed::run({"describe", "W20"}).code, 0);
  EXPECT_EQ(Signed::run({"doctor"}).code, 0);
}

TEST(Verbs, ValidateCountsTheCases) {
  const Ran ran = Signed::run({"validate", MASS_SOURCE_DIR "/docs/scenarios/lists.json"});

  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("400 messages x 3 rows x 4 paths = 4800 cases"), std::string::npos)
      << ran.out;
}

TEST(Verbs, ConformanceRunsTheVectors) {
  for (const char* set : {"domainkeys", "domainkeys-peer", "batv"}) {
    const std::string folder = std::string(MASS_SHARED_DIR "/vectors/") + set;
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no vectors at " << folder;

    const Ran ran = Signed::run({"conformance", "--format", "json", folder});

    const json answer = json::parse(ran.out);
    EXPECT_EQ(ran.code, 0) << answer.at("failed").dump(1);
    EXPECT_EQ(answer.at("passed"), answer.at("total")) << set;
    EXPECT_TRUE(answer.at("differences").empty()) << answer.at("differences").dump(1);
  }
}

}  // namespace
}  // namespace mass::test
