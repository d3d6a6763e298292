#pragma once

#include <memory>
#include <set>
#include <shared_mutex>
#include <string>
#include <vector>

#include "core/keys/http_answers.hpp"
#include "harness/inspect/diagnose.hpp"
#include "harness/run/real_servers.hpp"
#include "harness/run/scenario.hpp"
#include "results/record.hpp"

namespace mass {

/// What all cases of a run share: keys, the simulated DNS, parsed keys. Thread-safe.
class World {
 public:
  World(const Plan& plan, const Crypto& crypto, const RealServers& real = {});

  /// Publishes what `domains` need for the scheme at `index`, once per domain.
  [[nodiscard]] Result<void> provision(std::size_t index, const std::vector<std::string>& domains);

  [[nodiscard]] const Plan& plan() const noexcept { return plan_; }
  [[nodiscard]] const Crypto& crypto() const noexcept { return crypto_; }
  [[nodiscard]] const SigningKeys& signing_keys() const noexcept { return signing_keys_; }
  [[nodiscard]] const KeyDirectory& directory(std::size_t index) const {
    return *servers_[index].directory;
  }
  [[nodiscard]] PublicKeyCache& public_keys() noexcept { return public_keys_; }

 private:
  const Plan& plan_;
  const Crypto& crypto_;
  DerivedKeys signing_keys_;
  PublicKeyCache public_keys_;
  // The servers of one scheme row: rows never share names.
  struct Servers {
    std::shared_ptr<ZoneDirectory> dns;
    std::shared_ptr<HttpAnswers> http;
    std::shared_ptr<const KeyDirectory> directory;
  };
  std::vector<Servers> servers_;
  std::vector<std::set<std::string, std::less<>>> provisioned_;
  std::shared_mutex mutex_;
};

/// Whether a scheme protects anything that the path tests: bounces, or content.
[[nodiscard]] bool judges(const Path& path, const SchemeInfo& info);

/// Judges one message under one scheme of a plan, at any stop of its journeys, as a run does.
class MessageJudge {
 public:
  MessageJudge(World& world, std::size_t scheme, std::string_view message_id);
  MessageJudge(const MessageJudge&) = delete;
  MessageJudge& operator=(const MessageJudge&) = delete;
  [[nodiscard]] const Judge& judge() const noexcept { return judge_; }

 private:
  RandomSource random_;
  CostMeter unpaid_;  // the judge replaces it by the meter of each question
  Context context_;
  Judge judge_;
};

/// A case with everything that its record sums up.
struct CaseInFull {
  Record record;
  Transit submitted;
  Transit signed_transit;  ///< As submitted if the scheme declined.
  Transit start;           ///< Which of the two went down the path.
  Journey journey;         ///< Without a stop when it never set out.
};

/// What a scheme of the plan does with a message where it starts, keys of its originators published
/// before. `message_id` keys the random stream. An error is trouble of ours.
[[nodiscard]] Result<Signed> sign_at_origin(World& world, std::size_t scheme,
                                            const Transit& submitted, std::string_view message_id,
                                            CostMeter& cost);

/// Every case of one message, in plan order. Never fails: trouble of ours is a record's tool_error.
[[nodiscard]] std::vector<Record> run_message(World& world, const CorpusMessage& message);

/// One case of these: a message under the scheme at an index of the plan, down any path. Domains
/// that sign on the path must be participants of the plan.
[[nodiscard]] CaseInFull run_case(World& world, const CorpusMessage& message, std::size_t scheme,
                                  const Path& path);

}  // namespace mass
