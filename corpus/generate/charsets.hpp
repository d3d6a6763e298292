#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "corpus/generate/dice.hpp"
#include "corpus/generate/plan.hpp"

namespace mass::generate {

enum class Script : std::uint8_t {
  iso_2022_jp,
  shift_jis,
  euc_jp,
  koi8,
  gb,
  big5,
  euc_kr,
  utf_7,
  utf_8,
  other,  ///< A charset that few mailers know.
  windows_125x,
  iso_8859,
};

/// A few sentences of a letter in one language and charset, octets as they stand in the mail.
struct Phrasebook {
  std::string_view charset;  ///< As a Content-Type declares it.
  Script script;
  std::string_view name;                  ///< The writer's, for the display name of From.
  std::string_view subject;               ///< Short enough for one encoded word.
  std::array<std::string_view, 8> lines;  ///< The first greets, the last takes leave.

  /// Octets over 127 are in the text; else it is 7bit (iso-2022-jp, utf-7).
  [[nodiscard]] bool is_eight_bit() const noexcept {
    return script != Script::iso_2022_jp && script != Script::utf_7;
  }
};

[[nodiscard]] std::span<const Phrasebook> phrases_of_asia() noexcept;
[[nodiscard]] std::span<const Phrasebook> phrases_of_europe() noexcept;

/// The charset a twist asks for, or any; UTF-8 is the likelier the later the year.
[[nodiscard]] const Phrasebook& draw_phrasebook(Twist twist, int year, Dice& dice);

/// Latin letters with accents in UTF-8 or ISO-8859-1, for names of people: `Jörg Müßig`.
[[nodiscard]] const Phrasebook& accented_names(bool utf8);

/// A letter of about `octets`: the lines between greeting and leave are used again where it is
/// longer.
[[nodiscard]] std::string letter_text(const Phrasebook& book, std::size_t octets, Dice& dice);

}  // namespace mass::generate
