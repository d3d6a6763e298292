#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/scheme/scheme.hpp"

namespace mass::postmarks {

/// The part of a message that stamps take digests of: every field but the stamps, and the body.
/// Indexed once for all stamps. Refers to the message, which must outlive it.
class Content {
 public:
  Content(const Message& message, const Context& context);

  /// How many fields of this name there are; `name` in lower case.
  [[nodiscard]] std::size_t count(std::string_view name) const;

  /// Every mention of a name takes the lowest field of that name not yet taken; a mention for which
  /// none is left adds nothing. Written to the trace as `header-digest` of the stamp. Linear.
  /// Source: section 3.3.
  [[nodiscard]] std::string header_digest(std::span<const std::string> names, HashAlgorithm hash,
                                          int stamp) const;

  /// Computed once per algorithm, unless a trace wants the octets (`body-digest`) for every stamp.
  /// Source: section 3.2.
  [[nodiscard]] std::string body_digest(HashAlgorithm hash, int stamp);

 private:
  std::string_view body_;
  const Context& context_;
  std::unordered_map<std::string, std::vector<const Field*>> fields_;  ///< Top to bottom.
  std::array<std::optional<std::string>, 4> body_digests_;             ///< By HashAlgorithm.
};

/// What a stamp signs: the canonical forms of the earlier stamps, each with CRLF, then its own with
/// an empty `sg`. Written to the trace as `signature-input` of the stamp. Source: section 3.4.
[[nodiscard]] std::string signature_digest(std::span<const std::string_view> earlier,
                                           std::string_view own, HashAlgorithm hash, int stamp,
                                           const Context& context);

}  // namespace mass::postmarks
