#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/paths/software/sympa/code_pages.hpp"

/// Charsets as MIME::Charset knows them, those of one octet a character, UTF-8 and a few more.
/// Private to this room.
namespace mass::transforms {

enum class HeaderEncoding : std::uint8_t { none, quoted, base64, shorter };

/// A charset, and how it is to be encoded in fields. Several of ISO-8859 are read as the Windows
/// charset that extends them. Source: MIME-Charset 1.013.1.
class MailCharset {
 public:
  enum class Kind : std::uint8_t {
    ascii,
    utf8,
    one_octet,
    multibyte,  ///< ASCII is ASCII in it; nothing else is known.
  };

  /// Nothing for a charset that is not modelled. Case does not matter, aliases are known.
  [[nodiscard]] static std::optional<MailCharset> find(std::string_view name);
  [[nodiscard]] static MailCharset ascii();
  [[nodiscard]] static MailCharset utf8();

  [[nodiscard]] const std::string& name() const noexcept { return name_; }  ///< In upper case.
  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] HeaderEncoding header_encoding() const noexcept { return header_encoding_; }

  /// Nothing if the octets are not of this charset; a multibyte charset is never looked into.
  [[nodiscard]] std::optional<std::u32string> decode(std::string_view octets) const;
  /// Nothing if a character is not in this charset.
  [[nodiscard]] std::optional<std::string> encode(std::u32string_view text) const;
  [[nodiscard]] std::optional<std::string> encode(char32_t character) const;

  bool operator==(const MailCharset& other) const { return name_ == other.name_; }

 private:
  MailCharset(std::string name, Kind kind, HeaderEncoding encoding)
      : name_(std::move(name)), kind_(kind), header_encoding_(encoding) {}

  std::string name_;
  Kind kind_;
  HeaderEncoding header_encoding_;
  const CodePage* page_ = nullptr;
};

/// What is no UTF-8 becomes U+FFFD, one for each octet or character cut short.
[[nodiscard]] std::u32string lenient_utf32(std::string_view octets);
[[nodiscard]] std::string to_utf8(std::u32string_view text);

}  // namespace mass::transforms
