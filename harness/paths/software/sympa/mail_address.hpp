#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Addresses as the Perl module Mail::Address reads them. Private to this room.
namespace mass::transforms {

struct MailAddress {
  std::string phrase;   ///< Its tokens with one blank between them, quotes included.
  std::string address;  ///< Without blanks.
};

/// The first of a list; nothing if there is none. Source: MailTools 2.21, Mail::Address.
[[nodiscard]] std::optional<MailAddress> first_mail_address(std::string_view value);

/// Source: Sympa 6.2.70, Sympa::Regexps.
[[nodiscard]] bool is_sympa_address(std::string_view address);

}  // namespace mass::transforms
