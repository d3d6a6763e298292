#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

/// The words of a master file. Private to core/keys.
namespace mass {

/// A word or a quoted string of a master file, its escapes still in place.
struct Token {
  std::string_view raw;
  bool is_quoted = false;
  std::size_t line = 0;
};

/// A directive or a record, however many lines it takes.
struct Entry {
  bool has_owner = false;  // The first token stands at the start of its line.
  std::vector<Token> tokens;
};

/// Splits a master file into entries. Source: RFC 1035 section 5.1.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] std::size_t line() const noexcept { return line_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  /// An entry without tokens is an empty line. Errc::malformed for quotes and parentheses without
  /// a partner.
  [[nodiscard]] Result<Entry> next();

 private:
  [[nodiscard]] std::size_t step(std::size_t at) const noexcept;
  [[nodiscard]] Token cut(std::size_t from, std::size_t to, bool is_quoted);
  [[nodiscard]] Result<Token> quoted();
  [[nodiscard]] Result<Token> word();

  std::string_view rest_;
  std::size_t line_ = 1;
};

/// Resolves `\X` and `\DDD`.
[[nodiscard]] Result<std::string> unescaped(std::string_view raw);

}  // namespace mass
