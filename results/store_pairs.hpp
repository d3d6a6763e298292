#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "results/paired.hpp"
#include "results/record.hpp"

namespace mass {

/// How the cases of one scheme, profile and path stand in two stores.
struct PairedCell {
  std::string scheme;
  std::string profile;
  std::string path;
  std::uint64_t compared = 0;    ///< Cases in both.
  std::uint64_t only_first = 0;  ///< Cases in one of them.
  std::uint64_t only_second = 0;
  PairedCounts judged;  ///< Cases on which both have a verdict other than na.
  std::map<std::string, PairedCounts>
      domains;  ///< The same by sending domain; empty if none was lost or gained.
};

/// Two case stores, joined by case id.
class StorePairs {
 public:
  /// Errors as of CaseStore::open.
  [[nodiscard]] static Result<StorePairs> open(const std::filesystem::path& first,
                                               const std::filesystem::path& second);
  StorePairs(StorePairs&&) noexcept;
  StorePairs& operator=(StorePairs&&) noexcept;
  ~StorePairs();

  /// One entry per cell that is in either, sorted.
  [[nodiscard]] Result<std::vector<PairedCell>> cells() const;

  /// Cases in both of which any word or number differs; what is for people (`reason`, `rule`,
  /// `tool_error`, excerpts) is not looked at. In the order of message size, then case id.
  [[nodiscard]] Result<void> for_each_change(
      const std::function<void(const Record& first, const Record& second)>& visit) const;

 private:
  struct State;
  explicit StorePairs(std::unique_ptr<State> state) noexcept;
  [[nodiscard]] Result<void> with_both(const std::function<Result<void>()>& work) const;
  std::unique_ptr<State> state_;
};

/// The id of a case that only one of two stores has, or that differs in them as
/// `for_each_change` sees it; nothing if they hold the same.
[[nodiscard]] Result<std::optional<std::string>> first_difference(
    const std::filesystem::path& one, const std::filesystem::path& other);

}  // namespace mass
