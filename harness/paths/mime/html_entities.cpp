#include "harness/paths/mime/html_entities.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace mass::transforms {

namespace {

// The names of U+00A0 to U+00FF in order.
constexpr auto kLatin = std::to_array<std::string_view>(
    {"nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
     "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
     "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
     "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
     "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
     "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
     "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
     "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
     "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
     "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
     "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"});

}  // namespace

std::optional<std::uint32_t> latin_entity(std::string_view name) {
  const auto* const found = std::ranges::find(kLatin, name);
  if (found == kLatin.end()) return std::nullopt;
  return 0xA0 + static_cast<std::uint32_t>(found - kLatin.begin());
}

std::optional<std::uint32_t> entity_number(std::string_view digits) {
  const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
  if (is_hex) digits.remove_prefix(1);
  const char* const end = digits.data() + digits.size();
  std::uint32_t code = 0;
  const auto [stop, error] = std::from_chars(digits.data(), end, code, is_hex ? 16 : 10);
  if (error != std::errc{} || stop != end || code > 0x10FFFF) return std::nullopt;
  return code;
}

}  // namespace mass::transforms
