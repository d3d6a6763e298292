#include <fmt/format.h>

#include <utility>

#include "corpus/generate/content.hpp"

/// Content of several parts: alternatives, attachments, messages in messages, signatures.
namespace mass::generate {

namespace {

constexpr std::string_view kPreamble = "This is a multi-part message in MIME format.\n\n";

struct Alternatives {
  Entity plain;
  Entity html;
};

// The same text twice. Web mailers encode both alike.
Alternatives draw_alternatives(const Desk& desk, std::size_t octets) {
  Dice& dice = desk.dice;
  constexpr int kUnicodeYear = 2008;
  const std::string_view charset = desk.plan.year >= kUnicodeYear ? "utf-8" : "iso-8859-1";
  const std::size_t choice = dice.between(0, 99);
  const Encoding encoding = choice < 55   ? Encoding::quoted_printable
                            : choice < 92 ? Encoding::seven_bit
                                          : Encoding::base64;
  const auto all = paragraphs(desk.topic, octets, dice);
  std::string text;
  const std::size_t width = encoding == Encoding::seven_bit ? 72 : 900;
  for (const std::string& paragraph : all) text += wrapped(paragraph, width) + "\n";
  return {text_entity(fmt::format("text/plain; charset=\"{}\"", charset), encoding, text),
          text_entity(fmt::format("text/html; charset=\"{}\"", charset), encoding,
                      html_of(all, charset, dice))};
}

std::size_t attachment_size(const Desk& desk) {
  constexpr std::size_t kKibi = 1024;
  if (desk.plan.twist == Twist::over_1m) return 900 * kKibi;
  if (desk.plan.twist == Twist::over_64k) return desk.dice.between(55, 90) * kKibi;
  return desk.dice.percent(80) ? desk.dice.between(600, 9000) : desk.dice.between(9000, 40000);
}

Entity smime_signed(const Desk& desk) {
  Dice& dice = desk.dice;
  const std::string text = body_text(desk, desk.plan.text_octets);
  Entity signature;
  const std::string_view prefix = dice.percent(50) ? "x-" : "";
  signature.fields = {
      fmt::format("Content-Type: application/{}pkcs7-signature; name=\"smime.p7s\"", prefix),
      "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment; filename=\"smime.p7s\"",
      "Content-Description: S/MIME Cryptographic Signature"};
  signature.body = in_base64(pkcs7_octets(dice.between(1700, 3400), dice));
  const std::string parameters =
      fmt::format("; protocol=\"application/{}pkcs7-signature\"; micalg={}", prefix,
                  desk.plan.year < 2012 ? "sha1" : "sha-256");
  return multipart("multipart/signed", parameters, dice.form("----------ms0#0#0#0#0#0#0#0#0#0#"),
                   {text_entity(desk.agent.plain, Encoding::quoted_printable, text), signature},
                   "This is a cryptographically signed message in MIME format.\n\n");
}

Entity smime_opaque(const Desk& desk) {
  Entity entity;
  entity.fields = {
      "Content-Type: application/pkcs7-mime; smime-type=signed-data;\n"
      "\tname=\"smime.p7m\"",
      "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment; filename=\"smime.p7m\""};
  entity.body = in_base64(pkcs7_octets(desk.plan.text_octets + 2000, desk.dice), 64);
  return entity;
}

Entity pgp_signed(const Desk& desk) {
  Dice& dice = desk.dice;
  const std::string text = body_text(desk, desk.plan.text_octets);
  Entity signature;
  signature.fields = {"Content-Type: application/pgp-signature; name=\"signature.asc\"",
                      "Content-Description: Digital signature"};
  signature.body = armoured("SIGNATURE", dice.between(65, 190), desk.plan.year, dice);
  const std::string parameters =
      fmt::format("; micalg=pgp-{};\n\tprotocol=\"application/pgp-signature\"",
                  desk.plan.year < 2012 ? "sha1" : "sha256");
  return multipart("multipart/signed", parameters, dice.form("&&&&&&&&&&&&&&&&"),
                   {text_entity(desk.agent.plain, Encoding::quoted_printable, text), signature});
}

Entity pgp_encrypted(const Desk& desk) {
  const Entity version{.fields = {"Content-Type: application/pgp-encrypted"},
                       .body = "Version: 1\n"};
  const Entity data{.fields = {"Content-Type: application/octet-stream; name=\"msg.asc\""},
                    .body = armoured("MESSAGE", desk.plan.text_octets, desk.plan.year, desk.dice)};
  return multipart("multipart/encrypted", "; protocol=\"application/pgp-encrypted\"",
                   desk.dice.form("&&&&&&&&&&&&&&&&"), {version, data});
}

Entity pgp_inline(const Desk& desk) {
  const std::string text = body_text(desk, desk.plan.text_octets);
  std::string body = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    if (text[at] == '-') body += "- ";  // RFC 4880 section 7.1
    body.append(text, at, end - at);
    at = end;
  }
  body += armoured("SIGNATURE", desk.dice.between(65, 190), desk.plan.year, desk.dice);
  return text_entity(desk.agent.plain, Encoding::seven_bit, body);
}

}  // namespace

Entity web_content(const Desk& desk) {
  auto [plain, html] = draw_alternatives(desk, desk.plan.text_octets);
  const std::string_view preamble = desk.dice.percent(40) ? kPreamble : "";
  return multipart("multipart/alternative", "", desk.boundary(),
                   {std::move(plain), std::move(html)}, preamble, desk.agent.fold);
}

Entity html_content(const Desk& desk) {
  Entity html = draw_alternatives(desk, desk.plan.text_octets).html;
  if (desk.dice.percent(30)) html.body += "\n\n";
  return html;
}

Entity newsletter_content(const Desk& desk) {
  Dice& dice = desk.dice;
  const auto all = paragraphs(desk.topic, desk.plan.text_octets + 1200, dice);
  const std::string html = newsletter_html(desk.letter.subject, all, desk.letter.from.domain, dice);
  const Encoding encoding = dice.percent(60) ? Encoding::quoted_printable : Encoding::seven_bit;
  Entity page = text_entity("text/html; charset=\"iso-8859-1\"", encoding, html);
  if (dice.percent(45)) return page;
  std::string text;
  for (const std::string& paragraph : all) text += wrapped(paragraph, 68) + "\n";
  return multipart("multipart/alternative", "", desk.boundary(),
                   {text_entity("text/plain; charset=us-ascii", Encoding::seven_bit, text), page});
}

Entity attachment_content(const Desk& desk) {
  Dice& dice = desk.dice;
  const std::size_t octets = std::min<std::size_t>(desk.plan.text_octets, 5000);
  Entity text;
  if (dice.percent(35)) {
    auto [plain, html] = draw_alternatives(desk, octets);
    text = multipart("multipart/alternative", "", desk.boundary(),
                     {std::move(plain), std::move(html)});
  } else {
    text = text_entity(desk.agent.plain, Encoding::seven_bit, body_text(desk, octets));
  }
  std::vector<Entity> parts{std::move(text)};
  if (dice.percent(20) && desk.plan.twist == Twist::none) {
    Entity patch = text_entity("text/x-patch; name=\"fix.diff\"", Encoding::seven_bit,
                               diff_text(dice.between(500, 9000), dice));
    patch.fields.emplace_back("Content-Disposition: attachment; filename=\"fix.diff\"");
    parts.push_back(std::move(patch));
  } else {
    const FileSort& sort = draw_file_sort(dice);
    const std::size_t size = attachment_size(desk);
    parts.push_back(attachment(sort, size, desk.plan.twist == Twist::parameter_2231, dice));
  }
  const std::string_view preamble = dice.percent(50) ? kPreamble : "";
  return multipart("multipart/mixed", "", desk.boundary(), parts, preamble, desk.agent.fold);
}

Entity forward_content(const Desk& desk) {
  Dice& dice = desk.dice;
  Letter inner;
  inner.from = draw_person(dice);
  inner.to.push_back(desk.letter.from);
  inner.date = desk.letter.date - 90000;
  inner.subject = subject_of(desk.topic, dice);
  const Agent& agent = draw_agent(kPeople, desk.plan.year, dice);
  inner.message_id = draw_message_id(agent, inner.from.domain, dice);
  const std::string text = body_text({desk.plan, agent, desk.topic, inner, dice}, 900);
  const Draft draft =
      header_of(agent, inner, text_entity(agent.plain, Encoding::seven_bit, text), dice);
  Entity message{.fields = {"Content-Type: message/rfc822", "Content-Disposition: inline"},
                 .body = entity_text({.fields = draft.fields, .body = draft.body})};
  Entity note = text_entity(desk.agent.plain, Encoding::seven_bit,
                            body_text(desk, std::min<std::size_t>(desk.plan.text_octets, 1500)));
  desk.letter.subject = "Fwd: " + inner.subject;
  return multipart("multipart/mixed", "", desk.boundary(), {std::move(note), std::move(message)});
}

Entity signed_content(const Desk& desk) {
  switch (desk.plan.kind) {
    case Kind::smime:
      return smime_signed(desk);
    case Kind::smime_opaque:
      return smime_opaque(desk);
    case Kind::pgp_mime:
      return pgp_signed(desk);
    case Kind::pgp_encrypted:
      return pgp_encrypted(desk);
    default:
      return pgp_inline(desk);
  }
}

}  // namespace mass::generate
