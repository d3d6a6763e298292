#include <fmt/format.h>

#include <cstdint>
#include <optional>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/boundary.hpp"
#include "harness/paths/mime/html_text.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEF";

/// A stream of TNEF attributes. Source: MS-OXTNEF section 2.1.
class Tnef {
 public:
  Tnef() {
    put(0x223E9F78, 4);                                           // the signature
    put(1, 2);                                                    // the key of the first attachment
    attribute(kMessage, 0x00089006, std::string("\0\0\1\0", 4));  // version 1.0
    attribute(kMessage, 0x00069007, std::string("\xE4\4\0\0\0\0\0\0", 8));  // code page 1252
    attribute(kMessage, 0x00078008, std::string("IPM.Microsoft Mail.Note\0", 24));
  }

  void subject(const std::string& text) { attribute(kMessage, 0x00018004, text + '\0'); }
  void body(const std::string& text) { attribute(kMessage, 0x0002800C, text + '\0'); }

  void attachment(const std::string& name, const std::string& data) {
    attribute(kAttachment, 0x00069002, std::string("\1\0\xFF\xFF\xFF\xFF\0\0\0\0\0\0\0\0", 14));
    attribute(kAttachment, 0x00018010, name + '\0');
    attribute(kAttachment, 0x0006800F, data);
  }

  [[nodiscard]] const std::string& octets() const { return octets_; }

 private:
  static constexpr std::uint64_t kMessage = 1;
  static constexpr std::uint64_t kAttachment = 2;

  void put(std::uint64_t value, int octets) {
    for (int i = 0; i < octets; ++i) octets_ += static_cast<char>(value >> (8 * i) & 0xFF);
  }

  void attribute(std::uint64_t level, std::uint64_t id, const std::string& data) {
    std::uint64_t sum = 0;
    for (const char c : data) sum += static_cast<unsigned char>(c);
    put(level, 1);
    put(id, 4);
    put(data.size(), 4);
    octets_ += data;
    put(sum & 0xFFFF, 2);
  }

  std::string octets_;
};

/// The text of a message as the rendition beside the TNEF part has it.
struct Rendition {
  std::size_t part = 0;  ///< The part it came from.
  std::string text;
  std::string charset;
};

std::optional<Rendition> rendition(const PartEditor& parts) {
  for (const std::string_view subtype : {"plain", "html"}) {
    for (const std::size_t i : parts.texts()) {
      const ContentType& type = parts.part(i).content_type;
      auto text = type.subtype == subtype ? parts.text(i) : std::nullopt;
      if (!text || is_wide(type.parameter("charset"))) continue;
      const std::string charset(type.parameter("charset"));
      if (subtype == "html") *text = html_text(*text, iequals(charset, "utf-8"));
      return Rendition{i, *std::move(text), charset};
    }
  }
  return std::nullopt;
}

std::string tnef_octets(const PartEditor& parts, const Message& message, const Rendition& shown) {
  Tnef tnef;
  if (const Field* subject = message.find("Subject")) {
    tnef.subject(std::string(trim(decode_words(unfold(subject->value())))));
  }
  tnef.body(shown.text);
  for (std::size_t i = 0; i < parts.tree().parts.size(); ++i) {
    const MimePart& part = parts.part(i);
    if (!part.is_leaf() || i == shown.part) continue;
    const std::string_view name = part.content_type.parameter("name");
    tnef.attachment(name.empty() ? fmt::format("part{}.dat", i) : one_line(name),
                    parts.text(i).value_or(std::string(parts.content(i))));
  }
  return tnef.octets();
}

std::string text_part(const Rendition& shown) {
  const std::string charset = shown.charset.empty() ? "us-ascii" : one_line(shown.charset);
  return fmt::format(
             "Content-Type: text/plain; charset=\"{}\"\r\n"
             "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
             charset) +
         quoted_printable_encode(shown.text) + "\r\n";
}

Applied apply_tnef(const Transit& transit, const Parameters&, StepContext& context) {
  const PartEditor parts(transit.message);
  const auto shown = rendition(parts);
  if (!shown) return unchanged(transit);
  MessageEditor editor(transit.message);
  const std::string text = text_part(*shown);
  const std::string boundary = new_boundary(
      editor, text, [&] { return "----_=_NextPart_001_" + context.random.text(kAlphabet, 16); });
  const std::string data =
      "Content-Type: application/ms-tnef; name=\"winmail.dat\"\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
      base64_lines(tnef_octets(parts, transit.message, *shown));
  editor.erase_if([](const Field& field) { return istarts_with(field.name(), "Content-"); });
  if (position_of(editor, "MIME-Version") == editor.fields().size()) {
    editor.append(make_field("MIME-Version", " 1.0"));
  }
  editor.append(
      make_field("Content-Type", fmt::format(" multipart/mixed;\r\n\tboundary=\"{}\"", boundary)));
  const std::string delimiter = "--" + boundary;
  editor.set_body(Octets("This message is in MIME format.\r\n\r\n" + delimiter + "\r\n" + text +
                         delimiter + "\r\n" + data + delimiter + "--\r\n"));
  return edited(transit, std::move(editor), {"packed the message into application/ms-tnef"});
}

}  // namespace

Transform tnef() {
  return {
      .id = "T48",
      .name = "tnef",
      .text = "Packs text and attachments into one application/ms-tnef part beside a plain text.",
      .models = "Exchange to the outside (rich text format)",
      .benign = true,
      .parameters = {},
      .apply = apply_tnef};
}

}  // namespace mass::transforms
