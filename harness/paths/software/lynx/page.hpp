#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Text laid out in lines. Private to this room.
namespace mass::lynx {

enum class Align : std::uint8_t { left, center, right };

/// How a block is set. Columns are characters.
struct Style {
  int id = 0;  ///< Blocks of one style follow each other without empty lines.
  std::size_t left = 3;
  std::size_t right = 6;
  Align align = Align::left;
  std::size_t before = 1;  ///< Empty lines.
  std::size_t after = 0;
};

class Page {
 public:
  /// There was a tag.
  void note_tag() { is_tagged_ = true; }
  /// Text with its blanks run together.
  void add_text(std::string_view text);
  /// Signs that are not text: blanks around them are not theirs.
  void add_mark(std::string_view mark);
  /// Text as it stands, line ends included.
  void add_preformatted(std::string_view text);
  /// A mark in front of the text of a line, which starts at the margin.
  void add_bullet(std::string_view mark);
  void add_rule();

  /// The style of the text that comes.
  void want(const Style& style);
  /// What was wanted counts from now on.
  void update();
  void align_paragraph(std::optional<Align> align) { paragraph_ = align; }
  /// Moves the margin of the present style.
  void set_margin(std::size_t left);

  void end_line();
  void need_empty_lines(std::size_t count);
  void start_paragraph();

  /// Takes a text back if nothing stands behind it.
  bool take_back(std::string_view text);

  void start_table();
  void start_row();
  void start_cell();
  void end_table();

  /// The lines; the page is empty then.
  [[nodiscard]] std::vector<std::string> finish();

 private:
  struct Row {
    std::size_t line;
    std::vector<std::size_t> cells;  // Where each starts in its line.
  };

  void put(std::string_view character);
  void add_blank(char blank);
  void emit(std::string_view text);
  void wrap();
  void end_row();
  void set_columns();
  [[nodiscard]] std::size_t room() const;

  std::vector<std::string> lines_;
  std::string line_;
  std::size_t width_ = 0;   // Characters of the line.
  std::size_t prefix_ = 0;  // Octets of its bullet.
  std::size_t hang_ = 0;    // Columns that the bullet hangs out.
  Style style_;
  Style wanted_;
  bool is_style_new_ = false;
  bool needs_empty_line_ = false;
  bool is_preformatted_ = false;
  bool is_tagged_ = false;
  bool is_start_ = true;     // Neither text nor a line end so far.
  bool is_in_word_ = false;  // A blank that follows is kept.
  std::optional<Align> paragraph_;

  int tables_ = 0;  // Tables that are open.
  bool is_simple_ = true;
  std::vector<Row> rows_;
  std::size_t row_start_ = 0;
  std::vector<std::size_t> cells_;
  bool is_in_row_ = false;
  bool is_first_ = false;
};

}  // namespace mass::lynx
