#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/base/random.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::dkim {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

/// Tests of DKIM: the keys of example.com, its subdomain and a list are published.
class DkimBench : public SchemeBench {
 protected:
  DkimBench() : SchemeBench(dkim::enrol) {
    RandomSource random(1, {"ed25519 test key"});
    bench.keys.ed25519_key = Ed25519PrivateKey::derive(random);
    const auto scheme = bench.scheme("both");
    for (const char* domain : {"example.com", "sub.example.com", "lists.example.net"}) {
      bench.publish(*scheme, domain);
    }
  }
};

/// A message with the fields most signers cover.
inline const std::string kDkimPlain =
    "Received: from a.example.com by b.example.com; Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "From: Joe <joe@example.com>\r\n"
    "To: suzie@example.org\r\n"
    "Subject: Is  dinner\r\n"
    " ready?\r\n"
    "Date: Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "Message-ID: <1@example.com>\r\n"
    "\r\n"
    "Hi.\r\n"
    "\r\n"
    "Joe.\r\n";

/// A verdict in short: what a table of results shows.
inline std::string summary(const SignatureVerdict& verdict) {
  return std::string(name_of(verdict.outcome)) + ", " + verdict.state + ", " +
         std::string(name_of(verdict.cause));
}

/// The answers to the four questions, in the order key, body hash, header hash, policy.
inline std::string answers(const SignatureVerdict& verdict) {
  std::string text;
  for (const char* name : {"key", "body_hash", "header_hash", "policy"}) {
    text += (text.empty() ? "" : ", ") + detail(verdict, name);
  }
  return text;
}

}  // namespace mass::test
