#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/mime.hpp"

/// What SpamAssassin reads in a message. Private to this folder.
namespace mass::transforms::spamassassin {

/// What `\s` of Perl matches.
[[nodiscard]] constexpr bool is_space(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// An entity, those inside messages included.
struct Entity {
  std::string type;  ///< `text/html`, lower case; texts it does not know are `text/plain`.
  bool has_charset = false;
  std::string charset;      ///< Lower case.
  std::string encoding;     ///< Content-Transfer-Encoding, lower case.
  std::string disposition;  ///< The whole value, lower case.
  std::string type_field;   ///< Content-Type as it stands; empty if it lacks.
  std::string raw;          ///< As it stands; empty for what holds other entities.
  std::string content;      ///< Decoded.
  std::string text;      ///< What a reader would see, in UTF-8; only plain text and HTML have it.
  bool is_wide = false;  ///< Text that is more than what ASCII and entities of Latin-1 stand for.
  std::set<std::string, std::less<>> tags;  ///< Of HTML.
  bool is_leaf = true;
  bool is_shown = false;        ///< Is plain text or HTML, whatever it says it is.
  std::size_t alternative = 0;  ///< Number of the multipart/alternative it stands in; 0: none.
};

struct Reading {
  std::string from_line;  ///< `From ` line of a mailbox in front of the header, or nothing.
  std::string header;     ///< Lines as they stand, the empty one at the end included.
  std::string body;
  Message fields;  ///< The fields it makes of the header.
  std::vector<Entity> entities;
  bool has_part_without_header = false;
  bool has_part_without_blank_line = false;
  bool has_epilogue = false;
  std::string text;                ///< Of all entities: blanks as one, paragraphs as lines. In
                                   ///< UTF-8, or in Latin-1 if all that is not ASCII was entities.
  std::vector<std::string> lines;  ///< The Subject, then the text in lines that are not too long.

  [[nodiscard]] bool has(std::string_view name) const { return fields.find(name) != nullptr; }

  /// The values of all fields of that name, a line each, encoded words decoded; empty: there is
  /// none.
  [[nodiscard]] std::string value(std::string_view name) const;

  /// The same without decoding.
  [[nodiscard]] std::string raw_value(std::string_view name) const;
};

/// Up to three lines in a header that are no fields are passed over; after the fourth the body
/// starts. Linear but for messages inside messages, of which 20 levels are opened.
[[nodiscard]] Reading read_message(std::string_view octets);

}  // namespace mass::transforms::spamassassin
