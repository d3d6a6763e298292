#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"

namespace mass {

/// One mailbox of an address field.
struct Mailbox {
  std::string display;  ///< Phrase before `<`, unfolded, as written (quotes and encoded words
                        ///< kept); may be empty.
  std::string local;    ///< Local part as written, quotes included.
  std::string domain;   ///< Domain as written; empty when the address has none.

  /// `local@domain` as written, or the local part alone.
  [[nodiscard]] std::string address() const;
};

/// Every mailbox of a field, groups flattened, in order.
struct AddressList {
  std::vector<Mailbox> mailboxes;
  bool malformed = false;  ///< Something in the field is not an address list; what could be read is
                           ///< in `mailboxes`.
};

/// Comments nested deeper than this make a field malformed.
inline constexpr int kMaxCommentDepth = 64;

/// Reads mailboxes, name-addr, quoted local parts, domain literals, groups, comments and obsolete
/// routes. Never fails: what is not an address sets `malformed`. An empty value, an empty group and
/// empty list elements are well formed and have no mailbox; so is an address without a domain.
/// Words without `@` that follow each other or an address are no mailbox. Linear in the length of
/// the value. Source: RFC 5322 sections 3.4 and 4.4, RFC 6854, common sheet section 1.
[[nodiscard]] AddressList parse_address_list(std::string_view value);

/// An address split at its last `@` outside quotes.
struct SplitAddress {
  std::string_view local;
  std::string_view domain;  ///< Empty when there is no `@`.
};
[[nodiscard]] SplitAddress split_address(std::string_view address) noexcept;

/// True if `domain` is `parent` or lies below it: whole labels, ASCII case ignored, a final dot of
/// either ignored.
[[nodiscard]] bool is_same_or_subdomain(std::string_view domain, std::string_view parent) noexcept;

/// Purported Responsible Address.
struct Pra {
  std::optional<Mailbox> mailbox;  ///< Empty: the message has no PRA.
  std::string field;  ///< Name of the selected field, `Resent-Sender` and so on; empty if none was
                      ///< selected.
};

/// Source: RFC 4407 section 2, common sheet section 3.
[[nodiscard]] Pra purported_responsible_address(const Message& message);

}  // namespace mass
