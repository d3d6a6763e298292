#include "core/message/wrap.hpp"

#include <utility>

#include "core/base/text.hpp"

namespace mass {
namespace {

bool speaks_of_content(const Field& field) noexcept {
  return istarts_with(field.name(), "Content-");
}

void append_field(std::string& text, const Field& field) {
  text += field.raw();
  // The last field of a header that nothing follows may lack its line end.
  if (!field.raw().ends_with("\r\n")) text += "\r\n";
}

std::vector<Field> outer_fields(const Message& message) {
  std::vector<Field> outer;
  for (const Field& field : message.fields()) {
    if (!speaks_of_content(field) && !field.is("MIME-Version")) outer.push_back(field);
  }
  return outer;
}

Message assemble(std::vector<Field> fields, std::string body) {
  std::vector<Field> sound;
  sound.reserve(fields.size());
  for (Field& field : fields) {
    sound.push_back(field.raw().ends_with("\r\n") ? std::move(field)
                                                  : make_field(field.name(), field.value()));
  }
  return Message::assemble(std::move(sound), Octets(std::string("\r\n")), Octets(std::move(body)));
}

}  // namespace

Unwrapped unwrap(const Message& message) {
  Unwrapped parts{.outer = outer_fields(message), .entity = {}};
  for (const Field& field : message.fields()) {
    if (speaks_of_content(field)) append_field(parts.entity, field);
  }
  if (parts.entity.empty()) parts.entity = "Content-Type: text/plain; charset=us-ascii\r\n";
  parts.entity += "\r\n";
  parts.entity += message.body().view();
  return parts;
}

Message wrap(std::vector<Field> outer, std::string_view content_type, std::string body) {
  outer.push_back(make_field("MIME-Version", " 1.0"));
  outer.push_back(make_field("Content-Type", content_type));
  return assemble(std::move(outer), std::move(body));
}

Message lift_entity(const Message& message, std::string_view entity) {
  const Message inner = Message::parse(std::string(entity));
  std::vector<Field> fields = outer_fields(message);
  if (message.find("MIME-Version") != nullptr && inner.find("MIME-Version") == nullptr) {
    fields.push_back(make_field("MIME-Version", " 1.0"));
  }
  fields.insert(fields.end(), inner.fields().begin(), inner.fields().end());
  return assemble(std::move(fields), std::string(inner.body().view()));
}

std::string fresh_boundary(RandomSource& random, std::string_view prefix, std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (;;) {
    std::string boundary = std::string(prefix) + random.text(kAlphabet, 24);
    if (!text.contains(boundary)) return boundary;
  }
}

}  // namespace mass
