#pragma once

#include <cstddef>
#include <cstdint>

#include "corpus/generate/dice.hpp"

namespace mass::generate {

/// What sort of mail a message is.
enum class Kind : std::uint8_t {
  note,          ///< Text between people.
  post,          ///< Text on a mailing list.
  patch,         ///< A patch on a mailing list.
  web,           ///< multipart/alternative of a web or mobile mailer.
  newsletter,    ///< HTML in bulk.
  html,          ///< HTML alone.
  attachment,    ///< multipart/mixed.
  foreign,       ///< Text in another language and charset.
  encoded,       ///< Text in base64.
  invite,        ///< A meeting request.
  forward,       ///< A message in a message.
  smime,         ///< multipart/signed with a PKCS#7 signature.
  smime_opaque,  ///< application/pkcs7-mime.
  pgp_mime,
  pgp_encrypted,
  pgp_inline,
  bounce,      ///< A delivery status notification.
  complaint,   ///< A feedback report.
  auto_reply,  ///< A vacation notice.
  system,      ///< Written by a program, without MIME.
};

/// The one rare thing about a message, if there is one.
enum class Twist : std::uint8_t {
  none,
  line_998,
  line_999,
  line_10000,
  dot_line,
  from_line,
  quoted_from_line,
  missing_from,
  missing_date,
  missing_subject,
  missing_message_id,
  missing_to,
  duplicate_field,
  duplicate_content_field,
  malformed_line,
  space_before_colon,
  odd_folding,
  bare_cr,
  bare_lf,
  nul,
  no_final_newline,
  empty_body,
  no_separator,
  header_8bit,
  utf8_header,
  eai_address,
  long_header,
  over_64k,
  over_1m,
  resent,
  parameter_2231,
  no_received,
  many_received,
  dkim_l_tag,
  dkim_multi,
  domainkeys,
  arc,
  iso_2022_jp,
  shift_jis,
  euc_jp,
  koi8,
  gb,
  big5,
  euc_kr,
  utf_7,
  other_charset,
  windows_125x,
  iso_8859,
  bulk,
  forward,
  smime,
  smime_opaque,
  pgp_mime,
  pgp_encrypted,
  pgp_inline,
  bounce,
  complaint,
  auto_reply,
  invite,
  base64_text,
};
inline constexpr std::size_t kTwistCount = 60;

/// Rare things are dealt out like cards: each twist once in a block of this many messages, the rest
/// have none. The first blocks all have twists, so that a small corpus has three of each; later
/// only every third, nearer to the rates of real mail.
inline constexpr std::size_t kBlock = 130;
inline constexpr std::size_t kFullBlocks = 3;

struct Plan {
  std::size_t index = 0;
  Twist twist = Twist::none;
  Kind kind = Kind::note;
  int year = 2004;
  std::size_t text_octets = 1500;  ///< About how much the author wrote.
};

[[nodiscard]] Plan make_plan(std::uint64_t seed, std::size_t index, Dice& dice);

}  // namespace mass::generate
