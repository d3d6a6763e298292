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
/// charset that extends them. Characters for which there is no table become characters of private
/// planes, so that they come back as they were, in that charset alone. Source:
/// MIME-Charset 1.013.1.
class MailCharset {
 public:
  enum class Kind : std::uint8_t {
    ascii,
    utf8,
    one_octet,
    two_octets,   ///< ASCII, and characters of two octets, for which there is no table.
    iso_2022_jp,  ///< Likewise, between escape sequences.
    multibyte,    ///< ASCII is ASCII in it; nothing else is known.
  };

  /// Nothing for a charset that is not modelled. Case does not matter, aliases are known.
  [[nodiscard]] static std::optional<MailCharset> find(std::string_view name);
  [[nodiscard]] static MailCharset ascii();
  [[nodiscard]] static MailCharset utf8();

  [[nodiscard]] const std::string& name() const noexcept { return name_; }  ///< In upper case.
  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] HeaderEncoding header_encoding() const noexcept { return header_encoding_; }

  /// False where decode() gives characters of private planes.
  [[nodiscard]] bool has_table() const noexcept {
    return kind_ == Kind::ascii || kind_ == Kind::utf8 || kind_ == Kind::one_octet;
  }

  /// Nothing if the octets are not of this charset; a multibyte charset is never looked into. Of
  /// ISO-2022-JP all behind an octet that is not ASCII is lost. Source: Encode::JP::JIS7.
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

/// Characters of private planes as U+FFFD.
[[nodiscard]] std::u32string without_private(std::u32string_view text);

}  // namespace mass::transforms
