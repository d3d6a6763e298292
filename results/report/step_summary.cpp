#include "results/report/step_summary.hpp"

#include <fmt/core.h>

namespace mass {
namespace {

constexpr std::size_t kMostOctets = 900 * 1024;

}  // namespace

StepSummary::StepSummary(std::string_view where)
    : cut_(fmt::format("\nCut here: the rest is in {}.\n", where)) {}

bool StepSummary::add(std::string_view piece) {
  if (is_full_) return false;
  is_full_ = text_.size() + piece.size() + cut_.size() > kMostOctets;
  text_ += is_full_ ? cut_ : piece;
  return !is_full_;
}

}  // namespace mass
