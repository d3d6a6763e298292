#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.hpp"
#include "core/crypto/crypto.hpp"
#include "core/message/transit.hpp"
#include "core/scheme/parameters.hpp"

namespace mass {

/// What a transform may use besides the transit: nothing global, no clock.
struct StepContext {
  RandomSource& random;  ///< Keyed by (seed, message, path, step); never by scheme.
  const Crypto& crypto;  ///< For rewritten addresses that carry a keyed hash.
  std::string host;      ///< Name of the host that acts.
};

/// What came of a step.
struct Applied {
  std::vector<Transit>
      out;  ///< Usually one; none when the message was dropped, several when it was copied.
  bool changed = false;          ///< False: message and envelope are the very same octets.
  std::vector<std::string> log;  ///< What was changed, one short line each; empty when nothing was.
};

/// A modification that real mail software makes, as a pure function: same input and random stream,
/// same output. It splices octets and never re-serialises, unless rebuilding is what it models.
/// Source: scenarios sheet section 2, mangling sheet.
struct Transform {
  std::string id;      ///< `T30`; a step that has no number in the catalogue has its name here.
  std::string name;    ///< `footer`
  std::string text;    ///< What it does, one sentence.
  std::string models;  ///< Software known to do this.
  bool benign = true;
  /// The steps it is composed of, each with its settings as JSON; empty for one of its own.
  std::vector<std::string> made_of;
  std::vector<ParameterInfo> parameters;
  /// What is wrong with settings that are sound one by one; empty: nothing. Null: nothing can be.
  std::function<std::string(const Parameters& parameters)> complaint;
  std::function<Applied(const Transit& transit, const Parameters& parameters, StepContext& context)>
      apply;
};

/// All transforms: those of the catalogue, T01 first, then the steps by name, then the hostile
/// ones.
[[nodiscard]] std::span<const Transform> all_transforms();

/// `T30 footer`; the name alone where it is the id.
[[nodiscard]] std::string label_of(const Transform& transform);

/// By id or name, without case; null if unknown.
[[nodiscard]] const Transform* find_transform(std::string_view name,
                                              std::span<const Transform> among = all_transforms());

/// Ids and names of all transforms, for messages that offer the nearest one.
[[nodiscard]] std::vector<std::string> transform_names(
    std::span<const Transform> among = all_transforms());

}  // namespace mass
