#include "harness/paths/mime/recode.hpp"

#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kMaxLine = 998;  // RFC 5321 section 4.5.3.1.6, without CRLF

bool is_unencoded(TransferEncoding encoding) {
  return encoding == TransferEncoding::seven_bit || encoding == TransferEncoding::eight_bit ||
         encoding == TransferEncoding::binary;
}

// Lines that SMTP may carry unencoded. Source: RFC 2045 section 2.8 (8bit data).
bool is_line_data(std::string_view text) {
  std::size_t line = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      line = 0;
      ++i;
    } else if (c == '\r' || c == '\n' || c == '\0' || ++line > kMaxLine) {
      return false;
    }
  }
  return true;
}

Recoded decoded(std::string text) {
  const bool is_ascii = !has_eight_bit(text);
  return {std::move(text), is_ascii ? "7bit" : "8bit"};
}

}  // namespace

std::optional<Recoded> recode(Recoding recoding, TransferEncoding encoding,
                              std::string_view content, bool is_root) {
  const bool encodes = is_unencoded(encoding) && has_eight_bit(content);
  switch (recoding) {
    case Recoding::to_quoted_printable:
      if (!encodes) return std::nullopt;
      return Recoded{quoted_printable_encode(content), "quoted-printable"};
    case Recoding::to_base64: {
      if (!encodes) return std::nullopt;
      std::string lines = base64_lines(content);
      if (!is_root) lines.resize(lines.size() - 2);  // that CRLF is the delimiter's
      return Recoded{std::move(lines), "base64"};
    }
    case Recoding::from_quoted_printable: {
      if (encoding != TransferEncoding::quoted_printable) return std::nullopt;
      std::string text = quoted_printable_decode(content);
      if (!is_line_data(text)) return std::nullopt;
      return decoded(std::move(text));
    }
    case Recoding::from_base64: {
      auto text = encoding == TransferEncoding::base64 ? base64_decode(content) : std::nullopt;
      if (!text || !is_line_data(*text)) return std::nullopt;
      return decoded(*std::move(text));
    }
  }
  return std::nullopt;
}

}  // namespace mass::transforms
