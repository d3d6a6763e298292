#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"

namespace mass::arc {

/// What the sealer itself found out about a message.
struct OwnResults {
  std::string authserv_id;
  std::vector<std::string> results;
};

/// Everything that Authentication-Results fields of one of `ids` say, from the top; fields of
/// others are not ours to repeat. The id of the topmost such field counts, or else the first of
/// `ids`. Source: RFC 8617 section 4.1.1, ARC sheet section 3 step 5.
[[nodiscard]] OwnResults own_results(const Message& message, const std::vector<std::string>& ids);

/// The value of ARC-Authentication-Results, folded at white space.
[[nodiscard]] std::string results_value(std::size_t instance, const OwnResults& own);

}  // namespace mass::arc
