#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"
#include "core/scheme/verdict.hpp"
#include "schemes/postmarks/settings.hpp"

namespace mass::postmarks {

/// What is wrong with a stamp, a chain or a key record, in the terms of a verdict.
struct Flaw {
  Cause cause = Cause::intact;
  std::string reason;  ///< One sentence for a person.
  std::string source;  ///< Rule broken.
};

/// One Postmark field, read and checked. Source: section 3.
struct Stamp {
  std::uint64_t number = 0;  ///< `i`
  StampRole role = StampRole::origin;
  std::string domain;    ///< `d`, lower case.
  std::string selector;  ///< `s`, lower case.
  HashAlgorithm hash = HashAlgorithm::sha1;
  std::uint64_t time = 0;          ///< `t`, seconds since 1970.
  std::uint64_t expiry = 0;        ///< `x`, seconds since 1970.
  std::string sender_digest;       ///< `m`, decoded.
  std::vector<std::string> names;  ///< `hn`, lower case.
  std::string header_digest;       ///< `hd`, decoded.
  std::string body_digest;         ///< `bd`, decoded.
  std::string signature;           ///< `sg`, decoded.
  std::string canonical;           ///< The whole field in canonical form.
  std::string unsigned_form;       ///< The same with an empty `sg`, as the stamp signs it.
};

/// Fails on what is not a stamp of this profile: syntax, a tag that lacks, is empty or stands
/// twice, `sg` not last, an unknown version, algorithm or role, a value that is not of its form,
/// `hn` without `from`.
[[nodiscard]] std::expected<Stamp, Flaw> parse_stamp(const Field& field);

/// The stamps of a message in the order of `i`, which runs from 1 without gap or repeat; the first
/// and no other is an origin. Empty for a message without stamps. At most kMaxStamps.
/// Source: section 5 step 1.
[[nodiscard]] std::expected<std::vector<Stamp>, Flaw> read_chain(const Message& message);

}  // namespace mass::postmarks
