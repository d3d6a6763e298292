#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mass {

/// One token of an address field. Comments and white space are not tokens.
struct AddressToken {
  enum class Kind {
    word,     ///< A run of atom characters and dots, octets over 127 among them.
    quoted,   ///< A quoted string with its quotes.
    literal,  ///< A domain literal with its brackets.
    special,  ///< One of `<>@,;:` or a quote, bracket or parenthesis without partner.
    end,
  };
  Kind kind = Kind::end;
  std::string_view text;
  std::string_view gap;  ///< White space and comments in front of the token.
  bool has_comment = false;

  [[nodiscard]] bool is(char special) const noexcept {
    return kind == Kind::special && text.front() == special;
  }
};

/// Splits an address field into tokens in one pass: an opening mark without its partner is looked
/// for only once, then all marks of its kind are taken as they stand.
class AddressLexer {
 public:
  explicit AddressLexer(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] AddressToken next() noexcept;

  /// Offset of the first octet not yet read.
  [[nodiscard]] std::size_t position() const noexcept { return at_; }

  /// A token so far cannot stand in an address field.
  [[nodiscard]] bool malformed() const noexcept { return malformed_; }

 private:
  [[nodiscard]] bool skip_comment() noexcept;
  [[nodiscard]] std::size_t closing(char mark) const noexcept;
  [[nodiscard]] std::size_t word_end() noexcept;

  std::string_view text_;
  std::size_t at_ = 0;
  bool malformed_ = false;
  bool comments_open_ = false;
  bool quotes_open_ = false;
  bool literals_open_ = false;
};

}  // namespace mass
