#include "results/labels.hpp"

#include "core/base/text.hpp"

namespace mass {
namespace {

// Far more input than a label has room for, so that a long text costs no more than a short one.
constexpr std::size_t kLookedAt = 4 * kLabelOctets;
constexpr std::string_view kCut = "...";

constexpr bool is_inside_character(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

}  // namespace

std::string label(std::string_view octets) {
  std::string text = printable(octets, kLookedAt);
  if (text.size() <= kLabelOctets) return text;
  std::size_t end = kLabelOctets - kCut.size();
  while (end > 0 && is_inside_character(text[end])) --end;
  text.resize(end);
  return text.append(kCut);
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
