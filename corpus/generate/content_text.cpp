#include <fmt/format.h>

#include "corpus/generate/content.hpp"

/// Content that is one text: letters, posts, patches, letters in other languages.
namespace mass::generate {

namespace {

constexpr auto kGreetings = std::to_array<std::string_view>(
    {"Hi {},", "Hello {},", "Dear {},", "{},", "Good morning {},", "Hi all,", "Hello,"});
constexpr auto kLeaves = std::to_array<std::string_view>(
    {"Regards,", "Best wishes,", "Cheers,", "Thanks,", "Yours,", "See you,", "Kind regards"});
constexpr auto kTitles = std::to_array<std::string_view>(
    {"Harbour Software, Elm Street 12", "Office 214, North Mill", "Department of Physics",
     "http://www.harbour.example/~people/", "phone +00 555 0123, fax +00 555 0124",
     "\"Measure twice, cut once.\"", "Copper Works Cooperative", "Reading room, second floor"});

std::string as_lines(const std::vector<std::string>& all, std::size_t width, bool soft) {
  std::string text;
  for (const std::string& paragraph : all) {
    if (!text.empty()) text += '\n';
    text += wrapped(paragraph, width, soft);
  }
  return text;
}

std::string attribution(const Letter& letter, Dice& dice) {
  const Person& other = letter.cc.empty() ? letter.to.front() : letter.cc.front();
  const std::string date = date_text(letter.date - 50000, letter.zone);
  if (dice.percent(50)) return fmt::format("On {}, {} wrote:\n", date, other.display);
  return fmt::format("{} <{}> wrote:\n", other.display, other.address());
}

// Signatures are introduced by two dashes and a blank. Source: RFC 3676 section 4.3.
std::string signature(const Letter& letter, Dice& dice) {
  std::string text = fmt::format("-- \n{}\n", letter.from.display);
  const std::size_t lines = dice.between(0, 2);
  for (std::size_t i = 0; i < lines; ++i) text.append(dice.pick(kTitles)).append("\n");
  return text;
}

std::string phone_signature(Dice& dice) {
  return dice.percent(50) ? "Sent from my phone\n" : "Sent from my mobile device.\n";
}

// 7bit text most of the time; some mailers encode what needs no encoding.
Encoding draw_ascii_encoding(const Desk& desk) {
  if (desk.plan.kind == Kind::encoded) return Encoding::base64;
  return desk.dice.percent(8) ? Encoding::quoted_printable : Encoding::seven_bit;
}

}  // namespace

std::string body_text(const Desk& desk, std::size_t octets) {
  Dice& dice = desk.dice;
  const bool on_phone = desk.agent.extra.contains("iPhone");
  const bool soft = desk.agent.flowed;
  const std::size_t width = on_phone ? 900 : dice.between(66, 76);
  std::string text;
  if (desk.letter.is_reply) {
    const std::string before =
        as_lines(paragraphs(desk.topic, dice.between(150, 900), dice), 70, false);
    text = attribution(desk.letter, dice) + as_quotation(before) + "\n";
  } else if (dice.percent(70)) {
    const std::string_view greeting =
        desk.plan.kind == Kind::post ? "Hi all," : dice.pick(kGreetings);
    text = fmt::format(fmt::runtime(greeting), desk.letter.to.front().first_name()) + "\n\n";
  }
  text += as_lines(paragraphs(desk.topic, octets, dice), width, soft);
  if (dice.percent(12)) text += "\n" + table_text(dice);
  if (dice.percent(70)) {
    text += fmt::format("\n{}\n", dice.pick(kLeaves));
    text += desk.letter.from.first_name() + "\n";
  }
  if (on_phone) {
    text += "\n" + phone_signature(dice);
  } else if (dice.percent(45)) {
    text += "\n" + signature(desk.letter, dice);
  }
  if (dice.percent(40)) text.append(dice.between(1, 3), '\n');
  return text;
}

Entity plain_content(const Desk& desk) {
  Dice& dice = desk.dice;
  std::string text = body_text(desk, desk.plan.text_octets);
  const bool is_long = desk.plan.text_octets > 20000;
  if (is_long) text += "\n" + log_text(desk.plan.text_octets / 4, dice);
  constexpr int kLastWithoutMime = 2006;
  if (desk.plan.kind == Kind::note && desk.plan.year <= kLastWithoutMime && dice.percent(22)) {
    return {.fields = {}, .body = text};
  }
  const bool has_accents = desk.plan.kind != Kind::encoded && dice.percent(7);
  if (!has_accents) {
    const Encoding encoding = draw_ascii_encoding(desk);
    return text_entity(desk.agent.plain, encoding, text, dice.percent(60));
  }
  constexpr int kUnicodeYear = 2010;
  const Phrasebook& book = accented_names(desk.plan.year >= kUnicodeYear);
  text.append("\n").append(book.lines[dice.between(0, book.lines.size() - 1)]).append("\n");
  const std::string type = fmt::format("text/plain; charset={}", book.charset);
  return text_entity(type, dice.percent(60) ? Encoding::eight_bit : Encoding::quoted_printable,
                     text);
}

Entity patch_content(const Desk& desk) {
  Dice& dice = desk.dice;
  std::string text = as_lines(paragraphs(desk.topic, dice.between(200, 900), dice), 72, false);
  text += fmt::format("\nSigned-off-by: {} <{}>\n---\n", desk.letter.from.display,
                      desk.letter.from.address());
  text += dice.form(" 1# files changed, 1## insertions(+), ## deletions(-)\n\n");
  text += diff_text(desk.plan.text_octets, dice);
  text += dice.percent(60) ? "-- \n2.1.4\n\n" : "";
  return text_entity(desk.agent.plain, Encoding::seven_bit, text, dice.percent(60));
}

Entity foreign_content(const Desk& desk) {
  Dice& dice = desk.dice;
  const Phrasebook& book = draw_phrasebook(desk.plan.twist, desk.plan.year, dice);
  const char word_encoding = book.script == Script::iso_8859 ? 'Q' : 'B';
  desk.letter.from.display = encoded(book.name, book.charset, word_encoding);
  desk.letter.subject = encoded(book.subject, book.charset, word_encoding);
  const std::string text =
      letter_text(book, std::min<std::size_t>(desk.plan.text_octets, 6000), dice);
  const std::string quote = dice.percent(50) ? "\"" : "";
  const std::string type = fmt::format("text/plain; charset={0}{1}{0}", quote, book.charset);
  if (!book.is_eight_bit()) return text_entity(type, Encoding::seven_bit, text);
  const std::size_t choice = dice.between(0, 9);
  return text_entity(type,
                     choice < 5   ? Encoding::eight_bit
                     : choice < 8 ? Encoding::quoted_printable
                                  : Encoding::base64,
                     text);
}

}  // namespace mass::generate
