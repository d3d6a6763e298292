#include "schemes/mta-signatures/postal_data.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "schemes/mta-signatures/services.hpp"

namespace mass::mta_signatures {
namespace {

constexpr std::string_view kFormat = "MTAS/1.0";
// As text: a CMS structure of 1 MiB, which is more than is read, in short lines.
constexpr std::size_t kMostText = 3 * 1024 * 1024;
constexpr std::size_t kLineWidth = 64;

std::optional<std::string> decode(std::string_view text, TransferEncoding encoding) {
  switch (encoding) {
    case TransferEncoding::base64:
      return base64_decode(text);
    case TransferEncoding::quoted_printable:
      return quoted_printable_decode(text);
    case TransferEncoding::seven_bit:
    case TransferEncoding::eight_bit:
    case TransferEncoding::binary:
      return std::string(text);
    case TransferEncoding::other:
      break;
  }
  return std::nullopt;
}

// The service strings as the part shows them: in a MIME header field or in a parameter.
std::vector<std::string> shown_services(const Message& message, const MimePart& part) {
  const Message header = part_header(message, part);
  if (const Field* field = header.find(kServiceField)) return split_services(field->value());
  for (const char* name :
       {"x-certificate-verification-service", "certificate-verification-service"}) {
    const auto value = part.content_type.parameter(name);
    if (!value.empty()) return split_services(value);
  }
  return {};
}

}  // namespace

std::expected<PostalData, Flaw> read_postal_data(const Message& message, const Container& container,
                                                 const Child& child) {
  const MimePart& multipart = container.tree.parts[child.part];
  if (multipart.children.empty()) {
    return malformed("part", "the multipart/x-postal-data holds no part");
  }
  const auto first = static_cast<std::size_t>(multipart.children.front());
  const MimePart& part = container.tree.parts[first];
  if (!part.content_type.is("application", "x-pkcs7-signature")) {
    return malformed("type", "the first part of the multipart/x-postal-data is no signature");
  }
  if (!iequals(part.content_type.parameter("ext"), kFormat)) {
    return malformed("ext", "the signature part does not say ext=\"MTAS/1.0\"");
  }
  const auto text = message.body().view().substr(part.body_begin, part.body_end - part.body_begin);
  if (text.size() > kMostText) return malformed("size", "the signature part is over 3 MiB long");
  auto der = decode(text, part.encoding);
  if (!der) return malformed("encoding", "the signature part cannot be decoded");
  return PostalData{std::string(multipart.content_type.parameter("msgid")), *std::move(der),
                    shown_services(message, part), child.parts_end > first + 1};
}

std::string tracking_msgid(std::string_view value) {
  constexpr std::string_view kName = "msgid=";
  const std::string flat = unfold(value);
  bool is_ours = false;
  std::string_view rest = trim(flat);
  while (!rest.empty()) {
    std::size_t end = 0;
    while (end < rest.size() && !is_wsp(rest[end]) && rest[end] != ';') ++end;
    const std::string_view word = rest.substr(0, end);
    if (!is_ours && !word.empty()) {
      if (!iequals(word, kFormat)) return {};
      is_ours = true;
    } else if (istarts_with(word, kName)) {
      return std::string(word.substr(kName.size()));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

std::string write_postal_data(const PostalEntity& entity) {
  return fmt::format(
      "Content-Type: multipart/x-postal-data; msgid=\"{0}\"; boundary=\"{1}\"\r\n"
      "\r\n"
      "Message tracking data added by a mail server.\r\n"
      "\r\n"
      "--{1}\r\n"
      "Content-Type: application/x-pkcs7-signature; micalg={2}; ext=\"{3}\"; name=\"mtas.p7s\"\r\n"
      "Content-Transfer-Encoding: base64\r\n"
      "{4}: {5}\r\n"
      "\r\n"
      "{6}"
      "--{1}--\r\n",
      entity.msgid, entity.boundary, entity.micalg, kFormat, kServiceField,
      join_services(entity.services), base64_lines(entity.der, kLineWidth));
}

}  // namespace mass::mta_signatures
