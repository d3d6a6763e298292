#include "corpus/generate/oddities.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "corpus/generate/charsets.hpp"
#include "corpus/generate/prose.hpp"

namespace mass::generate {

namespace {

// A paragraph that is one line of exactly `octets`; it neither starts nor ends with a blank.
std::string line_of(std::size_t octets, Dice& dice) {
  std::string line;
  while (line.size() < octets) {
    if (!line.empty()) line += ' ';
    line += paragraphs(draw_topic(dice), 200, dice).front();
  }
  line.resize(octets);
  std::replace(line.end() - 2, line.end(), ' ', '.');
  return line;
}

void add_paragraph(Draft& draft, std::string_view text) {
  draft.body.insert(std::min(draft.body.find("\n\n") + 1, draft.body.size()),
                    fmt::format("\n{}\n", text));
}

// Both values are met: the same twice, and two that differ.
void duplicate_field(Draft& draft, const Plan& plan) {
  constexpr std::array<std::string_view, 5> kNames{"Subject", "To", "Date", "Message-ID", "From"};
  const std::string_view name = kNames[plan.index % kNames.size()];
  const std::string* const field = draft.find(name);
  if (field == nullptr) return;
  std::string copy = *field;
  if (plan.index % 2 == 0 && name == "Subject") copy += " (second)";
  draft.fields.push_back(std::move(copy));
}

void duplicate_content_field(Draft& draft, const Plan& plan) {
  const std::string_view name = plan.index % 2 == 0 ? "MIME-Version" : "Content-Type";
  const std::string* const field = draft.find(name);
  draft.fields.push_back(field != nullptr ? std::string(*field) : std::string("MIME-Version: 1.0"));
  if (field == nullptr) draft.fields.emplace_back("MIME-Version: 1.0");
}

void put_space_before_colon(Draft& draft) {
  std::string* const subject = draft.find("Subject");
  if (subject != nullptr) subject->insert(subject->find(':'), " ");
}

// Obsolete folding: a fold behind the colon, a line of blanks, a tab and a blank. Source: RFC 5322
// section 4.2.
void fold_oddly(Draft& draft, const Plan& plan) {
  std::string* const subject = draft.find("Subject");
  if (subject == nullptr) return;
  const std::size_t colon = subject->find(':');
  switch (plan.index % 3) {
    case 0:
      subject->replace(colon + 1, 1, "\n ");
      break;
    case 1:
      subject->append("\n \n\tand more of it");
      break;
    default:
      subject->append("\n\t  and more of it");
      break;
  }
}

// Octets that no transport of that time allowed: ISO-8859-1, or UTF-8 without SMTPUTF8.
void put_raw_octets(Draft& draft, const Plan& plan) {
  const bool utf8 = plan.twist != Twist::header_8bit;
  const Phrasebook& book = accented_names(utf8);
  if (std::string* const subject = draft.find("Subject")) {
    *subject = fmt::format("Subject: {}", book.subject);
  }
  std::string* const from = draft.find("From");
  if (from == nullptr) return;
  if (plan.twist == Twist::eai_address) {
    *from = fmt::format("From: {} <j\303\266rg@m\303\274hle.example>", book.name);
  } else {
    *from = fmt::format("From: {} <joerg@harbour.example>", book.name);
  }
}

// A To that a party's host filled from the whole address book.
void address_everybody(Draft& draft, Dice& dice) {
  constexpr std::size_t kOctets = 17000;
  std::string everybody = "To: ";
  while (everybody.size() < kOctets) {
    const Person person = draw_person(dice);
    everybody += fmt::format("{} <{}>,\n\t", person.display, person.address());
  }
  everybody += draw_person(dice).address();
  draft.erase("To");
  draft.fields.push_back(std::move(everybody));
}

void resend(Draft& draft, const Letter& letter, Dice& dice) {
  const Person sender = draw_person(dice);
  const Person reader = draw_person(dice);
  const std::string id = dice.form("%%%%%%%%.####@");
  draft.put_on_top(fmt::format("Resent-Message-ID: <{}{}>", id, sender.domain));
  draft.put_on_top("Resent-To: " + reader.address());
  draft.put_on_top("Resent-Date: " + date_text(letter.date + 7200, letter.zone));
  draft.put_on_top(fmt::format("Resent-From: {} <{}>", sender.display, sender.address()));
}

}  // namespace

void twist_header(Draft& draft, const Letter& letter, const Plan& plan, Dice& dice) {
  switch (plan.twist) {
    case Twist::missing_from:
      return draft.erase("From");
    case Twist::missing_date:
      return draft.erase("Date");
    case Twist::missing_subject:
      return draft.erase("Subject");
    case Twist::missing_message_id:
      return draft.erase("Message-ID");
    case Twist::missing_to:
      draft.erase("Cc");
      return draft.erase("To");
    case Twist::duplicate_field:
      return duplicate_field(draft, plan);
    case Twist::duplicate_content_field:
      return duplicate_content_field(draft, plan);
    case Twist::malformed_line:
      draft.fields.insert(
          draft.fields.begin() + static_cast<std::ptrdiff_t>(draft.fields.size() / 2),
          "this line has no colon and is no field");
      return;
    case Twist::space_before_colon:
      return put_space_before_colon(draft);
    case Twist::odd_folding:
      return fold_oddly(draft, plan);
    case Twist::header_8bit:
    case Twist::utf8_header:
    case Twist::eai_address:
      return put_raw_octets(draft, plan);
    case Twist::long_header:
      return address_everybody(draft, dice);
    case Twist::resent:
      return resend(draft, letter, dice);
    default:
      return;
  }
}

void twist_body(Draft& draft, const Plan& plan, Dice& dice) {
  switch (plan.twist) {
    case Twist::line_998:
      return add_paragraph(draft, line_of(998, dice));
    case Twist::line_999:
      return add_paragraph(draft, line_of(999, dice));
    case Twist::line_10000:
      return add_paragraph(draft, line_of(10000, dice));
    case Twist::dot_line:
      return add_paragraph(draft,
                           ".profile and .forward are in my home directory\n.\n..\n.. and so on");
    case Twist::from_line:
      return add_paragraph(draft, "From the station it is a short walk, ten minutes at most.");
    case Twist::quoted_from_line:
      return add_paragraph(draft, ">From here on the path follows the river.");
    case Twist::bare_cr:
      return add_paragraph(draft, "progress: 10 %\rprogress: 50 %\rprogress: 100 %");
    case Twist::nul:
      return add_paragraph(draft, std::string_view("the field ends\0here, says the dump", 34));
    case Twist::empty_body:
      draft.body = plan.index % 2 == 0 ? "" : "\n";
      return;
    case Twist::no_separator:
      draft.body.clear();
      draft.has_separator = false;
      return;
    default:
      return;
  }
}

std::string stored_octets(const Draft& draft, const Plan& plan, Dice& dice) {
  std::string text;
  for (const std::string& field : draft.fields) text.append(field).append("\n");
  if (draft.has_separator) text += '\n';
  text += draft.body;
  if (plan.twist == Twist::no_final_newline) {
    text.resize(text.find_last_not_of('\n') + 1);
  }
  if (draft.stored == LineEnds::lf) return text;
  std::string octets;
  octets.reserve(text.size() + text.size() / 16);
  bool has_lone = draft.stored == LineEnds::crlf;
  for (const char c : text) {
    const bool lone =
        c == '\n' && draft.stored == LineEnds::mixed && (!has_lone || dice.percent(5));
    has_lone = has_lone || lone;
    if (c == '\n' && !lone) octets += '\r';
    octets += c;
  }
  return octets;
}

}  // namespace mass::generate
