#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

/// Text in the charsets of mail, as the C library knows them.
namespace mass {

enum class CharsetError : std::uint8_t {
  unknown,  ///< No such charset.
  unfit,    ///< The text is not of that charset, or has characters it lacks.
};

/// From one charset to another, for many texts. Names are those of the C library; what is no name
/// is unknown.
class CharsetConverter {
 public:
  CharsetConverter(std::string_view to, std::string_view from);
  ~CharsetConverter();
  CharsetConverter(const CharsetConverter&) = delete;
  CharsetConverter& operator=(const CharsetConverter&) = delete;

  /// A whole text: each begins and ends in the first state of a charset that has states.
  [[nodiscard]] std::expected<std::string, CharsetError> run(std::string_view octets) const;

 private:
  void* handle_;
};

/// Octets in `charset` as UTF-8.
[[nodiscard]] std::expected<std::string, CharsetError> utf8_from(std::string_view charset,
                                                                 std::string_view octets);

/// UTF-8 text as octets in `charset`.
[[nodiscard]] std::expected<std::string, CharsetError> utf8_to(std::string_view charset,
                                                               std::string_view text);

}  // namespace mass
