#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What Mailman 3 does to a posting, handler by handler in the order of its pipeline. Messages come
/// out as python_reserialise writes them. Source: captures of version 3.3.8, a list in English.
namespace mass::transforms {

[[nodiscard]] Transform mailman3_decorate();
[[nodiscard]] Transform mailman3_digest();
[[nodiscard]] Transform mailman3_duplicates();
[[nodiscard]] Transform mailman3_filter_content();
[[nodiscard]] Transform mailman3_mitigate();
[[nodiscard]] Transform mailman3_moderate();
[[nodiscard]] Transform mailman3_receive();
[[nodiscard]] Transform mailman3_reply_to();
[[nodiscard]] Transform mailman3_subject();

[[nodiscard]] std::vector<Transform> mailman3_steps();

}  // namespace mass::transforms
