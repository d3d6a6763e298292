#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/lists/address_elements.hpp"
#include "harness/paths/lists/mailbox_text.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

enum class Quotes : std::uint8_t { needed, always };

// Encoded words stay as they are, and so do octets that are none of ASCII: no quotes go around
// them.
std::string name_text(const std::string& display, Quotes quotes) {
  std::string charset;
  (void)decode_words(display, &charset);
  if (!charset.empty() || has_eight_bit(display)) return display;
  const std::string name = without_quotes(display);
  const std::string phrase = phrase_of(name);
  if (quotes == Quotes::needed || phrase.starts_with('"')) return phrase;
  return fmt::format("\"{}\"", phrase);
}

std::string element_text(const Mailbox& mailbox, Quotes quotes) {
  if (mailbox.display.empty()) return mailbox.address();
  return fmt::format("{} <{}>", name_text(mailbox.display, quotes), mailbox.address());
}

std::string normalised(std::string_view value, Quotes quotes) {
  std::string out;
  for (const AddressElement& element : address_elements(value)) {
    const std::string_view text = element.text;
    const AddressList list = element.mark == ':' ? AddressList{} : parse_address_list(element.text);
    if (list.mailboxes.size() == 1 && !list.malformed && !list.mailboxes[0].domain.empty()) {
      const std::size_t begin = text.find_first_not_of(" \t\r\n");
      out.append(text.substr(0, begin)).append(element_text(list.mailboxes[0], quotes));
    } else {
      out.append(text);
    }
    if (element.mark != '\0') out += element.mark;
  }
  return out;
}

Applied apply_addrquote(const Transit& transit, const Parameters& parameters, StepContext&) {
  const auto quotes = parameters.choice<Quotes>("quotes");
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field field = editor.fields()[i];
    if (!is_one_of(field, parameters.list("fields"))) continue;
    const std::string value = normalised(field.value(), quotes);
    if (value == field.value()) continue;
    editor.replace(i, with_value(field, value));
    log.push_back("wrote addresses of " + one_line(field.name()) + " anew");
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform addrquote() {
  return {.id = "T12",
          .name = "addrquote",
          .text =
              "Writes mailboxes in one form: quotes around names, no comments, one blank before "
              "`<`. What is no mailbox stays.",
          .models = "relays and groupware that rebuild address fields",
          .benign = true,
          .parameters = {word("quotes", "needed", {"needed", "always"},
                              "Around names that need them, or around every name in ASCII."),
                         texts("fields",
                               {"From", "Sender", "Reply-To", "To", "Cc", "Resent-From",
                                "Resent-Sender", "Resent-To", "Resent-Cc"},
                               "Names of the fields.")},
          .apply = apply_addrquote};
}

}  // namespace mass::transforms
