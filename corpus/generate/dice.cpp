#include "corpus/generate/dice.hpp"

namespace mass::generate {

namespace {

std::string_view alphabet_of(char sign) noexcept {
  constexpr std::string_view kAlphanumeric =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  switch (sign) {
    case '#':
      return kAlphanumeric.substr(0, 10);
    case '%':
      return "0123456789abcdef";
    case '^':
      return kAlphanumeric.substr(0, 16);
    case '&':
      return kAlphanumeric;
    default:
      return {};
  }
}

}  // namespace

std::string Dice::form(std::string_view pattern) {
  std::string text;
  text.reserve(pattern.size());
  for (const char sign : pattern) {
    const std::string_view alphabet = alphabet_of(sign);
    text += alphabet.empty() ? sign
                             : alphabet[static_cast<std::size_t>(random_.below(alphabet.size()))];
  }
  return text;
}

}  // namespace mass::generate
