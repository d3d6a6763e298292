#pragma once

#include <string>
#include <string_view>

#include "core/message/address.hpp"

/// The display name a list gives a message it sends in its own name. Private to this room.
namespace mass::transforms {

struct NameForm {
  std::string form;   ///< `NAME via LIST`
  std::string title;  ///< What LIST stands for.
};

/// `demo` as `Demo`.
[[nodiscard]] std::string capitalised(std::string_view name);

/// A name that is an address without its domain: `alice---`; other text as it is. Source: Mailman
/// 3.3.8, munge_from.
[[nodiscard]] std::string without_domain(std::string text);

/// The phrase for that author. An encoded name is decoded and encoded again with all of the form
/// inside; one whose charset does not allow that keeps its words, and the rest of the form stands
/// beside them. An author without a name is shown by the local part, a name that is an address
/// without its domain: `alice--- via Demo`. Source: Mailman 3.3.8, munge_from.
[[nodiscard]] std::string munged_name(const Mailbox& author, const NameForm& form);

}  // namespace mass::transforms
