#include "harness/paths/software/python_email/value_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/header.hpp"

namespace mass::python_email {

namespace {

// Folds are looked for at these, the best first.
constexpr std::string_view kFoldAt = ";, \t";
// `=?`, `?q?` and `?=`.
constexpr std::size_t kChrome = 7;

bool is_q_safe(char c) {
  const char lower = ascii_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '-' || c == '!' || c == '*' ||
         c == '+' || c == '/';
}

std::size_t q_length(std::string_view octets) {
  std::size_t length = 0;
  for (const char c : octets) length += is_q_safe(c) || c == ' ' ? 1 : 3;
  return length;
}

std::size_t b_length(std::string_view octets) {
  return (octets.size() + 2) / 3 * 4;
}

std::string encoded_word(std::string_view octets, std::string_view charset, bool is_base64) {
  if (octets.empty()) return "";
  std::string text;
  if (is_base64) {
    text = base64_encode(octets);
  } else {
    for (const char c : octets) {
      if (is_q_safe(c)) {
        text += c;
      } else {
        text += c == ' ' ? "_" : fmt::format("={:02X}", static_cast<unsigned char>(c));
      }
    }
  }
  return "=?" + std::string(written_charset(charset)) + (is_base64 ? "?b?" : "?q?") + text + "?=";
}

// Octets of an encoded word in the making. Charsets with states say in front of a character which
// set it is of, and go back to ASCII behind it; between two of one set neither is written.
class WordOctets {
 public:
  explicit WordOctets(bool is_base64) : is_base64_(is_base64) {}

  /// Adds a character unless the word would be longer than `limit` then.
  bool add(std::string_view character, std::size_t limit) {
    const std::string_view set = set_of(character);
    const bool goes_on = !set.empty() && set == set_ && octets_.ends_with(kToAscii);
    const std::size_t removed = goes_on ? kToAscii.size() : 0;
    const std::string_view added = goes_on ? character.substr(set.size()) : character;
    const std::size_t quoted = quoted_ + q_length(added) - (goes_on ? q_length(kToAscii) : 0);
    const std::size_t size = octets_.size() - removed + added.size();
    if ((is_base64_ ? (size + 2) / 3 * 4 : quoted) > limit) return false;
    octets_.resize(octets_.size() - removed);
    octets_ += added;
    quoted_ = quoted;
    set_ = set;
    return true;
  }

  [[nodiscard]] const std::string& octets() const { return octets_; }

 private:
  static constexpr std::string_view kToAscii = "\x1B(B";

  static std::string_view set_of(std::string_view character) {
    if (!character.starts_with('\x1B') || !character.ends_with(kToAscii)) return {};
    const auto end =
        std::ranges::find_if(character.substr(1), [](char c) { return c >= '0' && c <= '~'; });
    return character.substr(0, static_cast<std::size_t>(end - character.begin()) + 1);
  }

  bool is_base64_;
  std::string octets_;
  std::string set_;
  std::size_t quoted_ = 0;
};

bool encodes_base64(std::string_view octets, std::string_view charset) {
  switch (header_encoding(charset)) {
    case Encoding::base64:
      return true;
    case Encoding::quoted_printable:
      return false;
    default:
      return b_length(octets) < q_length(octets);
  }
}

}  // namespace

std::string encoded_word(std::string_view text, std::string_view charset) {
  const std::string octets = from_utf8(text, written_charset(charset)).value_or(std::string(text));
  return encoded_word(octets, charset, encodes_base64(octets, charset));
}

std::string ValueLines::text_of(const std::vector<Piece>& pieces) {
  std::string text;
  for (const Piece& piece : pieces) text += piece.blanks + piece.text;
  return text;
}

void ValueLines::end_line() {
  if (!line_.empty() && line_.back().blanks == " " && line_.back().text.empty()) (void)pop();
  if (length_ > 0) {
    std::string text = text_of(line_);
    const bool is_blank = used_ == 0 && trim(text).empty();
    if (is_blank && !lines_.empty()) {
      lines_.back() += text;
    } else {
      lines_.push_back(std::move(text));
    }
  }
  line_.clear();
  used_ = 0;
  length_ = 0;
}

void ValueLines::add(Piece piece) {
  length_ += piece.blanks.size() + piece.text.size();
  line_.push_back(std::move(piece));
}

ValueLines::Piece ValueLines::pop() {
  Piece piece = std::move(line_.back());
  line_.pop_back();
  length_ -= piece.blanks.size() + piece.text.size();
  return piece;
}

std::size_t ValueLines::fold_place() const noexcept {
  for (const char mark : kFoldAt) {
    for (std::size_t at = line_.size() - 1; at > 0; --at) {
      if (is_wsp(mark) && line_[at].blanks.starts_with(mark)) return at;
      if (line_[at - 1].text.ends_with(mark)) return at;
    }
  }
  return 0;
}

void ValueLines::push(std::string_view blanks, std::string_view text) {
  add({std::string(blanks), std::string(text)});
  if (length_ <= max_line_) return;
  if (const std::size_t at = fold_place(); at > 0) {
    const auto from = line_.begin() + static_cast<std::ptrdiff_t>(at);
    const std::vector<Piece> rest(from, line_.end());
    line_.erase(from, line_.end());
    lines_.push_back(text_of(line_));
    line_.clear();
    used_ = 0;
    length_ = 0;
    for (const Piece& piece : rest) add(piece);
    return;
  }
  // Nowhere to fold: behind the field name the word gets a line of its own.
  Piece last = pop();
  if (used_ > 0) {
    end_line();
    if (last.blanks.empty()) last.blanks = " ";
  }
  add(std::move(last));
}

void ValueLines::feed(std::string_view blanks, std::string_view text, std::string_view charset) {
  if (header_encoding(charset) != Encoding::none) {
    feed_encoded(blanks, text, charset);
    return;
  }
  const std::string all = std::string(blanks) + std::string(text);
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t word = std::min(all.find_first_not_of(" \t", at), all.size());
    const std::size_t end = std::min(all.find_first_of(" \t", word), all.size());
    push(std::string_view(all).substr(at, word - at),
         std::string_view(all).substr(word, end - word));
    at = end;
  }
}

void ValueLines::feed_encoded(std::string_view blanks, std::string_view text,
                              std::string_view charset) {
  const std::string octets = from_utf8(text, written_charset(charset)).value_or(std::string(text));
  const bool is_base64 = encodes_base64(octets, charset);
  const std::size_t chrome = charset.size() + kChrome;
  const auto room = [&](std::size_t taken) {
    return max_line_ > taken + chrome ? max_line_ - taken - chrome : 0;
  };
  // Each word holds whole characters.
  std::vector<std::optional<std::string>> words;
  WordOctets word(is_base64);
  std::size_t limit = room(length_);
  while (!text.empty()) {
    const std::size_t size =
        charset == kUnknownEightBit ? 1 : std::max<std::size_t>(first_character(text).octets, 1);
    const std::string character =
        from_utf8(text.substr(0, size), written_charset(charset)).value_or("?");
    text.remove_prefix(size);
    if (word.add(character, limit)) continue;
    if (words.empty() && word.octets().empty()) {
      words.emplace_back();
    } else {
      words.emplace_back(encoded_word(word.octets(), charset, is_base64));
    }
    word = WordOctets(is_base64);
    (void)word.add(character, kUnlimited);
    limit = room(continuation_.size());
  }
  words.emplace_back(encoded_word(word.octets(), charset, is_base64));
  if (words.front()) push(blanks, *words.front());
  if (words.size() == 1) return;
  end_line();
  for (std::size_t at = 1; at + 1 < words.size(); ++at) {
    lines_.push_back(continuation_ + *words[at]);
  }
  add({continuation_, *words.back()});
}

std::optional<std::string> ValueLines::finish() && {
  end_line();
  std::string out;
  for (const std::string& line : lines_) {
    if (!out.empty() || &line != &lines_.front()) {
      // `Name:` at the start of a line that is not the first would be another field.
      const std::size_t colon = line.find(':');
      const std::size_t blank = line.find_first_of(" \t");
      if (colon != std::string::npos && colon > 0 && colon < blank) return std::nullopt;
      out += "\r\n";
    }
    out += line;
  }
  return out;
}

}  // namespace mass::python_email
