#include "harness/paths/lists/author_name.hpp"

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/lists/mailbox_text.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kNowhere = std::string::npos;

/// One `=?charset?Q?text?=` after the other, seen from outside.
struct Words {
  std::string charset;
  char encoding = 'Q';
  bool is_uniform = true;  ///< All words have the same charset, and nothing else is 8-bit.
};

// Charsets that can be cut between any two octets, or, UTF-8, that encode_words cuts soundly.
bool can_be_cut(std::string_view charset) {
  static constexpr std::array<std::string_view, 4> kFamilies{"iso-8859-", "windows-12", "koi8-",
                                                             "us-ascii"};
  return iequals(charset, "utf-8") || std::ranges::any_of(kFamilies, [&](std::string_view family) {
           return istarts_with(charset, family);
         });
}

// Describes the encoded words of a text that has some. One pass from word to word.
Words words_of(std::string_view text) {
  Words words;
  words.is_uniform = !has_eight_bit(text);
  for (std::size_t at = text.find("=?"); at != kNowhere; at = text.find("=?", at)) {
    const std::size_t mark = text.find('?', at + 2);
    const std::size_t end = mark == kNowhere ? kNowhere : text.find("?=", mark + 3);
    if (end == kNowhere) break;
    std::string_view charset = text.substr(at + 2, mark - at - 2);
    charset = charset.substr(0, charset.find('*'));  // a language may follow, RFC 2231 section 5
    if (words.charset.empty()) {
      words.charset = charset;
      words.encoding = text[mark + 1];
    }
    words.is_uniform = words.is_uniform && iequals(charset, words.charset);
    at = end + 2;
  }
  return words;
}

std::string replaced(std::string_view form, std::string_view mark, std::string_view text) {
  const std::size_t at = form.find(mark);
  if (at == kNowhere) return std::string(form);
  return std::string(form.substr(0, at)).append(text).append(form.substr(at + mark.size()));
}

// The form around a name that stays as it is written.
std::string beside(const std::string& phrase, const std::string& form) {
  const std::size_t at = form.find("NAME");
  if (at == kNowhere) return phrase_of(form);
  std::string text = phrase_of(trim(form.substr(0, at)));
  for (const std::string& part : {phrase, phrase_of(trim(form.substr(at + 4)))}) {
    if (!part.empty()) text.append(text.empty() ? "" : " ").append(part);
  }
  return text;
}

}  // namespace

std::string without_domain(std::string text) {
  std::size_t begin = text.rfind(' ') + 1;  // npos + 1 is 0
  if (const std::size_t dots = text.rfind(".."); dots != kNowhere)
    begin = std::max(begin, dots + 2);
  if (text.ends_with('.')) return text;
  for (std::size_t at = text.find('@', begin); at != kNowhere; at = text.find('@', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] == '.') continue;
    if (text.find('.', at) != kNowhere) text.replace(at, kNowhere, "---");
    return text;
  }
  return text;
}

std::string capitalised(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string munged_name(const Mailbox& author, const NameForm& form) {
  const std::string name = without_quotes(author.display);
  // The title first: a name may hold the word LIST.
  const std::string frame(trim(replaced(form.form, "LIST", form.title)));
  std::string charset;
  const std::string octets = decode_words(name, &charset);
  if (charset.empty()) {
    return phrase_of(
        replaced(frame, "NAME", without_domain(name.empty() ? author.address() : name)));
  }
  const Words words = words_of(name);
  const bool is_recodable =
      words.is_uniform && iequals(words.charset, charset) && can_be_cut(charset);
  if (!is_recodable || has_eight_bit(frame)) {
    return beside(has_eight_bit(author.display) ? phrase_of(name) : one_line(author.display),
                  frame);
  }
  return encode_words(replaced(frame, "NAME", without_domain(octets)), charset, words.encoding);
}

}  // namespace mass::transforms
