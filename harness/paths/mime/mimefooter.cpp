#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/footer_text.hpp"
#include "harness/paths/mime/body_patch.hpp"
#include "harness/paths/mime/boundary.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

bool is_content_field(const Field& field) {
  return istarts_with(field.name(), "Content-");
}

// The footer as a part, from its header to the CRLF that belongs to the next delimiter.
std::string footer_part(const Footer& footer) {
  const bool is_ascii = !has_eight_bit(footer.octets);
  return fmt::format(
      "Content-Type: text/plain; charset=\"{}\"\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Transfer-Encoding: {}\r\n"
      "Content-Disposition: inline\r\n"
      "\r\n{}\r\n",
      is_ascii ? "us-ascii" : "utf-8", is_ascii ? "7bit" : "quoted-printable",
      is_ascii ? footer.octets : quoted_printable_encode(footer.octets));
}

void add_last_part(MessageEditor& editor, const MimePart& root, const Footer& footer) {
  const std::string delimiter = fmt::format("--{}", trim(root.content_type.parameter("boundary")));
  const bool is_closed = root.close_delimiter < root.body_end;
  const std::string part = delimiter + "\r\n" + footer_part(footer);
  if (is_closed) {
    editor.splice_body(root.close_delimiter, 0, part);
  } else {
    editor.splice_body(root.body_end, 0, "\r\n" + part + delimiter + "--\r\n");
  }
}

// The Content-* fields go down to the first part with the body that they describe.
std::string move_content_fields(MessageEditor& editor) {
  std::string moved;
  for (const Field& field : editor.fields()) {
    if (!is_content_field(field)) continue;
    moved += field.raw();
    if (!field.raw().ends_with("\r\n")) moved += "\r\n";
  }
  editor.erase_if(is_content_field);
  return moved;
}

std::size_t place_of_type(const MessageEditor& editor, bool is_in_place) {
  const auto& fields = editor.fields();
  if (!is_in_place) return fields.size();
  const auto type =
      std::ranges::find_if(fields, [](const Field& field) { return field.is("Content-Type"); });
  if (type == fields.end()) return fields.size();
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), type, [](const Field& field) { return !is_content_field(field); }));
}

void wrap(MessageEditor& editor, std::string_view body, bool is_in_place, const Footer& footer,
          StepContext& context) {
  const std::string boundary =
      new_boundary(editor, footer.octets, [&] { return python_boundary(context.random); });
  const std::string delimiter = "--" + boundary;
  const std::size_t at = place_of_type(editor, is_in_place);
  const bool was_at_end = at == editor.fields().size();
  const std::string moved = move_content_fields(editor);
  if (position_of(editor, "MIME-Version") == editor.fields().size()) {
    editor.insert(was_at_end ? editor.fields().size() : at, make_field("MIME-Version", " 1.0"));
  }
  editor.insert(
      was_at_end ? editor.fields().size() : at,
      make_field("Content-Type", fmt::format(" multipart/mixed; boundary=\"{}\"", boundary)));
  BodyPatch patch(body);
  patch.replace(0, 0, delimiter + "\r\n" + moved + "\r\n");
  patch.replace(body.size(), 0,
                "\r\n" + delimiter + "\r\n" + footer_part(footer) + delimiter + "--\r\n");
  patch.apply(editor);
}

Applied apply_mimefooter(const Transit& transit, const Parameters& parameters,
                         StepContext& context) {
  const Footer footer = make_footer(parameters, context);
  MessageEditor editor(transit.message);
  const MimeTree tree = parse_mime(transit.message);
  const MimePart& root = tree.parts.front();
  // A multipart/mixed whose text has no delimiter has no last part to stand behind: it is wrapped.
  if (root.content_type.is("multipart", "mixed") && !root.children.empty()) {
    add_last_part(editor, root, footer);
    return edited(transit, std::move(editor),
                  {fmt::format("added {} as the last part", size_of(footer))});
  }
  wrap(editor, transit.message.body().view(), parameters.text("type_field") == "in_place", footer,
       context);
  return edited(transit, std::move(editor),
                {fmt::format("wrapped the body into multipart/mixed, added {} as its second part",
                             size_of(footer))});
}

}  // namespace

Transform mimefooter() {
  return {.id = "T31",
          .name = "mimefooter",
          .text =
              "Adds a footer as a MIME part: behind the last part of a multipart/mixed, else by "
              "wrapping the body into one.",
          .models = "Mailman, Sympa (footer_type mime)",
          .benign = true,
          .parameters = footer_parameters(
              {word("type_field", "end", {"end", "in_place"},
                    "Where the new Content-Type of a wrapped message stands: at the end of the "
                    "header, as list managers leave it, or where the old one was.")}),
          .apply = apply_mimefooter};
}

}  // namespace mass::transforms
