#include <fmt/format.h>

#include <optional>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/html_text.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

std::size_t at(std::int32_t index) {
  return static_cast<std::size_t>(index);
}

// A multipart/alternative that stands in no other.
std::vector<std::size_t> outermost_alternatives(const MimeTree& tree) {
  std::vector<std::size_t> found;
  std::vector<bool> is_inside(tree.parts.size());
  for (std::size_t i = 0; i < tree.parts.size(); ++i) {
    const MimePart& part = tree.parts[i];
    is_inside[i] = part.parent >= 0 && is_inside[at(part.parent)];
    if (is_inside[i] || part.children.empty()) continue;
    if (!part.content_type.is("multipart", "alternative")) continue;
    is_inside[i] = true;
    found.push_back(i);
  }
  return found;
}

// The first part inside of that type, attachments aside; nothing if there is none.
std::optional<std::size_t> text_inside(const PartEditor& parts, std::size_t around,
                                       std::string_view subtype) {
  for (const std::size_t i : parts.texts()) {
    if (parts.part(i).content_type.subtype != subtype) continue;
    for (std::int32_t up = parts.part(i).parent; up >= 0; up = parts.part(at(up)).parent) {
      if (at(up) == around) return i;
    }
  }
  return std::nullopt;
}

/// A part that takes the place of another: its Content fields and its content.
struct Flat {
  std::string fields;
  std::string content;
};

Flat flat_html(const PartEditor& parts, std::size_t i) {
  const std::string charset(parts.part(i).content_type.parameter("charset"));
  const std::string text = html_text(parts.text(i).value_or(""), iequals(charset, "utf-8"));
  const std::string type =
      charset.empty() ? "text/plain" : fmt::format("text/plain; charset=\"{}\"", one_line(charset));
  if (!has_eight_bit(text)) return {fmt::format("Content-Type: {}\r\n", type), text};
  return {fmt::format("Content-Type: {}\r\nContent-Transfer-Encoding: quoted-printable\r\n", type),
          quoted_printable_encode(text)};
}

// A part as it stands, that it may stand elsewhere too.
Flat flat_part(const Message& message, const PartEditor& parts, std::size_t i) {
  Flat flat{"", std::string(parts.content(i))};
  const Message header = part_header(message, parts.part(i));
  for (const Field& field : header.fields()) {
    if (!istarts_with(field.name(), "Content-") || !field.raw().ends_with("\r\n")) continue;
    flat.fields += field.raw();
  }
  return flat;
}

std::optional<Flat> flat_alternative(const Message& message, const PartEditor& parts,
                                     std::size_t i) {
  if (const auto plain = text_inside(parts, i, "plain")) return flat_part(message, parts, *plain);
  const auto html = text_inside(parts, i, "html");
  if (!html || !parts.text(*html)) return std::nullopt;
  return flat_html(parts, *html);
}

// The whole message becomes one part. Its Content fields stand where the old ones began.
Message with_root(const Message& message, const Flat& flat) {
  MessageEditor editor(message);
  const auto is_content = [](const Field& field) { return istarts_with(field.name(), "Content-"); };
  std::size_t place = 0;
  while (place < editor.fields().size() && !is_content(editor.fields()[place])) ++place;
  editor.erase_if(is_content);
  const Message fields = Message::parse(flat.fields + "\r\n");
  for (const Field& field : fields.fields()) editor.insert(place++, field);
  std::string body = flat.content;
  if (!body.empty() && !body.ends_with("\r\n")) body += "\r\n";
  editor.set_body(Octets(std::move(body)));
  return std::move(editor).finish();
}

Applied apply_flatten(const Transit& transit, const Parameters&, StepContext&) {
  PartEditor parts(transit.message);
  Transit after = transit;
  const MimePart& root = parts.part(0);
  if (root.is_leaf() && root.content_type.is("text", "html") && parts.text(0) &&
      !is_wide(root.content_type.parameter("charset"))) {
    after.message = with_root(transit.message, flat_html(parts, 0));
    return applied(transit, std::move(after), {"made text of the HTML"});
  }
  std::size_t count = 0;
  for (const std::size_t i : outermost_alternatives(parts.tree())) {
    const auto flat = flat_alternative(transit.message, parts, i);
    if (!flat) continue;
    if (i == 0) {
      after.message = with_root(transit.message, *flat);
      return applied(transit, std::move(after), {"kept the text of the alternatives"});
    }
    parts.replace_part(i, flat->fields + "\r\n" + flat->content);
    ++count;
  }
  return edited(transit, std::move(parts).finish(),
                {fmt::format("kept the text of {} alternatives", count)});
}

}  // namespace

Transform flatten() {
  return {.id = "T44",
          .name = "flatten",
          .text =
              "Keeps the plain text of multipart/alternative alone, and makes text of a message "
              "that is HTML.",
          .models = "announcement lists (Mailman collapse_alternatives, convert_html_to_plaintext)",
          .benign = true,
          .parameters = {},
          .apply = apply_flatten};
}

}  // namespace mass::transforms
