#include "corpus/generate/content.hpp"

#include <fmt/format.h>

#include <utility>

namespace mass::generate {

namespace {

bool is_for_list(Kind kind, Dice& dice) {
  switch (kind) {
    case Kind::post:
    case Kind::patch:
      return true;
    case Kind::pgp_mime:
    case Kind::pgp_inline:
    case Kind::smime:
    case Kind::foreign:
    case Kind::web:
    case Kind::attachment:
      return dice.percent(25);
    default:
      return false;
  }
}

bool is_from_system(Kind kind) {
  return kind == Kind::bounce || kind == Kind::complaint || kind == Kind::system;
}

Use use_of(Kind kind, bool on_list) {
  if (kind == Kind::newsletter) return kBulk;
  if (is_from_system(kind)) return kRobots;
  if (kind == Kind::patch) return kPatches;
  if (kind == Kind::web || kind == Kind::html || kind == Kind::invite) return kWeb;
  return on_list ? kLists : kPeople;
}

Letter draw_letter(const Plan& plan, const std::optional<MailingList>& list, Dice& dice) {
  Letter letter;
  letter.from = draw_person(dice);
  letter.date = draw_moment(plan.year, dice);
  letter.zone = draw_zone(dice);
  if (list) {
    letter.to.push_back({.display = list->name, .local = list->name, .domain = list->domain});
    if (dice.percent(35)) letter.cc.push_back(draw_person(dice));
  } else {
    const std::size_t people = dice.percent(80) ? 1 : dice.between(2, 4);
    for (std::size_t i = 0; i < people; ++i) letter.to.push_back(draw_person(dice));
    if (dice.percent(20)) letter.cc.push_back(draw_person(dice));
  }
  const bool may_answer = plan.kind == Kind::note || plan.kind == Kind::post ||
                          plan.kind == Kind::web || plan.kind == Kind::pgp_mime;
  letter.is_reply = may_answer && dice.percent(45);
  if (letter.is_reply) letter.answered_id = dice.form("%%%%%%%%.########@") + letter.from.domain;
  return letter;
}

std::string draw_subject(const Plan& plan, const Topic& topic, const Letter& letter,
                         const std::optional<MailingList>& list, Dice& dice) {
  std::string subject = subject_of(topic, dice);
  if (plan.kind == Kind::patch) {
    subject = dice.form("[PATCH #/8] ") + subject;
  } else if (list && dice.percent(25)) {
    subject = "[" + list->name + "] " + subject;
  }
  return letter.is_reply ? "Re: " + subject : subject;
}

Entity content_of(const Desk& desk) {
  switch (desk.plan.kind) {
    case Kind::note:
    case Kind::post:
    case Kind::encoded:
    case Kind::auto_reply:
      return plain_content(desk);
    case Kind::patch:
      return patch_content(desk);
    case Kind::web:
      return web_content(desk);
    case Kind::newsletter:
      return newsletter_content(desk);
    case Kind::html:
      return html_content(desk);
    case Kind::attachment:
      return attachment_content(desk);
    case Kind::foreign:
      return foreign_content(desk);
    case Kind::invite:
      return invite_content(desk);
    case Kind::forward:
      return forward_content(desk);
    case Kind::smime:
    case Kind::smime_opaque:
    case Kind::pgp_mime:
    case Kind::pgp_encrypted:
    case Kind::pgp_inline:
      return signed_content(desk);
    case Kind::bounce:
      return bounce_content(desk);
    case Kind::complaint:
      return complaint_content(desk);
    case Kind::system:
      return system_content(desk);
  }
  return plain_content(desk);
}

const Topic& topic_of(Kind kind, bool on_list, Dice& dice) {
  if (kind == Kind::newsletter) return order_topic();
  if (kind == Kind::invite) return meeting_topic();
  return on_list ? list_topic(dice) : draw_topic(dice);
}

// Fields that robots add to say that no answer is wanted, and where a bulk mailer takes complaints.
void add_robot_fields(Kind kind, Draft& draft, const Letter& letter, Dice& dice) {
  if (kind == Kind::auto_reply) {
    draft.fields.emplace_back("Auto-Submitted: auto-replied");
    if (dice.percent(50)) draft.fields.emplace_back("X-Autoreply: yes");
  } else if (kind == Kind::bounce || kind == Kind::complaint) {
    draft.fields.emplace_back("Auto-Submitted: auto-generated");
  } else if (kind == Kind::newsletter) {
    const std::string key = dice.form("&&&&&&&&&&");
    draft.fields.push_back(
        fmt::format("List-Unsubscribe: <mailto:leave-{0}@{1}>,\n\t<http://www.{1}/leave?u={0}>",
                    key, letter.from.domain));
    if (dice.percent(60)) draft.fields.emplace_back("Precedence: bulk");
  }
}

}  // namespace

std::string Desk::boundary() const {
  return with_host(dice.form(agent.boundary), letter.from.domain);
}

Authored write_message(const Plan& plan, Dice& dice) {
  Authored authored;
  const bool on_list = is_for_list(plan.kind, dice);
  if (on_list) authored.list = draw_list(plan.year, dice);
  const Agent& agent = draw_agent(use_of(plan.kind, on_list), plan.year, dice);
  const Topic& topic = topic_of(plan.kind, on_list, dice);
  Letter& letter = authored.letter;
  letter = draw_letter(plan, authored.list, dice);
  letter.message_id = draw_message_id(agent, letter.from.domain, dice);
  letter.subject = draw_subject(plan, topic, letter, authored.list, dice);
  if (plan.kind == Kind::auto_reply) letter.subject = "Out of office: " + letter.subject;

  const Entity content = content_of({plan, agent, topic, letter, dice});
  authored.draft = header_of(agent, letter, content, dice);
  add_robot_fields(plan.kind, authored.draft, letter, dice);
  if (is_from_system(plan.kind) || plan.kind == Kind::auto_reply) {
    authored.draft.envelope_from.clear();
  }
  return authored;
}

}  // namespace mass::generate
