#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/software/sympa/mail_charset.hpp"

/// Encoded words as MIME::EncWords reads and writes them. Private to this room. Source:
/// MIME-EncWords 1.014.3.
namespace mass::transforms {

/// A stretch of a field: words of one charset joined, or text as it stands.
struct MailToken {
  std::string octets;
  std::string charset;  ///< Empty: plain text.
};

/// Line ends and the white space behind them become one blank. Words that cannot be decoded are
/// plain text.
[[nodiscard]] std::vector<MailToken> mail_tokens(std::string_view value);

/// The tokens in UTF-8. Plain text and text in charsets that are not modelled keep their octets.
[[nodiscard]] std::string mail_text(const std::vector<MailToken>& tokens);

struct WordStyle {
  std::string_view field;        ///< Its name takes room on the first line; empty: none.
  bool is_display_name = false;  ///< Words with special characters are encoded too.
};

/// `text` with its words that are not ASCII encoded, folded by LF and a blank at 76 columns. UTF-8
/// where a word is not of the charset.
[[nodiscard]] std::string encode_mail_words(std::u32string_view text, const MailCharset& charset,
                                            const WordStyle& style);

}  // namespace mass::transforms
