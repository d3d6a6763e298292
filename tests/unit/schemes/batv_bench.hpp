#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/schemes/workbench.hpp"

namespace mass::batv {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

/// Tests of BATV under the house rules, unless settings say otherwise.
class BatvBench : public ::testing::Test {
 protected:
  Signed originate(const Envelope& envelope, const ValueMap& given = {}) {
    Transit transit;
    transit.envelope = envelope;
    auto made = bench.scheme("std", given)->originate(std::move(transit), bench.context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return *std::move(made);
  }

  Signed originate(const std::string& sender, const ValueMap& given = {}) {
    Envelope envelope;
    envelope.mail_from = sender;
    envelope.rcpt_to = {"suzie@example.org"};
    return originate(envelope, given);
  }

  std::string tag(const std::string& sender, const ValueMap& given = {}) {
    const Signed made = originate(sender, given);
    EXPECT_EQ(made.declined, "");
    return made.transit.envelope.mail_from;
  }

  std::string declined(const std::string& sender, const ValueMap& given = {}) {
    const Signed made = originate(sender, given);
    EXPECT_TRUE(made.declined.empty() || made.transit.envelope.mail_from == sender);
    return made.declined;
  }

  Verdict check(const std::string& sender, std::vector<std::string> recipients,
                const ValueMap& given = {}) {
    Transit transit;
    transit.envelope.mail_from = sender;
    transit.envelope.rcpt_to = std::move(recipients);
    return bench.scheme("std", given)->verify(transit, bench.context());
  }

  /// A bounce to one address.
  Verdict bounce(const std::string& recipient, const ValueMap& given = {}) {
    return check("", {recipient}, given);
  }

  void pass_days(int days) { bench.now += std::chrono::days(days); }

  Workbench bench{batv::enrol};
};

}  // namespace mass::test
