#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/message/editor.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::postmarks {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

inline const std::string kLetter =
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

/// Tests of Postmarks: an author's server, a list and a forwarder, each with a published key.
class PostmarksBench : public ::testing::Test {
 protected:
  PostmarksBench() {
    const auto scheme = bench.scheme();
    for (const char* domain : {"example.com", "lists.example", "forward.example"}) {
      bench.publish(*scheme, domain);
    }
  }

  static Transit transit(std::string text, std::string sender = "joe@example.com") {
    Transit made;
    made.message = Message::parse(std::move(text));
    made.envelope.mail_from = std::move(sender);
    return made;
  }

  static Transit edited(Transit sent, std::string_view old, std::string_view by) {
    sent.message = Message::parse(replaced(sent.message.to_string(), old, by));
    return sent;
  }

  static Transit readdressed(Transit sent, std::string sender) {
    sent.envelope.mail_from = std::move(sender);
    return sent;
  }

  Signed originate(Transit sent, const ValueMap& given = {}, std::string_view profile = {}) {
    auto made = bench.scheme(profile, given)->originate(std::move(sent), bench.context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return *std::move(made);
  }

  /// Stamps at the origin; a test that fails here has lost its footing.
  Transit stamped(std::string text = kLetter, const ValueMap& given = {},
                  std::string_view profile = {}) {
    Signed made = originate(transit(std::move(text)), given, profile);
    EXPECT_EQ(made.declined, "");
    return std::move(made.transit);
  }

  Signed forward(Transit sent, RoleKind kind, std::string domain, const ValueMap& given = {}) {
    bench.role = {kind, std::move(domain), {}};
    auto made = bench.scheme({}, given)->forward(std::move(sent), bench.context());
    bench.role = {};
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return *std::move(made);
  }

  /// What a list does that takes part: it tags the subject, sends in its own name and stamps.
  Transit listed(Transit sent) {
    sent = readdressed(edited(std::move(sent), "Subject: ", "Subject: [list] "),
                       "bounces@lists.example");
    Signed made =
        forward(std::move(sent), RoleKind::mediator, "lists.example", {{"mediator", word("list")}});
    EXPECT_EQ(made.declined, "");
    return std::move(made.transit);
  }

  Verdict verify(const Transit& arrived, const ValueMap& given = {}) {
    return bench.scheme({}, given)->verify(arrived, bench.context());
  }

  Workbench bench{postmarks::enrol};
};

/// A verdict in short: what a table of results shows.
inline std::string summary(const SignatureVerdict& verdict) {
  return std::string(name_of(verdict.outcome)) + ", " + verdict.state + ", " +
         std::string(name_of(verdict.cause));
}

}  // namespace mass::test
