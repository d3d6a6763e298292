#include "harness/paths/lists/address_elements.hpp"

#include "core/message/address_lexer.hpp"

namespace mass::transforms {

std::vector<AddressElement> address_elements(std::string_view value) {
  std::vector<AddressElement> elements;
  AddressLexer lexer(value);
  std::size_t begin = 0;
  bool in_angle = false;  // an obsolete route has commas and a colon of its own
  for (auto token = lexer.next(); token.kind != AddressToken::Kind::end; token = lexer.next()) {
    if (token.kind != AddressToken::Kind::special) continue;
    const char mark = token.text.front();
    if (mark == '<' || mark == '>') in_angle = mark == '<';
    if (in_angle || !std::string_view(",:;").contains(mark)) continue;
    elements.push_back({value.substr(begin, lexer.position() - 1 - begin), mark});
    begin = lexer.position();
  }
  elements.push_back({value.substr(begin)});
  return elements;
}

}  // namespace mass::transforms
