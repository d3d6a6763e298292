#include "harness/paths/software/python_email/header.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/value_lines.hpp"

namespace mass::python_email {

namespace {

constexpr std::string_view kAscii = "us-ascii";

bool is_ascii_run(const Run& run) {
  return run.charset == kAscii;
}

// What stands between words of comments: no blank is needed beside it.
bool separates(char c) {
  return is_wsp(c) || (c >= '\n' && c <= '\r') || (c >= '\x1c' && c <= '\x1f') || c == '(' ||
         c == ')' || c == '\\';
}

// Runs of one charset are one text, with a blank between them.
std::vector<Run> joined(const std::vector<Run>& runs) {
  std::vector<Run> out;
  for (const Run& run : runs) {
    if (!out.empty() && out.back().charset == run.charset) {
      out.back().text += ' ' + run.text;
    } else {
      out.push_back(run);
    }
  }
  return out;
}

// An encoded word or the text before it.
struct Word {
  std::string text;
  char encoding = 0;  // `q`, `b`, or none.
  std::string charset;
};

// The next `=?charset?q?text?=` of a line: where it starts and ends, or nothing.
struct Found {
  std::size_t start, end;
  Word word;
};

std::optional<Found> find_word(std::string_view line, std::size_t from) {
  for (std::size_t start = line.find("=?", from); start != std::string_view::npos;
       start = line.find("=?", start + 1)) {
    const std::size_t charset_end = line.find('?', start + 2);
    if (charset_end == std::string_view::npos) return std::nullopt;
    const std::size_t encoding_at = charset_end + 1;
    if (encoding_at + 1 >= line.size() || line[encoding_at + 1] != '?') continue;
    const char encoding = ascii_lower(line[encoding_at]);
    if (encoding != 'q' && encoding != 'b') continue;
    const std::size_t text_at = encoding_at + 2;
    const std::size_t end = line.find("?=", text_at);
    if (end == std::string_view::npos) return std::nullopt;
    return Found{start,
                 end + 2,
                 {std::string(line.substr(text_at, end - text_at)), encoding,
                  ascii_lower(line.substr(start + 2, charset_end - start - 2))}};
  }
  return std::nullopt;
}

std::vector<Word> words_of(std::string_view value) {
  std::vector<Word> words;
  for (const std::string_view line : split_lines(value)) {
    std::size_t at = 0;
    const auto plain = [&](std::size_t end) {
      std::string_view text = line.substr(at, end - at);
      if (at == 0) text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
      if (!text.empty()) words.push_back({std::string(text), 0, ""});
    };
    while (auto found = find_word(line, at)) {
      plain(found->start);
      words.push_back(std::move(found->word));
      at = found->end;
    }
    plain(line.size());
  }
  return words;
}

// Blanks between two encoded words are not text.
void drop_blanks(std::vector<Word>& words) {
  std::vector<Word> kept;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool is_between = at > 0 && at + 1 < words.size() && words[at - 1].encoding != 0 &&
                            words[at + 1].encoding != 0 && words[at].encoding == 0 &&
                            trim(words[at].text).empty();
    if (!is_between) kept.push_back(words[at]);
  }
  words = std::move(kept);
}

std::string q_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '_') {
      out += ' ';
    } else if (const auto octet = text[at] == '=' ? from_hex(text.substr(at + 1, 2)) : std::nullopt;
               octet && octet->size() == 1) {
      out += *octet;
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

// Missing padding is added, foreign octets are skipped; what then is no whole number of groups
// cannot be decoded.
std::optional<std::string> b_decoded(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text.substr(0, text.find('='))) {
    if (is_letter(c) || is_digit(c) || c == '+' || c == '/') ++digits;
  }
  if (digits % 4 == 1) return std::nullopt;
  return base64_decode_lenient(text);
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text, std::string_view ends) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(ends), text.size());
    lines.push_back(text.substr(0, end));
    const bool is_pair = text.substr(end).starts_with("\r\n");
    text.remove_prefix(std::min(end + (is_pair ? 2 : 1), text.size()));
  }
  return lines;
}

std::string readable(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c;
    } else {
      out += "\xEF\xBF\xBD";
    }
  }
  return out;
}

std::optional<std::vector<Chunk>> decode_header(std::string_view value) {
  std::vector<Word> words = words_of(value);
  if (std::ranges::none_of(words, [](const Word& word) { return word.encoding != 0; })) {
    return std::vector<Chunk>{{std::string(value), std::nullopt}};
  }
  drop_blanks(words);
  std::vector<Chunk> chunks;
  for (Word& word : words) {
    Chunk chunk;
    if (word.encoding == 0) {
      chunk.octets = std::move(word.text);
    } else {
      auto octets = word.encoding == 'q' ? q_decoded(word.text) : b_decoded(word.text);
      if (!octets) return std::nullopt;
      chunk = {*std::move(octets), std::move(word.charset)};
    }
    if (!chunks.empty() && chunks.back().charset == chunk.charset) {
      if (!chunk.charset) chunks.back().octets += ' ';
      chunks.back().octets += chunk.octets;
    } else {
      chunks.push_back(std::move(chunk));
    }
  }
  return chunks;
}

void HeaderText::add(std::string text, std::string_view charset) {
  std::string name = canonical_charset(charset);
  if (name == kAscii && has_eight_bit(text)) name = "utf-8";
  runs.push_back({std::move(text), std::move(name)});
}

std::optional<HeaderText> make_header(const std::vector<Chunk>& chunks) {
  HeaderText header;
  for (const Chunk& chunk : chunks) {
    const std::string charset = canonical_charset(chunk.charset.value_or(std::string(kAscii)));
    auto text = to_utf8(chunk.octets, charset);
    if (!text) return std::nullopt;
    header.add(*std::move(text), charset);
  }
  return header;
}

std::vector<Run> separated(const std::vector<Run>& runs) {
  std::vector<Run> out = joined(runs);
  for (std::size_t at = 0; at < out.size(); ++at) {
    if (!is_ascii_run(out[at])) {
      out[at].charset = written_charset(out[at].charset);
      continue;
    }
    std::string& text = out[at].text;
    // Neighbours are of another charset: encoded words.
    if (at > 0 && (text.empty() || !separates(text.front()))) text.insert(0, " ");
    if (at + 1 < out.size() && !separates(text.empty() ? 'x' : text.back())) text += ' ';
  }
  return out;
}

std::string text_of(const HeaderText& header) {
  std::string out;
  for (const Run& run : separated(header.runs)) out += run.text;
  return out;
}

std::optional<std::string> encode(const HeaderText& header, std::size_t used,
                                  std::size_t max_line) {
  ValueLines out(used, max_line, header.continuation);
  const std::vector<Run> runs = joined(header.runs);
  bool last_is_ascii = true;
  bool last_separates = false;
  for (std::size_t at = 0; at < runs.size(); ++at) {
    const Run& run = runs[at];
    const bool is_ascii = is_ascii_run(run);
    if (at > 0) {
      const bool starts_separate = !run.text.empty() && separates(run.text.front());
      if (!last_is_ascii) {
        if (!starts_separate || !is_ascii) out.add_blank();
      } else if (!is_ascii && !last_separates) {
        out.add_blank();
      }
    }
    last_separates = !run.text.empty() && separates(run.text.back());
    last_is_ascii = is_ascii;
    const auto lines = split_lines(run.text);
    for (std::size_t line = 0; line < std::max<std::size_t>(lines.size(), 1); ++line) {
      const std::string_view text = lines.empty() ? std::string_view() : lines[line];
      const std::size_t blanks = std::min(text.find_first_not_of(" \t"), text.size());
      if (line == 0) {
        out.feed("", text, run.charset);
      } else {
        out.end_line();
        if (is_ascii) {
          out.feed(text.substr(0, blanks), text.substr(blanks), run.charset);
        } else {
          out.feed(header.continuation, " " + std::string(text.substr(blanks)), run.charset);
        }
      }
    }
    if (lines.size() > 1) out.end_line();
  }
  if (!runs.empty()) out.add_blank();
  return std::move(out).finish();
}

std::optional<std::string> fold(std::string_view name, std::string_view value,
                                std::size_t max_line) {
  if (has_eight_bit(value)) return std::string(value);
  HeaderText header;
  header.add(std::string(value), kAscii);
  return encode(header, name.size() + 2, max_line);
}

}  // namespace mass::python_email
