#include "harness/plugin/wire.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

using nlohmann::json;

std::string all_octets() {
  std::string all;
  for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
  return all;
}

TEST(Wire, CarriesEveryOctetInATextThroughJson) {
  const std::string dumped = wire::text(all_octets()).dump(-1, ' ', true);

  EXPECT_EQ(wire::octets(json::parse(dumped)), all_octets());
}

TEST(Wire, TakesATextBeyondLatinOneAsUtf8) {
  EXPECT_EQ(wire::octets("caf\u00e9"), "caf\xE9");
  EXPECT_EQ(wire::octets("\u2026caf\u00e9"),
            "\xE2\x80\xA6"
            "caf\xC3\xA9");
}

TEST(Wire, CarriesATransit) {
  Transit sent;
  sent.envelope = {.mail_from = "joe@\xFF.example",
                   .rcpt_to = {"a@b.example", ""},
                   .helo = "h",
                   .client_address = "192.0.2.1",
                   .eight_bit_mime = true,
                   .smtp_utf8 = true,
                   .time = from_unix(1091779200)};
  sent.hops = {{"mail.example", from_unix(5)}};
  json header;

  wire::put(header, sent);
  const Transit read = wire::transit(header);

  EXPECT_EQ(read.envelope, sent.envelope);
  ASSERT_EQ(read.hops.size(), 1U);
  EXPECT_EQ(read.hops[0].host, "mail.example");
  EXPECT_EQ(read.hops[0].time, from_unix(5));
}

TEST(Wire, CarriesAVerdict) {
  Verdict sent;
  conclude(sent, Outcome::fail, "bad", Cause::body_changed, "why \xFF", "RFC 1 section 2");
  sent.identity = "joe@example.com";
  sent.detail = {{"n", std::int64_t{3}}, {"b", true}, {"l", std::vector<std::string>{"x", "y"}}};
  sent.disposition = Disposition::reject;
  sent.signatures.emplace_back(sent);

  const Verdict read = wire::verdict(json::parse(wire::to_json(sent).dump()));

  EXPECT_EQ(wire::to_json(read), wire::to_json(sent));
  EXPECT_EQ(read.reason, sent.reason);
  EXPECT_EQ(read.detail, sent.detail);
  ASSERT_EQ(read.signatures.size(), 1U);
  EXPECT_EQ(read.signatures[0].cause, Cause::body_changed);
}

TEST(Wire, GivesAVerdictWithoutCauseTheUsualOne) {
  const std::pair<const char*, Cause> usual[] = {
      {"pass", Cause::intact},          {"na", Cause::intact},
      {"fail", Cause::crypto_bad},      {"none", Cause::sig_missing},
      {"permerror", Cause::sig_syntax}, {"temperror", Cause::key_temperror}};
  for (const auto& [outcome, cause] : usual) {
    EXPECT_EQ(wire::verdict({{"outcome", outcome}}).cause, cause) << outcome;
  }
}

TEST(Wire, CarriesATrace) {
  Trace sent;
  sent.begin("header", 1, "From");
  sent.write("from:joe\r\n");
  sent.begin("body", 1, "");
  sent.write(all_octets());
  Trace read;

  wire::append(read, json::parse(wire::to_json(sent).dump()));

  ASSERT_EQ(read.items().size(), 2U);
  EXPECT_EQ(read.items()[0].field, "From");
  EXPECT_EQ(read.items()[1].octets, all_octets());
}

TEST(Wire, CarriesWhatIsPublished) {
  Publication sent;
  sent.dns.push_back({.name = "s._domainkey.example.com", .strings = {"p=", "AA"}});
  sent.dns.push_back({.name = "_x.example.com",
                      .strings = {"0 0 80 h.example"},
                      .ttl_seconds = 7,
                      .type = DnsRecord::Type::srv});
  sent.http.push_back({.url = "http://h.example/k", .body = all_octets()});

  const Publication read = wire::publication(wire::to_json(sent));

  ASSERT_EQ(read.dns.size(), 2U);
  EXPECT_EQ(read.dns[0].strings, sent.dns[0].strings);
  EXPECT_EQ(read.dns[1].type, DnsRecord::Type::srv);
  EXPECT_EQ(read.dns[1].ttl_seconds, 7U);
  EXPECT_EQ(read.http.at(0).body, all_octets());
}

TEST(Wire, CutsOneLongTextIntoCharacterStrings) {
  const json record{{"name", "S.Example.COM"}, {"text", std::string(300, 'x')}};

  const Publication read = wire::publication({{"dns", {record}}});

  EXPECT_EQ(read.dns.at(0).name, "s.example.com");
  ASSERT_EQ(read.dns[0].strings.size(), 2U);
  EXPECT_EQ(read.dns[0].strings[0].size(), 255U);
}

TEST(Wire, CarriesAnAnswer) {
  const KeyAnswer sent{.status = KeyAnswer::Status::found,
                       .records = {"k=rsa", all_octets()},
                       .ttl = std::chrono::seconds(60),
                       .octets = 261,
                       .note = "n"};

  const KeyAnswer read = wire::answer(wire::to_json(sent));

  EXPECT_EQ(read.records, sent.records);
  EXPECT_EQ(read.octets, 261U);
  EXPECT_EQ(read.ttl, sent.ttl);
}

TEST(Wire, CarriesWhatASchemeSaysOfItself) {
  SchemeInfo sent{.id = "x",
                  .title = "X",
                  .source = "RFC X",
                  .protects = Protects::body | Protects::bounce,
                  .text = "t",
                  .roles = {"MSA"},
                  .reconstructed = "all"};
  sent.parameters = {number_parameter("days", 7, 1, 10, "how long"),
                     word_parameter("canon", {"simple", "relaxed"}, "which"),
                     plain_parameter("list", std::vector<std::string>{"a"}, "l")};
  sent.profiles = {{"std", "usual", {{"days", std::int64_t{3}}}, true}, {"odd", "", {}, false}};
  SchemeInfo read;

  wire::overlay(read, json::parse(wire::to_json(sent).dump()));

  EXPECT_EQ(wire::to_json(read), wire::to_json(sent));
  EXPECT_EQ(read.protects, sent.protects);
  EXPECT_EQ(read.parameters.at(0).most, 10);
  EXPECT_EQ(read.parameters.at(1).least, INT64_MIN);
  EXPECT_FALSE(read.profiles.at(1).standard);
}

TEST(Wire, RefusesMembersOfTheWrongType) {
  const json wrong[] = {
      json{{"outcome", "splendid"}},
      json{{"outcome", 7}},
      json::object(),
      json::array(),
      json{{"outcome", "pass"}, {"cause", "bad luck"}},
      json{{"outcome", "pass"}, {"state", json::array()}},
      json{{"outcome", "pass"}, {"detail", 7}},
      json{{"outcome", "pass"}, {"detail", {{"x", 1.5}}}},
      json{{"outcome", "pass"}, {"signatures", "none"}},
      json{{"outcome", "pass"}, {"signatures", {7}}},
      json{{"outcome", "pass"}, {"disposition", "perhaps"}},
  };
  for (const json& one : wrong) {
    const auto read = wire::read_wire([&one] { return wire::verdict(one); });
    ASSERT_FALSE(read) << one;
    EXPECT_EQ(read.error().code, Errc::protocol) << one;
  }
}

TEST(Wire, RefusesNumbersOutOfTheirRange) {
  CostMeter cost;
  for (const json& one : {json(-1), json(1ULL << 40), json(1.5), json(true), json("7")}) {
    const auto read = wire::read_wire([&] {
      wire::add_cost(cost, {{"hash_operations", one}});
      return true;
    });
    EXPECT_FALSE(read) << one;
  }
  const auto time = wire::read_wire(
      [] { return wire::transit({{"envelope", {{"time", 999'999'999'999'999}}}}); });
  EXPECT_FALSE(time);
  EXPECT_EQ(cost, CostMeter{});
}

TEST(RandomSource, GoesOnFromItsPosition) {
  for (const std::size_t drawn : {0U, 1U, 255U, 256U, 257U, 1024U, 5000U}) {
    RandomSource source(7, {"a"});
    (void)source.octets(drawn);

    auto resumed = RandomSource::resume(source.position());

    ASSERT_TRUE(resumed) << source.position();
    EXPECT_EQ(resumed->octets(600), source.octets(600)) << drawn;
  }
  for (const char* wrong : {"", ":", "00:0", "zz", "x:1"}) {
    EXPECT_FALSE(RandomSource::resume(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace mass
