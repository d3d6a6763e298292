#pragma once

#include <string>
#include <string_view>

namespace mass {

/// Markdown that fits the step summary of a CI, which holds 1 MiB: pieces are added as long as the
/// whole stays within 900 KiB; then it says once that it was cut, and takes no more.
class StepSummary {
 public:
  /// `where` says where the rest is, such as `the JSON form`.
  explicit StepSummary(std::string_view where);

  /// Whether there was room for it.
  bool add(std::string_view piece);
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  std::string cut_;
  std::string text_;
  bool is_full_ = false;
};

}  // namespace mass
