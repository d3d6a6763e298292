#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How Courier reads and writes what describes a content. Private to this folder.
namespace mass::transforms::courier {

struct Content {
  std::string type;  ///< `text/plain`, lower case, whatever it is; empty: the field lacks.
  std::vector<std::pair<std::string, std::string>>
      parameters;  ///< In order; the last value counts.

  [[nodiscard]] const std::string* parameter(std::string_view name) const;
};

/// Comments and blanks go, names and charsets in lower case, quoted text keeps its backslashes;
/// what has no `=` is dropped.
[[nodiscard]] Content parse_content(std::string_view value);

/// A value without comments, quotes and blanks, in lower case.
[[nodiscard]] std::string plain_word(std::string_view value);

/// `text/plain; charset=utf-8; name="a.b"`: values of more than letters, digits and hyphens in
/// quotes. A boundary is not written.
[[nodiscard]] std::string written(const Content& content);

/// Quoted-printable of CRLF text: a line ends in `=` in front of the first octet, but for a space,
/// that would stand behind column 73. A space at the very end is lost.
[[nodiscard]] std::string quoted_printable(std::string_view text);

}  // namespace mass::transforms::courier
