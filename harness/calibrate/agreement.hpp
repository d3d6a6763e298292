#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/scheme/registry.hpp"
#include "harness/calibrate/capture.hpp"

namespace mass {

/// Asks whether a simulated path changes messages in the ways that matter: whether every scheme's
/// verdict is the same after it as after the software.
///
/// The software saw the message unsigned. A signature that a scheme puts into the header is
/// therefore made over what went in and carried over into what came out, above the first field that
/// came through; one in the envelope takes the place of the address it was made for. A signature
/// in the body is judged by whether the entity it signs arrives with the same octets.
/// Source: contract sheet (calibrate).
class Agreement {
 public:
  /// Every scheme with its standard profiles. Errors are those of making a plan.
  [[nodiscard]] static Result<Agreement> create(const Registry& registry, const Crypto& crypto);
  Agreement(Agreement&&) noexcept;
  Agreement& operator=(Agreement&&) noexcept;
  ~Agreement();

  /// One line for every row whose verdicts differ: `domainkeys/nofws: pass after the software, fail
  /// after the path`. Not delivered by one of them only is a difference on its own.
  [[nodiscard]] std::vector<std::string> disagreements(const CapturedPair& pair,
                                                       const Transit& simulated);

  /// How many rows are compared.
  [[nodiscard]] std::size_t rows() const noexcept;

 private:
  struct Parts;
  explicit Agreement(std::unique_ptr<Parts> parts) noexcept;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mass
