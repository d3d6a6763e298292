#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/message/message.hpp"

/// Reading a body as Sendmail's MIME code does, and its quoted-printable. Private to this room.
namespace mass::transforms {

enum class Separator : std::uint8_t { none, between, final };

/// What a line (line end and trailing blanks left out) is to any of the boundaries.
[[nodiscard]] Separator separator(std::string_view line, std::span<const std::string> boundaries);

/// A name without blanks, perhaps blanks, a colon. Lines with `--` in front are none.
[[nodiscard]] bool looks_like_field(std::string_view line);

/// The lines up to a separator or the end.
struct Section {
  std::string_view lines;  ///< As they stand.
  std::string_view text;   ///< Without the line end that belongs to the separator.
  Separator kind = Separator::final;
};

/// Takes a text apart, line by line with line ends.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
  [[nodiscard]] std::string_view peek() const;
  [[nodiscard]] std::string_view next();

  /// Reads through the separator.
  [[nodiscard]] Section section(std::span<const std::string> boundaries);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// A field of MIME with quotes and comments closed at the expense of its last octets; others as
/// they stand.
[[nodiscard]] Field sendmail_balanced(const Field& field);

/// Quoted-printable of CRLF text as Sendmail writes it; each line ends in CRLF. `is_part`: an empty
/// last line is written too. Source: RFC 2045 section 6.7.
[[nodiscard]] std::string sendmail_quoted_printable(std::string_view text, bool is_part);

}  // namespace mass::transforms
