#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/content.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/header.hpp"

namespace mass::transforms {

namespace {

using python_email::Chunk;
using python_email::HeaderText;
using python_email::Run;

constexpr std::string_view kNoSubject = "(no subject)";

bool is_blank(char c) {
  return is_wsp(c) || (c >= '\n' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

std::size_t after_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::string_view trim_front(std::string_view text) {
  return text.substr(after_blanks(text, 0));
}

bool is_empty(std::string_view text) {
  return after_blanks(text, 0) == text.size();
}

// Where the marks of a reply (`Re:`, `AW[2] :`) at the start of a text end; 0 where there are none.
std::size_t reply_marks(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t at = after_blanks(text, 0); at < text.size();) {
    const std::string_view word = text.substr(at, 2);
    if (!iequals(word, "Re") && !iequals(word, "Aw") && !iequals(word, "Sv") &&
        !iequals(word, "Vs")) {
      break;
    }
    at += 2;
    if (text.substr(at).starts_with('[')) {
      std::size_t digit = at + 1;
      while (digit < text.size() && is_digit(text[digit])) ++digit;
      if (digit > at + 1 && text.substr(digit).starts_with(']')) at = digit + 1;
    }
    at = after_blanks(text, at);
    if (!text.substr(at).starts_with(':')) break;
    at = end = after_blanks(text, at + 1);
  }
  return end;
}

std::string without_prefix(std::string_view text, std::string_view prefix) {
  std::string out;
  for (std::size_t at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix)) {
    out += text.substr(0, at);
    text.remove_prefix(at + prefix.size());
  }
  return out.append(text);
}

std::string joined_lines(std::string_view text) {
  std::string out;
  for (const std::string_view line : python_email::split_lines(text)) out += line;
  return out;
}

// Prefix, one `Re: ` for all marks, and the rest.
std::string with_prefix(std::string text, const std::string& prefix) {
  if (is_empty(text)) return prefix + std::string(kNoSubject);
  text = without_prefix(text, prefix);
  const std::size_t marks = reply_marks(text);
  return prefix + (marks > 0 ? "Re: " : "") + text.substr(marks);
}

// A subject in ASCII alone.
std::optional<HeaderText> ascii_subject(const HeaderText& subject, const std::string& prefix) {
  for (const Run& run : subject.runs) {
    if (run.charset != kListCharset) return std::nullopt;
  }
  HeaderText out;
  out.add(with_prefix(joined_lines(text_of(subject)), prefix), kListCharset);
  return out;
}

// Encoded words that hold ASCII alone are written without encoding.
std::optional<HeaderText> same_charset_subject(const HeaderText& subject,
                                               const std::string& prefix) {
  for (const Run& run : subject.runs) {
    if (has_eight_bit(run.text) || run.charset == python_email::kUnknownEightBit) {
      return std::nullopt;
    }
  }
  HeaderText out;
  out.add(with_prefix(joined_lines(text_of(subject)), prefix), kListCharset);
  return out;
}

// Looks for marks and prefix at the start alone, and keeps each run in its charset.
HeaderText mixed_subject(const HeaderText& subject, const std::string& prefix) {
  HeaderText out;
  out.add(prefix, kListCharset);
  std::vector<Run> runs = python_email::separated(subject.runs);
  if (runs.empty()) return out;
  if (runs.front().charset == python_email::kUnknownEightBit) {
    // What cannot be read is not looked at; an empty text stands for it.
    runs.insert(runs.begin(), {"", std::string(python_email::kUnknownEightBit)});
  } else {
    std::string first(trim_front(without_prefix(runs.front().text, prefix)));
    if (const std::size_t marks = reply_marks(first); marks > 0) {
      first = "Re: " + first.substr(marks);
    }
    runs.front().text = std::move(first);
  }
  for (Run& run : runs) out.add(std::move(run.text), run.charset);
  return out;
}

// A value with octets beyond ASCII: lines become one text with blanks between.
std::string joined_octets(std::string_view value) {
  std::string out;
  for (const std::string_view line : python_email::split_lines(value)) {
    out += out.empty() ? std::string(line) : " " + std::string(trim_front(line));
  }
  return out;
}

// The value as the package understands it. Nothing where it cannot be decoded, which stops the
// software.
std::optional<HeaderText> read_subject(std::string_view value) {
  if (has_eight_bit(value)) {
    HeaderText header;
    header.add(joined_octets(value), python_email::kUnknownEightBit);
    return header;
  }
  const auto chunks = python_email::decode_header(value);
  return chunks ? python_email::make_header(*chunks) : std::nullopt;
}

Applied apply_subject(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string& prefix = parameters.text("prefix");
  if (trim(prefix).empty()) return unchanged(transit);
  MessageEditor editor(transit.message);
  const std::size_t at = position_of(editor, "Subject");
  std::string value;
  if (at < editor.fields().size()) {
    std::string_view raw = editor.fields()[at].value();
    raw.remove_prefix(std::min(raw.find_first_not_of(" \t"), raw.size()));
    value = raw;
  }
  const auto subject = read_subject(value);
  if (!subject) return dropped("the Subject cannot be decoded: the software fails");
  // The white space that the second line starts with is used for new lines too.
  const std::string text = has_eight_bit(value) ? value : text_of(*subject);
  const auto lines = python_email::split_lines(text);
  const bool has_blank = lines.size() > 1 && !lines[1].empty() && is_wsp(lines[1].front());
  auto made = ascii_subject(*subject, prefix);
  if (!made) made = same_charset_subject(*subject, prefix);
  if (!made) made = mixed_subject(*subject, prefix);
  made->continuation = has_blank ? std::string(1, lines[1].front()) : "\t";
  const auto written = python_email::encode(
      *made, 0, parameters.flag("unfolded") ? python_email::kUnlimited : python_email::kMaxLine);
  if (!written) return dropped("the Subject would be read as two fields: the software fails");
  set_last(editor, "Subject", *written);
  return edited(transit, std::move(editor), {"Subject written anew with " + one_line(prefix)});
}

}  // namespace

Transform mailman3_subject() {
  return {.id = "mailman3_subject",
          .name = "mailman3_subject",
          .text =
              "Writes Subject anew below all other fields: the prefix, one Re: for all marks of a "
              "reply, the text without the prefixes it had.",
          .models = "Mailman 3 (subject-prefix)",
          .benign = true,
          .parameters = {free_text("prefix", "",
                                   "What stands in front, with its blank; empty: nothing is "
                                   "done."),
                         flag("unfolded", false, "On one line, as a digest's mailbox has it.")},
          .apply = apply_subject};
}

}  // namespace mass::transforms
