#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Field values as Python's `email.header` reads and folds them. Private to the rooms of software
/// written with it. Source: Python 3.11, policy `compat32`.
namespace mass::python_email {

/// A run of a field value: octets in a charset; no charset where no encoded word was.
struct Chunk {
  std::string octets;
  std::optional<std::string> charset;  ///< As the encoded word says it, in lower case.
};

/// The encoded words of a value told apart from the rest; neighbours of one charset are one chunk.
/// Nothing where base64 cannot be decoded, which stops the software.
[[nodiscard]] std::optional<std::vector<Chunk>> decode_header(std::string_view value);

/// Text in UTF-8 and the charset that it is written in.
struct Run {
  std::string text;
  std::string charset;  ///< Canonical; `us-ascii` for text as it stands.
};

/// A value to be written.
struct HeaderText {
  std::vector<Run> runs;
  std::string continuation = " ";  ///< What stands at the start of a line between encoded words.

  /// Adds text; that of `us-ascii` which is not ASCII becomes UTF-8.
  void add(std::string text, std::string_view charset);
};

/// Chunks decoded by their charsets. Nothing where one is unknown or does not fit.
[[nodiscard]] std::optional<HeaderText> make_header(const std::vector<Chunk>& chunks);

/// Runs of one charset made one, with the blanks that must stand between encoded words and other
/// text.
[[nodiscard]] std::vector<Run> separated(const std::vector<Run>& runs);

/// The text that a reader sees.
[[nodiscard]] std::string text_of(const HeaderText& header);

/// No line is folded.
inline constexpr std::size_t kUnlimited = 1'000'000;
inline constexpr std::size_t kMaxLine = 78;

/// The value in lines, CRLF between them, none longer than `max_line` where there is a place to
/// fold; `used` columns of the first line are taken. Lines of the text stay lines. Nothing where
/// a line of the value would be read as a field of its own: the software then refuses to write.
[[nodiscard]] std::optional<std::string> encode(const HeaderText& header, std::size_t used,
                                                std::size_t max_line);

/// The value of a field as the package writes it: octets beyond ASCII keep it as it stands.
[[nodiscard]] std::optional<std::string> fold(std::string_view name, std::string_view value,
                                              std::size_t max_line);

/// A value as text: octets beyond ASCII are none, and each is shown as U+FFFD.
[[nodiscard]] std::string readable(std::string_view value);

/// What ends a line of text, where lines of octets end in CR and LF alone.
inline constexpr std::string_view kTextLineEnds = "\n\r\v\f\x1c\x1d\x1e";

/// Lines, each up to one of `ends`; a CRLF counts once.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text,
                                                        std::string_view ends = kTextLineEnds);

}  // namespace mass::python_email
