#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/fetchmail/fetchmail.hpp"

namespace mass::transforms {

namespace {

bool is_quoted_printable(const MessageEditor& entity) {
  const std::size_t at = position_of(entity, "Content-Transfer-Encoding");
  return at < entity.fields().size() &&
         parse_transfer_encoding(entity.fields()[at].value()) == TransferEncoding::quoted_printable;
}

// The new word stands in the room of the old one, blanks behind it.
void relabel(MessageEditor& entity) {
  const std::size_t at = position_of(entity, "Content-Transfer-Encoding");
  const Field& field = entity.fields()[at];
  const std::string_view value = field.value();
  const std::size_t begin = std::min(value.find_first_not_of(" \t"), value.size());
  const std::size_t width = value.size() - begin;
  entity.replace(at,
                 with_value(field, fmt::format("{}{:<{}}", value.substr(0, begin), "8bit", width)));
}

// Blanks at line ends stay, though RFC 2045 section 6.7 (3) says they were not in the original.
std::string decoded(std::string_view body) {
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '=' && body.substr(i + 1).starts_with("\r\n")) {
      i += 2;
    } else if (const auto octets = body[i] == '=' ? from_hex(body.substr(i + 1, 2)) : std::nullopt;
               octets && octets->size() == 1) {
      out += *octets;
      i += 2;
    } else {
      out += body[i];
    }
  }
  return out;
}

void decode_body(MessageEditor& entity) {
  if (!is_quoted_printable(entity)) return;
  relabel(entity);
  entity.set_body(Octets(decoded(entity.body())));
}

// Parts one level down; what is deeper stays.
std::string decoded_parts(const Message& message) {
  const MimeTree tree = parse_mime(message);
  const std::string_view body = message.body().view();
  std::string out;
  std::size_t copied = 0;
  for (const std::int32_t child : tree.parts.front().children) {
    const MimePart& part = tree.parts[static_cast<std::size_t>(child)];
    MessageEditor editor(Message::parse(
        std::string(body.substr(part.header_begin, part.body_end - part.header_begin))));
    decode_body(editor);
    out.append(body.substr(copied, part.header_begin - copied));
    out += std::move(editor).finish().to_string();
    copied = part.body_end;
  }
  return out.append(body.substr(copied));
}

Applied apply_mimedecode(const Transit& transit, const Parameters&, StepContext&) {
  if (transit.message.find("MIME-Version") == nullptr) return unchanged(transit);
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    std::string charset;
    const std::string value = decode_words(unfold(field.value()), &charset);
    if (charset.empty()) continue;
    log.push_back("decoded " + one_line(field.name()));
    editor.replace(i, with_value(field, value));
  }
  const ContentType type = root_type(transit.message);
  const bool is_opaque = type.subtype == "signed" || type.subtype == "encrypted";
  if (type.type == "multipart") {
    if (is_opaque) return edited(transit, std::move(editor), std::move(log));
    const std::string body = decoded_parts(transit.message);
    if (body != transit.message.body().view()) editor.set_body(Octets(body));
  } else {
    decode_body(editor);
  }
  log.emplace_back("decoded quoted-printable");
  return edited(transit, std::move(editor), std::move(log));
}

bool is_eight_bit(const Message& message) {
  if (message.find("MIME-Version") == nullptr) return false;
  const ContentType type = root_type(message);
  if (type.type == "multipart") return type.subtype != "signed" && type.subtype != "encrypted";
  const TransferEncoding encoding = root_encoding(message);
  return type.type == "text" && (encoding == TransferEncoding::eight_bit ||
                                 encoding == TransferEncoding::quoted_printable);
}

Applied apply_body_type(const Transit& transit, const Parameters&, StepContext&) {
  Transit after = transit;
  after.envelope.eight_bit_mime = is_eight_bit(transit.message);
  return applied(transit, std::move(after), {"BODY declared by the labels"});
}

}  // namespace

Transform fetchmail_body_type() {
  return {.id = "fetchmail_body_type",
          .name = "fetchmail_body_type",
          .text = "Declares BODY=8BITMIME for a multipart and for text that is or may become 8bit.",
          .models = "fetchmail",
          .benign = true,
          .parameters = {},
          .apply = apply_body_type};
}

Transform fetchmail_mimedecode() {
  return {.id = "fetchmail_mimedecode",
          .name = "fetchmail_mimedecode",
          .text =
              "Decodes encoded words of the header and quoted-printable of the body or of its "
              "parts.",
          .models = "fetchmail (mimedecode)",
          .benign = true,
          .parameters = {},
          .apply = apply_mimedecode};
}

std::vector<Transform> fetchmail_steps() {
  return {fetchmail_body_type(), fetchmail_mimedecode()};
}

}  // namespace mass::transforms
