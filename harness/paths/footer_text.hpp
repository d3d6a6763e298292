#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/message/mime.hpp"
#include "harness/paths/transform.hpp"

/// The lines a list puts under each message. Private to this room.
namespace mass::transforms {

struct Footer {
  std::string octets;  ///< Lines that each end in CRLF.
  std::size_t lines = 0;
};

/// `list`, `lines` and `text`, followed by `more`.
[[nodiscard]] std::vector<ParameterInfo> footer_parameters(std::vector<ParameterInfo> more = {});
[[nodiscard]] Footer make_footer(const Parameters& parameters, const StepContext& context);

/// Whether the octets of the footer mean the same characters in a text of that encoding and
/// charset. A footer beyond ASCII only goes into UTF-8 text that may hold 8-bit octets.
[[nodiscard]] bool fits(const Footer& footer, TransferEncoding encoding, std::string_view charset);

/// `4 lines (120 octets)`
[[nodiscard]] std::string size_of(const Footer& footer);

}  // namespace mass::transforms
