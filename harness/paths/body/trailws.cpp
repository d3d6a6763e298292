#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/body_patch.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// Text without blanks before each CRLF; `is_closed`: a CRLF follows the text itself.
std::string stripped(std::string_view text, bool is_closed, std::size_t& lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    const bool has_end = end < text.size();
    std::string_view line = text.substr(at, end - at);
    const std::size_t length = line.size();
    while ((has_end || is_closed) && !line.empty() && is_wsp(line.back())) line.remove_suffix(1);
    lines += line.size() < length ? 1 : 0;
    out.append(line).append(has_end ? "\r\n" : "");
    at = std::min(end + 2, text.size());
  }
  return out;
}

Applied apply_trailws(const Transit& transit, const Parameters&, StepContext&) {
  const MimeTree tree = parse_mime(transit.message);
  const std::string_view body = transit.message.body().view();
  BodyPatch patch(body);
  std::size_t lines = 0;
  for (const MimePart& part : tree.parts) {
    const bool is_text = part.is_leaf() && part.content_type.type == "text";
    if (!is_text || part.encoding == TransferEncoding::base64) continue;
    const std::string_view text = body.substr(part.body_begin, part.body_end - part.body_begin);
    const bool is_closed = body.substr(part.body_end).starts_with("\r\n");
    patch.replace(part.body_begin, text.size(), stripped(text, is_closed, lines));
  }
  if (lines == 0) return unchanged(transit);
  MessageEditor editor(transit.message);
  patch.apply(editor);
  return edited(transit, std::move(editor),
                {fmt::format("removed trailing blanks from {} lines", lines)});
}

}  // namespace

Transform trailws() {
  return {.id = "T37",
          .name = "trailws",
          .text = "Removes blanks at the ends of lines in text parts.",
          .models = "gateways and editors that trim lines",
          .benign = true,
          .parameters = {},
          .apply = apply_trailws};
}

}  // namespace mass::transforms
