#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

enum class Into : std::uint8_t { other, q, b };

struct Word {
  std::string_view charset;
  char encoding = 'Q';
  std::size_t length = 0;
};

// The encoded word at the start of `text`. Source: RFC 2047 section 2; 75 characters at most.
std::optional<Word> word_at(std::string_view text) {
  constexpr std::size_t kLongest = 75;
  text = text.substr(0, kLongest);
  if (!text.starts_with("=?")) return std::nullopt;
  const std::size_t mark = text.find('?', 2);
  if (mark == kNowhere || mark + 2 >= text.size() || text[mark + 2] != '?') return std::nullopt;
  const std::size_t end = text.find("?=", mark + 3);
  if (end == kNowhere) return std::nullopt;
  const Word word{text.substr(2, mark - 2), ascii_lower(text[mark + 1]), end + 2};
  const bool is_one = text.substr(0, word.length).find_first_of(" \t\r\n") == kNowhere;
  return is_one && (word.encoding == 'q' || word.encoding == 'b') ? std::optional(word)
                                                                  : std::nullopt;
}

// Charsets whose words can be joined and cut anew without cutting a character.
bool can_be_cut(std::string_view charset) {
  static constexpr std::array<std::string_view, 4> kFamilies{"iso-8859-", "windows-125", "koi8-",
                                                             "us-ascii"};
  return iequals(charset, "utf-8") || std::ranges::any_of(kFamilies, [&](std::string_view family) {
           return istarts_with(charset, family);
         });
}

/// Words of one charset and encoding that only white space parts.
struct Run {
  Word first;
  std::size_t length = 0;
};

Run run_at(std::string_view text, const Word& first) {
  Run run{first, first.length};
  while (true) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", run.length);
    if (next == kNowhere || next == run.length) return run;
    const auto word = word_at(text.substr(next));
    if (!word || !iequals(word->charset, first.charset) || word->encoding != first.encoding) {
      return run;
    }
    run.length = next + word->length;
  }
}

std::string recoded(std::string_view value, Into into) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = value.find("=?"); at != kNowhere; at = value.find("=?", at)) {
    const auto word = word_at(value.substr(at));
    if (!word) {
      at += 2;
      continue;
    }
    const Run run = run_at(value.substr(at), *word);
    const bool to_b = into == Into::b || (into == Into::other && word->encoding == 'q');
    if (can_be_cut(word->charset) && to_b != (word->encoding == 'b')) {
      std::string charset;
      const std::string octets = decode_words(value.substr(at, run.length), &charset);
      if (!charset.empty() && !octets.empty()) {
        out.append(value.substr(copied, at - copied));
        out.append(encode_words(octets, word->charset, to_b ? 'B' : 'Q'));
        copied = at + run.length;
      }
    }
    at += run.length;
  }
  return out.append(value.substr(copied));
}

Applied apply_ewrecode(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  const auto into = parameters.choice<Into>("into");
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field field = editor.fields()[i];
    if (!is_one_of(field, parameters.list("fields"))) continue;
    const std::string value = recoded(field.value(), into);
    if (value == field.value()) continue;
    editor.replace(i, with_value(field, value));
    log.push_back("encoded words of " + one_line(field.name()) + " anew");
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform ewrecode() {
  return {.id = "T14",
          .name = "ewrecode",
          .text =
              "Writes encoded words in the other encoding, their charset kept, cut at 75 "
              "characters. Words of charsets that cannot be cut anywhere stay.",
          .models = "groupware and gateways that rebuild the header",
          .benign = true,
          .parameters = {word("into", "other", {"other", "q", "b"},
                              "The encoding: the one that a word does not have, or one for all."),
                         texts("fields",
                               {"Subject", "Comments", "From", "Sender", "Reply-To", "To", "Cc"},
                               "Names of the fields.")},
          .apply = apply_ewrecode};
}

}  // namespace mass::transforms
