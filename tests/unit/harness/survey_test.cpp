#include "harness/survey/survey.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "harness/survey/key_check.hpp"
#include "harness/survey/report.hpp"
#include "survey_samples.hpp"

namespace mass::survey {
namespace {

constexpr std::string_view kList =
    "List-Id: The team <team.lists.example>\r\nList-Post: <mailto:team@lists.example>\r\n";

CorpusMessage corpus_message(Message message) {
  return {.id = "1", .origin = "1", .message = std::move(message)};
}

TEST(StoredSignatures, ReadsAllKindsFromTheTop) {
  const Message message = Message::parse(
      "ARC-Seal: i=1; a=rsa-sha256; d=lists.example; s=s; cv=none; b=AAAA\r\n" +
      Signer{.field = "ARC-Message-Signature", .domain = "lists.example"}.sign("x") +
      Signer{.more = "x=200; t=100; "}.sign("x") +
      "DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; d=Example.COM; s=s; h=From:To; b=AAAA\r\n"
      "\r\n");

  const StoredSignatures found = stored_signatures(message);

  ASSERT_EQ(found.signatures.size(), 4U);
  EXPECT_EQ(found.signatures[0].kind, SignatureKind::arc_seal);
  EXPECT_FALSE(found.signatures[0].can_be_compared);
  EXPECT_EQ(found.signatures[1].kind, SignatureKind::arc_message);
  EXPECT_EQ(found.signatures[1].domain, "lists.example");
  EXPECT_EQ(found.signatures[2].canons, "relaxed/relaxed");
  EXPECT_EQ(found.signatures[2].tags.time, 100U);
  EXPECT_TRUE(found.signatures[2].can_be_compared);
  EXPECT_EQ(found.signatures[3].kind, SignatureKind::domainkeys);
  EXPECT_EQ(found.signatures[3].domain, "example.com");
  EXPECT_EQ(found.signatures[3].tags.names, (std::vector<std::string>{"from", "to"}));
  EXPECT_FALSE(found.signatures[3].can_be_compared) << "RFC 4870 section 3.4: one hash for all";
}

TEST(StoredSignatures, SaysWhatIsWrongAndComparesWhatItCan) {
  const std::string good = Signer{}.sign("x\r\n");
  std::string no_names = good;
  no_names.replace(no_names.find("h=from"), 2, "o=");
  std::string no_domain = good;
  no_domain.replace(no_domain.find("d=example.com"), 13, "d=\xff\xfe bad");

  const auto first = [](const std::string& field) {
    return stored_signatures(arrived(field, "", "x\r\n")).signatures.at(0);
  };

  EXPECT_FALSE(first(no_names).can_be_compared);
  EXPECT_EQ(first(no_names).flaw, "signature missing required tag");
  EXPECT_EQ(first(no_domain).domain, "(none)");
  EXPECT_FALSE(first(no_domain).flaw.empty());
  EXPECT_FALSE(first("DKIM-Signature: \xff\xff;;=;\r\n").can_be_compared);
  EXPECT_EQ(first("DKIM-Signature:\r\n").algorithm, "(none)");
}

TEST(StoredSignatures, ReadsTenOfAKindAndCountsTheOthers) {
  std::string many;
  for (int i = 0; i < 13; ++i) many += Signer{}.sign("x\r\n");

  const StoredSignatures found = stored_signatures(arrived(many, "", "x\r\n"));

  EXPECT_EQ(found.signatures.size(), kMaxSignatures);
  EXPECT_EQ(found.excess, 3U);
}

TEST(ListTrace, TellsFieldsAboveTheArrivalFromThoseBelow) {
  const Message message = Message::parse(
      "X-Above: 1\r\n"
      "Received: from lists.example by mx.example for <bounce+team=lists.example@mx.example>; x\r\n"
      "X-Above: 2\r\n"
      "Received: from a by lists.example\r\n\tfor <Team@Lists.Example>; x\r\n"
      "X-Below: 1\r\n"
      "Received: from b by a for <team@lists.example>; x\r\n" +
      std::string(kList) + "\r\n");

  const ListTrace trace = trace_list(message);

  EXPECT_EQ(trace.id, "team.lists.example");
  EXPECT_EQ(trace.address, "team@lists.example");
  EXPECT_EQ(trace.arrival, 3U);
  EXPECT_EQ(trace.side_of(2, "example.com"), Side::after);
  EXPECT_EQ(trace.side_of(4, "lists.example"), Side::before);
}

TEST(ListTrace, DoesNotTakePartOfAnotherAddressForTheList) {
  const auto arrival = [](const std::string& address) {
    return trace_list(Message::parse("Received: by x for <" + address + ">; d\r\n" +
                                     std::string(kList) + "\r\n"))
        .arrival.has_value();
  };

  EXPECT_TRUE(arrival("team@lists.example"));
  EXPECT_TRUE(arrival("team@lists.example."));
  EXPECT_FALSE(arrival("the-team@lists.example"));
  EXPECT_FALSE(arrival("x=team@lists.example"));
  EXPECT_FALSE(arrival("team@lists.example.org"));
  EXPECT_FALSE(arrival("team@lists.example-2"));
}

TEST(ListTrace, GoesByTheDomainWithoutAnArrival) {
  const ListTrace trace = trace_list(Message::parse(std::string(kList) + "\r\n"));

  EXPECT_FALSE(trace.arrival);
  EXPECT_EQ(trace.side_of(0, "lists.example"), Side::after);
  EXPECT_EQ(trace.side_of(0, "example.com"), Side::before);
  EXPECT_EQ(trace.side_of(0, "(none)"), Side::before);
}

TEST(ListTrace, KnowsOlderListManagers) {
  const auto id = [](const std::string& fields) {
    return trace_list(Message::parse(fields + "\r\n")).id;
  };

  EXPECT_EQ(id("X-Mailing-List: linux-x@vger.example\r\n"), "linux-x@vger.example");
  EXPECT_EQ(id("X-BeenThere: team@lists.example\r\n"), "team@lists.example");
  EXPECT_EQ(id("List-Id: bare.lists.example\r\n"), "bare.lists.example");
  EXPECT_EQ(id("List-Post: NO\r\n"), "");
  EXPECT_EQ(id("List-Unsubscribe: <mailto:x@shop.example>\r\n"), "");
  EXPECT_EQ(id("List-Id: <\x1b[31m.example>\r\n"), "\\x1B[31m.example");
}

TEST(Survey, AddsUp) {
  const std::string body = "hello\r\n";
  const std::string footed = body + "-- \r\nteam\r\n";
  const std::string arrival = "Received: by lists.example for <team@lists.example>; x\r\n";
  Survey survey;
  for (const Message& message :
       {arrived(Signer{.domain = "lists.example"}.sign(footed) + arrival + Signer{}.sign(body),
                kList, footed),
        arrived(arrival + Signer{}.sign("lost\r\n"), kList, footed),
        arrived(arrival + "DKIM-Signature: v=1; d=example.com\r\n", kList, footed),
        arrived(Signer{.length = body.size()}.sign(body), "", footed),
        arrived("", kList, footed)}) {
    (void)add_message(survey, corpus_message(message), test_crypto());
  }

  EXPECT_EQ(survey.messages, 5U);
  EXPECT_EQ(survey.signed_messages, 4U);
  EXPECT_EQ(survey.lists.at("team.lists.example"), 4U);
  EXPECT_EQ(survey.kinds[0].signatures, 5U);
  EXPECT_EQ(survey.kinds[0].messages, 4U);
  EXPECT_EQ(survey.kinds[0].domains.at("lists.example"), 1U);
  EXPECT_EQ(survey.kinds[0].tags.at("l"), 1U);
  EXPECT_EQ(survey.kinds[0].names.at("from").listed, 4U);
  EXPECT_EQ(survey.kinds[0].names.at("from").repeated, 4U);
  EXPECT_EQ(survey.kinds[0].names.at("subject").repeated, 0U);
  const BodyTally& before =
      survey.bodies.at({"team.lists.example", Side::before, SignatureKind::dkim});
  EXPECT_EQ(before.signatures, 3U);
  EXPECT_EQ(before.not_comparable, 1U);
  EXPECT_EQ(before.lost, 1U);
  EXPECT_EQ(before.up_to(Level::storage), 0U);
  EXPECT_EQ(before.up_to(Level::tail), 1U);
  EXPECT_EQ(before.up_to(Level::encoding), 1U);
  const BodyTally& after =
      survey.bodies.at({"team.lists.example", Side::after, SignatureKind::dkim});
  EXPECT_EQ(after.up_to(Level::stored), 1U);
  const BodyTally& direct = survey.bodies.at({"", Side::direct, SignatureKind::dkim});
  EXPECT_EQ(direct.up_to(Level::stored), 1U);
  EXPECT_EQ(direct.grown, 1U);
  for (const auto& [group, tally] : survey.bodies) {
    EXPECT_EQ(tally.signatures,
              std::accumulate(tally.levels.begin(), tally.levels.end(),
                              tally.not_comparable + tally.lost + tally.given_up));
  }
}

TEST(Survey, ReportsHostileTextPrintably) {
  Survey survey;
  const std::string evil = "\x1b]0;evil\x07";
  (void)add_message(
      survey,
      corpus_message(arrived("DKIM-Signature: v=1; a=" + evil + "; c=" + evil + "; d=" + evil +
                                 "; s=s; h=from:x" + evil + "; bh=AAAA; b=AAAA\r\n",
                             "List-Id: <" + evil + ">\r\n", "x\r\n")),
      test_crypto());
  add_problem(survey, {evil, evil});

  for (const std::string& shown : {survey_text(survey, 100), survey_json(survey)}) {
    EXPECT_EQ(shown.find('\x1b'), std::string::npos);
    EXPECT_EQ(shown.find('\x07'), std::string::npos);
    EXPECT_NE(shown.find("evil"), std::string::npos);
  }
}

TEST(Survey, IsReportedAsJson) {
  Survey survey;
  (void)add_message(survey, corpus_message(arrived(Signer{}.sign("x\r\n"), kList, "x\r\n")),
                    test_crypto());

  const auto answer = nlohmann::json::parse(survey_json(survey));

  EXPECT_EQ(answer.at("schema"), "mass-survey-1");
  EXPECT_EQ(answer.at("messages"), 1);
  EXPECT_EQ(answer.at("verified"), false);
  const auto& kind = answer.at("kinds").at(0);
  EXPECT_EQ(kind.at("field"), "DKIM-Signature");
  EXPECT_EQ(kind.at("domains").at("example.com"), 1);
  EXPECT_EQ(kind.at("header_names").at("from").at("repeated"), 1);
  const auto& bodies = answer.at("bodies").at(0);
  EXPECT_EQ(bodies.at("list"), "team.lists.example");
  EXPECT_EQ(bodies.at("signed"), "before");
  EXPECT_EQ(bodies.at("found_at").at("stored"), 1);
}

TEST(ShareText, NeverRoundsToAllOrNothing) {
  EXPECT_EQ(share_text(13521, 13526), ">99.9 %");
  EXPECT_EQ(share_text(1, 100'000), "<0.1 %");
  EXPECT_EQ(share_text(2, 3), "66.7 %");
  EXPECT_EQ(share_text(0, 3), "0 %");
  EXPECT_EQ(share_text(3, 3), "100 %");
  EXPECT_EQ(share_text(0, 0), "-");
}

TEST(SigningTime, TakesTheSignatureThenTheHopAboveThenTheOneBelowThenDate) {
  const std::string received = "Received: by x; Fri, 06 Aug 2004 21:01:54 +0000\r\n";
  const std::string bad = "Received: by y; once\r\n";
  const auto time_of = [](const std::string& fields) {
    const Message message = Message::parse(fields + "\r\n");
    return signing_time(message, stored_signatures(message).signatures.at(0));
  };

  EXPECT_EQ(time_of(received + Signer{.more = "t=1000; "}.sign("")), from_unix(1000));
  EXPECT_EQ(time_of(received + bad + Signer{}.sign("") +
                    "Received: by z; Fri, 06 Aug 2004 20:00:00 +0000\r\n"),
            from_unix(1091826114));
  EXPECT_EQ(time_of(Signer{}.sign("") + received), from_unix(1091826114));
  EXPECT_EQ(time_of(Signer{}.sign("") + "Date: Fri, 06 Aug 2004 21:01:54 +0000\r\n"),
            from_unix(1091826114));
  EXPECT_FALSE(time_of(Signer{}.sign("") + bad));
  EXPECT_EQ(time_of(Signer{.more = "t=99999999999999999999; "}.sign("")),
            from_unix(253'402'300'799));
}

}  // namespace
}  // namespace mass::survey
