#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/quoted_string.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/mime/boundary.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/mime/entities.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kAlphabet = "0123456789abcdef";

// `name="value"`; values with a charset or in pieces are not quoted. Source: RFC 2231 section 4.
std::string parameter_text(const std::string& name, const std::string& value) {
  if (name.ends_with('*')) return fmt::format("; {}={}", name, one_line(value));
  return fmt::format("; {}={}", name, quoted_string(one_line(value)));
}

std::string type_text(const ContentType& type, const std::string& boundary) {
  std::string out = fmt::format(" {}/{}", type.type, type.subtype);
  for (const auto& [name, value] : type.parameters) {
    out += parameter_text(name, name == "boundary" && !boundary.empty() ? boundary : value);
  }
  return out;
}

class Serialiser {
 public:
  // One draw for all boundaries: what the message does not hold, no boundary made of it is in it.
  Serialiser(const Message& message, StepContext& context)
      : token_(new_boundary(MessageEditor(message), "",
                            [&] { return context.random.text(kAlphabet, 16); })) {}

  void operator()(MessageEditor& entity, EntityKind kind, std::size_t) {
    const std::size_t at = position_of(entity, "Content-Type");
    if (at == entity.fields().size()) return;
    const Field field = entity.fields()[at];
    const ContentType type = parse_content_type(field.value());
    if (type.malformed) return;
    const std::string boundary = kind == EntityKind::multipart ? join_parts(entity) : "";
    const std::string value = type_text(type, boundary);
    const std::size_t column = field.name().size() + 1;
    entity.replace(at, with_value(field, mass::refold(value, column, 76, ' ')));
  }

 private:
  // The parts between new delimiters, nothing before the first and behind the last; the boundary,
  // or nothing if there are no parts.
  std::string join_parts(MessageEditor& entity) {
    MessageEditor copy = entity;
    const Message message = std::move(copy).finish();
    const MimeTree tree = parse_mime(message);
    const auto& children = tree.parts.front().children;
    if (children.empty()) return "";
    const std::string boundary = fmt::format("----=_Part_{}_{}", ++count_, token_);
    std::string body;
    for (const std::int32_t child : children) {
      const MimePart& part = tree.parts[static_cast<std::size_t>(child)];
      body.append("--").append(boundary).append("\r\n");
      body.append(entity.body().substr(part.header_begin, part.body_end - part.header_begin));
      body.append("\r\n");
    }
    entity.set_body(Octets(body + fmt::format("--{}--\r\n", boundary)));
    return boundary;
  }

  std::string token_;
  std::size_t count_ = 0;
};

Applied apply_reserialise(const Transit& transit, const Parameters&, StepContext& context) {
  Transit after = transit;
  after.message = edit_entities(transit.message, Serialiser(transit.message, context));
  return applied(transit, std::move(after), {"wrote the MIME structure anew"});
}

}  // namespace

Transform reserialise() {
  return {.id = "reserialise",
          .name = "reserialise",
          .text =
              "Writes multiparts anew: new boundaries, no preamble and epilogue, parameters of "
              "Content-Type in order and in quotes.",
          .models = "groupware servers",
          .benign = true,
          .parameters = {},
          .apply = apply_reserialise};
}

}  // namespace mass::transforms
