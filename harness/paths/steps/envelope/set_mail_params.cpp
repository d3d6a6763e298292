#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/mime/entities.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

enum class Declared : std::uint8_t { keep, no, yes, if_needed, if_labelled, or_labelled };

bool decide(Declared mode, bool declared, bool is_needed, bool is_labelled) {
  switch (mode) {
    case Declared::keep:
      return declared;
    case Declared::no:
      return false;
    case Declared::yes:
      return true;
    case Declared::if_needed:
      return is_needed;
    case Declared::if_labelled:
      return is_labelled;
    case Declared::or_labelled:
      return declared || is_labelled;
  }
  return declared;
}

// Some entity says that it is 8bit or binary, inside attached messages too.
bool is_labelled(const Message& message) {
  bool found = false;
  (void)edit_entities(message, [&](MessageEditor& entity, EntityKind, std::size_t) {
    for (const Field& field : entity.fields()) {
      if (!field.is("Content-Transfer-Encoding")) continue;
      const TransferEncoding encoding = parse_transfer_encoding(field.value());
      found =
          found || encoding == TransferEncoding::eight_bit || encoding == TransferEncoding::binary;
    }
  });
  return found;
}

bool header_has_eight_bit(const Message& message) {
  for (const Field& field : message.fields()) {
    if (has_eight_bit(field.raw())) return true;
  }
  return false;
}

bool addresses_have_eight_bit(const Envelope& envelope) {
  for (const std::string& recipient : envelope.rcpt_to) {
    if (has_eight_bit(recipient)) return true;
  }
  return has_eight_bit(envelope.mail_from);
}

Applied apply_set_mail_params(const Transit& transit, const Parameters& parameters, StepContext&) {
  const bool header_is_wide = header_has_eight_bit(transit.message);
  Transit after = transit;
  after.envelope.eight_bit_mime = decide(
      parameters.choice<Declared>("eight_bit_mime"), transit.envelope.eight_bit_mime,
      header_is_wide || has_eight_bit(transit.message.body().view()), is_labelled(transit.message));
  after.envelope.smtp_utf8 =
      decide(parameters.choice<Declared>("smtp_utf8"), transit.envelope.smtp_utf8,
             header_is_wide || addresses_have_eight_bit(transit.envelope), false);
  return applied(transit, std::move(after), {"parameters of MAIL FROM changed"});
}

}  // namespace

Transform set_mail_params() {
  const std::vector<std::string> choices{"keep", "no", "yes", "if_needed"};
  const std::vector<std::string> body_choices{"keep",      "no",          "yes",
                                              "if_needed", "if_labelled", "or_labelled"};
  return {.id = "set_mail_params",
          .name = "set_mail_params",
          .text = "What is declared with MAIL FROM at the next hop.",
          .models = "every MTA (RFC 6152 BODY=8BITMIME, RFC 6531 SMTPUTF8)",
          .benign = true,
          .parameters = {word("eight_bit_mime", "keep", body_choices,
                              "BODY=8BITMIME; if_needed: when an octet of the message has 8 bits; "
                              "if_labelled: when an entity says that it is 8bit or binary; "
                              "or_labelled: then, and when it was declared."),
                         word("smtp_utf8", "keep", choices,
                              "SMTPUTF8; if_needed: when an octet of the header or of an address "
                              "has 8 bits.")},
          .apply = apply_set_mail_params};
}

}  // namespace mass::transforms
