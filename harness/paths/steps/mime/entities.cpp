#include "harness/paths/steps/mime/entities.hpp"

#include "core/message/mime.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kMaxDepth = 64;

bool is_plain(TransferEncoding encoding) {
  return encoding != TransferEncoding::base64 && encoding != TransferEncoding::quoted_printable;
}

Message edit_at(const Message& message, const EntityEdit& edit, std::size_t depth,
                bool is_in_digest);

std::string with_edited_parts(const Message& message, const MimeTree& tree, const EntityEdit& edit,
                              std::size_t depth) {
  const std::string_view body = message.body().view();
  const bool is_digest = tree.parts.front().content_type.subtype == "digest";
  std::string out;
  std::size_t copied = 0;
  for (const std::int32_t child : tree.parts.front().children) {
    const MimePart& part = tree.parts[static_cast<std::size_t>(child)];
    out.append(body.substr(copied, part.header_begin - copied));
    const std::string_view octets =
        body.substr(part.header_begin, part.body_end - part.header_begin);
    out += edit_at(Message::parse(std::string(octets)), edit, depth + 1, is_digest).to_string();
    copied = part.body_end;
  }
  return out.append(body.substr(copied));
}

Message edit_at(const Message& message, const EntityEdit& edit, std::size_t depth,
                bool is_in_digest) {
  if (depth > kMaxDepth) return message;
  // A part of a digest is a message unless it says otherwise: RFC 2046 section 5.1.5.
  const ContentType type = root_type(message);
  EntityKind kind = EntityKind::leaf;
  MessageEditor editor(message);
  if (type.type == "multipart") {
    const MimeTree tree = parse_mime(message);
    kind = EntityKind::multipart;
    if (!tree.parts.front().children.empty()) {
      const std::string body = with_edited_parts(message, tree, edit, depth);
      if (body != message.body().view()) editor.set_body(Octets(body));
    }
  } else if ((type.is("message", "rfc822") || (is_in_digest && !type.declared)) &&
             is_plain(root_encoding(message))) {
    kind = EntityKind::message;
    const Message inner =
        edit_at(Message::parse(std::string(message.body().view())), edit, depth + 1, false);
    std::string body = inner.to_string();
    if (body != message.body().view()) editor.set_body(Octets(std::move(body)));
  }
  edit(editor, kind, depth);
  return editor.changed() ? std::move(editor).finish() : message;
}

}  // namespace

Message edit_entities(const Message& message, const EntityEdit& edit) {
  return edit_at(message, edit, 0, false);
}

}  // namespace mass::transforms
