#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/software/courier/content.hpp"

/// The MIME tree as Courier sees it. Private to this folder.
namespace mass::transforms::courier {

struct Entity {
  std::vector<std::string_view> fields;  ///< Each with its folds, without the last CRLF.
  std::string_view raw;                  ///< All of a part, as it stands.
  std::string_view text;                 ///< The content of a leaf.
  std::vector<Entity> inside;  ///< The parts of a multipart, or the message in a message/rfc822.
  bool is_mime = false;        ///< MIME-Version says 1, here or in what it is a part of.
  bool is_part = false;        ///< Of a multipart, not a message.
  bool is_multipart = false;
  bool is_message = false;  ///< Holds a message.
  Content content;          ///< As declared; a text has a charset then. Empty if it was not.
  std::string encoding;  ///< As declared, lower case, by a multipart for its parts too; else 8bit
                         ///< or 7bit, whatever is inside.
  bool is_encoding_declared = false;
  bool is_type_declared = false;
  bool has_8bit = false;         ///< DEL counts, and what quoted-printable stands for.
  bool has_long_line = false;    ///< Over 500 octets.
  bool has_8bit_header = false;  ///< Here or in what it holds.
};

/// Reads a message. A line that starts with a boundary, in any case, is a delimiter, the innermost
/// one first. In a header that is not ended by a blank line the last field is not seen. What is
/// deeper than 32 levels is a leaf, and what follows the first 5,000 parts belongs to the last.
[[nodiscard]] Entity read_entity(std::string_view octets);

}  // namespace mass::transforms::courier
