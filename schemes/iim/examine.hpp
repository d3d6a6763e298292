#pragma once

#include <optional>

#include "core/scheme/scheme.hpp"
#include "schemes/iim/copies.hpp"
#include "schemes/iim/settings.hpp"

namespace mass::iim {

/// One signature's verdict, and for whom it speaks. One that fell before its copies were read
/// speaks for nobody.
struct Judged {
  SignatureVerdict verdict;
  std::optional<Address> address;
};

/// Judges one signature field, the `number`-th from the top, counted from 1. Details: `s`, `v`
/// (`y`, `n`, `?`), `r` (the rating), `reason` (a few words), `address`, `header` (where it stands:
/// `from` or `sender`), `changed_headers`, `unsigned_tail` (octets), `domain`, `host`, `role`,
/// `method`, `key_bits`, `altered` (the key made this signature, for other octets), `restored`
/// (headers a receiver must replace by their copies: a verifier cannot).
/// Source: IIM sheet section 8.
[[nodiscard]] Judged examine(const Message& message, const Field& field, int number,
                             const Settings& settings, const Context& context);

}  // namespace mass::iim
