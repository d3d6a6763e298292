#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "schemes/domainkeys/sender.hpp"

namespace mass::domainkeys {

/// All fields of a stretch of the header, top to bottom.
[[nodiscard]] FieldRefs all_fields(std::span<const Field> below);

/// The fields with one of these names (lower case), top to bottom. Source: RFC 4870 section 3.4.2.
[[nodiscard]] FieldRefs in_message_order(std::span<const Field> below,
                                         std::span<const std::string> names);

/// The fields with one of these names, as `h=` orders them: every mention but the leftmost of a
/// name takes the lowest field left, the leftmost takes all that remain. Linear.
/// Source: RFC 4870 section 3.3, DomainKeys sheet section 6.
[[nodiscard]] FieldRefs in_h_order(std::span<const Field> below,
                                   std::span<const std::string> names);

/// The fields a signature covers, in the order in which they are hashed. Without names: all.
/// `either` is h-order; the caller tries the other one itself.
[[nodiscard]] FieldRefs covered_fields(std::span<const Field> below,
                                       const std::optional<std::vector<std::string>>& names,
                                       HeaderOrder order);

/// SHA-1 over the canonical fields, the separator and the body, streamed. `trace`, unless null,
/// gets the same octets as `hash-input` of this signature.
/// Source: RFC 4870 section 3.4.
struct HashInput {
  const FieldRefs& fields;
  std::string_view body;
  Canon canon;
  LastLine last_line;
};
[[nodiscard]] std::string hash(const HashInput& input, const Context& context, Trace* trace,
                               int signature);

}  // namespace mass::domainkeys
