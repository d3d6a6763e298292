#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/software/sympa/mail_header.hpp"

/// Messages as MIME::Parser reads and MIME::Entity writes them: everything is taken apart, decoded
/// and encoded anew. Private to this room. Text has LF line ends here.
namespace mass::transforms {

/// One entity. Source: MIME-tools 5.510.
struct MailEntity {
  MailHeader head;
  std::string default_type = "text/plain";
  std::string effective_type;           ///< Set where it differs from what the header says.
  std::optional<std::string> preamble;  ///< As it is written; nothing: that of a new multipart.
  std::string epilogue;
  std::vector<MailEntity> parts;
  std::optional<std::string> body;  ///< Decoded; nothing where parts stand.

  /// In lower case, as `text/plain`.
  [[nodiscard]] std::string header_type() const;
  [[nodiscard]] std::string type() const;
  /// Content-Transfer-Encoding in lower case; `7bit` if it lacks.
  [[nodiscard]] std::string encoding() const;
  [[nodiscard]] bool is_multipart() const;

  /// What it was becomes the only part of a new multipart/mixed. Fields `Content-*` go into the
  /// part, all others stay.
  void wrap(std::string_view boundary);

  /// Content-Length of this and all that is in it: what is written, gone from multiparts.
  void set_lengths();

  [[nodiscard]] std::string body_text() const;
  [[nodiscard]] std::string to_string() const;
};

/// Never fails. Deeper than 64 levels an entity is a leaf.
[[nodiscard]] MailEntity parse_mail_entity(std::string_view text);

/// Source: MIME::Decoder::QuotedPrint; `textual` keeps line ends as they are.
[[nodiscard]] std::string encode_mail_quoted_printable(std::string_view text, bool textual);
[[nodiscard]] std::string decode_mail_quoted_printable(std::string_view text);

/// What stands between `begin` and `end`; lines of the wrong length are left out. Source:
/// MIME::Decoder::UU.
[[nodiscard]] std::string decode_mail_uu(std::string_view text);
[[nodiscard]] std::string encode_mail_uu(std::string_view octets, std::string_view filename);

}  // namespace mass::transforms
