#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/mime/boundary.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sympa/field_text.hpp"
#include "harness/paths/software/sympa/footer_append.hpp"
#include "harness/paths/software/sympa/mail_entity.hpp"
#include "harness/paths/software/sympa/sympa.hpp"

namespace mass::transforms {

namespace {

// Signed and encrypted mail; of S/MIME, what is signed inside too.
bool is_closed(const MailEntity& entity) {
  const std::string type = entity.type();
  const bool is_smime = type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime";
  return type == "multipart/signed" || type == "multipart/encrypted" ||
         (is_smime &&
          iequals(entity.head.attribute("Content-Type", "smime-type").value_or(""), "signed-data"));
}

MailEntity footer_part(std::string_view text) {
  MailEntity part;
  part.head.add("Content-Type", "text/plain; charset=\"UTF-8\"");
  part.head.add("Content-Disposition", "inline");
  part.head.add("Content-Transfer-Encoding", "8bit");
  part.head.add("MIME-Version", "1.0");
  part.body = text;
  return part;
}

std::string digits(RandomSource& random, std::size_t count) {
  return random.text("0123456789", count);
}

// Source: Sympa::Message, _add_footer_part.
void add_part(MailEntity& entity, std::string_view text, bool is_header,
              const std::function<std::string()>& new_boundary) {
  if (text.empty()) return;
  const std::string type = entity.type();
  const bool wraps = !entity.is_multipart() || type.starts_with("multipart/alternative") ||
                     type.starts_with("multipart/related");
  if (wraps) entity.wrap(new_boundary());
  entity.parts.insert(is_header ? entity.parts.begin() : entity.parts.end(), footer_part(text));
}

Applied apply_footer(const Transit& transit, const Parameters& parameters, StepContext& context) {
  MailEntity entity = parse_mail_entity(with_lf_ends(transit.message.to_string()));
  if (is_closed(entity)) return unchanged(transit);
  const ListTexts texts{.header = with_lf_ends(parameters.text("header")),
                        .footer = with_lf_ends(parameters.text("footer")),
                        .global_footer = with_lf_ends(parameters.text("global_footer"))};
  const std::string before = entity.to_string();
  if (parameters.text("type") == "append") {
    const bool is_changed = append_list_texts(entity, texts);
    if (is_changed && !entity.head.get("Content-Length").value_or("").empty()) {
      entity.set_lengths();
    }
  } else {
    const MessageEditor editor(transit.message);
    const auto boundary = [&] {
      return new_boundary(editor, texts.footer, [&] {
        return fmt::format("----------=_{}-{}-{}", digits(context.random, 10),
                           digits(context.random, 5), digits(context.random, 2));
      });
    };
    add_part(entity, texts.header, true, boundary);
    add_part(entity, texts.footer, false, boundary);
    add_part(entity, texts.global_footer, false, boundary);
  }
  std::string after = entity.to_string();
  if (after == before) return unchanged(transit);
  return reparsed(transit, with_crlf_ends(after), {"added a footer; every part was encoded anew"});
}

}  // namespace

Transform sympa_footer() {
  return {.id = "sympa_footer",
          .name = "sympa_footer",
          .text =
              "Adds header and footer to the text or as parts; the message is taken apart and "
              "written anew, encodings included. Signed and encrypted mail is left alone.",
          .models = "Sympa (footer_type; MIME::Entity)",
          .benign = true,
          .parameters = {word("type", "mime", {"mime", "append"},
                              "As parts of their own, or inside the first plain text and HTML."),
                         free_text("header", "", "message_header, UTF-8, lines end in CRLF."),
                         free_text("footer", "", "message_footer, likewise."),
                         free_text("global_footer", "", "message_global_footer, below it.")},
          .apply = apply_footer};
}

}  // namespace mass::transforms
