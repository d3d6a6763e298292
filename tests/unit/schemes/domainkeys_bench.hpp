#pragma once

#include <string>
#include <string_view>

#include "tests/unit/schemes/workbench.hpp"

namespace mass::domainkeys {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

/// Tests of DomainKeys: the key of example.com and of lists.example.net is published.
class DomainKeysBench : public ::testing::Test {
 protected:
  DomainKeysBench() {
    const auto scheme = bench.scheme();
    for (const char* domain : {"example.com", "lists.example.net", "sub.example.com"}) {
      bench.publish(*scheme, domain);
    }
  }

  static Transit transit(std::string text) {
    Transit made;
    made.message = Message::parse(std::move(text));
    return made;
  }

  /// Signs; a test that fails here has lost its footing.
  std::string sign(std::string text, std::string_view profile = "std", const ValueMap& given = {}) {
    auto made = bench.scheme(profile, given)->originate(transit(std::move(text)), bench.context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    EXPECT_EQ(made->declined, "");
    return made->transit.message.to_string();
  }

  std::string declined(std::string text, const ValueMap& given = {}) {
    auto made = bench.scheme({}, given)->originate(transit(text), bench.context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    EXPECT_TRUE(made->declined.empty() || made->transit.message.to_string() == text)
        << "a declined message must stay as it is";
    return made->declined;
  }

  Verdict verify(std::string text, const ValueMap& given = {}) {
    return bench.scheme({}, given)->verify(transit(std::move(text)), bench.context());
  }

  Workbench bench{domainkeys::enrol};
};

/// A message with the fields most signers cover.
inline const std::string kPlain =
    "Received: from a.example.com by b.example.com; Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "From: Joe <joe@example.com>\r\n"
    "To: suzie@example.org\r\n"
    "Subject: Is dinner ready?\r\n"
    "Date: Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "Message-ID: <1@example.com>\r\n"
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
