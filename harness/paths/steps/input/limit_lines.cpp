#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    longest = std::max(longest, end - at);
    at = end + 2;
  }
  return longest;
}

// A notice that would have such a line itself cannot leave either.
bool notice_is_stuck(const Transit& transit, const Parameters& parameters, std::size_t limit) {
  if (transit.envelope.mail_from.empty()) return true;
  return std::ranges::any_of(transit.message.fields(), [&](const Field& field) {
    return is_one_of(field, parameters.list("notice_carries")) && longest_line(field.raw()) > limit;
  });
}

Applied apply_limit_lines(const Transit& transit, const Parameters& parameters, StepContext&) {
  const auto limit = static_cast<std::size_t>(parameters.number("limit"));
  const std::size_t longest = longest_line(transit.message.to_string());
  if (longest <= limit) return unchanged(transit);
  const Delivery as = parameters.text("action") == "reject"         ? Delivery::rejected
                      : notice_is_stuck(transit, parameters, limit) ? Delivery::discarded
                                                                    : Delivery::bounced;
  return stopped(transit, as, fmt::format("a line of {} octets is too long", longest));
}

}  // namespace

Transform limit_lines() {
  return {.id = "limit_lines",
          .name = "limit_lines",
          .text = "Refuses or returns messages with a line that is too long.",
          .models = "Exim (message_linelength_limit), Mailman's LMTP server",
          .benign = true,
          .parameters = {number("limit", 998, 1, 1'000'000'000, "Octets of a line without CRLF."),
                         word("action", "bounce", {"bounce", "reject"},
                              "Returned after it was taken, or refused at the door. What has no "
                              "envelope sender and would be returned is dropped."),
                         texts("notice_carries", {},
                               "Fields that the notice has too: if the long line is there, no "
                               "notice leaves.")},
          .apply = apply_limit_lines};
}

}  // namespace mass::transforms
