#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/python_email/part.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

std::string base32(std::string_view octets) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : octets) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 5; held -= 5) out += kDigits[bits >> (held - 5) & 31U];
  }
  return out;
}

// Each CR without LF as a line end, as a file read as text has it.
std::string with_line_ends(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    out += text[at];
    if (text[at] == '\r' && !text.substr(at + 1).starts_with('\n')) out += '\n';
  }
  return out;
}

Applied apply_receive(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const bool is_lmtp = parameters.text("by") == "lmtp";
  std::string octets = transit.message.to_string();
  if (is_lmtp) {
    if (python_email::parse(octets).is_defective) {
      return stopped(transit, Delivery::rejected, "501 Message has defects");
    }
  } else {
    if (!is_utf8(octets)) return stopped(transit, Delivery::rejected, "the text is not UTF-8");
    octets = with_line_ends(octets);
  }
  const python_email::Part read = python_email::parse_header(octets);
  std::vector<Field> fields;
  for (const auto& line : read.headers) fields.push_back(make_field(line.name, " " + line.value));
  MessageEditor editor(
      Message::assemble(std::move(fields), Octets(std::string("\r\n")), Octets(read.text)));

  if (position_of(editor, "Message-ID") == editor.fields().size()) {
    set_last(editor, "Message-ID", new_message_id(context));
  }
  std::string id = readable_value(editor.fields()[position_of(editor, "Message-ID")]);
  if (has_eight_bit(id)) return stopped(transit, Delivery::rejected, "the Message-ID is not ASCII");
  id = id.starts_with('<') && id.ends_with('>') ? id.substr(1, id.size() - 2)
                                                : std::string(trim(id));
  CostMeter unpaid;  // the work of the list, which no scheme is charged for
  const auto digest = context.crypto.digest(HashAlgorithm::sha1, id, unpaid);
  const std::string hash = base32(digest);
  set_last(editor, "Message-ID-Hash", hash);
  set_last(editor, "X-Message-ID-Hash", hash);
  if (is_lmtp) {
    editor.append(make_field("X-MailFrom", " " + one_line(transit.envelope.mail_from)));
  } else if (position_of(editor, "Date") == editor.fields().size()) {
    set_last(editor, "Date", fill("${date}", transit.envelope, context));
  }
  Transit after = transit;
  after.message = std::move(editor).finish();
  return applied(transit, std::move(after), {"taken; Message-ID-Hash added"});
}

}  // namespace

Transform mailman3_receive() {
  return {.id = "mailman3_receive",
          .name = "mailman3_receive",
          .text =
              "Takes a message for a list: one whose header or multiparts are broken is refused, "
              "fields are written as read, and what tells the message is added.",
          .models = "Mailman 3 (LMTP server, mailman inject)",
          .benign = true,
          .parameters = {word("by", "lmtp", {"lmtp", "inject"},
                              "The server, or the command, which wants UTF-8, takes broken "
                              "messages and adds a Date.")},
          .apply = apply_receive};
}

}  // namespace mass::transforms
