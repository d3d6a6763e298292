#include "harness/paths/software/mailman3/texts.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/header.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kTab = 8;

// What ends a line at the start of `text`: octets, or 0.
std::size_t line_end_length(std::string_view text) {
  if (text.starts_with("\r\n")) return 2;
  if (std::string_view("\n\r\v\f\x1c\x1d\x1e").contains(text.front())) return 1;
  if (text.starts_with("\xC2\x85")) return 2;
  return text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9") ? 3 : 0;
}

struct Line {
  std::string_view text;
  std::string_view whole;  // With its end.
};

// As Python splits a text: also at U+0085, U+2028 and U+2029.
std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = line_end_length(text.substr(at));
    at += std::max<std::size_t>(end, 1);
    if (end == 0 && at < text.size()) continue;
    lines.push_back({text.substr(start, at - end - start), text.substr(start, at - start)});
    start = at;
  }
  return lines;
}

bool is_ascii_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// White space of Unicode.
bool is_blank_character(std::uint32_t code) {
  return code == ' ' || (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x1F) ||
         code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool is_blank_text(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    if (character.octets == 0 || !is_blank_character(character.code)) return false;
    text.remove_prefix(character.octets);
  }
  return true;
}

// Tabs as blanks up to the next column of eight, line ends as one blank.
std::string with_blanks(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  for (const char c : text) {
    if (c == '\t') {
      const std::size_t count = kTab - column % kTab;
      out.append(count, ' ');
      column += count;
      continue;
    }
    out += is_ascii_blank(c) ? ' ' : c;
    if (c == '\n' || c == '\r') {
      column = 0;
    } else if (!continues_character(c)) {
      ++column;
    }
  }
  return out;
}

// A small letter, a mark that ends a sentence, perhaps a quote.
bool ends_sentence(std::string_view word) {
  if (word.ends_with('"') || word.ends_with('\'')) word.remove_suffix(1);
  if (word.size() < 2 || !std::string_view(".!?").contains(word.back())) return false;
  const char letter = word[word.size() - 2];
  return letter >= 'a' && letter <= 'z';
}

struct TextChunk {
  std::string_view text;  // A word, or the blanks between words.
  std::size_t width;
};

std::vector<TextChunk> chunks_of(std::string_view text) {
  std::vector<TextChunk> chunks;
  while (!text.empty()) {
    const bool is_blank = text.front() == ' ';
    const std::size_t end =
        std::min(is_blank ? text.find_first_not_of(' ') : text.find(' '), text.size());
    const std::string_view piece = text.substr(0, end);
    chunks.push_back({piece, character_count(piece)});
    text.remove_prefix(end);
  }
  // Two blanks between sentences.
  for (std::size_t at = 0; at + 1 < chunks.size(); ++at) {
    if (chunks[at + 1].text == " " && ends_sentence(chunks[at].text)) {
      chunks[++at] = {"  ", 2};
    }
  }
  return chunks;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    at += std::max<std::size_t>(first_character(text.substr(at)).octets, 1);
    --count;
  }
  return text.substr(0, at);
}

// One paragraph in lines of at most `columns` characters; longer words are cut.
std::string filled(std::string_view paragraph, std::size_t columns) {
  const std::string text = with_blanks(paragraph);
  std::vector<TextChunk> chunks = chunks_of(text);
  std::string out;
  bool has_line = false;
  for (std::size_t at = 0; at < chunks.size();) {
    // No line starts with blanks but the first.
    if (has_line && is_blank_text(chunks[at].text) && ++at == chunks.size()) break;
    std::string line;
    std::size_t last_start = 0;  // Where the last chunk of the line starts.
    std::size_t width = 0;
    for (; at < chunks.size() && width + chunks[at].width <= columns; ++at) {
      last_start = line.size();
      line += chunks[at].text;
      width += chunks[at].width;
    }
    if (at < chunks.size() && chunks[at].width > columns) {
      const std::string_view head = first_characters(chunks[at].text, columns - width);
      last_start = line.size();
      line += head;
      chunks[at].text.remove_prefix(head.size());
      chunks[at].width -= columns - width;
    }
    if (is_blank_text(std::string_view(line).substr(last_start))) line.resize(last_start);
    if (line.empty()) continue;
    out.append(has_line ? "\n" : "").append(line);
    has_line = true;
  }
  return out;
}

bool is_name_character(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}

}  // namespace

std::string decoded_on_one_line(std::string_view value) {
  std::string text(value);
  if (has_eight_bit(value)) {
    text = python_email::readable(value);
  } else {
    const auto chunks = python_email::decode_header(value);
    const auto header = chunks ? python_email::make_header(*chunks) : std::nullopt;
    if (header) {
      text.clear();
      for (const auto& run : python_email::separated(header->runs)) {
        const bool is_unknown = run.charset == python_email::kUnknownEightBit;
        text += is_unknown ? python_email::readable(run.text) : run.text;
      }
    }
  }
  std::string out;
  for (const Line& line : lines_of(text)) out += line.text;
  return out;
}

std::string wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> paragraphs;
  std::string paragraph;
  bool was_indented = false;
  const auto close = [&] {
    if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
    paragraph.clear();
  };
  for (const Line& line : lines_of(text)) {
    const bool is_indented = is_ascii_blank(line.whole.front());
    if (line.whole == "\n") {
      close();
      paragraphs.emplace_back(line.whole);
      was_indented = false;
      continue;
    }
    if (was_indented != is_indented) {
      close();
      was_indented = is_indented;
    }
    paragraph += line.whole;
  }
  close();
  std::string out;
  bool needs_end = false;
  for (const std::string& one : paragraphs) {
    if (needs_end) out += '\n';
    needs_end = !is_ascii_blank(one.front());
    out += needs_end ? filled(one, columns) : one;
  }
  return out;
}

std::string substituted(std::string_view text, const std::vector<Substitution>& names) {
  std::string out;
  while (!text.empty()) {
    const std::size_t dollar = std::min(text.find('$'), text.size());
    out += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) break;
    if (text.starts_with("$$")) {
      out += '$';
      text.remove_prefix(2);
      continue;
    }
    const std::size_t start = text.starts_with("${") ? 2 : 1;
    std::size_t end = start;
    while (end < text.size() && is_name_character(text[end])) ++end;
    const bool is_whole = start == 1 || text.substr(end).starts_with('}');
    const std::string_view name = text.substr(start, end - start);
    const auto found = std::ranges::find(names, name, &Substitution::name);
    if (is_whole && found != names.end()) {
      out += found->value;
      text.remove_prefix(end + (start - 1));
    } else {
      out += '$';
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace mass::transforms
