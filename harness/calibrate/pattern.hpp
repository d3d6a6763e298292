#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// A regular expression over octets, with limits: matching hostile text ends. Thread-safe.
/// `^` and `$` match at line ends. Syntax: PCRE.
class Pattern {
 public:
  /// Errors (Errc::config): what is wrong with the pattern, and where in it.
  [[nodiscard]] static Result<Pattern> compile(std::string_view text);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  /// `text` with every match replaced. A match that is empty, or a search that passes the limit,
  /// ends the replacing; the rest stays as it is.
  [[nodiscard]] std::string replace_all(std::string_view text, std::string_view by) const;

 private:
  struct Code;
  explicit Pattern(std::unique_ptr<Code> code) noexcept;
  std::unique_ptr<Code> code_;
};

}  // namespace mass
