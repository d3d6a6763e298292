#include "schemes/iim/registration.hpp"

#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "tests/unit/schemes/iim_bench.hpp"

namespace mass::iim {
namespace {

using test::detail;
using test::kDinner;
using test::word;

TEST(IimRegistration, HasARatingAndMayHaveALocalPart) {
  const auto read = parse_registration("v:\"1.1\"; r:\"60\"; g:\"joe\"; x:\"86400\"; c:\"ok\"\r\n");

  ASSERT_TRUE(read);
  EXPECT_EQ(read->rating, 60);
  EXPECT_TRUE(read->is_for("joe"));
  EXPECT_FALSE(read->is_for("Joe"));
  EXPECT_FALSE(read->is_for("suzie"));
}

TEST(IimRegistration, IsForAnybodyWithoutALocalPart) {
  EXPECT_TRUE(parse_registration("r:\"-127\"")->is_for("joe"));
  EXPECT_TRUE(parse_registration("r:\"127\"; g:\"*\"")->is_for("joe"));
  EXPECT_FALSE(parse_registration("r:\"1\"; g:\"\"")->is_for("joe")) << "nobody has that name";
}

TEST(IimRegistration, IsNoneWhenItSaysSomethingElse) {
  for (const std::string& text :
       {std::string(), std::string("<html>Please log in</html>"), std::string("v=spf1 -all"),
        std::string("v:\"1.1\""), std::string("r:\"\""), std::string("r:\"128\""),
        std::string("r:\"-128\""), std::string("r:\"1.5\""), std::string("r:\"--1\""),
        std::string("r:\"60"), std::string("r:\"60\"; r:\"-1\""),
        std::string("v:\"2.0\"; r:\"60\""), "r:\"60\"; c:\"" + std::string(5000, 'x') + '"'}) {
    EXPECT_FALSE(parse_registration(text)) << text.substr(0, 60);
  }
}

TEST(IimFingerprint, IsTheSha1OfExponentAndModulus) {
  test::Workbench bench(iim::enrol);

  const std::string print = fingerprint({"a", "bc"}, bench.context());

  EXPECT_EQ(to_hex(print), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

class IimKeyServer : public test::IimBench {
 protected:
  Verdict verdict_of_dinner() { return verify(sign(kDinner)); }
};

TEST_F(IimKeyServer, IsAskedForKeyAndAddress) {
  (void)verdict_of_dinner();

  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].kind, KeyQuery::Kind::dns_srv);
  EXPECT_EQ(asked[0].name, "_krs._tcp.example.com");
  EXPECT_EQ(asked[1].kind, KeyQuery::Kind::http_get);
  EXPECT_TRUE(
      asked[1].name.starts_with("http://krs.example.com/iim?v=1.1&d=example.com&name=joe&keyfp="))
      << asked[1].name;
  EXPECT_TRUE(asked[1].name.ends_with("%3D&svc=smtp")) << asked[1].name;
}

TEST_F(IimKeyServer, IsAskedForOddNamesInSafeForm) {
  const std::string odd = test::changed(kDinner, "Joe <joe@", "<\"j/o?&%\xE9 e\"@");

  EXPECT_EQ(verify(sign(odd)).state, "s=y v=y");

  EXPECT_NE(asked.back().name.find("&name=%22j%2Fo%3F%26%25%E9%20e%22&"), std::string::npos)
      << asked.back().name;
}

TEST_F(IimKeyServer, IsFoundBySrv) {
  publish_srv("_krs._tcp.example.com", "20 0 80 second.example.com");
  publish_srv("_krs._tcp.example.com", "10 0 80 light.example.com");
  publish_srv("_krs._tcp.example.com", "10 5 8080 Keys.example.com");

  EXPECT_EQ(verdict_of_dinner().state, "s=y v=n") << "nothing is registered there";

  ASSERT_GE(asked.size(), 2U);
  EXPECT_TRUE(asked[1].name.starts_with("http://keys.example.com:8080/iim?v=1.1&"))
      << asked[1].name;
}

TEST_F(IimKeyServer, DoesNotExistWhenSrvSaysSo) {
  publish_srv("_krs._tcp.example.com", "0 0 0 .");

  const Verdict verdict = verdict_of_dinner();

  EXPECT_EQ(verdict.state, "s=y v=n");
  EXPECT_EQ(verdict.cause, Cause::key_missing);
  EXPECT_EQ(detail(verdict, "r"), "0");
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[1].name, "_policy._iim.example.com") << "no server is asked";
}

TEST_F(IimKeyServer, LeavesTheVerdictOpenWhenItsNameCannotBeFound) {
  for (const auto trouble : {ZoneDirectory::Trouble::failed, ZoneDirectory::Trouble::timeout}) {
    dns->add_trouble("_krs._tcp.example.com", trouble);

    const Verdict verdict = verdict_of_dinner();

    EXPECT_EQ(verdict.outcome, Outcome::temperror);
    EXPECT_EQ(verdict.state, "s=y v=?");
    EXPECT_EQ(verdict.cause, Cause::key_temperror);
  }
}

TEST_F(IimKeyServer, LeavesTheVerdictOpenWhenItDoesNotAnswer) {
  be_silent();
  EXPECT_EQ(verdict_of_dinner().state, "s=y v=?");
  EXPECT_EQ(verdict_of_dinner().outcome, Outcome::temperror);
  answer(503);
  EXPECT_EQ(verdict_of_dinner().outcome, Outcome::temperror);
  answer(302);
  EXPECT_EQ(verdict_of_dinner().outcome, Outcome::temperror);
  answer(200, "<html>");
  EXPECT_EQ(verdict_of_dinner().outcome, Outcome::temperror) << "a portal on the way";
  EXPECT_EQ(detail(verdict_of_dinner(), "r"), "absent");
}

TEST_F(IimKeyServer, DecidesByItsRating) {
  struct Case {
    int status;
    const char* body;
    const char* state;
    Cause cause;
    const char* rating;
    const char* reason;
  };
  for (const Case& one :
       {Case{404, "", "s=y v=n", Cause::key_missing, "0", "key not registered"},
        Case{200, "r:\"0\"", "s=y v=n", Cause::key_missing, "0", "key not registered"},
        Case{200, "r:\"-1\"", "s=y v=n", Cause::key_revoked, "-1", "key not authorized"},
        Case{200, "r:\"1\"", "s=y v=y", Cause::intact, "1", "ok"},
        Case{200, "r:\"9\"; g:\"joe\"", "s=y v=y", Cause::intact, "9", "ok"},
        Case{200, "r:\"9\"; g:\"suzie\"", "s=y v=n", Cause::ident_mismatch, "9",
             "key not registered for the local part"}}) {
    answer(one.status, one.body);

    const Verdict verdict = verdict_of_dinner();

    EXPECT_EQ(verdict.state, one.state) << one.body;
    EXPECT_EQ(verdict.cause, one.cause) << one.body;
    EXPECT_EQ(detail(verdict, "r"), one.rating) << one.body;
    EXPECT_EQ(detail(verdict, "reason"), one.reason) << one.body;
    EXPECT_EQ(verdict.identity.empty(), verdict.outcome != Outcome::pass);
  }
}

class IimDns : public test::IimBench {
 protected:
  std::string signed_dinner() {
    std::string text = sign(kDinner, {}, "dns");
    (void)verify(text);
    name_ = asked.front().name;
    EXPECT_TRUE(name_.ends_with("._iim.example.com")) << name_;
    EXPECT_EQ(name_.find('.'), 40U);
    return text;
  }

  std::string name_;
};

TEST_F(IimDns, IsAskedOnceByFingerprint) {
  const std::string text = signed_dinner();
  publish_txt(name_, "r:\"60\"; g:\"joe\"");
  asked.clear();

  const Verdict verdict = verify(text);

  EXPECT_EQ(verdict.state, "s=y v=y") << verdict.reason;
  EXPECT_EQ(asked.size(), 1U);
}

TEST_F(IimDns, RegistersNothingWhenAbsentOrSomethingElse) {
  const std::string text = signed_dinner();
  EXPECT_EQ(verify(text).cause, Cause::key_missing);

  publish_txt(name_, "v=spf1 -all");

  EXPECT_EQ(verify(text).state, "s=y v=n");
  EXPECT_EQ(verify(text).cause, Cause::key_missing);
  publish_txt(name_, "r:\"-127\"");
  EXPECT_EQ(verify(text).cause, Cause::key_revoked) << "the first record that is one counts";
}

TEST_F(IimDns, LeavesTheVerdictOpenWhenItFails) {
  const std::string text = signed_dinner();
  dns->add_trouble(name_, ZoneDirectory::Trouble::failed);

  EXPECT_EQ(verify(text).outcome, Outcome::temperror);
  EXPECT_EQ(verify(text).state, "s=y v=?");
}

}  // namespace
}  // namespace mass::iim
