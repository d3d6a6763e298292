#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/keys/decorators.hpp"
#include "core/keys/http_answers.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::iim {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

/// Tests of IIM: the key of some domains is registered at their servers.
class IimBench : public SchemeBench {
 protected:
  IimBench() : SchemeBench(iim::enrol) {
    const auto scheme = bench.scheme();
    for (const char* domain : {"example.com", "lists.example.net", "sub.example.com"}) {
      publish(*scheme, domain);
    }
  }

  /// Everything the scheme is given; questions to directories are written to `asked`.
  [[nodiscard]] Context context(Trace* trace = nullptr) override {
    const Context bare = bench.context(trace);
    return {bare.crypto, bare.signing_keys, directory, bare.public_keys, bare.cost, bare.random,
            bare.now,    bare.role,         trace};
  }

  void publish(const Scheme& scheme, std::string_view domain) {
    const auto published = scheme.provision(domain, context());
    ASSERT_TRUE(published.has_value()) << published.error().what;
    for (const DnsRecord& record : published->dns) dns->add(record);
    for (const HttpObject& object : published->http) {
      ASSERT_TRUE(http->add(object).has_value()) << object.url;
    }
  }

  void publish_txt(std::string_view name, std::string_view text) {
    dns->add({.name = std::string(name), .strings = character_strings(text)});
  }
  void publish_srv(std::string_view name, std::string_view text) {
    dns->add(
        {.name = std::string(name), .strings = {std::string(text)}, .type = DnsRecord::Type::srv});
  }

  /// Puts another answer in the place of the registration of example.com.
  void answer(int status, std::string_view body = {}) {
    http = std::make_shared<HttpAnswers>();
    ASSERT_TRUE(
        http->add(
                {.url = "http://krs.example.com/iim", .status = status, .body = std::string(body)})
            .has_value());
    route();
  }
  void be_silent() {
    http = std::make_shared<HttpAnswers>();
    ASSERT_TRUE(http->add_timeout("http://krs.example.com/iim").has_value());
    route();
  }

  void route() {
    routed = std::make_unique<RoutedDirectory>(dns, http, nullptr);
    recording = std::make_unique<RecordingDirectory>(*routed, asked);
  }

  /// Forwards to what is routed at present.
  class Front final : public KeyDirectory {
   public:
    explicit Front(const std::unique_ptr<RecordingDirectory>& behind) : behind_(behind) {}

   private:
    KeyAnswer answer(const KeyQuery& query, Time now) const override {
      return ask(*behind_, query, now);
    }
    const std::unique_ptr<RecordingDirectory>& behind_;
  };

  std::shared_ptr<ZoneDirectory> dns = std::make_shared<ZoneDirectory>();
  std::shared_ptr<HttpAnswers> http = std::make_shared<HttpAnswers>();
  std::vector<KeyQuery> asked;
  std::unique_ptr<RoutedDirectory> routed = std::make_unique<RoutedDirectory>(dns, http, nullptr);
  std::unique_ptr<RecordingDirectory> recording =
      std::make_unique<RecordingDirectory>(*routed, asked);
  Front directory{recording};
};

/// A message with the headers that are copied, and some that are not.
inline const std::string kDinner =
    "Received: from a.example.com by b.example.com; Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "From: Joe <joe@example.com>\r\n"
    "To: suzie@example.org\r\n"
    "Subject: Is dinner ready?\r\n"
    "Date: Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "\r\n"
    "Hi.\r\n"
    "\r\n"
    "We lost the game.\r\n";

/// The first occurrence of `old` below the signature replaced, or anywhere if that is asked for.
inline std::string changed(std::string text, std::string_view old, std::string_view by,
                           bool in_signature = false) {
  const std::size_t body = in_signature ? 0 : text.find("Received:");
  const std::size_t at = text.find(old, body == std::string::npos ? 0 : body);
  EXPECT_NE(at, std::string::npos) << old;
  return at == std::string::npos ? text : text.replace(at, old.size(), by);
}

}  // namespace mass::test
