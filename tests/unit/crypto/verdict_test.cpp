#include <gtest/gtest.h>

#include <set>

#include "core/scheme/scheme.hpp"
#include "core/scheme/trace.hpp"
#include "core/scheme/verdict.hpp"

namespace mass {
namespace {

TEST(OutcomeNames, AreThoseOfReportsInTheirOrder) {
  std::string names;

  for (std::size_t i = 0; i < kOutcomeCount; ++i) {
    const auto outcome = static_cast<Outcome>(i);
    names += std::string(name_of(outcome)) + ' ';
    EXPECT_EQ(outcome_from(name_of(outcome)), outcome);
  }

  EXPECT_EQ(names, "pass fail none permerror temperror na ");
  EXPECT_FALSE(outcome_from("Pass"));
  EXPECT_FALSE(outcome_from(""));
}

// The list of the metrics sheet, section 1, in its order.
TEST(CauseNames, AreThoseOfTheSheetInItsOrder) {
  std::string names;

  for (std::size_t i = 0; i < kCauseCount; ++i) {
    names += std::string(name_of(static_cast<Cause>(i))) + ' ';
  }

  EXPECT_EQ(names,
            "intact sig_missing sig_syntax alg_unsupported key_missing key_syntax key_revoked "
            "key_weak key_temperror time_future time_expired ident_mismatch hdr_absent hdr_changed "
            "hdr_extra body_changed body_short mime_struct envelope_mismatch chain_broken "
            "crypto_bad ");
  EXPECT_EQ(name_of(Cause::hdr_changed), "hdr_changed");
  EXPECT_EQ(name_of(Cause::crypto_bad), "crypto_bad");
}

TEST(DispositionNames, AreWords) {
  EXPECT_EQ(name_of(Disposition::no_opinion), "no_opinion");
  EXPECT_EQ(name_of(Disposition::accept), "accept");
  EXPECT_EQ(name_of(Disposition::reject), "reject");
}

TEST(Trace, KeepsWhatWasHashedInItsOrder) {
  Trace trace;
  StringSink digest;
  Tee tee(digest, &trace);

  trace.begin("header", 1, "From");
  tee.write("from:");
  tee.write("joe");
  trace.begin("body", 1, "");
  tee.write("hello");
  trace.begin("header", 2, "To");
  tee.write("other");
  trace.begin("header", 1, "To");
  tee.write("to:ann");

  EXPECT_EQ(trace.items().size(), 4U);
  EXPECT_EQ(trace.items()[0].field, "From");
  EXPECT_EQ(trace.joined("header", 1), "from:joeto:ann");
  EXPECT_EQ(trace.joined("body", 2), "");
  EXPECT_TRUE(trace.has("header", 2));
  EXPECT_FALSE(trace.has("body", 2));
  EXPECT_EQ(digest.text(), "from:joehellootherto:ann");
}

TEST(Trace, CostsNothingWhenAbsent) {
  StringSink digest;
  Tee tee(digest, nullptr);

  tee.write("octets");

  EXPECT_EQ(digest.text(), "octets");
}

TEST(Trace, LosesNothingWrittenBeforeItBegins) {
  Trace trace;

  trace.write("early");

  EXPECT_EQ(trace.items().size(), 1U);
  EXPECT_EQ(trace.items()[0].octets, "early");
}

TEST(AuthresValue, LeavesTokensAndAddressesAlone) {
  for (const char* plain : {"example.com", "s1", "joe@example.com", "@example.com", "sha1",
                            "prvs=0643abcdef=joe@example.com", "joe+tag@sub.example.com"}) {
    EXPECT_EQ(authres_value(plain), plain);
  }
}

TEST(AuthresValue, QuotesTheRest) {
  EXPECT_EQ(authres_value(""), "\"\"");
  EXPECT_EQ(authres_value("bad format"), "\"bad format\"");
  EXPECT_EQ(authres_value("a=b"), "\"a=b\"");
  EXPECT_EQ(authres_value("say \"\\\""), "\"say \\\"\\\\\\\"\"");
  EXPECT_EQ(authres_value("\"joe doe\"@example.com"), "\"\\\"joe doe\\\"@example.com\"");
  EXPECT_EQ(authres_value("a@b@c"), "\"a@b@c\"");
  EXPECT_EQ(authres_value("joe@"), "\"joe@\"");
}

TEST(AuthresValue, KeepsHostileTextInside) {
  EXPECT_EQ(authres_value("x\r\nSubject: y"), "\"xSubject: y\"");
  EXPECT_EQ(authres_value("x; dkim=pass"), "\"x; dkim=pass\"");
  EXPECT_EQ(authres_value("x (comment"), "\"x (comment\"");
  EXPECT_EQ(authres_value(std::string("a\0b\x7F", 4)), "ab");
  EXPECT_EQ(authres_value("a\xFF"), "\"a\\\\xFF\"");
  EXPECT_LT(authres_value(std::string(100'000, 'a')).size(), 998U);
}

TEST(AuthenticationResults, PutsEveryResultOnItsLine) {
  EXPECT_EQ(authentication_results("mx.example.org",
                                   {"domainkeys=pass header.from=joe@example.com", "x-batv=none"}),
            "Authentication-Results: mx.example.org;\r\n"
            "\tdomainkeys=pass header.from=joe@example.com;\r\n"
            "\tx-batv=none");
}

TEST(AuthenticationResults, SaysNoneWhenThereAreNone) {
  EXPECT_EQ(authentication_results("mx.example.org", {}),
            "Authentication-Results: mx.example.org; none");
}

TEST(AuthenticationResults, LetsNoLineEndThrough) {
  EXPECT_EQ(authentication_results("mx\r\nBcc: x", {"a=b\r\nc: d"}),
            "Authentication-Results: \"mxBcc: x\";\r\n\ta=bc: d");
}

}  // namespace
}  // namespace mass
