#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/mime/entities.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

enum class Declared : std::uint8_t { keep, no, yes, if_needed, if_labelled, or_labelled };

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

// The message is looked at only for the modes that ask for it: its labels cost a walk through all
// entities.
bool eight_bit_mime(const Transit& transit, Declared mode) {
  const bool declared = transit.envelope.eight_bit_mime;
  switch (mode) {
    case Declared::keep:
      return declared;
    case Declared::no:
      return false;
    case Declared::yes:
      return true;
    case Declared::if_needed:
      return header_has_eight_bit(transit.message) || has_eight_bit(transit.message.body().view());
    case Declared::if_labelled:
      return is_labelled(transit.message);
    case Declared::or_labelled:
      return declared || is_labelled(transit.message);
  }
  return declared;
}

bool smtp_utf8(const Transit& transit, Declared mode) {
  if (mode == Declared::keep) return transit.envelope.smtp_utf8;
  if (mode != Declared::if_needed) return mode == Declared::yes;
  return header_has_eight_bit(transit.message) || addresses_have_eight_bit(transit.envelope);
}

Applied apply_set_mail_params(const Transit& transit, const Parameters& parameters, StepContext&) {
  Transit after = transit;
  after.envelope.eight_bit_mime =
      eight_bit_mime(transit, parameters.choice<Declared>("eight_bit_mime"));
  after.envelope.smtp_utf8 = smtp_utf8(transit, parameters.choice<Declared>("smtp_utf8"));
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
