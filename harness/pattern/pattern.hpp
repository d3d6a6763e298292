#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mass {

struct PatternOptions {
  bool lines = true;         ///< `^` and `$` match at every line end.
  bool ignore_case = false;  ///< Of ASCII letters.
  bool dot_all = false;      ///< A dot matches a line end too.
  bool fast = false;         ///< Compiled to machine code: worth it for hundreds of matches.
};

/// A regular expression over octets, with limits: matching hostile text ends. Thread-safe.
/// Syntax: PCRE.
class Pattern {
 public:
  /// Errors (Errc::config): what is wrong with the pattern, and where in it.
  [[nodiscard]] static Result<Pattern> compile(std::string_view text,
                                               const PatternOptions& options);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  /// What the pattern and its groups match first, the whole at 0; nothing if it does not match or
  /// the search passes the limit. A group that took no part is empty.
  [[nodiscard]] std::optional<std::vector<std::string>> find(std::string_view text) const;

  /// `text` with every match replaced. A match that is empty, or a search that passes the limit,
  /// ends the replacing; the rest stays as it is.
  [[nodiscard]] std::string replace_all(std::string_view text, std::string_view by) const;

 private:
  struct Code;
  explicit Pattern(std::unique_ptr<Code> code) noexcept;
  std::unique_ptr<Code> code_;
};

}  // namespace mass
