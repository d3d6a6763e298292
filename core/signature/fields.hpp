#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "core/signature/canon.hpp"

namespace mass::signature {

/// The fields that `names` (lower case) select, in that order: each mention takes the lowest field
/// of that name that is left, and nothing once there is none. `own`, unless null, is the signature
/// field itself, which is never taken. Linear. Source: RFC 6376 section 5.4.2.
[[nodiscard]] std::vector<const Field*> select_fields(std::span<const Field> fields,
                                                      std::span<const std::string> names,
                                                      const Field* own);

/// The names of `listed` (lower case) that occur, in that order, each as often as it occurs.
[[nodiscard]] std::vector<std::string> names_present(std::span<const Field> fields,
                                                     std::span<const std::string> listed);

/// A field without the value of one tag: everything behind its `=` up to the semicolon or the end
/// is gone, every other octet stays, the final CRLF of the field too. Source: RFC 6376 section 3.7.
[[nodiscard]] std::string without_tag_value(const Field& field, std::string_view tag);

/// Which hash input this is, for the transcript.
struct Label {
  std::string_view what;
  int signature = 1;
};

/// A body hash.
struct BodyHash {
  std::string digest;
  std::uint64_t octets = 0;  ///< Length of the whole canonical body, whatever the limit was.
};
inline constexpr std::uint64_t kWholeBody = std::numeric_limits<std::uint64_t>::max();

/// Hashes at most `limit` octets of the canonical body. Source: RFC 6376 section 3.7 step 1.
[[nodiscard]] BodyHash hash_body(std::string_view body, Canon canon, std::uint64_t limit,
                                 HashAlgorithm algorithm, const Context& context, Label label);

/// Feeds fields into a digest and a transcript, one stretch of it per field.
class HeaderHash {
 public:
  HeaderHash(HashAlgorithm algorithm, Canon canon, const Context& context, Label label);

  void add(const Field& field);
  void add(std::span<const Field* const> fields);

  /// The field that carries the signature, with the value of its `b=` left out and without the
  /// final CRLF. Source: RFC 6376 section 3.7 step 2.
  void add_signature(const Field& field);

  /// Call once.
  [[nodiscard]] std::string finish();

 private:
  Hasher hasher_;
  Canon canon_;
  const Context& context_;
  Label label_;
};

}  // namespace mass::signature
