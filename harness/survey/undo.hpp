#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "core/message/message.hpp"

namespace mass::survey {

/// What a receiver would have to do to a stored body to get back the one that was signed.
enum class Undo : std::uint8_t {
  from_quoting = 1,  ///< `>From ` back to `From `, or the reverse: mbox writers, RFC 4155.
  masking = 2,       ///< ` at ` back to `@`, as web archives mask addresses.
  tail = 4,          ///< Lines at the end of the body or of its text part cut off: a footer.
  part = 8,          ///< A part dropped or taken out of the multipart or message around it.
  encoding = 16,     ///< Text brought back to another transfer encoding (T34).
};
inline constexpr std::array kUndos{Undo::from_quoting, Undo::masking, Undo::tail, Undo::part,
                                   Undo::encoding};
[[nodiscard]] std::string_view name_of(Undo undo) noexcept;

/// A set of them.
class Undone {
 public:
  constexpr Undone() = default;
  [[nodiscard]] constexpr Undone with(Undo undo) const {
    Undone more = *this;
    more.bits_ |= static_cast<std::uint8_t>(undo);
    return more;
  }
  [[nodiscard]] constexpr bool has(Undo undo) const {
    return (bits_ & static_cast<std::uint8_t>(undo)) != 0;
  }
  bool operator==(const Undone&) const = default;

 private:
  std::uint8_t bits_ = 0;
};

/// How far down the waterfall a body is found again: each level may do all that the ones above it
/// do. Source: scenarios sheet section 6, metrics sheet section 2 (S8).
enum class Level : std::uint8_t {
  stored,    ///< As it stands, lines ending in CRLF.
  storage,   ///< Undo what archives do: `From ` quoting, masked addresses.
  tail,      ///< Cut up to kMaxTailLines lines.
  part,      ///< Unwrap or drop one MIME part.
  encoding,  ///< Undo a change of transfer encoding.
};
inline constexpr std::size_t kLevelCount = 5;
inline constexpr std::size_t kMaxTailLines = 23;
[[nodiscard]] std::string_view name_of(Level level) noexcept;

/// Offers a body; false: no more are wanted.
using OfferBody = std::function<bool(std::string_view body, Undone undone)>;

/// Offers the bodies that a message may have had when it was signed, level by level and the stored
/// one first. Each may have been offered before in another way. Work per body is linear in the
/// message; there are some hundreds of bodies at most.
void offer_bodies(const Message& stored, const OfferBody& offer);

}  // namespace mass::survey
