#include <fmt/format.h>

#include "corpus/generate/content.hpp"

/// What programs write: bounces, complaints, meeting requests, logs.
namespace mass::generate {

namespace {

struct Failure {
  std::string_view status;  // RFC 3463
  std::string_view text;
};
constexpr std::array<Failure, 6> kFailures{{{"5.1.1", "550 5.1.1 no such user here"},
                                            {"5.2.2", "552 5.2.2 mailbox is full"},
                                            {"4.4.7", "421 4.4.7 message kept for 5 days"},
                                            {"5.7.1", "554 5.7.1 relaying denied"},
                                            {"5.4.4", "550 5.4.4 host not found"},
                                            {"5.3.4", "552 5.3.4 message too big"}}};

// The message that a report is about.
std::string reported_message(const Desk& desk, bool header_only) {
  Dice& dice = desk.dice;
  Letter letter;
  letter.from = desk.letter.to.front();
  letter.to.push_back(draw_person(dice));
  letter.date = desk.letter.date - 4000;
  letter.subject = subject_of(desk.topic, dice);
  const Agent& agent = draw_agent(kPeople, desk.plan.year, dice);
  letter.message_id = draw_message_id(agent, letter.from.domain, dice);
  const std::string text = body_text({desk.plan, agent, desk.topic, letter, dice}, 700);
  Draft draft = header_of(agent, letter, text_entity(agent.plain, Encoding::seven_bit, text), dice);
  draft.put_on_top(fmt::format("Received: from {} by relay.example.net with SMTP;\n\t{}",
                               letter.from.domain, date_text(letter.date + 9, 0)));
  return entity_text({.fields = draft.fields, .body = header_only ? "" : draft.body});
}

void be_daemon(const Desk& desk, std::string_view local, std::string_view name) {
  desk.letter.from.local = local;
  desk.letter.from.display = name;
  desk.letter.cc.clear();
  desk.letter.to.resize(1);
}

}  // namespace

// Source: RFC 3464, RFC 6522.
Entity bounce_content(const Desk& desk) {
  Dice& dice = desk.dice;
  be_daemon(desk, "MAILER-DAEMON", "Mail Delivery Subsystem");
  desk.letter.subject = dice.percent(50) ? "Returned mail: see transcript for details"
                                         : "Undelivered Mail Returned to Sender";
  const Person lost = draw_person(dice);
  const Failure& failure = dice.pick(kFailures);
  const std::string host = draw_host(desk.letter.from.domain, dice);
  const std::string text = fmt::format(
      "This is the mail system at host {}.\n\nYour message could not be delivered to one or more\n"
      "recipients. It is attached below.\n\n   ----- The following address failed -----\n"
      "<{}>\n    (reason: {})\n",
      host, lost.address(), failure.text);
  const Entity status{
      .fields = {"Content-Type: message/delivery-status"},
      .body = fmt::format("Reporting-MTA: dns; {}\nArrival-Date: {}\n\n"
                          "Final-Recipient: rfc822; {}\nAction: failed\nStatus: {}\n"
                          "Diagnostic-Code: smtp; {}\n",
                          host, date_text(desk.letter.date - 60, 0), lost.address(), failure.status,
                          failure.text)};
  const bool header_only = dice.percent(30);
  const Entity original{.fields = {header_only ? "Content-Type: text/rfc822-headers"
                                               : "Content-Type: message/rfc822"},
                        .body = reported_message(desk, header_only)};
  return multipart("multipart/report", "; report-type=delivery-status", desk.boundary(),
                   {text_entity("text/plain", Encoding::seven_bit, text, false), status, original},
                   "This is a MIME-encapsulated message.\n\n");
}

// Source: RFC 5965.
Entity complaint_content(const Desk& desk) {
  Dice& dice = desk.dice;
  be_daemon(desk, "complaints", "Complaint Desk");
  desk.letter.subject = "FW: " + subject_of(desk.topic, dice);
  const std::string client = draw_client_address(dice);
  const std::string text =
      fmt::format("This is an abuse report for a message received from IP {}.\n", client);
  const Entity report{
      .fields = {"Content-Type: message/feedback-report"},
      .body = fmt::format("Feedback-Type: abuse\nUser-Agent: ComplaintDesk/1.0\nVersion: 1\n"
                          "Source-IP: {}\nArrival-Date: {}\n",
                          client, date_text(desk.letter.date - 300, 0))};
  const Entity original{.fields = {"Content-Type: message/rfc822", "Content-Disposition: inline"},
                        .body = reported_message(desk, false)};
  return multipart("multipart/report", "; report-type=feedback-report", desk.boundary(),
                   {text_entity("text/plain; charset=\"US-ASCII\"", Encoding::seven_bit, text),
                    report, original});
}

// Source: RFC 5546 section 3.2.2.
Entity invite_content(const Desk& desk) {
  Dice& dice = desk.dice;
  const std::string when = std::to_string(desk.plan.year) + dice.form("0#1#T1#0000Z");
  const std::string uid = dice.form("040000008200E000^^^^^^^^^^^^^^^^");
  const std::string calendar = fmt::format(
      "BEGIN:VCALENDAR\nMETHOD:REQUEST\nPRODID:-//Example//Diary 1.0//EN\nVERSION:2.0\n"
      "BEGIN:VEVENT\nDTSTAMP:{0}\nDTSTART:{0}\nSUMMARY:{1}\nUID:{2}\n"
      "ORGANIZER;CN=\"{3}\":MAILTO:{4}\n"
      "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:MAILTO:\n {5}\n"
      "LOCATION:Room {6}\nSEQUENCE:0\nEND:VEVENT\nEND:VCALENDAR\n",
      when, desk.letter.subject, uid, desk.letter.from.display, desk.letter.from.address(),
      desk.letter.to.front().address(), dice.between(100, 399));
  const std::string text =
      fmt::format("When: {}\nWhere: see below\n\n*~*~*~*~*~*~*~*~*~*\n\n", when) +
      body_text(desk, 400);
  const Encoding encoding = dice.percent(40) ? Encoding::base64 : Encoding::seven_bit;
  return multipart(
      "multipart/alternative", "", desk.boundary(),
      {text_entity("text/plain; charset=\"utf-8\"", Encoding::quoted_printable, text),
       text_entity("text/calendar; charset=\"utf-8\"; method=REQUEST", encoding, calendar)},
      "", desk.agent.fold);
}

Entity system_content(const Desk& desk) {
  be_daemon(desk, "root", "Cron Daemon");
  desk.letter.subject =
      fmt::format("Cron <root@{}> /usr/local/bin/nightly", desk.letter.from.domain);
  return {.fields = {},
          .body = log_text(std::min<std::size_t>(desk.plan.text_octets, 30000), desk.dice)};
}

}  // namespace mass::generate
