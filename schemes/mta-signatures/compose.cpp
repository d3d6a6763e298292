#include "schemes/mta-signatures/compose.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "core/message/editor.hpp"
#include "core/message/limits.hpp"
#include "core/message/wrap.hpp"
#include "schemes/mta-signatures/postal_data.hpp"
#include "schemes/mta-signatures/verify.hpp"

namespace mass::mta_signatures {
namespace {

// Well below what the MIME view reads, so that lists can add parts of their own.
constexpr std::size_t kMostParts = 4000;
constexpr std::size_t kNewFields = 8;  // by this signer and those that come after
constexpr std::size_t kMsgidLength = 10;

Message wrapped(const Message& message, RandomSource& random) {
  Unwrapped content = unwrap(message);
  const std::string boundary = fresh_boundary(random, "=_mtas_", content.entity);
  std::string body = "--" + boundary + "\r\n";
  body.reserve(content.entity.size() + 3 * boundary.size());
  body += content.entity;
  body += "\r\n--" + boundary + "--\r\n";
  return wrap(std::move(content.outer), fmt::format(" multipart/mixed; boundary=\"{}\"", boundary),
              std::move(body));
}

}  // namespace

std::expected<Prepared, std::string> prepare(const Message& message, RandomSource& random) {
  if (is_over_limits(message, kNewFields)) return std::unexpected("over_limits");
  Prepared made{message, read_container(message)};
  if (made.container.root().content_type.is("multipart", "x-postal-data")) {
    return std::unexpected("mime_unusable");
  }
  if (!made.container.is_mixed) {
    made.message = wrapped(message, random);
    made.container = read_container(made.message);
  }
  const Container& container = made.container;
  if (container.tree.truncated || container.tree.parts.size() > kMostParts ||
      container.postal_count() >= kMaxJudged) {
    return std::unexpected("over_limits");
  }
  if (container.boundary().empty() || !container.is_closed()) {
    return std::unexpected("mime_unusable");
  }
  return made;
}

Message attach(const Prepared& prepared, std::string_view entity, std::string_view msgid) {
  const std::string child = fmt::format("--{}\r\n{}\r\n", prepared.container.boundary(), entity);
  MessageEditor editor(prepared.message);
  editor.splice_body(prepared.container.root().close_delimiter, 0, child);
  editor.prepend(make_field(kTrackingField, fmt::format(" MTAS/1.0 msgid={}", msgid)));
  return std::move(editor).finish();
}

std::string fresh_msgid(const Prepared& prepared, RandomSource& random) {
  std::set<std::string, std::less<>> taken;
  for (const Field& field : prepared.message.fields()) {
    if (field.is(kTrackingField)) taken.insert(tracking_msgid(field.value()));
  }
  for (const Child& child : prepared.container.children) {
    const MimePart& part = prepared.container.tree.parts[child.part];
    if (child.is_postal) taken.emplace(part.content_type.parameter("msgid"));
  }
  for (;;) {
    std::string msgid = random.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", kMsgidLength);
    if (!taken.contains(msgid)) return msgid;
  }
}

}  // namespace mass::mta_signatures
