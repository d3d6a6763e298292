#include "core/message/limits.hpp"

#include <array>

namespace mass {

std::string_view excess_of(const Message& message) noexcept {
  struct Excess {
    Defect defect;
    std::string_view text;
  };
  static constexpr std::array kExcesses{
      Excess{Defect::many_fields, "the header has over 1,000 fields"},
      Excess{Defect::long_field, "a header field is over 64 KiB long"},
      Excess{Defect::long_name, "the name of a header field is over 998 octets long"}};
  for (const auto& [defect, text] : kExcesses) {
    if (message.defects().has(defect)) return text;
  }
  return {};
}

bool is_over_limits(const Message& message, std::size_t new_fields) noexcept {
  return !excess_of(message).empty() || message.fields().size() + new_fields > kMaxFields;
}

}  // namespace mass
