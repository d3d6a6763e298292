#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/boundary.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/template.hpp"

/// Bounces. Source: RFC 3462 (multipart/report), RFC 3464 (delivery-status), RFC 5321 section 6.1.
namespace mass::transforms {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

struct Failure {
  const Transit& transit;
  std::string host;
  std::string status;
  std::string diagnostic;
};

std::string explanation(const Failure& failure) {
  std::string text = fmt::format(
      "This is the mail system at host {}.\r\n\r\n"
      "Your message could not be delivered to:\r\n\r\n",
      failure.host);
  for (const std::string& recipient : failure.transit.envelope.rcpt_to) {
    text += fmt::format("    <{}>: {}\r\n", one_line(recipient), failure.diagnostic);
  }
  return text;
}

std::string delivery_status(const Failure& failure) {
  std::string text = fmt::format("Reporting-MTA: dns; {}\r\nArrival-Date: {}\r\n", failure.host,
                                 mail_date(failure.transit.envelope.time));
  for (const std::string& recipient : failure.transit.envelope.rcpt_to) {
    text += fmt::format(
        "\r\nFinal-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: {}\r\n"
        "Diagnostic-Code: smtp; {}\r\n",
        one_line(recipient), failure.status, failure.diagnostic);
  }
  return text;
}

struct Quoted {
  std::string type;  ///< Empty: the message is not quoted.
  std::string octets;
};

Quoted quoted(const Message& message, const std::string& how) {
  if (how == "full") return {"message/rfc822", message.to_string()};
  if (how == "none") return {};
  Quoted quoted{"text/rfc822-headers", {}};
  for (const Field& field : message.fields()) quoted.octets += field.raw();
  return quoted;
}

std::string_view encoding_field(std::string_view content) {
  return has_eight_bit(content) ? "Content-Transfer-Encoding: 8bit\r\n" : "";
}

// A delimiter and a part; 8-bit octets are declared.
std::string part(const std::string& boundary, std::string_view type, const std::string& content) {
  return fmt::format("--{}\r\nContent-Type: {}\r\n{}\r\n", boundary, type,
                     encoding_field(content)) +
         content + "\r\n";
}

std::string body_of(const Failure& failure, const Quoted& original, const std::string& boundary) {
  const std::string words = explanation(failure);
  const std::string_view words_type =
      has_eight_bit(words) ? "text/plain; charset=utf-8" : "text/plain; charset=us-ascii";
  std::string body = "This is a MIME-encapsulated message.\r\n\r\n";
  body += part(boundary, words_type, words);
  body += part(boundary, "message/delivery-status", delivery_status(failure));
  if (!original.type.empty()) body += part(boundary, original.type, original.octets);
  return body + fmt::format("--{}--\r\n", boundary);
}

Message bounce(const Failure& failure, const Quoted& original, StepContext& context) {
  const MessageEditor old(failure.transit.message);
  const std::string id = context.random.text(kAlphabet, 12);
  const std::string boundary =
      new_boundary(old, "", [&] { return context.random.text(kAlphabet, 24); });
  const std::string body = body_of(failure, original, boundary);
  std::string text = fmt::format(
      "Date: {}\r\n"
      "From: Mail Delivery System <MAILER-DAEMON@{}>\r\n"
      "To: {}\r\n"
      "Subject: Undelivered mail returned to sender\r\n"
      "Message-Id: <{}@{}>\r\n"
      "Auto-Submitted: auto-replied\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"{}\"\r\n"
      "{}\r\n",
      mail_date(failure.transit.envelope.time), failure.host,
      one_line(failure.transit.envelope.mail_from), id, failure.host, boundary,
      encoding_field(body));
  return Message::parse(std::move(text) + body);
}

Applied apply_nullsender(const Transit& transit, const Parameters& parameters,
                         StepContext& context) {
  const std::string& sender = transit.envelope.mail_from;
  // RFC 5321 section 6.1: no notification about a notification.
  if (sender.empty()) return dropped("no bounce to a null reverse-path: dropped");
  const Failure failure{transit, one_line(context.host), one_line(parameters.text("status")),
                        one_line(parameters.text("diagnostic"))};
  const Quoted original = quoted(transit.message, parameters.text("quote"));

  Transit after;
  after.envelope.mail_from = fill(parameters.text("sender"), transit.envelope, context);
  after.message = bounce(failure, original, context);
  after.envelope.rcpt_to = {sender};
  after.envelope.helo = context.host;
  after.envelope.client_address = address_of(context.host);
  after.envelope.eight_bit_mime = has_eight_bit(after.message.body().view());
  after.envelope.smtp_utf8 = has_eight_bit(sender);
  after.envelope.time = transit.envelope.time;
  after.hops = {{context.host, transit.envelope.time}};
  return applied(transit, std::move(after),
                 {fmt::format("bounced to <{}>, original quoted: {}", one_line(sender),
                              parameters.text("quote"))});
}

std::string complaint(const Parameters& parameters) {
  return complaint_about_template(parameters.text("sender"));
}

}  // namespace

Transform nullsender() {
  return {.id = "T63",
          .name = "nullsender",
          .text =
              "Returns a delivery failure notification with a null reverse-path to the envelope "
              "sender; the message itself ends here.",
          .models = "every mail relay (RFC 3464)",
          .benign = true,
          .parameters = {word("quote", "full", {"full", "headers", "none"},
                              "What of the message the notification quotes."),
                         free_text("status", "5.1.1", "Enhanced status code (RFC 3463)."),
                         free_text("diagnostic", "550 5.1.1 User unknown",
                                   "What the next host is said to have answered."),
                         free_text("sender", "",
                                   "Reverse-path of the notification, `${rcpt}` and others filled "
                                   "in: software that does not send it as a bounce. Empty: null.")},
          .complaint = complaint,
          .apply = apply_nullsender};
}

}  // namespace mass::transforms
