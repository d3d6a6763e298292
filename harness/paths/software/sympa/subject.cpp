#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sympa/field_text.hpp"
#include "harness/paths/software/sympa/mail_words.hpp"
#include "harness/paths/software/sympa/sympa.hpp"
#include "harness/pattern/pattern.hpp"

namespace mass::transforms {

namespace {

struct Tag {
  std::string text;     ///< `demo:7`
  std::string pattern;  ///< What an older one looks like.
};

void append_escaped(std::string& pattern, std::string_view text) {
  for (const char c : text) {
    const bool is_plain = is_digit(c) || c == '_' || (c & '\x80') != 0 ||
                          (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
    if (kSpace.contains(c)) {
      if (!pattern.ends_with("\\s+")) pattern += "\\s+";
    } else {
      if (!is_plain) pattern += '\\';
      pattern += c;
    }
  }
}

// Fills `[%list.name%]` and `[%list.sequence%]` in; other variables are empty.
Tag make_tag(const Parameters& parameters) {
  Tag tag;
  std::string_view rest = parameters.text("tag");
  const std::string& list = parameters.text("list");
  while (!rest.empty()) {
    const std::size_t open = rest.find("[%");
    const std::size_t close =
        open == std::string_view::npos ? std::string_view::npos : rest.find("%]", open);
    const std::string_view literal = close == std::string_view::npos ? rest : rest.substr(0, open);
    tag.text += literal;
    append_escaped(tag.pattern, literal);
    if (close == std::string_view::npos) break;
    const std::string_view variable = trim(rest.substr(open + 2, close - open - 2));
    if (variable == "list.name") {
      tag.text += list;
      append_escaped(tag.pattern, list);
    } else if (variable == "list.sequence") {
      tag.text += fmt::format("{}", parameters.number("sequence"));
      tag.pattern += "\\d+";
    } else {
      tag.pattern += "[^]]+";
    }
    rest.remove_prefix(close + 2);
  }
  return tag;
}

// The charset the subject is written in again; nothing if it is not decoded at all: octets beyond
// ASCII outside words, a charset that is not known, or nothing there.
std::optional<MailCharset> charset_of(const std::vector<MailToken>& tokens) {
  MailCharset charset = MailCharset::ascii();
  bool is_empty = true;
  for (const MailToken& token : tokens) {
    is_empty = is_empty && token.octets.find_first_not_of(kSpace) == std::string::npos;
    if (token.charset.empty()) {
      if (has_eight_bit(token.octets)) return std::nullopt;
      continue;
    }
    const auto found = MailCharset::find(token.charset);
    if (!found || found->kind() == MailCharset::Kind::multibyte) return std::nullopt;
    if (found->kind() != MailCharset::Kind::ascii) charset = *found;
  }
  if (is_empty) return std::nullopt;
  return charset;
}

// Folds without their line ends; other line ends as blanks.
std::string raw_text(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\n') {
      text += value[i];
    } else if (i + 1 < value.size() && !is_wsp(value[i + 1])) {
      text += ' ';
    }
  }
  return text;
}

std::optional<std::vector<std::string>> groups(std::string_view text, const std::string& pattern) {
  const auto compiled = Pattern::compile(pattern, {.lines = false, .dot_all = true});
  return compiled ? compiled->find(text) : std::nullopt;
}

std::string tagged(const std::string& value, const Tag& tag) {
  const std::vector<MailToken> tokens = mail_tokens(value);
  const auto charset = charset_of(tokens);
  std::string subject = charset ? mail_text(tokens) : raw_text(value);
  subject.erase(0, std::min(subject.find_first_not_of(kSpace), subject.size()));
  if (const auto old = groups(subject, fmt::format(R"(\A(.*?)\s*\[{}\]\s*(.*)\z)", tag.pattern))) {
    subject = fmt::format("{} {}", (*old)[1], (*old)[2]);
  }
  subject.erase(subject.find_last_not_of(kSpace) + 1);
  std::string answer;
  if (const auto reply =
          groups(subject, fmt::format(R"(\A\s*({0}\s*)(?:{0}\s*)*(.*)\z)", kSympaReply))) {
    answer = (*reply)[1];
    subject = (*reply)[2];
  }
  if (!charset) {
    const std::string words = encode_mail_words(lenient_utf32(fmt::format("[{}]", tag.text)),
                                                MailCharset::utf8(), {.field = "Subject"});
    return fmt::format("{} {} {}", answer, words, subject);
  }
  return encode_mail_words(lenient_utf32(fmt::format("{}[{}] {}", answer, tag.text, subject)),
                           *charset, {.field = "Subject"});
}

Applied apply_subject(const Transit& transit, const Parameters& parameters, StepContext&) {
  const Tag tag = make_tag(parameters);
  if (parameters.text("tag").empty()) return unchanged(transit);
  const std::string subject = tagged(sympa_value(transit.message, "Subject"), tag);
  MessageEditor editor(transit.message);
  editor.erase_all("Subject");
  editor.append(sympa_field("Subject", subject));
  return edited(transit, std::move(editor),
                {fmt::format("put [{}] into a Subject at the end", one_line(tag.text))});
}

}  // namespace

Transform sympa_subject() {
  return {.id = "sympa_subject",
          .name = "sympa_subject",
          .text =
              "Puts a tag in brackets into the Subject, behind the first Re:, takes an older "
              "one and further Re: away, and writes it anew at the end of the header.",
          .models = "Sympa (custom_subject; MIME::EncWords)",
          .benign = true,
          .parameters = {free_text("tag", "demo",
                                   "UTF-8 without the brackets; [%list.name%] and "
                                   "[%list.sequence%] are filled in. Empty: nothing is done."),
                         free_text("list", "demo", "The list's name."),
                         number("sequence", 1, 0, 1'000'000'000, "Number of the message.")},
          .apply = apply_subject};
}

}  // namespace mass::transforms
