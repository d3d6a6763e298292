#include <fmt/format.h>

#include <optional>

#include "core/base/charset.hpp"
#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// Past a quoted string or a comment that starts at `at`, or past one octet.
std::size_t past(std::string_view value, std::size_t at) {
  if (value[at] == '"') {
    for (++at; at < value.size() && value[at] != '"'; ++at) {
      if (value[at] == '\\') ++at;
    }
  } else if (value[at] == '(') {
    std::size_t depth = 1;
    for (++at; at < value.size(); ++at) {
      if (value[at] == '\\') {
        ++at;
      } else if (value[at] == '(') {
        ++depth;
      } else if (value[at] == ')' && --depth == 0) {
        break;
      }
    }
  }
  return std::min(at + 1, value.size());
}

// The value with another charset in place of the first one; nothing if it names none.
std::optional<std::string> with_charset(std::string_view value, std::string_view charset) {
  constexpr std::string_view kName = "charset";
  bool is_start = false;  // of a parameter
  for (std::size_t at = 0; at < value.size(); at = past(value, at)) {
    if (is_start && istarts_with(value.substr(at), kName)) {
      const std::size_t equals = value.find_first_not_of(" \t\r\n", at + kName.size());
      if (equals != std::string_view::npos && value[equals] == '=') {
        const std::size_t begin =
            std::min(value.find_first_not_of(" \t\r\n", equals + 1), value.size());
        const std::size_t end =
            begin < value.size() && value[begin] == '"'
                ? past(value, begin)
                : std::min(value.find_first_of("; \t\r\n(", begin), value.size());
        return std::string(value.substr(0, begin)).append(charset).append(value.substr(end));
      }
    }
    const bool is_blank = is_fws(value[at]);
    if (!is_blank && value[at] != '(') is_start = value[at] == ';';
  }
  return std::nullopt;
}

// Whether the part needs no change: it says so, or it says nothing.
bool is_unicode(std::string_view charset) {
  return charset.empty() || iequals(charset, "utf-8") || iequals(charset, "utf8") ||
         iequals(charset, "us-ascii");
}

bool recode(PartEditor& parts, std::size_t i) {
  const std::string charset(parts.part(i).content_type.parameter("charset"));
  const auto type = parts.field(i, "Content-Type");
  const auto text = parts.text(i);
  if (is_unicode(charset) || !type || !text) return false;
  const auto unicode = utf8_from(charset, *text);
  const auto value = with_charset(type->value(), "utf-8");
  if (!unicode || !value || !parts.set_text(i, *unicode)) return false;
  parts.set_field(i, "Content-Type", *value);
  return true;
}

Applied apply_charset(const Transit& transit, const Parameters&, StepContext&) {
  PartEditor parts(transit.message);
  std::size_t count = 0;
  for (const std::size_t i : parts.texts()) count += recode(parts, i) ? 1 : 0;
  return edited(transit, std::move(parts).finish(),
                {fmt::format("recoded {} parts to UTF-8", count)});
}

}  // namespace

Transform charset() {
  return {.id = "T35",
          .name = "charset",
          .text =
              "Recodes texts of other charsets to UTF-8 and says so; a part that was 7bit becomes "
              "quoted-printable if it needs to. Text that its charset does not have stays.",
          .models = "groupware, webmail, list managers that add a footer",
          .benign = true,
          .parameters = {},
          .apply = apply_charset};
}

}  // namespace mass::transforms
