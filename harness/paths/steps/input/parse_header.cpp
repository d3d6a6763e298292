#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/mime/entities.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

enum class AfterColon : std::uint8_t { keep, at_least_one, one_space };

std::string spaced(std::string_view value, AfterColon rule) {
  if (rule == AfterColon::keep) return std::string(value);
  if (rule == AfterColon::at_least_one) {
    const bool has_blank = !value.empty() && is_wsp(value.front());
    return (has_blank ? "" : " ") + std::string(value);
  }
  const std::size_t begin = std::min(value.find_first_not_of(" \t"), value.size());
  return " " + std::string(value.substr(begin));
}

// `From ` lines of a mailbox on top, quoted ones too, become fields.
Message with_mailbox_line(const Message& message) {
  std::string_view rest = message.body().view();
  if (!message.fields().empty() || !message.separator().empty()) return message;
  std::string text;
  while (rest.substr(std::min(rest.find_first_not_of('>'), rest.size())).starts_with("From ")) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    text.append("X-Mailbox-Line: ").append(rest.substr(0, end)).append("\r\n");
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return text.empty() ? message : Message::parse(text.append(rest));
}

// Names, colons and what stands beside them.
void write_heads(MessageEditor& editor, const Parameters& parameters,
                 std::vector<std::string>& log) {
  const bool strips = parameters.text("name_ws") == "strip";
  const auto after_colon = parameters.choice<AfterColon>("after_colon");
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    const std::size_t name_end = field.name().size();
    const std::size_t colon = field.raw().find(':', name_end);
    std::string octets(field.raw().substr(0, strips ? name_end : colon));
    const std::size_t new_colon = octets.size();
    octets += ':';
    octets += spaced(field.value(), after_colon);
    if (field.raw().ends_with("\r\n")) octets += "\r\n";
    if (octets == field.raw()) continue;
    log.push_back(fmt::format("wrote {} anew", one_line(field.name())));
    editor.replace(i, Field(Octets(std::move(octets)), name_end, new_colon));
  }
}

Applied apply_parse_header(const Transit& transit, const Parameters& parameters, StepContext&) {
  if (lacks_separator(transit.message) && parameters.text("junk_line") == "reject") {
    return stopped(transit, Delivery::rejected, "refused a line that is no header field");
  }
  std::vector<std::string> log;
  Transit after = transit;
  if (parameters.text("mbox_line") == "rename") {
    after.message = with_mailbox_line(after.message);
    if (after.message.size() != transit.message.size()) {
      log.emplace_back("made a field of a From line");
    }
  }
  if (parameters.flag("parts")) {
    after.message =
        edit_entities(after.message, [&](MessageEditor& entity, EntityKind, std::size_t) {
          write_heads(entity, parameters, log);
        });
  } else {
    MessageEditor editor(after.message);
    write_heads(editor, parameters, log);
    after.message = std::move(editor).finish();
  }
  if (lacks_separator(after.message) && parameters.text("junk_line") == "end_header") {
    std::string text;
    for (const Field& field : after.message.fields()) text += field.raw();
    text.append("\r\n").append(after.message.body().view());
    after.message = Message::parse(std::move(text));
    log.emplace_back("ended the header above a line that is no field");
  }
  if (parameters.text("separator") == "add" && after.message.separator().empty() &&
      after.message.body().view().empty()) {
    std::string text = after.message.to_string();
    if (!text.empty() && !text.ends_with("\r\n")) text += "\r\n";
    after.message = Message::parse(text + "\r\n");
    log.emplace_back("put a blank line below the header");
  }
  return applied(transit, std::move(after), std::move(log));
}

}  // namespace

Transform parse_header() {
  return {.id = "parse_header",
          .name = "parse_header",
          .text = "How the header is read: where it ends, and the white space beside the colons.",
          .models = "Postfix, Exim, Sendmail, OpenSMTPD, Mailman",
          .benign = true,
          .parameters = {word("junk_line", "end_header", {"end_header", "keep", "reject"},
                              "A line that is no field: a blank line is put above it, it stays, or "
                              "the message is refused."),
                         word("separator", "keep", {"keep", "add"},
                              "A header without a body: a blank line is put below it."),
                         word("mbox_line", "keep", {"keep", "rename"},
                              "`From ` lines of a mailbox on top; rename: X-Mailbox-Line fields."),
                         flag("parts", false,
                              "White space beside colons in headers of parts and of attached "
                              "messages too."),
                         word("name_ws", "keep", {"keep", "strip"},
                              "White space between a name and its colon."),
                         word("after_colon", "keep", {"keep", "at_least_one", "one_space"},
                              "White space behind the colon.")},
          .apply = apply_parse_header};
}

}  // namespace mass::transforms
