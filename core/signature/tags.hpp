#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/signature/algorithm.hpp"
#include "core/signature/canon.hpp"
#include "core/signature/flaw.hpp"
#include "core/taglist/taglist.hpp"

namespace mass::signature {

inline constexpr std::size_t kMaxTagListOctets = std::size_t{16} * 1024;
inline constexpr std::size_t kMaxNames = 1000;

/// The names and white space of a tag list. Source: RFC 6376 section 3.2.
inline constexpr TagRules kTagRules{.single_letter_names = false};

/// Elements between colons, white space around them dropped; nothing if one is empty.
[[nodiscard]] std::optional<std::vector<std::string>> parse_colon_list(std::string_view value);

/// A decimal number of 1 to 76 digits; one that is too large for the type is its largest.
/// Source: RFC 6376 section 3.5 (l=, t=, x=).
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text) noexcept;

/// A domain that can sign, as the DNS is asked for it; nothing if it is none. It has two labels or
/// more; U-labels are taken too. Source: RFC 6376 section 3.5 (d=), RFC 8616 section 4.
[[nodiscard]] std::optional<std::string> signing_domain_name(std::string_view text);

/// What to read of a signature field.
struct TagNeeds {
  bool covers_message = true;   ///< `bh`, `c`, `h`, `l`, `q`, `x` are read: not so in an ARC-Seal.
  bool bare_dns_query = false;  ///< `q=dns` is read as `dns/txt`, as drafts had it.
  bool loose_names = false;     ///< `h` may lack From, name nothing, or have empty elements.
};

/// The tags that signature fields have in common, checked and brought to one form.
struct SignatureTags {
  Algorithm algorithm = Algorithm::rsa_sha256;
  std::string signature;  ///< `b`, decoded.
  std::string body_hash;  ///< `bh`, decoded.
  Canons canons;
  std::string domain;                    ///< `d`, as the DNS is asked for it.
  std::string selector;                  ///< `s`, likewise.
  std::vector<std::string> names;        ///< `h`, lower case.
  std::optional<std::uint64_t> length;   ///< `l`
  std::optional<std::uint64_t> time;     ///< `t`
  std::optional<std::uint64_t> expires;  ///< `x`
};

/// What could be read of a signature field. A flaw leaves in place what was understood.
struct ParsedTags {
  TagList list;
  SignatureTags tags;
  bool can_be_hashed = false;  ///< Canonical forms, fields and length are known.
  std::optional<Flaw> flaw;
};

/// Reads a signature field's value. `v` and `i` mean different things in different schemes and are
/// left to them. Source: RFC 6376 sections 3.5 and 6.1.1.
[[nodiscard]] ParsedTags parse_signature_tags(std::string_view value, const TagNeeds& needs);

/// The flaw of a signature field that is not well formed.
[[nodiscard]] Flaw syntax_flaw(std::string reason,
                               std::string_view source = "RFC 6376 section 3.5");

}  // namespace mass::signature
