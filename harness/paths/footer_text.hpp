#pragma once

#include <string>
#include <vector>

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

/// `4 lines (120 octets)`
[[nodiscard]] std::string size_of(const Footer& footer);

}  // namespace mass::transforms
