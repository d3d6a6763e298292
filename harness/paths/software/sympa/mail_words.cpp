#include "harness/paths/software/sympa/mail_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/software/sympa/field_text.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kMaxFieldLine = 76;
constexpr std::size_t kMaxRest = kMaxFieldLine - 1;  // below the first line a blank stands in front
constexpr std::size_t kWordFrame = 7;                // =? ? ? ?=
constexpr std::string_view kLineBreaks = "\r\n";

bool is_safe_in_q(char c) {
  return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') ||
         std::string_view("-!*+/").contains(c);
}

// Words between blanks and the blanks in front of them.
struct Word {
  std::u32string blanks;
  std::u32string text;
};

std::vector<Word> words_of(std::u32string_view text) {
  const auto is_wsp32 = [](char32_t c) { return c == ' ' || c == '\t'; };
  std::vector<Word> words;
  while (!text.empty()) {
    Word word;
    while (!text.empty() && is_wsp32(text.front())) {
      word.blanks += text.front();
      text.remove_prefix(1);
    }
    while (!text.empty() && !is_wsp32(text.front())) {
      word.text += text.front();
      text.remove_prefix(1);
    }
    words.push_back(std::move(word));
  }
  return words;
}

bool is_unsafe(std::u32string_view word, bool is_display_name) {
  const bool is_printable =
      std::ranges::all_of(word, [](char32_t c) { return c > ' ' && c <= '~'; });
  const bool has_special =
      is_display_name && std::ranges::any_of(word, [](char32_t c) {
        return c < 0x80 && std::string_view("\"(),:;<>@\\").contains(static_cast<char>(c));
      });
  return !is_printable || word.size() >= kMaxFieldLine || word.contains(U"=?") || has_special;
}

// A stretch that is encoded as a whole, or not at all.
struct Stretch {
  std::string octets;
  HeaderEncoding encoding = HeaderEncoding::none;
  MailCharset charset = MailCharset::ascii();
};

std::size_t escapes_in(std::string_view octets) {
  return static_cast<std::size_t>(
      std::ranges::count_if(octets, [](char c) { return !is_safe_in_q(c) && c != ' '; }));
}

Stretch encoded_stretch(std::u32string_view text, const MailCharset& charset, bool is_unsafe_word) {
  Stretch stretch;
  const bool is_utf8 = charset.kind() == MailCharset::Kind::utf8;
  const auto octets = is_utf8 ? std::nullopt : charset.encode(text);
  stretch.charset = octets ? charset : MailCharset::utf8();
  stretch.octets = octets ? *octets : to_utf8(without_private(text));
  stretch.encoding = stretch.charset.header_encoding();
  // Of a charset the text does not need the name is kept only where the text has to be encoded.
  if (is_plain_ascii(stretch.octets)) {
    stretch.encoding = HeaderEncoding::none;
    if (is_unsafe_word) {
      stretch.encoding = charset.header_encoding() == HeaderEncoding::none
                             ? HeaderEncoding::quoted
                             : charset.header_encoding();
    } else {
      stretch.charset = MailCharset::ascii();
    }
  } else if (stretch.charset != charset) {
    stretch.encoding = stretch.octets.size() + 8 < escapes_in(stretch.octets) * 6
                           ? HeaderEncoding::base64
                           : HeaderEncoding::quoted;
  }
  return stretch;
}

// Words that need encoding beside each other form one stretch, blanks between them included; the
// blanks beside a stretch stand outside.
std::vector<Stretch> stretches_of(std::u32string_view text, const MailCharset& charset,
                                  bool is_display_name) {
  std::vector<std::u32string> runs;
  std::vector<bool> unsafe;
  for (const Word& word : words_of(text)) {
    if (word.text.empty()) {  // blanks at the end
      if (runs.empty()) runs.emplace_back(), unsafe.push_back(false);
      runs.back() += word.blanks;
      continue;
    }
    const bool is_bad = is_unsafe(word.text, is_display_name);
    if (runs.empty()) {
      runs.push_back(word.blanks + word.text);
      unsafe.push_back(is_bad);
    } else if (is_bad == unsafe.back()) {
      runs.back() += word.blanks + word.text;
    } else if (is_bad) {
      runs.back() += word.blanks;
      runs.push_back(word.text);
      unsafe.push_back(true);
    } else {
      runs.push_back(word.blanks + word.text);
      unsafe.push_back(false);
    }
  }
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Stretch next = encoded_stretch(runs[i], charset, unsafe[i]);
    if (!stretches.empty() && stretches.back().encoding == next.encoding &&
        stretches.back().charset == next.charset) {
      stretches.back().octets += next.octets;
    } else {
      stretches.push_back(std::move(next));
    }
  }
  return stretches;
}

// What has no encoding of its own takes that of the others, or the shorter one for all of it.
void settle_encodings(std::vector<Stretch>& stretches) {
  std::size_t total = 0;
  std::size_t escapes = 0;
  bool has_quoted = false;
  bool has_base64 = false;
  for (const Stretch& one : stretches) {
    has_quoted = has_quoted || one.encoding == HeaderEncoding::quoted;
    has_base64 = has_base64 || one.encoding == HeaderEncoding::base64;
    if (one.encoding == HeaderEncoding::shorter) escapes += escapes_in(one.octets);
    if (one.encoding == HeaderEncoding::shorter || one.encoding == HeaderEncoding::none) {
      total += one.octets.size();
    }
  }
  const bool is_base64 = has_quoted == has_base64 ? total + 8 < escapes * 6 : has_base64;
  for (Stretch& one : stretches) {
    if (one.encoding != HeaderEncoding::shorter) continue;
    one.encoding = is_base64 ? HeaderEncoding::base64 : HeaderEncoding::quoted;
  }
}

std::size_t encoded_length(std::string_view octets, const Stretch& like) {
  const std::size_t text = like.encoding == HeaderEncoding::quoted
                               ? octets.size() + escapes_in(octets) * 2
                               : (octets.size() + 2) / 3 * 4;
  return like.charset.name().size() + text + kWordFrame;
}

std::string encoded_word(const Stretch& stretch) {
  std::string text;
  if (stretch.encoding == HeaderEncoding::base64) {
    text = base64_encode(stretch.octets);
  } else {
    for (const char c : stretch.octets) {
      if (c == ' ') {
        text += '_';
      } else if (is_safe_in_q(c)) {
        text += c;
      } else {
        text += fmt::format("={:02X}", static_cast<unsigned char>(c));
      }
    }
  }
  const char letter = stretch.encoding == HeaderEncoding::base64 ? 'B' : 'Q';
  return fmt::format("=?{}?{}?{}?=", stretch.charset.name(), letter, text);
}

// How many characters from the start of `text` fit a word.
std::size_t characters_that_fit(const Stretch& like, std::u32string_view text, std::size_t room) {
  std::size_t shorter = 0;
  std::size_t longer = std::min(text.size(), kMaxFieldLine);
  while (shorter < longer) {
    const std::size_t middle = (shorter + longer + 1) / 2;
    const auto piece = like.charset.encode(text.substr(0, middle));
    if (piece && encoded_length(*piece, like) <= room) {
      shorter = middle;
    } else {
      longer = middle - 1;
    }
  }
  return shorter;
}

// Cuts a stretch into words that fit, between characters.
std::vector<Stretch> split_encoded(const Stretch& stretch, std::size_t room) {
  const auto decoded = stretch.charset.decode(stretch.octets);
  if (!decoded) return {stretch};
  std::u32string_view rest = *decoded;
  std::vector<Stretch> words;
  while (!rest.empty()) {
    std::size_t count = characters_that_fit(stretch, rest, room);
    if (count == 0) count = characters_that_fit(stretch, rest, kMaxRest);
    if (count == 0) count = rest.size();
    Stretch word = stretch;
    word.octets = stretch.charset.encode(rest.substr(0, count)).value_or("");
    words.push_back(std::move(word));
    rest.remove_prefix(count);
    room = kMaxRest;
  }
  return words;
}

// Cuts plain text at blanks; pieces bring their blanks in front.
std::vector<Stretch> split_plain(const Stretch& stretch, std::size_t room) {
  std::vector<Stretch> pieces;
  std::string_view rest = stretch.octets;
  auto left = static_cast<std::ptrdiff_t>(room == 0 ? kMaxRest : room);
  while (!rest.empty()) {
    const std::size_t word = std::min(rest.find_first_not_of(" \t"), rest.size());
    const std::size_t end = std::min(rest.find_first_of(" \t", word), rest.size());
    const std::string_view piece = rest.substr(0, end);
    const auto length = static_cast<std::ptrdiff_t>(piece.size());
    const bool is_tail = word == rest.size();
    rest.remove_prefix(end);
    if (!pieces.empty() && (length <= left || is_tail)) {
      pieces.back().octets += piece;
      left -= length;
    } else {
      left = pieces.empty() && !is_tail ? left - length
                                        : static_cast<std::ptrdiff_t>(kMaxRest) - length;
      pieces.push_back({std::string(piece), HeaderEncoding::none, stretch.charset});
    }
  }
  return pieces;
}

std::vector<Stretch> split_all(const std::vector<Stretch>& stretches, std::size_t first_room) {
  std::vector<Stretch> out;
  auto room = static_cast<std::ptrdiff_t>(first_room);
  for (const Stretch& stretch : stretches) {
    const bool is_plain = stretch.encoding == HeaderEncoding::none;
    const auto at_least_none = static_cast<std::size_t>(std::max<std::ptrdiff_t>(room, 0));
    auto pieces =
        is_plain ? split_plain(stretch, at_least_none) : split_encoded(stretch, at_least_none);
    if (pieces.empty()) continue;
    const std::string& last = pieces.back().octets;
    if (pieces.size() > 1) room = kMaxRest;
    room -=
        static_cast<std::ptrdiff_t>(is_plain ? last.size() : encoded_length(last, pieces.back()));
    if (room <= 1) room = kMaxRest;
    std::ranges::move(pieces, std::back_inserter(out));
  }
  return out;
}

// White space at the fold gives way to the fold's own blank.
std::string joined(const std::vector<Stretch>& pieces, std::size_t first_room) {
  std::vector<std::string> lines;
  std::size_t room = first_room;
  for (const Stretch& piece : pieces) {
    if (piece.octets.empty()) continue;
    std::string text = piece.encoding == HeaderEncoding::none ? piece.octets : encoded_word(piece);
    if (lines.empty()) {
      lines.push_back(std::move(text));
      continue;
    }
    std::string& last = lines.back();
    const bool has_blank = is_fws(last.back()) || is_fws(text.front());
    const std::size_t length = last.size() + (has_blank ? 0 : 1) + text.size();
    if (length <= room) {
      last.append(has_blank ? "" : " ").append(text);
      continue;
    }
    const std::size_t kept = last.find_last_not_of(" \t\r\n") + 1;
    text.insert(0, last.substr(kept));
    last.erase(kept);
    if (is_wsp(text.front())) text.erase(0, 1);
    lines.push_back(std::move(text));
    room = kMaxRest;
  }
  std::string out;
  for (const std::string& line : lines) out.append(out.empty() ? "" : "\n ").append(line);
  return out;
}

// Line ends and the blank behind the last of them as one blank; those at the end go away.
std::string without_line_ends(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size();) {
    if (!kLineBreaks.contains(value[i])) {
      out += value[i++];
      continue;
    }
    while (i < value.size() && kLineBreaks.contains(value[i])) {
      const std::size_t text = std::min(value.find_first_not_of(kLineBreaks, i), value.size());
      const bool has_blank = text < value.size() && is_wsp(value[text]);
      i = has_blank ? text + 1 : text;
      if (!has_blank || i == value.size() || !kLineBreaks.contains(value[i])) {
        if (text < value.size()) out += ' ';
        break;
      }
    }
  }
  return out;
}

std::optional<std::string> decoded_word(std::string_view text, char encoding) {
  if (encoding == 'b') return text.size() % 4 == 0 ? base64_decode(text) : std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_') {
      out += ' ';
    } else if (text[i] == '=') {
      const auto octet = from_hex(text.substr(i + 1, 2));
      if (!octet || octet->size() != 1) return std::nullopt;
      out += *octet;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// `=?charset?e?text?=`, read from its start.
struct FoundWord {
  std::string_view charset;
  std::string_view language;
  char encoding = 0;
  std::string_view text;
  std::size_t length = 0;
};

std::optional<FoundWord> word_at(std::string_view rest) {
  if (!rest.starts_with("=?")) return std::nullopt;
  const std::size_t charset = rest.find('?', 2);
  if (charset == std::string_view::npos || charset + 2 >= rest.size()) return std::nullopt;
  FoundWord word{.charset = rest.substr(2, charset - 2),
                 .encoding = ascii_lower(rest[charset + 1])};
  if ((word.encoding != 'b' && word.encoding != 'q') || rest[charset + 2] != '?') {
    return std::nullopt;
  }
  const std::size_t end = rest.find('?', charset + 3);
  if (end == std::string_view::npos || end == charset + 3 || end + 1 >= rest.size() ||
      rest[end + 1] != '=') {
    return std::nullopt;
  }
  word.text = rest.substr(charset + 3, end - charset - 3);
  word.length = end + 2;
  if (const std::size_t star = word.charset.find('*'); star != std::string_view::npos) {
    word.language = word.charset.substr(star + 1);
    word.charset = word.charset.substr(0, star);
  }
  return word;
}

}  // namespace

std::vector<MailToken> mail_tokens(std::string_view value) {
  const std::string text = without_line_ends(value);
  std::string_view rest = text;
  std::vector<MailToken> tokens;
  std::string blanks;  // behind the last word; they count only if no word follows
  while (!rest.empty()) {
    const auto word = word_at(rest);
    if (!word) {
      const std::size_t end = rest.starts_with("=?") ? 2 : std::min(rest.find("=?"), rest.size());
      tokens.push_back({blanks.append(rest.substr(0, end)), ""});
      blanks.clear();
      rest.remove_prefix(end);
      continue;
    }
    const std::size_t behind =
        std::min(rest.find_first_not_of(" \t\r\n", word->length), rest.size());
    const std::string_view gap = rest.substr(word->length, behind - word->length);
    if (auto octets = decoded_word(word->text, word->encoding)) {
      const bool joins = !tokens.empty() && iequals(tokens.back().charset, word->charset) &&
                         MailCharset::find(word->charset);
      if (joins) {
        tokens.back().octets += *octets;
      } else {
        tokens.push_back({std::move(*octets), std::string(word->charset)});
      }
      blanks = gap;
    } else {
      tokens.push_back({blanks.append(rest.substr(0, behind)), ""});
      blanks.clear();
    }
    rest.remove_prefix(behind);
  }
  if (!blanks.empty()) tokens.push_back({blanks, ""});
  return tokens;
}

std::string mail_text(const std::vector<MailToken>& tokens) {
  std::string out;
  for (const MailToken& token : tokens) {
    const auto charset = MailCharset::find(token.charset);
    const auto text = charset && charset->kind() != MailCharset::Kind::utf8
                          ? charset->decode(token.octets)
                          : std::nullopt;
    out += text ? to_utf8(*text) : token.octets;
  }
  return out;
}

std::string encode_mail_words(std::u32string_view text, const MailCharset& charset,
                              const WordStyle& style) {
  const std::size_t first_room = kMaxFieldLine - (style.field.empty() ? 0 : style.field.size() + 2);
  std::u32string plain(text);
  std::ranges::replace_if(plain, [](char32_t c) { return c == '\r' || c == '\n'; }, U' ');
  std::vector<Stretch> stretches = stretches_of(plain, charset, style.is_display_name);
  settle_encodings(stretches);
  while (!stretches.empty()) {
    std::string& first = stretches.front().octets;
    first.erase(0, std::min(first.find_first_not_of(" \t\r\n"), first.size()));
    if (!first.empty()) break;
    stretches.erase(stretches.begin());
  }
  return joined(split_all(stretches, first_room), first_room);
}

}  // namespace mass::transforms
