#pragma once

#include <string>
#include <string_view>

#include "tests/unit/schemes/workbench.hpp"

namespace mass::domainkeys {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

/// Tests of DomainKeys: the key of example.com and of lists.example.net is published.
class DomainKeysBench : public SchemeBench {
 protected:
  DomainKeysBench() : SchemeBench(domainkeys::enrol) {
    const auto scheme = bench.scheme();
    for (const char* domain : {"example.com", "lists.example.net", "sub.example.com"}) {
      bench.publish(*scheme, domain);
    }
  }

  /// Signs; a test that fails here has lost its footing.
  std::string sign(std::string text, std::string_view profile = "std", const ValueMap& given = {}) {
    return SchemeBench::sign(std::move(text), given, profile);
  }
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

}  // namespace mass::test
