#include "core/keys/http_client.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "core/keys/http_fetch.hpp"
#include "tiny_server.hpp"

namespace mass::test {
namespace {

using namespace std::chrono_literals;
using Status = KeyAnswer::Status;

const std::string kUrl = "http://keys.example.com/a.cer";

HttpClientSettings quick(const TinyServer& server) {
  return {.gateway = server.place(),
          .total = 1000ms,
          .connect = 1000ms,
          .most_octets = 1000,
          .outage = {.silences = 0, .lasts = 1000ms}};
}

Asked ask_http(const KeyDirectory& directory, const std::string& url = kUrl) {
  CostMeter cost;
  const auto begin = std::chrono::steady_clock::now();
  KeyAnswer answer = directory.lookup({KeyQuery::Kind::http_get, url}, {}, cost);
  const auto took = std::chrono::steady_clock::now() - begin;
  return {std::move(answer), std::chrono::duration_cast<std::chrono::milliseconds>(took)};
}

TinyServer::OnStream always(const std::string& answer) {
  return [answer](Stream& stream, const std::atomic<bool>&) {
    stream.read_until("\r\n\r\n");
    stream.write(answer);
  };
}

std::string page(const std::string& status, const std::string& body,
                 const std::string& fields = {}) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n" + fields + "\r\n" + body;
}

Asked ask_once(TinyServer::OnStream on_stream) {
  const TinyServer server({}, std::move(on_stream));
  return ask_http(**HttpClientDirectory::create(quick(server)));
}

TEST(HttpClient, FetchesABodyAndItsAge) {
  const Asked asked =
      ask_once(always(page("200 OK", std::string("ab\0c", 4), "Cache-Control: max-age=77\r\n")));

  EXPECT_EQ(asked.answer.status, Status::found) << asked.answer.note;
  EXPECT_EQ(asked.answer.records, (std::vector<std::string>{std::string("ab\0c", 4)}));
  EXPECT_EQ(asked.answer.ttl, 77s);
  EXPECT_EQ(asked.answer.octets, 4U);
  EXPECT_EQ(ask_once(always(page("200 OK", "x"))).answer.ttl, 300s);
}

TEST(HttpClient, AsksTheGatewayInTheNameOfTheHost) {
  std::string request;
  const TinyServer server({}, [&request](Stream& stream, const std::atomic<bool>&) {
    request = stream.read_until("\r\n\r\n");
    stream.write(page("200 OK", "x"));
  });
  const auto directory = *HttpClientDirectory::create(quick(server));

  (void)ask_http(*directory, "http://Keys.example.com:8080/../a%20b?d=x&e=%2F");
  const std::string with_port = request;
  (void)ask_http(*directory, "http://keys.example.com?d=x");

  EXPECT_TRUE(with_port.starts_with("GET /../a%20b?d=x&e=%2F HTTP/1.1\r\n")) << with_port;
  EXPECT_NE(with_port.find("\r\nHost: keys.example.com:8080\r\n"), std::string::npos);
  EXPECT_EQ(with_port.find("Accept-Encoding"), std::string::npos);
  EXPECT_TRUE(request.starts_with("GET /?d=x HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("\r\nHost: keys.example.com\r\n"), std::string::npos) << request;
}

TEST(HttpClient, AsksTheHostItselfWithoutGateway) {
  const TinyServer server({}, always(page("200 OK", "direct")));
  HttpClientSettings settings = quick(server);
  settings.gateway.clear();

  const Asked asked =
      ask_http(**HttpClientDirectory::create(settings), "http://" + server.place() + "/");

  EXPECT_EQ(asked.answer.records, std::vector<std::string>{"direct"}) << asked.answer.note;
}

TEST(HttpClient, TellsStatusesApart) {
  EXPECT_EQ(ask_once(always(page("404 Not Found", "no"))).answer.status, Status::absent);
  EXPECT_EQ(ask_once(always(page("404 Not Found", "no"))).answer.note, "HTTP 404");
  EXPECT_EQ(ask_once(always(page("410 Gone", "no"))).answer.status, Status::absent);
  EXPECT_EQ(ask_once(always(page("503 Busy", "no"))).answer.status, Status::failed);
  EXPECT_EQ(ask_once(always(page("503 Busy", "no"))).answer.note, "HTTP 503");
  EXPECT_EQ(ask_once(always(page("204 Nothing", ""))).answer.status, Status::failed);
}

TEST(HttpClient, RefusesRedirects) {
  const TinyServer other({}, always(page("200 OK", "never")));
  for (const char* status : {"301 Moved", "302 Found", "307 Elsewhere", "308 Moved"}) {
    const Asked asked =
        ask_once(always(page(status, "", "Location: http://" + other.place() + "/\r\n")));

    EXPECT_EQ(asked.answer.status, Status::failed);
    EXPECT_EQ(asked.answer.note, "redirect refused");
  }
  EXPECT_EQ(other.questions(), 0);
}

TEST(HttpClient, StopsAtABodyWithoutEnd) {
  rusage before{};
  getrusage(RUSAGE_SELF, &before);

  const Asked asked = ask_once([](Stream& stream, const std::atomic<bool>& is_over) {
    stream.read_until("\r\n\r\n");
    stream.write("HTTP/1.1 200 OK\r\n\r\n");
    while (!is_over && stream.write(std::string(65536, 'x'))) {
    }
  });

  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  EXPECT_EQ(asked.answer.status, Status::failed);
  EXPECT_EQ(asked.answer.note, "body over 1000 octets");
  EXPECT_TRUE(asked.answer.records.empty());
  EXPECT_LT(asked.took, 1000ms);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 20 * 1024) << "KiB";
}

TEST(HttpClient, TakesABodyOfExactlyTheLimit) {
  EXPECT_EQ(ask_once(always(page("200 OK", std::string(1000, 'x')))).answer.status, Status::found);
  EXPECT_EQ(ask_once(always(page("200 OK", std::string(1001, 'x')))).answer.status, Status::failed);
}

TEST(HttpClient, StopsAtAHeaderWithoutEnd) {
  const Asked many = ask_once([](Stream& stream, const std::atomic<bool>& is_over) {
    stream.read_until("\r\n\r\n");
    stream.write("HTTP/1.1 200 OK\r\n");
    while (!is_over && stream.write("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  const Asked large = ask_once([](Stream& stream, const std::atomic<bool>& is_over) {
    stream.read_until("\r\n\r\n");
    stream.write("HTTP/1.1 200 OK\r\nX-Filler: ");
    while (!is_over && stream.write(std::string(65536, 'x'))) {
    }
  });

  EXPECT_EQ(many.answer.status, Status::failed);
  EXPECT_EQ(many.answer.note, "header over 65536 octets");
  EXPECT_EQ(large.answer.status, Status::failed) << large.answer.note;
}

TEST(HttpClient, TimesOutWhenAnAnswerIsSlowOrDrips) {
  const Asked silent = ask_once([](Stream& stream, const std::atomic<bool>& is_over) {
    stream.read_until("\r\n\r\n");
    while (!is_over) std::this_thread::sleep_for(10ms);
  });
  const Asked drips = ask_once([](Stream& stream, const std::atomic<bool>& is_over) {
    stream.read_until("\r\n\r\n");
    stream.write("HTTP/1.1 200 OK\r\n\r\n");
    while (!is_over && stream.write("x")) std::this_thread::sleep_for(20ms);
  });

  for (const Asked& asked : {silent, drips}) {
    EXPECT_EQ(asked.answer.status, Status::timeout);
    EXPECT_EQ(asked.answer.note, "no answer within 1000 ms");
    EXPECT_TRUE(asked.answer.records.empty());
    EXPECT_LT(asked.took, 5s);
  }
}

TEST(HttpClient, SaysWhatIsWrongWithBrokenAnswers) {
  const Asked closed =
      ask_once([](Stream& stream, const std::atomic<bool>&) { stream.read_until("\r\n\r\n"); });
  const Asked cut = ask_once(always("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"));
  const Asked garbage = ask_once(always("\x01\x02\x03 what\r\n\r\n"));

  EXPECT_EQ(closed.answer.note, "connection closed too early");
  EXPECT_EQ(cut.answer.note, "connection closed too early");
  EXPECT_EQ(garbage.answer.note, "malformed answer");
  for (const Asked& asked : {closed, cut, garbage}) {
    EXPECT_EQ(asked.answer.status, Status::failed);
    EXPECT_TRUE(asked.answer.records.empty());
  }
}

TEST(HttpClient, LeavesContentCodingsAlone) {
  const Asked asked =
      ask_once(always(page("200 OK", "\x1f\x8b not gzip", "Content-Encoding: gzip\r\n")));

  EXPECT_EQ(asked.answer.records, std::vector<std::string>{"\x1f\x8b not gzip"});
}

TEST(HttpClient, FailsAtOnceWhenNobodyListens) {
  std::string place;
  {
    const TinyServer server({}, {});
    place = server.place();
  }

  const Asked asked = ask_http(**HttpClientDirectory::create({.gateway = place}));

  EXPECT_EQ(asked.answer.status, Status::failed);
  EXPECT_EQ(asked.answer.note, "connection refused");
  EXPECT_LT(asked.took, 1s);
}

TEST(HttpClient, RefusesWhatIsNoHttpUrl) {
  const TinyServer server({}, always(page("200 OK", "never")));
  const auto directory = *HttpClientDirectory::create(quick(server));

  for (const char* url : {"file:///etc/passwd", "ftp://a.example/x", "gopher://a.example/", "",
                          "http://user@a.example/", "http://a.example/\r\nX: y", "//a.example/"}) {
    const Asked asked = ask_http(*directory, url);

    EXPECT_EQ(asked.answer.status, Status::failed) << url;
    EXPECT_EQ(asked.answer.note, "not a URL") << url;
  }
  EXPECT_EQ(server.questions(), 0);
}

TEST(HttpClient, IgnoresTheProxyOfTheEnvironment) {
  const TinyServer proxy({}, always(page("200 OK", "proxied")));
  setenv("http_proxy", ("http://" + proxy.place()).c_str(), 1);

  const Asked asked = ask_once(always(page("200 OK", "plain")));

  unsetenv("http_proxy");
  EXPECT_EQ(asked.answer.records, std::vector<std::string>{"plain"});
  EXPECT_EQ(proxy.questions(), 0);
}

TEST(HttpClient, LeavesASilentGatewayAlone) {
  const TinyServer server({}, [](Stream& stream, const std::atomic<bool>& is_over) {
    stream.read_until("\r\n\r\n");
    while (!is_over) std::this_thread::sleep_for(10ms);
  });
  HttpClientSettings settings = quick(server);
  settings.outage = {.silences = 2, .lasts = 20000ms};
  const auto directory = *HttpClientDirectory::create(settings);

  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 200; ++i) EXPECT_EQ(ask_http(*directory).answer.status, Status::timeout);

  EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s) << "200 x 1 s would be 200 s";
}

TEST(HttpClient, AnswersManyThreads) {
  const TinyServer server({}, always(page("200 OK", "shared")));
  HttpClientSettings settings = quick(server);
  settings.total = 10s;
  settings.connect = 10s;
  const auto directory = *HttpClientDirectory::create(settings);
  std::atomic<int> found = 0;

  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 25; ++j)
        found += ask_http(*directory).answer.status == Status::found ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(found, 100);
}

TEST(CacheControl, IsReadAsItIsMeant) {
  EXPECT_EQ(cache_max_age("public, Max-Age=60"), 60s);
  EXPECT_EQ(cache_max_age("max-age=99999999999999999999"), 86400s);
  EXPECT_EQ(cache_max_age("max-age=100000"), 86400s);
  EXPECT_EQ(cache_max_age("max-age=60, no-store"), 0s);
  EXPECT_EQ(cache_max_age("max-age=-1"), std::nullopt);
  EXPECT_EQ(cache_max_age("s-maxage=5"), std::nullopt);
  EXPECT_EQ(cache_max_age(""), std::nullopt);
}

}  // namespace
}  // namespace mass::test
