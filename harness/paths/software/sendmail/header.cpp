#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sendmail/address_scan.hpp"
#include "harness/paths/software/sendmail/sendmail.hpp"

namespace mass::transforms {

namespace {

// Written for mailers that ask for them, which those of SMTP do not.
constexpr std::array<std::string_view, 3> kNeverRelayed{"Return-Path", "Content-Length",
                                                        "Full-Name"};
// Those that have a standard value: one that is empty gives way to it.
constexpr std::array<std::string_view, 6> kStandard{
    "Date", "From", "Message-ID", "Resent-Date", "Resent-From", "Resent-Message-ID"};
constexpr std::array<std::string_view, 3> kOpenRecipients{"To", "Cc", "Apparently-To"};

bool is_bcc(const Field& field) {
  return field.is("Bcc") || field.is("Resent-Bcc");
}

// Without a mailbox's own first line, and without NUL in the header.
std::string cleaned(const Message& message, std::vector<std::string>& log) {
  std::string text = message.to_string();
  if (text.starts_with("From ")) {
    const std::size_t end = text.find("\r\n");
    text.erase(0, end == std::string::npos ? end : end + 2);
    log.emplace_back("dropped the From_ line");
  }
  const std::size_t header = std::min(text.find("\r\n\r\n"), text.size());
  const auto header_end = text.begin() + static_cast<std::ptrdiff_t>(header);
  const auto kept = std::remove(text.begin(), header_end, '\0');
  if (kept != header_end) log.emplace_back("dropped NUL in the header");
  text.erase(kept, header_end);
  return text;
}

// Each line of a field goes through a buffer of this size; what does not fit is lost.
std::string within_buffer(const Field& field) {
  const std::string_view raw = field.raw();
  if (is_sendmail_sender_field(field) || is_sendmail_recipient_field(field)) {
    return std::string(raw);
  }
  constexpr std::size_t kLineBuffer = 2303;
  std::string out;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t end = std::min(raw.find("\r\n", at), raw.size());
    out.append(raw.substr(at, std::min(end - at, kLineBuffer)));
    out.append(raw.substr(end, 2));
    at = end + 2;
  }
  return out;
}

// These end the header, and lose their line end.
bool ends_header(const Field& field) {
  constexpr std::size_t kLongestName = 100;
  return field.name().size() > kLongestName || field.is("Text") || field.is("Message");
}

Message cut_where_header_ends(const Message& message, std::vector<std::string>& log) {
  const auto fields = message.fields();
  const auto last = std::ranges::find_if(fields, ends_header);
  if (last == fields.end()) return message;
  std::string text;
  for (auto field = fields.begin(); field != last; ++field) text += field->raw();
  std::string_view line = last->raw();
  if (line.ends_with("\r\n")) line.remove_suffix(2);
  text.append("\r\n").append(line);
  for (auto field = last + 1; field != fields.end(); ++field) text += field->raw();
  text.append(message.separator().view()).append(message.body().view());
  log.emplace_back("ended the header at " + one_line(last->name().substr(0, 40)));
  return Message::parse(std::move(text));
}

Applied apply_header(const Transit& transit, const Parameters&, StepContext&) {
  Transit after = transit;
  std::vector<std::string> log;
  MessageEditor editor(cut_where_header_ends(Message::parse(cleaned(transit.message, log)), log));
  const bool has_open_recipient = std::ranges::any_of(
      editor.fields(), [](const Field& field) { return is_one_of(field, kOpenRecipients); });
  editor.erase_if([&](const Field& field) {
    return is_one_of(field, kNeverRelayed) || (is_bcc(field) && has_open_recipient) ||
           (is_one_of(field, kStandard) && unfolded(field).empty());
  });
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    if (is_bcc(field)) {
      editor.replace(i, with_value(field, ""));
    } else if (const std::string raw = within_buffer(field); raw != field.raw()) {
      const std::size_t colon = raw.find(':');
      if (colon < raw.size()) editor.replace(i, Field(Octets(raw), field.name().size(), colon));
    }
  }
  if (editor.changed()) log.emplace_back("dropped fields that are not relayed");
  after.message = std::move(editor).finish();
  return applied(transit, std::move(after), std::move(log));
}

}  // namespace

Transform sendmail_header() {
  return {.id = "sendmail_header",
          .name = "sendmail_header",
          .text =
              "Drops a From_ line on top, NUL in the header, Bcc (emptied if no other field names "
              "recipients), what of a line passes 2303 octets, Return-Path, Content-Length, "
              "Full-Name, and Date, From and Message-ID "
              "that are empty.",
          .models = "Sendmail (collect, eatheader, putheader)",
          .benign = true,
          .parameters = {},
          .apply = apply_header};
}

std::vector<Transform> sendmail_steps() {
  return {sendmail_addresses(), sendmail_header(), sendmail_mime()};
}

}  // namespace mass::transforms
