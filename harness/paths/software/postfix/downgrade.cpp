#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/postfix/postfix.hpp"
#include "harness/paths/steps/mime/entities.hpp"

namespace mass::transforms {

namespace {

// A line is broken before the octet that finds it longer than this.
constexpr std::size_t kSoftLimit = 72;

void encode(char c, std::string& line) {
  line += fmt::format("={:02X}", static_cast<unsigned char>(c));
}

void encode_line(std::string_view text, std::string& out) {
  std::string line;
  for (const char c : text) {
    if (line.size() > kSoftLimit) {
      out.append(line).append("=\r\n");
      line.clear();
    }
    const auto octet = static_cast<unsigned char>(c);
    if ((octet < 32 && c != '\t') || c == '=' || octet > 126) {
      encode(c, line);
    } else {
      line += c;
    }
  }
  if (!line.empty() && is_wsp(line.back())) {
    const char last = line.back();
    line.pop_back();
    encode(last, line);
  }
  out += line;
}

std::string quoted_printable(std::string_view body) {
  std::string out;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find("\r\n", at), body.size());
    encode_line(body.substr(at, end - at), out);
    if (end < body.size()) out += "\r\n";
    at = end + 2;
  }
  return out;
}

// Takes out the labels that call for more than 7 bits; whether the last one that is understood
// does.
bool take_labels(MessageEditor& entity) {
  bool is_wide = false;
  entity.erase_if([&is_wide](const Field& field) {
    if (!field.is("Content-Transfer-Encoding")) return false;
    const TransferEncoding encoding = parse_transfer_encoding(field.value());
    if (encoding != TransferEncoding::other) {
      is_wide = encoding == TransferEncoding::eight_bit || encoding == TransferEncoding::binary;
    }
    return is_wide;
  });
  return is_wide;
}

// Parts of messages, reports and the like: labelled as composite, converted as leaves. Postfix does
// not know message/global.
bool is_message_of_any_kind(const MessageEditor& entity) {
  const std::size_t at = position_of(entity, "Content-Type");
  if (at == entity.fields().size()) return false;
  const ContentType type = parse_content_type(entity.fields()[at].value());
  return type.type == "message" && type.subtype != "global";
}

Applied apply_downgrade(const Transit& transit, const Parameters&, StepContext&) {
  std::size_t converted = 0;
  Transit after = transit;
  after.message =
      edit_entities(transit.message, [&](MessageEditor& entity, EntityKind kind, std::size_t) {
        if (!take_labels(entity)) return;
        const bool is_leaf = kind == EntityKind::leaf;
        const bool is_composite = !is_leaf || is_message_of_any_kind(entity);
        entity.append(
            make_field("Content-Transfer-Encoding", is_composite ? " 7bit" : " quoted-printable"));
        if (is_leaf) entity.set_body(Octets(quoted_printable(entity.body())));
        ++converted;
      });
  return applied(transit, std::move(after),
                 {fmt::format("converted {} entities to 7 bits", converted)});
}

}  // namespace

// What is not labelled as 8bit or binary stays, whatever its octets: Postfix goes by the labels.
Transform postfix_downgrade() {
  return {.id = "postfix_downgrade",
          .name = "postfix_downgrade",
          .text =
              "Converts entities labelled 8bit or binary to quoted-printable, inside attached "
              "messages too; the field goes to the end of its header.",
          .models = "Postfix, to a next hop without 8BITMIME",
          .benign = true,
          .parameters = {},
          .apply = apply_downgrade};
}

std::vector<Transform> postfix_steps() {
  return {postfix_downgrade(), postfix_header_checks(), postfix_rewrite()};
}

}  // namespace mass::transforms
