#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"
#include "schemes/iim/settings.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {

/// Local parts longer than this are not usable: no mail system takes them. Source: RFC 5321 section
/// 4.5.3.1.1 asks for 64 octets; some allow more.
inline constexpr std::size_t kLongestLocalPart = 255;

/// Copies of every field with one of these names (lower case), in the order of the names, equal
/// ones top to bottom. A copy is the field without its line ends; white space stays.
/// Source: IIM sheet section 4.
[[nodiscard]] std::vector<Copy> copy_headers(std::span<const Field> fields,
                                             std::span<const std::string> names);

/// The indexes of the copies that no header equals, white space left out. The name counts too, with
/// its case: it is part of what was written. Linear. Source: IIM sheet section 4.
[[nodiscard]] std::vector<std::size_t> changed_copies(std::span<const Field> fields,
                                                      std::span<const Copy> copies);

/// The index of the copy that gives the originator address, or nothing.
/// Source: IIM sheet section 6.
[[nodiscard]] std::optional<std::size_t> originator_copy(std::span<const Copy> copies,
                                                         OriginatorRule rule);

/// An address that can be asked for.
struct Address {
  std::string local;   ///< As written.
  std::string domain;  ///< Lower case, a DNS name.

  [[nodiscard]] std::string text() const { return local + '@' + domain; }
  bool operator==(const Address&) const = default;
};

/// The first mailbox of a field that has a local part and a domain, if it is usable.
[[nodiscard]] std::optional<Address> address_in(std::string_view field_value);

}  // namespace mass::iim
