#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/canon/canon.hpp"

namespace mass {

/// One stretch of what a scheme hashed, in the order in which it was hashed.
struct TraceItem {
  std::string what;    ///< Which hash input this belongs to, in the scheme's words: `hash-input`,
                       ///< `body`, `header`.
  int signature = 1;   ///< Counted from the top of the message, from 1.
  std::string field;   ///< Header field name as received; empty for the body.
  std::string octets;  ///< Canonical octets.
};

/// A transcript of everything a verifier hashed, for diagnosis, for vectors and for people. It is
/// written by the same code that feeds the digest, so the two cannot disagree. Costs nothing when
/// absent.
class Trace {
 public:
  /// Starts a new stretch; what a Tee writes afterwards goes there.
  void begin(std::string_view what, int signature, std::string_view field);
  void write(std::string_view octets);

  [[nodiscard]] const std::vector<TraceItem>& items() const noexcept { return items_; }

  /// All octets of one hash input, joined.
  [[nodiscard]] std::string joined(std::string_view what, int signature) const;
  [[nodiscard]] bool has(std::string_view what, int signature) const noexcept;

 private:
  std::vector<TraceItem> items_;
};

/// Writes to a digest and, if there is one, to a trace.
class Tee final : public Sink {
 public:
  Tee(Sink& first, Trace* trace) noexcept : first_(first), trace_(trace) {}
  void write(std::string_view octets) override {
    first_.write(octets);
    if (trace_ != nullptr) trace_->write(octets);
  }

 private:
  Sink& first_;
  Trace* trace_;
};

}  // namespace mass
