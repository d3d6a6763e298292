#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// The same characters in other lines; the end of the last line and blank lines behind it stay.
std::string rewrapped(std::string_view content, std::size_t width) {
  std::string_view text = content;
  while (text.ends_with("\r\n")) text.remove_suffix(2);
  const std::string characters = without_whitespace(text);
  std::string out;
  for (std::size_t at = 0; at < characters.size(); at += width) {
    if (at > 0) out += "\r\n";
    out += characters.substr(at, width);
  }
  return out.append(content.substr(text.size()));
}

Applied apply_b64wrap(const Transit& transit, const Parameters& parameters, StepContext&) {
  PartEditor parts(transit.message);
  for (std::size_t i = 0; i < parts.tree().parts.size(); ++i) {
    const MimePart& part = parts.part(i);
    // Content that is not base64 throughout would be joined to something else.
    if (!part.is_leaf() || part.encoding != TransferEncoding::base64 || !parts.text(i)) continue;
    parts.set_content(
        i, rewrapped(parts.content(i), static_cast<std::size_t>(parameters.number("width"))));
  }
  return edited(transit, std::move(parts).finish(), {"cut lines of base64 anew"});
}

}  // namespace

Transform b64wrap() {
  return {.id = "T36",
          .name = "b64wrap",
          .text = "Cuts base64 into lines of another length.",
          .models = "gateways and groupware that write parts anew",
          .benign = true,
          .parameters = {number("width", 72, 4, 76, "Characters of a line.")},
          .apply = apply_b64wrap};
}

}  // namespace mass::transforms
