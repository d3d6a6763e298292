#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The lines of a field value in the making. Private to python_email.
namespace mass::python_email {

/// Text of a charset as one encoded word, base64 where that is shorter; nothing for no text.
[[nodiscard]] std::string encoded_word(std::string_view text, std::string_view charset);

/// Takes words one after the other and folds: at the last `;`, else the last `,`, else the last
/// blank of a line that has become too long.
class ValueLines {
 public:
  ValueLines(std::size_t used, std::size_t max_line, std::string_view continuation)
      : max_line_(max_line), continuation_(continuation), used_(used), length_(used) {}

  /// Text behind `blanks`, as it stands if the charset is `us-ascii`, else as encoded words.
  void feed(std::string_view blanks, std::string_view text, std::string_view charset);

  /// A blank that is dropped at the end of a line.
  void add_blank() { add({" ", ""}); }
  void end_line();

  /// The lines with CRLF between them; nothing where one would be read as a field.
  [[nodiscard]] std::optional<std::string> finish() &&;

 private:
  struct Piece {
    std::string blanks;
    std::string text;
  };

  void add(Piece piece);
  Piece pop();
  void push(std::string_view blanks, std::string_view text);
  void feed_encoded(std::string_view blanks, std::string_view text, std::string_view charset);
  [[nodiscard]] std::size_t fold_place() const noexcept;
  [[nodiscard]] static std::string text_of(const std::vector<Piece>& pieces);

  std::size_t max_line_;
  std::string continuation_;
  std::vector<std::string> lines_;
  std::vector<Piece> line_;
  std::size_t used_;    // Columns of the present line that the field name takes.
  std::size_t length_;  // Columns of the present line.
};

}  // namespace mass::python_email
