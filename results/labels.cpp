#include "results/labels.hpp"

#include "core/base/text.hpp"

namespace mass {
namespace {

constexpr std::string_view kCut = "...";

constexpr bool is_inside_character(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

}  // namespace

std::string shortened(std::string_view octets, std::size_t limit) {
  // More input than there is room for, but not all of it: a long text costs no more than a short
  // one.
  std::string text = printable(octets, 4 * limit);
  if (text.size() <= limit) return text;
  std::size_t end = limit - kCut.size();
  while (end > 0 && is_inside_character(text[end])) --end;
  text.resize(end);
  return text.append(kCut);
}

std::string label(std::string_view octets) {
  return shortened(octets, kLabelOctets);
}

std::string cause_key(const Diagnosis& diagnosis) {
  if (diagnosis.cause == Cause::intact) return "undiagnosed";
  std::string key(name_of(diagnosis.cause));
  if (!diagnosis.field.empty()) key.append("(").append(label(diagnosis.field)).append(")");
  return key;
}

std::string step_key(const Diagnosis& diagnosis) {
  if (!diagnosis.step_name.empty()) return label(diagnosis.step_name);
  if (diagnosis.step < 0) return {};
  return "step " + std::to_string(diagnosis.step + 1);
}

}  // namespace mass
