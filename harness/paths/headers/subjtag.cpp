#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::size_t skip_space(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kSpace, at), text.size());
}

// Past one `Re:`, `RE:`, `Re[2]:` or `Re(2):` and the space behind it; nothing if there is none.
std::optional<std::size_t> skip_reply_mark(std::string_view text, std::size_t at) {
  if (!istarts_with(text.substr(at), "re")) return std::nullopt;
  at += 2;
  const std::string_view rest = text.substr(at);
  if (rest.starts_with('[') || rest.starts_with('(')) {
    const char close = rest.front() == '[' ? ']' : ')';
    do ++at;
    while (at < text.size() && is_digit(text[at]));
    if (at == text.size() || text[at] != close) return std::nullopt;
    ++at;
  }
  if (at == text.size() || text[at] != ':') return std::nullopt;
  return skip_space(text, at + 1);
}

std::size_t skip_reply_marks(std::string_view text, std::size_t at) {
  while (const auto next = skip_reply_mark(text, at)) at = *next;
  return at;
}

struct EncodedWord {
  std::string_view charset;
  char encoding = 'Q';
  std::size_t length = 0;
};

// The encoded word at the start of `text`. Source: RFC 2047 section 2.
std::optional<EncodedWord> encoded_word(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  const std::size_t charset_end = text.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size()) return std::nullopt;
  const std::size_t end = text.find("?=", charset_end + 3);
  if (text[charset_end + 2] != '?' || end == std::string_view::npos) return std::nullopt;
  EncodedWord word{text.substr(2, charset_end - 2), text[charset_end + 1], end + 2};
  if (text.substr(0, word.length).find_first_of(kSpace) != std::string_view::npos) {
    return std::nullopt;
  }
  return word;
}

// The first word decoded, tagged and encoded again as it was. Nothing if the tag cannot go inside.
std::optional<std::string> recoded(std::string_view text, const EncodedWord& word,
                                   std::string_view tag, bool after_reply_marks) {
  const std::string_view charset = word.charset.substr(0, word.charset.find('*'));
  if (!holds_ascii(charset) || has_eight_bit(tag)) return std::nullopt;
  std::string found;
  std::string octets = decode_words(text.substr(0, word.length), &found);
  if (found.empty()) return std::nullopt;
  const std::size_t at = after_reply_marks ? skip_reply_marks(octets, 0) : 0;
  octets.insert(at, fmt::format("{} ", tag));
  return encode_words(octets, charset, word.encoding);
}

// The value with the tag in it.
std::string tagged(std::string_view value, std::string_view tag, const Parameters& parameters) {
  const bool after_reply_marks = parameters.text("mode") == "after_re";
  std::size_t at = skip_space(value, 0);
  if (at == value.size()) return fmt::format(" {}", tag);
  if (after_reply_marks) at = skip_reply_marks(value, at);

  const std::string_view rest = value.substr(at);
  std::string result(value.substr(0, at));
  const auto word = parameters.text("words") == "recode" ? encoded_word(rest) : std::nullopt;
  const auto inside = word ? recoded(rest, *word, tag, after_reply_marks) : std::nullopt;
  if (inside) {
    result.append(*inside).append(rest.substr(word->length));
  } else {
    if (!is_wsp(result.empty() ? ' ' : result.back())) result += ' ';
    result.append(tag).append(rest.empty() ? "" : " ").append(rest);
  }
  return result;
}

Applied apply_subjtag(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string tag(trim(one_line(parameters.text("tag"))));
  const auto percent = static_cast<std::uint64_t>(parameters.number("percent"));
  if (tag.empty() || !context.random.chance(percent, 100)) return unchanged(transit);
  MessageEditor editor(transit.message);
  const std::size_t at = position_of(editor, "Subject");
  if (at == editor.fields().size()) {
    if (!parameters.flag("add_missing")) return unchanged(transit);
    editor.append(make_field("Subject", " " + tag));
    return edited(transit, std::move(editor), {fmt::format("added Subject with {}", tag)});
  }
  const Field& subject = editor.fields()[at];
  const std::string shown = decode_words(unfold(subject.value()));
  if (ifind(shown, tag) != std::string::npos) return unchanged(transit);
  const Field changed = with_value(subject, tagged(subject.value(), tag, parameters));
  editor.replace(at, changed);
  return edited(transit, std::move(editor), {fmt::format("put {} into Subject", tag)});
}

}  // namespace

Transform subjtag() {
  return {
      .id = "T03",
      .name = "subjtag",
      .text = "Puts the list's tag into the Subject unless it is there already.",
      .models = "Mailman, mlmmj (prefix), Sympa (after_re)",
      .benign = true,
      .parameters = {free_text("tag", "[demo]", "The tag, without the space that follows it."),
                     word("mode", "prefix", {"prefix", "after_re"},
                          "In front of everything, or behind a leading run of Re:."),
                     word("words", "raw", {"raw", "recode"},
                          "When the subject starts with an encoded word: put the bare tag before "
                          "it, or decode it and encode it again with the tag inside."),
                     number("percent", 100, 0, 100, "How many of 100 messages get it."),
                     flag("add_missing", true, "Add a Subject when there is none.")},
      .apply = apply_subjtag};
}

}  // namespace mass::transforms
