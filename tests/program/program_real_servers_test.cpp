#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "child.hpp"

namespace mass::test {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr const char* kSeed = "7";
constexpr const char* kNow = "1091779200";

std::string mail(const std::string& domain) {
  return "From: \"Joe\" <joe@" + domain + ">\r\nTo: suzie@example.net\r\nSubject: dinner\r\n" +
         "Date: Fri, 06 Aug 2004 08:00:00 +0000\r\nMessage-ID: <1@" + domain +
         ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHi.\r\n";
}

Ran run(const std::vector<std::string>& words, const std::string& input = {}) {
  return run_program(MASS_PROGRAM, words, input);
}

std::vector<std::string> operator+(std::vector<std::string> words,
                                   const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// Every scheme there is, with its standard profile.
std::vector<std::string> all_schemes() {
  std::vector<std::string> schemes;
  for (const json& scheme : json::parse(run({"list", "schemes", "--format", "json"}).out)) {
    schemes.push_back(scheme.at("name").get<std::string>());
  }
  return schemes;
}

// A signed message of one scheme, and what is verified of it: itself, or the bounce it would cause.
struct SignedMail {
  std::string scheme;
  std::string octets;
  std::string envelope;
};

std::optional<SignedMail> sign(const std::string& scheme, const std::string& domain) {
  const TemporaryFolder folder;
  const Ran made = run({"sign", "--scheme", scheme, "--profile", "std", "--seed", kSeed, "--now",
                        kNow, "--envelope-out", folder / "envelope.json", "-"},
                       mail(domain));
  EXPECT_EQ(made.code, 0) << scheme << ": " << made.err;
  if (made.code != 0) return std::nullopt;
  const std::string sender =
      json::parse(read_file(folder / "envelope.json")).at("mail_from").get<std::string>();
  const bool is_bounce = made.out == mail(domain);  // what is signed is the reverse-path alone
  const json envelope{{"mail_from", is_bounce ? "" : sender},
                      {"rcpt_to", {is_bounce ? sender : "suzie@example.net"}}};
  return SignedMail{scheme, made.out, envelope.dump()};
}

json verify(const SignedMail& mail, const std::vector<std::string>& where) {
  const Ran ran = run(std::vector<std::string>{"verify", "--scheme", mail.scheme, "--profile",
                                               "std", "--seed", kSeed, "--now", kNow, "--envelope",
                                               mail.envelope, "--format", "json", "-"} +
                          where,
                      mail.octets);
  EXPECT_FALSE(ran.out.empty()) << mail.scheme << ": " << ran.err;
  return ran.out.empty() ? json{{"verdict", "none at all"}} : json::parse(ran.out);
}

std::uintmax_t octets_of(const std::string& file) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(file, missing);
  return missing ? 0 : size;
}

bool ends_within(Child& child, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (child.is_running()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

class RealServers : public testing::Test {
 protected:
  void SetUp() override {
    const std::string nsd = find_program("nsd");
    if (nsd.empty()) GTEST_SKIP() << "NSD is not installed";
    dns_port_ = free_port();
    const Ran written =
        run({"zone", "--scheme", "all", "--seed", kSeed, "--domain", "example.com", "--domain",
             "mail.example.com", "--domain", "example.org", "--built-in", "20", "--port",
             std::to_string(dns_port_), "--out", keys_});
    ASSERT_EQ(written.code, 0) << written.err;
    for (const std::string& scheme : all_schemes()) {
      for (const char* domain : {"example.com", "mail.example.com", "example.org"}) {
        if (auto made = sign(scheme, domain)) mails_.push_back(*std::move(made));
      }
    }
    ASSERT_FALSE(mails_.empty());
    http_.emplace(MASS_PROGRAM, std::vector<std::string>{"serve-keys", keys_, "--seconds", "300"});
    http_port_ = http_->first_line(20);
    ASSERT_FALSE(http_port_.empty()) << http_->errors();
    dns_.emplace(nsd, std::vector<std::string>{"-d", "-c", keys_ + "/dns/nsd.conf"});
  }

  // The process that was started ends before the one of its children that answers.
  void stop_name_server() {
    dns_->stop();
    ASSERT_TRUE(becomes_free(dns_port_));
  }

  // Waits until the name server answers for every message.
  [[nodiscard]] bool is_up() {
    for (const SignedMail& mail : mails_) {
      for (int i = 0; verify(mail, real()).at("verdict") == "temperror"; ++i) {
        if (i == 100 || !dns_->is_running()) return false;
        std::this_thread::sleep_for(100ms);
      }
    }
    return true;
  }

  // Waits until the name server answers anything at all.
  [[nodiscard]] bool answers() {
    const SignedMail& mail = mails_.front();
    const auto asked = [&] {
      return verify({"domainkeys", mail_with_unknown_key(), mail.envelope}, servers());
    };
    for (int i = 0; asked().at("verdict") == "temperror"; ++i) {
      if (i == 100 || !dns_->is_running()) return false;
      std::this_thread::sleep_for(100ms);
    }
    return true;
  }

  // Signed for a domain of no zone: the answer is that there is no key.
  static std::string mail_with_unknown_key() {
    return "DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; s=mass; d=nowhere.example; "
           "h=from; b=AAAA\r\nFrom: joe@nowhere.example\r\n\r\nHi.\r\n";
  }

  [[nodiscard]] std::vector<std::string> servers() const {
    return {"--dns-server", "127.0.0.1:" + std::to_string(dns_port_), "--http-server",
            "127.0.0.1:" + http_port_};
  }
  [[nodiscard]] std::vector<std::string> trust() const {
    const std::string anchors = keys_ + "/x509/anchors.pem";
    if (!std::filesystem::exists(anchors)) return {};
    return {"--trust", anchors};
  }
  [[nodiscard]] std::vector<std::string> real() const { return servers() + trust(); }

  TemporaryFolder folder_;
  std::string keys_ = folder_ / "keys";
  std::vector<SignedMail> mails_;
  std::optional<Child> http_;
  std::string http_port_;
  std::optional<Child> dns_;
  int dns_port_ = 0;
};

TEST_F(RealServers, GiveTheVerdictsOfTheEmbeddedOnes) {
  ASSERT_TRUE(is_up()) << dns_->errors();

  for (const SignedMail& mail : mails_) {
    const json embedded = verify(mail, {"--keys-folder", keys_});
    const json real_ones = verify(mail, real());

    EXPECT_EQ(embedded.at("verdict"), "pass") << mail.scheme << embedded.dump(1);
    EXPECT_EQ(real_ones, embedded) << mail.scheme;
  }
}

TEST_F(RealServers, ThatAreDownMakeTemporaryErrorsSoon) {
  ASSERT_TRUE(is_up()) << dns_->errors();
  stop_name_server();
  EXPECT_EQ(http_->stop(), 0) << http_->errors();

  std::size_t temporary = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (const SignedMail& mail : mails_) {
    const json verdict = verify(mail, real());
    const json without = verify(mail, trust());  // some need no server

    if (without.at("verdict") == "pass") continue;
    EXPECT_EQ(verdict.at("verdict"), "temperror") << mail.scheme << verdict.dump(1);
    temporary += verdict.at("verdict") == "temperror" ? 1 : 0;
  }

  EXPECT_GT(temporary, 0U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

TEST_F(RealServers, CarryAWholeRun) {
  ASSERT_TRUE(is_up()) << dns_->errors();
  const std::vector<std::string> words{"run", "--scheme", "all", "--built-in", "8",  "--seed",
                                       kSeed, "--path",   "P01", "--path",     "P18"};
  const auto summary = [this](const char* name) {
    return json::parse(read_file((folder_ / name) + "/summary.json")).at("deterministic");
  };
  const Ran embedded = run(words + std::vector<std::string>{"--out", folder_ / "embedded"});
  const Ran real_ones =
      run(words + servers() + std::vector<std::string>{"--out", folder_ / "real"});
  stop_name_server();
  const auto begin = std::chrono::steady_clock::now();
  const Ran stopped = run(words + servers() + std::vector<std::string>{"--out", folder_ / "down"});

  ASSERT_EQ(embedded.code, 0) << embedded.err;
  ASSERT_EQ(real_ones.code, 0) << real_ones.err;
  ASSERT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_EQ(summary("real").at("cells"), summary("embedded").at("cells"));
  std::size_t temporary = 0;
  const json down = summary("down");
  for (const json& cell : down.at("cells")) {
    temporary += cell.at("temperror").get<std::size_t>();
    if (cell.at("path") == "identity") {
      EXPECT_EQ(cell.at("fail"), 0) << cell.dump();
    }
  }
  EXPECT_GT(temporary, 0U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

// A name server that goes away while a run is under way costs what it would have answered, and
// nothing else: no verdict of `fail`, no hang.
TEST_F(RealServers, ThatGoDownInTheMiddleOfARunMakeTemporaryErrorsFromThenOn) {
  ASSERT_TRUE(is_up()) << dns_->errors();
  stop_name_server();
  const std::string many = folder_ / "many";
  const Ran written = run({"zone", "--scheme", "domainkeys/std", "--seed", kSeed, "--built-in",
                           "300", "--port", std::to_string(dns_port_), "--out", many});
  ASSERT_EQ(written.code, 0) << written.err;
  dns_.emplace(find_program("nsd"), std::vector<std::string>{"-d", "-c", many + "/dns/nsd.conf"});
  ASSERT_TRUE(answers()) << dns_->errors();

  const std::string out = folder_ / "middle";
  Child going(MASS_PROGRAM,
              std::vector<std::string>{"run", "--scheme", "domainkeys/std", "--built-in", "300",
                                       "--seed", kSeed, "--threads", "1", "--out", out} +
                  servers());
  // The first batch of cases in the store says that the run is well under way.
  for (int i = 0; i < 6000 && going.is_running() && octets_of(out + "/cases.sqlite") < 200'000;
       ++i) {
    std::this_thread::sleep_for(10ms);
  }
  ASSERT_TRUE(going.is_running()) << "the run was over before the server could be stopped";
  stop_name_server();
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_TRUE(ends_within(going, 60s)) << "hangs";

  const json summary = json::parse(read_file(out + "/summary.json")).at("deterministic");
  for (const json& cell : summary.at("cells")) {
    if (cell.at("path") != "identity" || cell.at("stratum") != "all") continue;
    EXPECT_GT(cell.at("pass"), 0) << cell.dump();
    EXPECT_GT(cell.at("temperror"), 0) << cell.dump();
    EXPECT_EQ(cell.at("pass").get<int>() + cell.at("temperror").get<int>(), cell.at("signed"));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

}  // namespace
}  // namespace mass::test
