#pragma once

#include <string>
#include <string_view>

#include "core/keys/decorators.hpp"
#include "core/keys/http_answers.hpp"
#include "core/keys/trust.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::entity_smime {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

/// Tests of S/MIME: every domain has a certificate, the root is trusted, DNS and web servers are
/// empty until a test publishes something.
class EntityBench : public SchemeBench {
 protected:
  EntityBench() : SchemeBench(entity_smime::enrol) {
    for (const auto& anchor : keys.trust_anchors()) trust->add_anchor(anchor);
  }

  [[nodiscard]] Context context(Trace* trace = nullptr) override {
    const Context bare = bench.context(trace);
    return {bare.crypto, keys,       directory, bare.public_keys, bare.cost, bare.random,
            bare.now,    bench.role, trace};
  }

  /// Stored mail with LF ends, as a reader imports it.
  static std::string with_crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '\n' && !out.ends_with('\r')) out += '\r';
      out += c;
    }
    return out;
  }

  /// What an intermediary of this domain makes of it; empty if it declines.
  std::string forward(std::string text, RoleKind kind, std::string_view domain,
                      const ValueMap& given = {}) {
    bench.role = {kind, std::string(domain), {}};
    auto made = bench.scheme({}, given)->forward(transit(std::move(text)), context());
    bench.role = {};
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return made->declined.empty() ? made->transit.message.to_string() : std::string();
  }

  /// `std::nullopt` shows a detail that is not there.
  static std::optional<std::string> detail(const Verdict& verdict, std::string_view name) {
    const auto found = verdict.detail.find(name);
    if (found == verdict.detail.end()) return std::nullopt;
    return to_text(found->second);
  }

  void publish(std::string_view domain, const ValueMap& given) {
    const auto made = bench.scheme({}, given)->provision(domain, context());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    for (const DnsRecord& record : made->dns) zone->add(record);
    for (const HttpObject& object : made->http) ASSERT_TRUE(http->add(object));
  }
  void publish_text(std::string_view name, std::string_view text) {
    DnsRecord record;
    record.name = name;
    record.strings = character_strings(text);
    zone->add(record);
  }

  DerivedKeys keys{7, 1024, 4};
  std::shared_ptr<ZoneDirectory> zone = std::make_shared<ZoneDirectory>();
  std::shared_ptr<HttpAnswers> http = std::make_shared<HttpAnswers>();
  std::shared_ptr<TrustStore> trust = std::make_shared<TrustStore>();
  RoutedDirectory directory{zone, http, trust};
};

inline const std::string kLetter =
    "Received: from a.example.com by b.example.com; Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "From: Joe <joe@example.com>\r\n"
    "To: suzie@example.org\r\n"
    "Subject: Is dinner ready?\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain;\r\n charset=us-ascii\r\n"
    "\r\n"
    "Hi.\r\n"
    "\r\n"
    "Joe.\r\n";

}  // namespace mass::test
