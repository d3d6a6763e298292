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
class EntityBench : public ::testing::Test {
 protected:
  EntityBench() {
    for (const auto& anchor : keys.trust_anchors()) trust->add_anchor(anchor);
  }

  static Transit transit(std::string text) {
    Transit made;
    made.message = Message::parse(std::move(text));
    return made;
  }

  [[nodiscard]] Context context(Trace* trace = nullptr) {
    const Context bare = bench.context(trace);
    return {bare.crypto, keys,       directory, bare.public_keys, bare.cost, bare.random,
            bare.now,    bench.role, trace};
  }

  std::string sign(std::string text, const ValueMap& given = {}) {
    auto made = bench.scheme({}, given)->originate(transit(std::move(text)), context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    EXPECT_EQ(made->declined, "");
    return made->transit.message.to_string();
  }

  std::string declined(std::string text, const ValueMap& given = {}) {
    auto made = bench.scheme({}, given)->originate(transit(text), context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    EXPECT_TRUE(made->declined.empty() || made->transit.message.to_string() == text)
        << "a declined message must stay as it is";
    return made->declined;
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

  Verdict verify(std::string text, const ValueMap& given = {}) {
    return bench.scheme({}, given)->verify(transit(std::move(text)), context());
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

  Workbench bench{entity_smime::enrol};
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

/// The first occurrence of `old` replaced.
inline std::string replaced(std::string text, std::string_view old, std::string_view by) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return at == std::string::npos ? text : text.replace(at, old.size(), by);
}

}  // namespace mass::test
