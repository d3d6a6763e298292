#include "harness/paths/software/courier/address_list.hpp"

#include <algorithm>
#include <vector>

#include "core/base/text.hpp"

namespace mass::transforms::courier {

namespace {

// Longer encoded words are not looked for.
constexpr std::size_t kLongestWord = 998;

enum class Kind : std::uint8_t { word, quoted, literal, comment, special };

struct Token {
  Kind kind = Kind::word;
  std::string_view text;  ///< Without the quotes; with the brackets of comments.
  std::size_t begin = 0;  ///< Of the token in the value, quotes included.
  std::size_t end = 0;

  [[nodiscard]] bool is(char c) const { return kind == Kind::special && text.front() == c; }
};

bool is_special(char c) {
  return std::string_view("<>@,;:.[]()%!\"\\?=/").contains(c);
}

// One past the quoted string or comment that starts at `at`; it may lack its end.
std::size_t end_of_enclosed(std::string_view value, std::size_t at) {
  const bool is_comment = value[at] == '(';
  std::size_t depth = 1;
  for (++at; at < value.size(); ++at) {
    if (value[at] == '\\') {
      ++at;
    } else if (is_comment && value[at] == '(') {
      ++depth;
    } else if (value[at] == (is_comment ? ')' : '"') && --depth == 0) {
      return at + 1;
    }
  }
  return value.size();
}

Token token_at(std::string_view value, std::size_t at) {
  const char c = value[at];
  std::size_t end = at + 1;
  if (c == '"') {
    end = end_of_enclosed(value, at);
    std::string_view inside = value.substr(at + 1, end - at - 1);
    if (inside.ends_with('"')) inside.remove_suffix(1);
    return {Kind::quoted, inside, at, end};
  }
  if (c == '(') {
    end = end_of_enclosed(value, at);
    const Kind kind = value[end - 1] == ')' ? Kind::comment : Kind::quoted;
    return {kind, value.substr(at, end - at), at, end};
  }
  if (c == '[') {
    end = std::min(value.find(']', at), value.size() - 1) + 1;
    return {Kind::literal, value.substr(at, end - at), at, end};
  }
  if (value.substr(at).starts_with("=?")) {  // an encoded word, up to the first `?=`
    const std::size_t close = value.substr(at, kLongestWord).find("?=", 2);
    if (close != std::string_view::npos) {
      return {Kind::word, value.substr(at, close + 2), at, at + close + 2};
    }
  }
  if (is_special(c)) return {Kind::special, value.substr(at, 1), at, end};
  while (end < value.size() && !is_special(value[end]) && !is_fws(value[end])) ++end;
  return {Kind::word, value.substr(at, end - at), at, end};
}

std::vector<Token> tokens_of(std::string_view value) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < value.size();) {
    if (is_fws(value[at])) {
      ++at;
      continue;
    }
    tokens.push_back(token_at(value, at));
    at = tokens.back().end;
  }
  return tokens;
}

using Tokens = std::vector<Token>;
using Place = Tokens::const_iterator;

// In quotes; what has a backslash in front already keeps it.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      out += text[i++];
    } else if (text[i] == '"') {
      out += '\\';
    }
    out += text[i];
  }
  return out + "\"";
}

// Plain words stand as they are. With specials among them it is the text as it stands, else the
// tokens, a blank between each two; outer quotes fall away and all of it goes into quotes.
std::string display_name(std::string_view value, Place begin, Place end) {
  const bool is_plain =
      std::all_of(begin, end, [](const Token& token) { return token.kind == Kind::word; });
  std::string text;
  const bool has_special = std::any_of(begin, end, [](const Token& token) {
    return token.kind == Kind::special || token.kind == Kind::literal;
  });
  if (has_special) {
    Place last = end;  // comments at the end stay apart
    while (last != begin && (last - 1)->kind == Kind::comment) --last;
    text = value.substr(begin->begin, (last - 1)->end - begin->begin);
    begin = last;
  }
  for (; begin != end; ++begin) {
    if (!text.empty()) text += ' ';
    const bool is_word = begin->kind == Kind::word;
    text += is_word ? std::string(begin->text) : "\"" + std::string(begin->text) + "\"";
  }
  if (is_plain) return text;
  std::string_view inside = text;
  if (inside.starts_with('"')) inside.remove_prefix(1);
  if (inside.ends_with('"') && !inside.ends_with("\\\"")) inside.remove_suffix(1);
  return quoted(inside);
}

// An address without its blanks and comments.
std::string address_text(Place begin, Place end, std::string_view domain) {
  std::string out;
  bool has_at = false;
  for (; begin != end; ++begin) {
    if (begin->kind == Kind::comment) continue;
    has_at = has_at || begin->is('@');
    out += begin->kind == Kind::quoted ? "\"" + std::string(begin->text) + "\""
                                       : std::string(begin->text);
  }
  if (!has_at && !domain.empty()) out.append("@").append(domain);
  return out;
}

class Writer {
 public:
  Writer(std::string_view value, std::string_view domain)
      : value_(value), domain_(domain), tokens_(tokens_of(value)) {}

  std::string write() {
    for (Place at = tokens_.begin(); at != tokens_.end();) {
      if (at->is(',')) {
        ++at;
      } else if (at->is(';')) {
        out_ += out_.ends_with(':') ? " ;" : ";";
        separator_ = " ";
        ++at;
      } else {
        at = write_entry(at);
      }
    }
    return std::move(out_);
  }

 private:
  // Searched for once, however many entries stand in front of it.
  Place next_stop(Place at) {
    if (stop_ < at || stop_ == tokens_.begin()) {
      stop_ = std::find_if(at, tokens_.cend(), [](const Token& token) {
        return token.is('<') || token.is(',') || token.is(';') || token.is(':') || token.is('>');
      });
    }
    return stop_;
  }

  // A name with an address in angles, a group's name, or an address by itself.
  Place write_entry(Place at) {
    const Place stop = next_stop(at);
    if (stop != tokens_.end() && stop->is('<')) return write_in_angles(at, stop);
    if (stop != tokens_.end() && stop->is(':')) {
      add(stop == at ? ":" : display_name(value_, at, stop) + ":");
      separator_ = " ";
      return stop + 1;
    }
    return write_plain(at);
  }

  Place write_in_angles(Place at, Place open) {
    const Place close =
        std::find_if(open, tokens_.cend(), [](const Token& token) { return token.is('>'); });
    const std::string name = at == open ? "" : display_name(value_, at, open);
    const bool is_null = close == open + 1;
    if (!is_null || !name.empty()) {
      const std::string address = address_text(open + 1, close, domain_);
      add(name.empty() ? address : name + " <" + address + ">");
    }
    return close == tokens_.end() ? close : close + 1;
  }

  // Two words next to each other belong to two addresses.
  Place write_plain(Place at) {
    const Place begin = at;
    const Token* comment = nullptr;
    bool is_behind_word = false;
    bool has_address = false;
    for (; at != tokens_.end() && !at->is(',') && !at->is(';') && !at->is('<'); ++at) {
      if (at->kind == Kind::comment) {
        comment = &*at;
        continue;
      }
      if (at->is('>')) {
        add_plain(begin, at, has_address, comment);
        return at + 1;
      }
      const bool is_word = at->kind != Kind::special;
      if (is_word && is_behind_word) break;
      is_behind_word = is_word;
      has_address = true;
    }
    add_plain(begin, at, has_address, comment);
    return at;
  }

  void add_plain(Place begin, Place end, bool has_address, const Token* comment) {
    std::string text = has_address ? address_text(begin, end, domain_) : "";
    if (comment != nullptr) {
      if (!text.empty()) text += ' ';
      text += comment->text;
    }
    if (!text.empty()) add(text);
  }

  void add(std::string_view entry) {
    if (!out_.empty()) out_ += separator_;
    out_ += entry;
    separator_ = ", ";
  }

  std::string_view value_;
  std::string_view domain_;
  Tokens tokens_;
  Place stop_ = tokens_.begin();
  std::string out_;
  std::string_view separator_;
};

// Where the entry at `at` ends: behind its comma, or at the end.
std::size_t end_of_entry(std::string_view value, std::size_t at) {
  while (at < value.size() && value[at] != ',') {
    at = value[at] == '"' || value[at] == '(' ? end_of_enclosed(value, at) : at + 1;
  }
  return std::min(at + 1, value.size());
}

}  // namespace

std::string rewritten_addresses(std::string_view value, std::string_view domain) {
  return Writer(value, domain).write();
}

std::string folded_addresses(std::string_view name, std::string_view value) {
  constexpr std::size_t kWidth = 70;
  std::string out = std::string(name) + ":";
  std::size_t column = out.size();
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = end_of_entry(value, at);
    const std::string_view entry = value.substr(at, end - at);
    if (column + 1 + entry.size() < kWidth || column == 0) {
      if (column > 0) out += ' ';
      column += entry.size() + (column > 0 ? 1U : 0U);
    } else {
      out += "\r\n  ";
      column = entry.size();
    }
    out += entry;
    at = std::min(value.find_first_not_of(' ', end), value.size());
  }
  return out;
}

}  // namespace mass::transforms::courier
