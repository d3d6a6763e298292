#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/message/mime.hpp"

/// One body part's content from one transfer encoding to another. Private to this room.
namespace mass::transforms {

enum class Recoding : std::uint8_t {
  to_quoted_printable,
  to_base64,
  from_quoted_printable,
  from_base64,
};

struct Recoded {
  std::string octets;
  std::string_view encoding;  ///< What Content-Transfer-Encoding says now.
};

/// Nothing if this recoding is not for the content: the wrong encoding, no 8-bit octet to encode,
/// or decoded lines that SMTP does not carry. `is_root`: the content ends the message, and its last
/// CRLF is its own.
[[nodiscard]] std::optional<Recoded> recode(Recoding recoding, TransferEncoding encoding,
                                            std::string_view content, bool is_root);

}  // namespace mass::transforms
