#pragma once

#include "core/scheme/scheme.hpp"
#include "harness/paths/path.hpp"

namespace mass {

/// Judges one transit: the scheme, and the context it may use, wrapped up so that the same
/// question can be asked of any stop of a journey.
class Judge {
 public:
  Judge(const Scheme& scheme, const Context& context) noexcept
      : scheme_(scheme), context_(context) {}

  /// The verdict at the time the transit's envelope says. Costs go to `cost`, a transcript of what
  /// was hashed to `trace` and the questions asked to `asked`, if there is one. Errors: the
  /// verifier broke down, so that there is no verdict.
  [[nodiscard]] Result<Verdict> operator()(const Transit& transit, CostMeter& cost,
                                           Trace* trace = nullptr,
                                           std::vector<KeyQuery>* asked = nullptr) const;

 private:
  const Scheme& scheme_;
  const Context& context_;
};

/// The first difference between what was signed and what arrived, by the transcripts of two
/// verifications: the cause in the order of the metrics sheet, the field, and the offset into its
/// canonical form. `Cause::crypto_bad` when the transcripts do not differ.
[[nodiscard]] Diagnosis compare_transcripts(const Trace& before, const Trace& after);

/// Finds the step after which a message first fails, by judging every stop, and then why.
///
/// A verdict that already names its cause (no key, wrong identity, expired) keeps it; only a
/// signature that does not match its octets (`crypto_bad`) is explained by transcripts.
/// Errors: the verifier broke down on the way. Source: design section 5.2, metrics sheet section 1.
[[nodiscard]] Result<Diagnosis> diagnose(const Path& path, const Transit& start,
                                         const Journey& journey, const Verdict& at_end,
                                         const Judge& judge);

}  // namespace mass
