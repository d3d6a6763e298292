#pragma once

#include <string>
#include <string_view>

#include "core/signature/tags.hpp"
#include "schemes/dkim/settings.hpp"

namespace mass::dkim {

inline constexpr std::string_view kSignatureField = "DKIM-Signature";

/// A signature field: the tags that schemes share, and those of DKIM alone.
struct ParsedSignature {
  signature::ParsedTags common;
  std::string user;         ///< `i` as it is meant, or `@` and the domain.
  std::string user_domain;  ///< Domain of `i`, as the DNS is asked for it.
};

/// Reads a field's value; the flaw, if there is one, is in `common`. Under a legacy tolerance `v=`
/// may be absent or 0.5. Source: RFC 6376 sections 3.5 and 6.1.1.
[[nodiscard]] ParsedSignature parse_signature(std::string_view value, Tolerance tolerance);

}  // namespace mass::dkim
