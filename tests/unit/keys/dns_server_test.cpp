#include "core/keys/dns_server.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "core/base/text.hpp"
#include "core/keys/dns_message.hpp"
#include "tiny_server.hpp"

namespace mass::test {
namespace {

using namespace std::chrono_literals;
using Status = KeyAnswer::Status;

std::string number(unsigned value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xFFU)};
}

std::string wire_name(const std::string& name) {
  std::string wire;
  for (const auto label : split(name, '.')) {
    wire += static_cast<char>(label.size());
    wire += label;
  }
  return wire + '\0';
}

std::string record(const std::string& owner, unsigned type, unsigned ttl, const std::string& data) {
  return wire_name(owner) + number(type) + number(1) + number(ttl >> 16U) + number(ttl & 0xFFFFU) +
         number(static_cast<unsigned>(data.size())) + data;
}

std::string text(const std::string& octets) {
  return static_cast<char>(octets.size()) + octets;
}

// An answer to `query`: its id and question, flags with the response code, and the records.
std::string reply(const std::string& query, unsigned flags,
                  const std::vector<std::string>& records = {}) {
  const std::size_t end = query.find('\0', 12) + 5;
  std::string answer = query.substr(0, 2) + number(0x8000U | flags) + number(1) +
                       number(static_cast<unsigned>(records.size())) + number(0) + number(0) +
                       query.substr(12, end - 12);
  for (const std::string& one : records) answer += one;
  return answer;
}

constexpr unsigned kTxt = 16;
constexpr unsigned kCname = 5;
constexpr unsigned kSrv = 33;
constexpr unsigned kTruncated = 0x0200;
const std::string kName = "s1._domainkey.example.com";

DnsServerSettings quick() {
  return {.timeout = 400ms, .tries = 2, .outage = {.silences = 0, .lasts = 1000ms}};
}

Asked ask_dns(const KeyDirectory& directory, const std::string& name = kName,
              KeyQuery::Kind kind = KeyQuery::Kind::dns_txt) {
  CostMeter cost;
  const auto begin = std::chrono::steady_clock::now();
  KeyAnswer answer = directory.lookup({kind, name}, {}, cost);
  const auto took = std::chrono::steady_clock::now() - begin;
  return {std::move(answer), std::chrono::duration_cast<std::chrono::milliseconds>(took)};
}

Asked ask_once(TinyServer::OnDatagram on_datagram, TinyServer::OnStream on_stream = {},
               KeyQuery::Kind kind = KeyQuery::Kind::dns_txt) {
  const TinyServer server(std::move(on_datagram), std::move(on_stream));
  return ask_dns(**DnsServerDirectory::create(server.place(), quick()), kName, kind);
}

TEST(DnsServer, JoinsStringsAndTakesTheTtl) {
  const Asked asked = ask_once([](const std::string& query) {
    return reply(query, 0,
                 {record(kName, kTxt, 90, text("k=rsa; ") + text("p=abc")),
                  record(kName, kTxt, 70, text("second"))});
  });

  EXPECT_EQ(asked.answer.status, Status::found);
  EXPECT_EQ(asked.answer.records, (std::vector<std::string>{"k=rsa; p=abc", "second"}));
  EXPECT_EQ(asked.answer.ttl, 70s);
  EXPECT_EQ(asked.answer.octets, 18U);
}

TEST(DnsServer, WritesServicesAsText) {
  const Asked asked = ask_once(
      [](const std::string& query) {
        return reply(
            query, 0,
            {record(kName, kSrv, 60,
                    number(10) + number(5) + number(8080) + wire_name("KRS.example.com"))});
      },
      {}, KeyQuery::Kind::dns_srv);

  EXPECT_EQ(asked.answer.records, std::vector<std::string>{"10 5 8080 krs.example.com"});
}

TEST(DnsServer, FollowsAliasesAndNotInCircles) {
  const Asked found = ask_once([](const std::string& query) {
    return reply(query, 0,
                 {record("K.Example.net", kTxt, 500, text("there")),
                  record(kName, kCname, 40, wire_name("k.example.net"))});
  });
  const Asked circle = ask_once([](const std::string& query) {
    return reply(query, 0,
                 {record("a.example", kCname, 40, wire_name(kName)),
                  record(kName, kCname, 40, wire_name("a.example"))});
  });

  EXPECT_EQ(found.answer.records, std::vector<std::string>{"there"});
  EXPECT_EQ(found.answer.ttl, 40s);
  EXPECT_EQ(circle.answer.status, Status::absent);
}

TEST(DnsServer, AsksByTcpWhenAnAnswerIsCutShort) {
  const std::string long_text(250, 'x');

  const Asked asked = ask_once(
      [](const std::string& query) { return reply(query, kTruncated); },
      [&long_text](Stream& stream, const std::atomic<bool>&) {
        const std::string query = stream.read_until(std::string("\0\x10\0\x01", 4)).substr(2);
        const std::string data = text(long_text) + text(long_text) + text(long_text);
        const std::string answer = reply(query, 0, {record(kName, kTxt, 60, data)});
        stream.write(number(static_cast<unsigned>(answer.size())) + answer);
      });

  EXPECT_EQ(asked.answer.status, Status::found) << asked.answer.note;
  ASSERT_EQ(asked.answer.records.size(), 1U);
  EXPECT_EQ(asked.answer.records.front(), long_text + long_text + long_text);
}

TEST(DnsServer, SaysRefusedWhenNobodyListensByTcp) {
  const Asked asked = ask_once([](const std::string& query) { return reply(query, kTruncated); });

  EXPECT_EQ(asked.answer.status, Status::failed);
  EXPECT_EQ(asked.answer.note, "connection refused");
}

TEST(DnsServer, TellsResponseCodesApart) {
  const auto asked = [](unsigned code) {
    return ask_once([code](const std::string& query) { return reply(query, code); }).answer;
  };

  EXPECT_EQ(asked(3).status, Status::absent);
  EXPECT_EQ(asked(3).note, "NXDOMAIN");
  EXPECT_EQ(asked(0).status, Status::absent);
  EXPECT_EQ(asked(0).note, "no such record");
  EXPECT_EQ(asked(2).status, Status::failed);
  EXPECT_EQ(asked(2).note, "SERVFAIL");
  EXPECT_EQ(asked(5).note, "REFUSED");
  EXPECT_EQ(asked(4).note, "NOTIMP");
}

TEST(DnsServer, AsksWithoutEdnsWhenTheServerDoesNotKnowIt) {
  const Asked asked = ask_once([](const std::string& query) {
    const bool has_edns = query[11] != 0;  // additional records
    return has_edns ? reply(query, 1) : reply(query, 0, {record(kName, kTxt, 60, text("old"))});
  });

  EXPECT_EQ(asked.answer.records, std::vector<std::string>{"old"});
}

TEST(DnsServer, TimesOutAfterItsTriesAndNoLater) {
  const TinyServer server([](const std::string&) { return std::nullopt; }, {});

  const Asked asked = ask_dns(**DnsServerDirectory::create(server.place(), quick()));

  EXPECT_EQ(asked.answer.status, Status::timeout);
  EXPECT_EQ(asked.answer.note, "no answer");
  EXPECT_EQ(server.questions(), 2);
  EXPECT_GE(asked.took, 790ms);
  EXPECT_LT(asked.took, 5s);
}

TEST(DnsServer, PassesOverAnswersWithAnotherIdOrQuestion) {
  const Asked wrong_id = ask_once([](const std::string& query) {
    std::string answer = reply(query, 0, {record(kName, kTxt, 60, text("forged"))});
    answer[0] = static_cast<char>(answer[0] ^ 1);
    return answer;
  });
  const Asked wrong_name = ask_once([](const std::string& query) {
    std::string answer = reply(query, 0, {record(kName, kTxt, 60, text("forged"))});
    answer[13] = 't';
    return answer;
  });
  const Asked echo = ask_once([](const std::string& query) { return query; });

  for (const Asked& asked : {wrong_id, wrong_name, echo}) {
    EXPECT_EQ(asked.answer.status, Status::timeout);
    EXPECT_EQ(asked.answer.note, "no answer with the id and the question of ours");
    EXPECT_TRUE(asked.answer.records.empty());
  }
}

TEST(DnsServer, SaysMalformedOfGarbageBehindASoundHeader) {
  const Asked cut = ask_once([](const std::string& query) {
    std::string answer = reply(query, 0, {record(kName, kTxt, 60, text("whole"))});
    answer.resize(answer.size() - 3);
    return answer;
  });
  const Asked loop = ask_once([](const std::string& query) {
    std::string answer = reply(query, 0, {});
    answer[7] = 1;  // one record, whose name points at itself
    const auto here = static_cast<unsigned>(answer.size());
    return answer + number(0xC000U | here) + std::string(20, '\xC0');
  });

  EXPECT_EQ(cut.answer.status, Status::failed);
  EXPECT_TRUE(cut.answer.note.starts_with("malformed answer")) << cut.answer.note;
  EXPECT_EQ(loop.answer.status, Status::failed) << loop.answer.note;
}

// Whatever follows the header, there is a verdict; the sanitizers look on.
TEST(DnsServer, SurvivesEveryOctetChanged) {
  const KeyQuery query{KeyQuery::Kind::dns_txt, kName};
  const std::string asked = *make_dns_query(query, true);
  const std::string sound = reply(asked, 0,
                                  {record(kName, kCname, 40, wire_name("k.example.net")),
                                   record("k.example.net", kTxt, 60, text("abc") + text("def"))});

  for (std::size_t i = 0; i < sound.size(); ++i) {
    for (const unsigned value : {0U, 1U, 0x3FU, 0x40U, 0xC0U, 0xFFU}) {
      std::string changed = sound;
      changed[i] = static_cast<char>(value);
      (void)read_dns_answer(changed, query);
    }
    (void)read_dns_answer(sound.substr(0, i), query);
  }

  EXPECT_EQ(read_dns_answer(sound, query).records, std::vector<std::string>{"abcdef"});
}

TEST(DnsServer, FailsAtOnceWhenNobodyListens) {
  std::string place;
  {
    const TinyServer server({}, {});
    place = server.place();
  }

  const Asked asked = ask_dns(**DnsServerDirectory::create(place));

  EXPECT_EQ(asked.answer.status, Status::failed);
  EXPECT_EQ(asked.answer.note, "connection refused");
  EXPECT_LT(asked.took, 500ms);
}

TEST(DnsServer, LeavesASilentServerAloneAndComesBack) {
  std::atomic<bool> answers = false;
  const TinyServer server(
      [&answers](const std::string& query) -> std::optional<std::string> {
        if (!answers) return std::nullopt;
        return reply(query, 0, {record(kName, kTxt, 60, text("back"))});
      },
      {});
  DnsServerSettings settings = quick();
  settings.outage = {.silences = 2, .lasts = 2000ms};
  const auto directory = *DnsServerDirectory::create(server.place(), settings);

  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 300; ++i) EXPECT_EQ(ask_dns(*directory).answer.status, Status::timeout);
  const auto took = std::chrono::steady_clock::now() - begin;
  answers = true;
  std::this_thread::sleep_for(2100ms);

  EXPECT_LT(took, 20s) << "300 questions of 800 ms each would take 240 s";
  EXPECT_EQ(ask_dns(*directory).answer.status, Status::found);
}

TEST(DnsServer, DoesNotAskForWhatIsNoName) {
  const TinyServer server({}, {});
  const auto directory = *DnsServerDirectory::create(server.place(), quick());

  for (const std::string& name : {std::string(), std::string("a b"), std::string("a..b"),
                                  std::string(64, 'x'), std::string("a\0b", 3)}) {
    EXPECT_EQ(ask_dns(*directory, name).answer.status, Status::absent);
  }
  EXPECT_EQ(ask_dns(*directory, "http://a.example/", KeyQuery::Kind::http_get).answer.status,
            Status::absent);
  EXPECT_EQ(server.questions(), 0);
}

TEST(DnsServer, AnswersManyThreads) {
  const TinyServer server(
      [](const std::string& query) {
        return reply(query, 0, {record(kName, kTxt, 60, text("shared"))});
      },
      {});
  const auto directory = *DnsServerDirectory::create(server.place());
  std::atomic<int> found = 0;

  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j)
        found += ask_dns(*directory).answer.status == Status::found ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(found, 200);
}

TEST(DnsServer, NeedsAnAddressAndAPort) {
  for (const char* place : {"", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "ns.example:53",
                            "::1:53", "[::1]", "[x]:53"}) {
    const auto made = DnsServerDirectory::create(place);

    ASSERT_FALSE(made) << place;
    EXPECT_EQ(made.error().code, Errc::config);
    EXPECT_NE(made.error().what.find("127.0.0.1:5353"), std::string::npos) << made.error().what;
  }
  EXPECT_TRUE(DnsServerDirectory::create("[::1]:53"));
}

}  // namespace
}  // namespace mass::test
