#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/crypto/crypto.hpp"
#include "core/crypto/rsa.hpp"
#include "core/keys/signing_keys.hpp"
#include "core/scheme/scheme.hpp"
#include "harness/survey/survey.hpp"

namespace mass::survey {

/// When a signature was made: its `t=`; without one the time at which the next Received field above
/// it was written, else the next one below it, else Date. Nothing if none of these is a time.
[[nodiscard]] std::optional<Time> signing_time(const Message& message,
                                               const StoredSignature& signature);

/// The rules that signatures are verified by, under the name of their row.
struct Verifier {
  std::string label;
  std::shared_ptr<const Scheme> scheme;
};

/// Verifies the signatures of stored messages with keys that were kept.
class KeyCheck {
 public:
  KeyCheck(std::vector<Verifier> verifiers, std::shared_ptr<const KeyDirectory> directory,
           const Crypto& crypto);

  /// Counts what each scheme says of a message, each signature judged as of its signing time (1970
  /// if that is not known: it has not expired then). A scheme that names other signatures than the
  /// message has fields of its kind is counted once, for the message.
  void add_verdicts(Survey& survey, const CorpusMessage& message, const SurveyedMessage& surveyed);

 private:
  [[nodiscard]] Verdict verify(const Scheme& scheme, const CorpusMessage& message, Time now);

  std::vector<Verifier> verifiers_;
  std::shared_ptr<const KeyDirectory> directory_;
  const Crypto& crypto_;
  GivenKeys no_keys_;
  PublicKeyCache public_keys_;
  CostMeter cost_;
};

}  // namespace mass::survey
