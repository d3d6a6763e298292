#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"

namespace mass {

/// A parsed Content-Type. `text/plain; charset=us-ascii` when a message has none. Source: RFC 2045
/// section 5.
struct ContentType {
  std::string type = "text";      ///< Lower case.
  std::string subtype = "plain";  ///< Lower case.
  std::map<std::string, std::string, std::less<>>
      parameters;         ///< Names lower case, values unquoted; first one wins.
  bool declared = false;  ///< The field was there.
  bool malformed =
      false;  ///< The field was there and could not be read; type and subtype are the default.

  [[nodiscard]] bool is(std::string_view t, std::string_view s) const noexcept {
    return type == t && subtype == s;
  }
  [[nodiscard]] std::string_view parameter(
      std::string_view name) const noexcept;  ///< Empty if absent.
};
[[nodiscard]] ContentType parse_content_type(std::string_view value);

enum class TransferEncoding : std::uint8_t {
  seven_bit,
  eight_bit,
  binary,
  quoted_printable,
  base64,
  other
};
/// Source: RFC 2045 section 6. An absent field is 7bit.
[[nodiscard]] TransferEncoding parse_transfer_encoding(std::string_view value) noexcept;

/// The type of a Content-Disposition value in lower case, or nothing. Source: RFC 2183 section 2.
[[nodiscard]] std::string parse_disposition(std::string_view value);

/// One entity of the MIME tree, as offsets into the body of the message it came from.
struct MimePart {
  std::int32_t parent = -1;  ///< Index of the enclosing part; -1 for the root.
  std::vector<std::int32_t> children;
  std::uint32_t header_begin =
      0;  ///< Start of the part's own header; the root has its header in the message.
  std::uint32_t body_begin = 0;  ///< First octet of content.
  std::uint32_t body_end = 0;  ///< One past the content; the CRLF before a boundary is not content.
  std::uint32_t close_delimiter =
      0;  ///< Multipart: offset of the CRLF-less `--boundary--` line; body_end if it lacks.
  ContentType content_type;
  TransferEncoding encoding = TransferEncoding::seven_bit;
  std::string disposition;  ///< Lower case type of Content-Disposition; empty if absent.

  [[nodiscard]] bool is_multipart() const noexcept { return content_type.type == "multipart"; }
  [[nodiscard]] bool is_leaf() const noexcept { return children.empty(); }
};

/// A view of the MIME structure: part 0 is the message itself, parents stand before children.
/// `message/rfc822` content is not opened. Depth is limited to 64 and parts to 5,000; beyond that
/// the rest is one leaf and `truncated` is set. Never fails, linear in the body. Source: RFC 2046
/// section 5.1.
struct MimeTree {
  std::vector<MimePart> parts;
  bool truncated = false;
};
[[nodiscard]] MimeTree parse_mime(const Message& message);

/// The header fields of a part below the root, read from the message body.
[[nodiscard]] Message part_header(const Message& message, const MimePart& part);

}  // namespace mass
