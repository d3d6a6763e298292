#pragma once

#include <cstdint>
#include <string_view>

#include "core/message/message.hpp"

namespace mass {

/// The classes of messages that are reported apart. A message is in every stratum it fits, and may
/// be in none. Source: scenarios sheet section 4.
enum class Stratum : std::uint8_t {
  plain7,    ///< text/plain, 7bit.
  plain8,    ///< text/plain, 8bit.
  qp,        ///< A text part in quoted-printable.
  b64text,   ///< A text part in base64.
  alt,       ///< multipart/alternative anywhere.
  mixed,     ///< multipart/mixed with an attachment.
  signed_,   ///< Already multipart/signed; printed as `signed`.
  html,      ///< HTML only.
  long_,     ///< A line over 998 octets; printed as `long`.
  trailws,   ///< A body line with trailing blanks.
  dupfield,  ///< A field that may stand once stands twice.
  nomime,    ///< No MIME-Version and no Content-Type.
};
inline constexpr std::size_t kStratumCount = 12;
[[nodiscard]] std::string_view name_of(Stratum stratum) noexcept;

using Strata = std::uint32_t;  ///< Bit `1 << Stratum`.
[[nodiscard]] Strata strata_of(const Message& message);

}  // namespace mass
