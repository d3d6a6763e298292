#include "harness/paths/software/mailman3/mailman3.hpp"

namespace mass::transforms {

std::vector<Transform> mailman3_steps() {
  return {mailman3_decorate(),       mailman3_digest(),   mailman3_duplicates(),
          mailman3_filter_content(), mailman3_mitigate(), mailman3_moderate(),
          mailman3_receive(),        mailman3_reply_to(), mailman3_subject()};
}

}  // namespace mass::transforms
