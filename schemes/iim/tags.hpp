#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/rsa_numbers.hpp"
#include "core/scheme/verdict.hpp"
#include "core/taglist/quoted.hpp"

namespace mass::iim {

inline constexpr std::string_view kSignatureField = "IIM-SIG";
inline constexpr std::string_view kStatusField = "IIM-VERIFY";

/// Copies beyond this number make a signature malformed: nobody needs them, and each is looked up.
inline constexpr std::size_t kMaxCopies = 200;

/// Sizes of keys, in bits. Source: IIM sheet section 2.1 (`n`).
inline constexpr std::size_t kLeastBits = 512;
inline constexpr std::size_t kMostBits = 2048;

/// Why a signature is not processable or not good.
struct Flaw {
  Cause cause = Cause::intact;
  std::string word;    ///< A few words, the `reason` among the details: `syntax: duplicate z`.
  std::string reason;  ///< One sentence for a person.
  std::string source;  ///< Rule broken.
};

/// A header as it stood when it was signed.
struct Copy {
  std::string name;  ///< As written.
  std::string text;  ///< The whole header, `Name: value`.

  [[nodiscard]] std::string_view value() const noexcept;
};

/// A signature field's tags, checked and decoded.
struct SignatureTags {
  QuotedTagList list;          ///< All of them as they stand, unknown ones too: they are hashed.
  std::string host;            ///< `h`
  std::string domain;          ///< `d`, lower case; empty if it is not a DNS name.
  std::string role = "home";   ///< `z`
  std::string method = "krs";  ///< `m`
  std::uint64_t time = 0;      ///< `t`, whole seconds.
  std::optional<std::uint64_t> lifetime;  ///< `x`, seconds.
  std::uint64_t count = 0;                ///< The number in `b`.
  RsaNumbers key;                         ///< `e` and `n`
  std::string signature;                  ///< `s`
  std::vector<Copy> copies;               ///< `c`, in order.
};

/// What could be read of a signature field.
struct ParsedSignature {
  SignatureTags tags;
  std::optional<Flaw> flaw;
};

/// Source: IIM sheet section 2.
[[nodiscard]] ParsedSignature parse_signature(std::string_view value);

/// Any `1.x`. Source: IIM sheet section 2.1 (`v`).
[[nodiscard]] bool is_known_version(std::string_view version) noexcept;

/// The whole seconds of `seconds` or `seconds.fraction`; nothing if it is not that. The fraction
/// cannot matter: clocks here tick in seconds.
[[nodiscard]] std::optional<std::uint64_t> parse_time(std::string_view text) noexcept;

/// What of the field is signed: name and tags in their order, `s` emptied, adjacent strings joined,
/// white space deleted. Source: IIM sheet section 5.
[[nodiscard]] std::string canonical_field(std::span<const QuotedTag> tags);

}  // namespace mass::iim
