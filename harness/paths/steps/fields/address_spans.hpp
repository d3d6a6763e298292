#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Where addresses stand in a field, for software that changes them in place. Private to this room.
namespace mass::transforms {

/// One element of an address list: offsets into the value.
struct AddressSpan {
  std::size_t begin = 0;  ///< Of the element, phrase and comments included, blanks around it not.
  std::size_t end = 0;
  std::size_t address_begin = 0;  ///< Of the address alone: what stands in `<>`, or the words.
  std::size_t address_end = 0;
};

/// The elements that hold an address, in order. Names of groups are none. Quotes and comments are
/// respected, what is not closed ends with the value. Source: RFC 5322 section 3.4.
[[nodiscard]] std::vector<AddressSpan> address_spans(std::string_view value);

/// The address without blanks and comments.
[[nodiscard]] std::string bare_address(std::string_view value, const AddressSpan& span);

}  // namespace mass::transforms
