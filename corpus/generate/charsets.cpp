#include "corpus/generate/charsets.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace mass::generate {

namespace {

constexpr std::array<std::pair<Twist, Script>, 11> kScripts{
    {{Twist::iso_2022_jp, Script::iso_2022_jp},
     {Twist::shift_jis, Script::shift_jis},
     {Twist::euc_jp, Script::euc_jp},
     {Twist::koi8, Script::koi8},
     {Twist::gb, Script::gb},
     {Twist::big5, Script::big5},
     {Twist::euc_kr, Script::euc_kr},
     {Twist::utf_7, Script::utf_7},
     {Twist::other_charset, Script::other},
     {Twist::windows_125x, Script::windows_125x},
     {Twist::iso_8859, Script::iso_8859}}};

// Common ones come more often than the rest; shift_jis, euc-jp, utf-7 and others by twist alone.
constexpr std::array<Script, 12> kUsual{
    Script::iso_8859, Script::iso_8859, Script::iso_8859,     Script::windows_125x,
    Script::koi8,     Script::gb,       Script::iso_2022_jp,  Script::big5,
    Script::euc_kr,   Script::utf_8,    Script::windows_125x, Script::utf_8};

Script draw_script(Twist twist, int year, Dice& dice) {
  const auto* const asked = std::find_if(kScripts.begin(), kScripts.end(),
                                         [&](const auto& entry) { return entry.first == twist; });
  if (asked != kScripts.end()) return asked->second;
  constexpr int kUnicodeYear = 2010;
  if (year >= kUnicodeYear && dice.percent(75)) return Script::utf_8;
  return dice.pick(kUsual);
}

}  // namespace

const Phrasebook& draw_phrasebook(Twist twist, int year, Dice& dice) {
  const Script script = draw_script(twist, year, dice);
  std::vector<const Phrasebook*> fitting;
  for (const auto books : {phrases_of_asia(), phrases_of_europe()}) {
    for (const Phrasebook& book : books) {
      if (book.script == script) fitting.push_back(&book);
    }
  }
  return *dice.pick(fitting);
}

const Phrasebook& accented_names(bool utf8) {
  const auto books = phrases_of_europe();
  const std::string_view charset = utf8 ? "utf-8" : "iso-8859-1";
  return *std::find_if(books.begin(), books.end(),
                       [&](const Phrasebook& book) { return book.charset == charset; });
}

std::string letter_text(const Phrasebook& book, std::size_t octets, Dice& dice) {
  std::string text(book.lines.front());
  text += "\n\n";
  std::size_t in_paragraph = 0;
  do {
    text += book.lines[dice.between(1, book.lines.size() - 2)];
    text += '\n';
    if (++in_paragraph == 4) {
      text += '\n';
      in_paragraph = 0;
    }
  } while (text.size() < octets);
  if (in_paragraph != 0) text += '\n';
  return text.append(book.lines.back()).append("\n");
}

}  // namespace mass::generate
