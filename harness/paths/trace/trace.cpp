#include <fmt/format.h>

#include <chrono>

#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kIdAlphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

std::string client_name(const Envelope& envelope) {
  return envelope.helo.empty() ? "unknown" : one_line(envelope.helo);
}

std::string client_address(const Envelope& envelope) {
  return envelope.client_address.empty() ? address_of(envelope.helo)
                                         : one_line(envelope.client_address);
}

// Source: RFC 5321 section 4.4; the folds are where Postfix and Sendmail put them.
std::string received_value(const Envelope& envelope, const Parameters& parameters,
                           StepContext& context) {
  const std::string_view first_fold = parameters.number("lines") == 3 ? "\r\n\t" : " ";
  const std::string recipient =
      envelope.rcpt_to.size() == 1 ? fmt::format("for <{}>", one_line(envelope.rcpt_to[0])) : "";
  std::string value =
      fmt::format(" from {0} ({0} [{1}]){2}by {3} with {4} id {5}", client_name(envelope),
                  client_address(envelope), first_fold, one_line(context.host),
                  envelope.smtp_utf8 ? "UTF8SMTP" : "ESMTP", context.random.text(kIdAlphabet, 12));
  if (!recipient.empty()) value += "\r\n\t" + recipient;
  value += recipient.empty() ? ";\r\n\t" : "; ";
  return value + mail_date(envelope.time);
}

Applied apply_trace(const Transit& transit, const Parameters& parameters, StepContext& context) {
  Transit after = transit;
  after.envelope.time += std::chrono::seconds(parameters.number("delay"));

  MessageEditor editor(transit.message);
  editor.prepend(make_field("Received", received_value(after.envelope, parameters, context)));
  std::vector<std::string> log{"added Received"};
  if (parameters.flag("final")) {
    // A message has at most one, RFC 5321 section 4.4.
    if (editor.erase_all("Return-Path") > 0) log.emplace_back("removed an older Return-Path");
    editor.prepend(
        make_field("Return-Path", fmt::format(" <{}>", one_line(after.envelope.mail_from))));
    log.emplace_back("added Return-Path");
  }
  after.message = std::move(editor).finish();
  after.envelope.helo = context.host;
  after.envelope.client_address = address_of(context.host);
  after.hops.push_back({context.host, after.envelope.time});
  return applied(transit, std::move(after), std::move(log));
}

}  // namespace

Transform trace() {
  return {.id = "T01",
          .name = "trace",
          .text = "Puts a Received field on top; at final delivery also Return-Path.",
          .models = "every mail relay (RFC 5321 section 4.4)",
          .benign = true,
          .parameters = {flag("final", false, "This host delivers: add Return-Path too."),
                         number("lines", 3, 2, 3, "Lines of the folded Received field."),
                         number("delay", 2, 0, 86400,
                                "Seconds between taking the message and passing it on.")},
          .apply = apply_trace};
}

}  // namespace mass::transforms
