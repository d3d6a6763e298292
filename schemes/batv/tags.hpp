#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mass::batv {

/// Where the tag stands in the local part. Source: BATV sheet sections 2 and 8.
enum class Form : std::uint8_t {
  later,        ///< `prvs=TAG=joe`, the drafts from 2006 on.
  early_order,  ///< `prvs=joe/TAG`, the drafts of 2004.
  sub_address,  ///< `joe+prvs=TAG`, not a draft form.
};

/// A tagged address taken apart. Source: BATV sheet section 3.
struct PrvsTag {
  Form form = Form::later;
  int key_number = 0;    ///< K, 0 to 9.
  int day = 0;           ///< DDD, the day of expiry modulo 1000.
  std::string digest;    ///< SSSSSS as received, case kept.
  std::string original;  ///< The address without the tag, domain as received.

  /// What the keyed hash is over. Source: BATV sheet section 3.
  [[nodiscard]] std::string hash_source() const;

  /// `local@domain` with the tag in its place.
  [[nodiscard]] std::string address() const;
};

/// Which forms are read, and which of them first: an address can be read in two ways when its
/// mailbox name looks like a tag.
struct TagForms {
  Form first = Form::later;
  bool accepts_early_order = true;
};

/// Reads a tagged address. Nothing if it is not one: no domain, other tag type, a tag that is not
/// one digit, three digits and six hexadecimal digits, or nothing left beside the tag. The
/// sub-address form is read only where it is the site's own. A local part that was quoted in
/// transit is read through its quotes. Source: BATV sheet section 2.
[[nodiscard]] std::optional<PrvsTag> parse_tag(std::string_view address, const TagForms& forms);

/// An address with a bounce tag of any known kind taken off, whoever made it.
struct Stripped {
  std::string kind;  ///< `prvs`, `prvs early-order`, `prvs reversed`, `prvs sub-address`, `btv1`,
                     ///< `msprvs1`.
  std::string address;  ///< One layer removed.
};

/// Recognises without checking; a list or a greylister that keys on the reverse-path needs no more.
/// Source: BATV sheet sections 8 and 9.
[[nodiscard]] std::optional<Stripped> strip_any_tag(std::string_view address);

/// The same mailbox without quotes that its local part does not need: `"joe"@example.com` is
/// `joe@example.com`. Source: RFC 5321 section 4.1.2.
[[nodiscard]] std::string without_needless_quotes(std::string_view address);

/// True for `SRS0` and `SRS1` addresses, which carry a hash of their own. Source: common sheet
/// section 7.
[[nodiscard]] bool is_srs(std::string_view local_part) noexcept;

}  // namespace mass::batv
