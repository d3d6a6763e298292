#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"
#include "core/signature/tags.hpp"

/// What archived mail tells by itself: the signatures in it, and what became of the bodies they
/// were made over.
namespace mass::survey {

/// The fields that carry a signature of a domain. A DomainKeys signature has no body hash (header
/// and body go into one, RFC 4870 section 3.4); an ARC seal covers no body at all (RFC 8617 section
/// 4.1.3).
enum class SignatureKind : std::uint8_t { dkim, arc_message, arc_seal, domainkeys };
inline constexpr std::size_t kKindCount = 4;
[[nodiscard]] std::string_view name_of(SignatureKind kind) noexcept;  ///< The field's name.
[[nodiscard]] constexpr bool has_body_hash(SignatureKind kind) noexcept {
  return kind == SignatureKind::dkim || kind == SignatureKind::arc_message;
}

/// Signature fields of one kind that are read in a message. Source: DKIM sheet section 8.
inline constexpr std::size_t kMaxSignatures = 10;

/// A signature field as it stands in stored mail.
struct StoredSignature {
  SignatureKind kind = SignatureKind::dkim;
  std::size_t position = 0;       ///< Of the field, from the top.
  std::string domain;             ///< `d`, as the DNS is asked for it; `(none)` if it is no domain.
  std::string algorithm;          ///< `a`, printable; `(none)` without it.
  std::string canons;             ///< `c`, both halves written out; as it stands if it is unknown.
  std::string flaw;               ///< What is wrong with it in the terms of its scheme, or nothing.
  bool can_be_compared = false;   ///< Its body hash can be computed from a body.
  signature::SignatureTags tags;  ///< Empty but for `names` and `time` for DomainKeys.
  std::vector<std::string> tag_names;  ///< All tags it has.
};

/// Those of a message, from the top, and how many more there are than are read.
struct StoredSignatures {
  std::vector<StoredSignature> signatures;
  std::size_t excess = 0;
};
[[nodiscard]] StoredSignatures stored_signatures(const Message& message);

}  // namespace mass::survey
