#pragma once

#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/random.hpp"
#include "harness/paths/software/python_email/header.hpp"

/// Messages as Python's email package reads, keeps and writes them. Private to the rooms of
/// software written with it. Source: Python 3.11, policy `compat32`.
namespace mass::python_email {

/// A field: the value without blanks in front, its folds as CRLF and blank.
struct HeaderLine {
  std::string name;
  std::string value;
  bool is_written = false;  ///< The value is folded and encoded already.
};

/// A message or a body part.
struct Part {
  std::vector<HeaderLine> headers;
  std::string text;           ///< The content, while there are no children.
  std::list<Part> children;   ///< Of a multipart, a nested message or a delivery status.
  bool has_children = false;  ///< The content is a list, be it empty.
  std::optional<std::string> preamble;
  std::optional<std::string> epilogue;
  bool is_message_by_default = false;  ///< In a digest: what has no type is a message.
  bool is_defective = false;           ///< Its header or its boundaries break the rules.

  /// Value of the first field of that name, or null.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  void erase(std::string_view name);
  void add(std::string name, std::string value);
  /// In the place of the first field of that name, or at the end.
  void replace(std::string_view name, std::string value);

  /// `text/plain`, in lower case; never empty. What is not `a/b` is `text/plain`.
  [[nodiscard]] std::string content_type() const;
  [[nodiscard]] bool is_multipart_type() const;
  /// A parameter of Content-Type or another field, decoded; nothing where it is missing.
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name,
                                                     std::string_view field = "Content-Type") const;
  /// `filename` of Content-Disposition, else `name` of Content-Type, without blanks around it.
  [[nodiscard]] std::optional<std::string> file_name() const;
  /// Sets one, which puts all of Content-Type together anew at the end of the header.
  void set_parameter(std::string_view name, std::string_view value);

  /// The content with its transfer encoding undone.
  [[nodiscard]] std::string decoded() const;
  /// Text of a charset as the content, which sets Content-Type and, where it is missing,
  /// Content-Transfer-Encoding.
  void set_text(std::string octets, std::string_view charset);
};

/// Deeper parts are read as text. The software stops with an error at a depth of its own.
inline constexpr int kMaxDepth = 60;

[[nodiscard]] Part parse(std::string_view octets);

/// The header alone; the rest is text.
[[nodiscard]] Part parse_header(std::string_view octets);

/// The header and the body that the package writes, lines ended by CRLF.
struct Written {
  std::vector<HeaderLine> headers;  ///< Folded.
  std::string body;
};

/// Nothing where the package refuses to write a field. Boundaries that are missing are drawn and
/// put into `part`.
[[nodiscard]] std::optional<Written> write(Part& part, RandomSource& random,
                                           std::size_t max_line = kMaxLine);

/// Fields and body as the octets of a message.
[[nodiscard]] std::string octets_of(const Written& written);

/// The message that this one was made to carry: its content, or the content of one of its parts;
/// null if there is none.
[[nodiscard]] Part* carried_message(Part& part);

/// A part made anew: `text/plain` in a charset.
[[nodiscard]] Part text_part(std::string octets, std::string_view charset);

}  // namespace mass::python_email
