#include "harness/paths/software/sympa/code_pages.hpp"

#include <algorithm>
#include <string>

#include "core/base/charset.hpp"
#include "core/base/utf8.hpp"

namespace mass::transforms {

namespace {

// Those that Perl's Encode has and the C library reads the same way, octet for octet.
constexpr auto kCodePageNames = std::to_array<std::string_view>(
    {"cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
     "cp874", "iso-8859-3", "iso-8859-4", "iso-8859-10", "iso-8859-14", "iso-8859-15",
     "iso-8859-16", "koi8-r", "koi8-u", "viscii"});

CodePage make_page(std::string_view name) {
  const CharsetConverter converter("UTF-8", name);
  CodePage page{.name = name, .codes = {}};
  for (std::size_t at = 0; at < page.codes.size(); ++at) {
    const auto character = converter.run(std::string(1, static_cast<char>(at + 0x80)));
    if (character) page.codes.at(at) = static_cast<char16_t>(first_character(*character).code);
  }
  return page;
}

}  // namespace

const CodePage* find_code_page(std::string_view name) {
  static const auto pages = [] {
    std::array<CodePage, kCodePageNames.size()> all;
    std::ranges::transform(kCodePageNames, all.begin(), make_page);
    return all;
  }();
  const auto* const found = std::ranges::find(pages, name, &CodePage::name);
  return found == pages.end() ? nullptr : found;
}

}  // namespace mass::transforms
