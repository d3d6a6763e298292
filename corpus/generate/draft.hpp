#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/corpus.hpp"
#include "corpus/generate/dice.hpp"
#include "corpus/generate/people.hpp"
#include "corpus/generate/plan.hpp"

namespace mass::generate {

/// A MIME entity with LF line ends. Fields have no final LF; their folds are LF and white space.
struct Entity {
  std::vector<std::string> fields;
  std::string body;
};

/// Who writes to whom about what.
struct Letter {
  Person from;
  std::vector<Person> to;
  std::vector<Person> cc;
  std::string subject;  ///< As it stands in the field, encoded words included.
  std::int64_t date = 0;
  int zone = 0;  ///< Minutes east of UTC.
  std::string message_id;
  std::string answered_id;  ///< Message-ID of what this answers; empty if it answers nothing.
  bool is_reply = false;
};

/// A message being made, as it will be stored.
struct Draft {
  std::vector<std::string> fields;  ///< As in Entity.
  std::string body;                 ///< LF line ends.
  bool has_separator = true;
  LineEnds stored = LineEnds::lf;  ///< lf, crlf or mixed.
  std::string envelope_from;       ///< Empty: the null reverse-path.

  void put_on_top(std::string field) { fields.insert(fields.begin(), std::move(field)); }

  /// The first field of that name, or null.
  [[nodiscard]] std::string* find(std::string_view name);
  void erase(std::string_view name);
};

/// `name: value`, folded at blanks so that no line passes 76 characters where that is possible;
/// `fold` is the white space that a continuation starts with. A value that holds folds keeps them.
[[nodiscard]] std::string field_text(std::string_view name, std::string_view value,
                                     std::string_view fold = " ");

/// `text` in encoded words, with LF folds.
[[nodiscard]] std::string encoded(std::string_view text, std::string_view charset, char encoding);

/// Octets in base64 lines with LF ends; text with LF ends in quoted-printable.
[[nodiscard]] std::string in_base64(std::string_view octets, std::size_t width = 76);
[[nodiscard]] std::string in_quoted_printable(std::string_view text);

}  // namespace mass::generate
