#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sympa/field_text.hpp"
#include "harness/paths/software/sympa/mail_address.hpp"
#include "harness/paths/software/sympa/mail_entity.hpp"
#include "harness/paths/software/sympa/mail_words.hpp"
#include "harness/paths/software/sympa/sympa.hpp"
#include "harness/pattern/pattern.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kCommands = R"((subscribe\s+(\S+)|unsubscribe\s+(\S+)|signoff\s+(\S+))"
                                       R"(|set\s+(\S+)\s+(mail|nomail|digest))\s*)";
constexpr std::string_view kFromLine = "X-Sympa-From-Line";
constexpr std::string_view kNamed = " From ";  // an author may have used the name as well
constexpr std::string_view kLoop = "X-Loop:";
constexpr std::size_t kCommandLines = 5;
constexpr std::int64_t kMaxSize = 5242880;

struct Halves {
  std::string header;     ///< Lines end in LF.
  std::string_view body;  ///< As it came.
};

// The header ends at the first blank line, whatever stands above it.
Halves halves_of(std::string_view octets) {
  Halves halves;
  while (!octets.empty()) {
    const std::size_t end = std::min(octets.find('\n'), octets.size() - 1) + 1;
    const std::string_view line = octets.substr(0, end);
    octets.remove_prefix(end);
    if (line == "\r\n" || line == "\n" || line == "\r\r\n") {
      halves.body = octets;
      return halves;
    }
    halves.header += with_lf_ends(line);
  }
  return halves;
}

bool matches(std::string_view text, std::string_view pattern) {
  const auto compiled = Pattern::compile(pattern, {.lines = true, .ignore_case = true});
  return compiled && compiled->find(text).has_value();
}

const MailEntity* plain_text(const MailEntity& entity) {
  if (entity.parts.empty()) {
    return entity.type() == "text/plain" && entity.body ? &entity : nullptr;
  }
  for (const MailEntity& part : entity.parts) {
    if (const MailEntity* found = plain_text(part)) return found;
  }
  return nullptr;
}

bool is_command(const MailEntity& entity) {
  const std::string subject = mail_text(mail_tokens(entity.head.get("Subject").value_or("")));
  if (matches(subject, fmt::format(R"(\A\s*(?:{})?\s*({})$)", kSympaReply, kCommands))) return true;
  const MailEntity* text = plain_text(entity);
  if (text == nullptr) return false;
  std::vector<std::string_view> lines = split(*text->body, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.size() > kCommandLines) return false;
  const auto first = std::ranges::find_if(lines, [](auto line) { return !trim(line).empty(); });
  return first != lines.end() && matches(*first, fmt::format(R"(\A({})\b)", kCommands));
}

// Why a list does not take the message; empty: it does.
std::string why_dropped(const MailHeader& header, const Parameters& parameters) {
  if (header.get("Message-Id").value_or("").empty()) return "has no Message-Id";
  const auto sender = first_mail_address(header.get("From").value_or(""));
  if (!sender || !is_sympa_address(sender->address)) return "has no sender that is an address";
  const std::string& automates = parameters.text("automates");
  if (!automates.empty()) {
    if (matches(sender->address, fmt::format(R"(^({})(@|$))", automates))) {
      return "comes from an automate";
    }
    const auto submitted = header.get("Auto-Submitted");
    if (submitted && !iequals(*submitted, "no")) return "was submitted by an automate";
  }
  const std::string& list = parameters.text("list");
  const bool went_round = std::ranges::any_of(header.fields(), [&](std::string_view field) {
    return istarts_with(field, kLoop) && trim(field.substr(kLoop.size())) == list;
  });
  if (!list.empty() && went_round) return "went round";
  return "";
}

// A line of a mailbox is a field to Sympa; under a name it is one to the steps that follow.
std::string named_lines(const MailHeader& header) {
  std::string out;
  for (const std::string& field : header.fields()) {
    if (field.starts_with("From ")) out.append(kFromLine).append(": ");
    out += field;
  }
  return out;
}

Applied apply_receive(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string octets = transit.message.to_string();
  const Halves halves = halves_of(octets);
  std::string_view lines = halves.header;
  if (lines.starts_with("\xEF\xBB\xBF")) lines.remove_prefix(3);
  const MailHeader header = MailHeader::read(lines);
  if (const std::string reason = why_dropped(header, parameters); !reason.empty()) {
    return stopped(transit, Delivery::discarded, "dropped: the message " + reason);
  }
  // Sympa counts LF line ends.
  if (with_lf_ends(octets).size() > static_cast<std::size_t>(parameters.number("max_size"))) {
    return stopped(transit, Delivery::bounced, "returned: over the size limit");
  }
  if (parameters.flag("commands")) {
    const std::string text = header.to_string() + "\n" + with_lf_ends(halves.body);
    if (is_command(parse_mail_entity(text))) {
      return stopped(transit, Delivery::bounced, "returned: a command sent to the list");
    }
  }
  return reparsed(transit, with_crlf_ends(named_lines(header) + "\n").append(halves.body),
                  {"read the header: fields alone, a blank line below them"});
}

Applied apply_send(const Transit& transit, const Parameters&, StepContext&) {
  const Message& message = transit.message;
  if (message.find(kFromLine) == nullptr) return unchanged(transit);
  std::string octets;
  for (const Field& field : message.fields()) {
    std::string_view raw = field.raw();
    if (field.is(kFromLine) && field.value().starts_with(kNamed)) {
      raw.remove_prefix(raw.find(kNamed) + 1);
    }
    octets += raw;
  }
  octets.append(message.separator().view()).append(message.body().view());
  return reparsed(transit, std::move(octets), {"made a line of a mailbox of a field again"});
}

}  // namespace

Transform sympa_send() {
  return {.id = "sympa_send",
          .name = "sympa_send",
          .text = "Puts back the lines of a mailbox that sympa_receive named.",
          .models = "Sympa (Mail::Header)",
          .benign = true,
          .apply = apply_send};
}

Transform sympa_receive() {
  return {
      .id = "sympa_receive",
      .name = "sympa_receive",
      .text =
          "Takes a message for a list: lines of the header that are no fields go away, and "
          "messages a list does not take are dropped or returned.",
      .models = "Sympa (Sympa::Message, ProcessIncoming, DoMessage; Mail::Header)",
      .benign = true,
      .parameters =
          {free_text("list", "", "The list's address: a message with it in X-Loop is dropped."),
           free_text("automates", "mailer-daemon|sympa|listserv|majordomo|smartlist|mailman",
                     "loop_prevention_regex, local parts of senders that are dropped, as is "
                     "what says Auto-Submitted; empty: none."),
           flag("commands", true, "misaddressed_commands: what reads like a command goes back."),
           number("max_size", kMaxSize, 1, std::int64_t{1} << 40,
                  "In octets; over it a message goes back.")},
      .apply = apply_receive};
}

}  // namespace mass::transforms
