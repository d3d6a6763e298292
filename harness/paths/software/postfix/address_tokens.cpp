#include "harness/paths/software/postfix/address_tokens.hpp"

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"

namespace mass::transforms {

namespace {

using Kind = AddressToken::Kind;
using Tokens = std::vector<AddressToken>;

constexpr std::size_t kFoldAt = 70;
constexpr std::string_view kOperators = "|\"(),.:;<>@[]%!";

bool is_op(const AddressToken& token, char c) {
  return token.kind == Kind::special && token.text.front() == c;
}

bool is_word(const AddressToken& token) {
  return token.kind == Kind::atom || token.kind == Kind::quoted || token.kind == Kind::literal;
}

// Lexical pieces, from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Tokens scan() {
    Tokens tokens;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_fws(c)) {
        ++at_;
      } else if (c == '(') {
        tokens.push_back({Kind::comment, comment()});
      } else if (c == '"') {
        tokens.push_back({Kind::quoted, enclosed('"')});
      } else if (c == '[') {
        tokens.push_back({Kind::literal, enclosed(']')});
      } else if (kOperators.contains(c)) {
        tokens.push_back({Kind::special, std::string(1, c)});
        ++at_;
      } else {
        tokens.push_back(atom());
      }
    }
    return tokens;
  }

 private:
  template <class Ends>
  std::string collect(Ends ends) {
    std::string out;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        if (++at_ == text_.size()) break;
      } else if (ends(text_[at_])) {
        break;
      }
      out += is_fws(text_[at_]) ? ' ' : text_[at_];
    }
    return out;
  }

  std::string enclosed(char close) {
    ++at_;
    std::string out = collect([close](char c) { return c == close; });
    if (at_ < text_.size()) ++at_;
    return out;
  }

  AddressToken atom() {
    std::string text = collect([](char c) { return is_fws(c) || kOperators.contains(c); });
    // A backslash can put characters into an atom that only a quoted string can hold.
    const bool needs_quotes = std::ranges::any_of(
        text, [](char c) { return is_fws(c) || kOperators.contains(c) || c == '\\'; });
    return {needs_quotes ? Kind::quoted : Kind::atom, std::move(text)};
  }

  // Comments are kept as they are written, their line ends without CR.
  std::string comment() {
    std::string out;
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '\r') out += c;
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) break;
      if (c == '\\' && at_ < text_.size()) out += text_[at_++];
    }
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void quote(std::string_view text, std::string_view specials, std::string& out) {
  for (const char c : text) {
    if (specials.contains(c)) out += '\\';
    out += c;
  }
}

std::string external(const AddressToken& token) {
  std::string out;
  if (token.kind == Kind::quoted) {
    out += '"';
    quote(token.text, "\"\\\r\n", out);
    return out += '"';
  }
  if (token.kind == Kind::literal) {
    out += '[';
    quote(token.text, "\\\r\n", out);
    return out += ']';
  }
  return token.text;
}

// Finds addresses from right to left, where an address ends being plainer than where it starts.
class Grouper {
 public:
  explicit Grouper(Tokens tokens) : left_(std::move(tokens)) {}

  Tokens group() {
    while (!left_.empty()) {
      AddressToken token = std::move(left_.back());
      left_.pop_back();
      take(std::move(token));
    }
    close();
    std::ranges::reverse(out_);
    return std::move(out_);
  }

 private:
  void take(AddressToken token) {
    if (token.kind == Kind::comment) {
      out_.push_back(std::move(token));
    } else if (is_op(token, ';')) {
      close_with_comma();
      out_.push_back(std::move(token));
      may_end_group_ = may_take_word_ = true;
    } else if (is_op(token, ':') && may_end_group_) {
      close();
      out_.push_back({Kind::group_colon, ":"});
      keep_until([](const AddressToken& one) { return is_op(one, ','); });
    } else if (is_op(token, '>')) {
      close_with_comma();
      out_.push_back(std::move(token));
      route();
    } else if (is_op(token, ',')) {
      close();
      out_.push_back(std::move(token));
      may_take_word_ = true;
    } else if (is_word(token)) {
      if (!may_take_word_) close_with_comma();
      may_take_word_ = false;
      run_.push_back(std::move(token));
    } else {
      may_take_word_ = true;
      run_.push_back(std::move(token));
    }
  }

  // What stands left of a `>`: the address, `<`, and a phrase that stays as it is.
  void route() {
    while (!left_.empty() && !is_op(left_.back(), '<')) {
      (left_.back().kind == Kind::comment ? out_ : run_).push_back(std::move(left_.back()));
      left_.pop_back();
    }
    close();
    keep_until([](const AddressToken& one) {
      return is_op(one, '>') || is_op(one, ';') || is_op(one, ',') || is_op(one, ':');
    });
    may_take_word_ = true;
    // A colon that names no group bounds the next address; it belongs to none.
    if (!left_.empty() && is_op(left_.back(), ':') && !may_end_group_) {
      out_.push_back(std::move(left_.back()));
      left_.pop_back();
    }
  }

  template <class Ends>
  void keep_until(Ends ends) {
    while (!left_.empty() && !ends(left_.back())) {
      out_.push_back(std::move(left_.back()));
      left_.pop_back();
    }
  }

  bool close() {
    if (run_.empty()) return false;
    AddressToken address{Kind::address, {}};
    for (auto token = run_.rbegin(); token != run_.rend(); ++token)
      address.text += external(*token);
    run_.clear();
    out_.push_back(std::move(address));
    return true;
  }

  void close_with_comma() {
    if (close()) out_.push_back({Kind::special, ","});
  }

  Tokens left_;  // what was not looked at yet
  Tokens run_;   // the address in hand, its last piece first
  Tokens out_;   // what is settled, the last one first
  bool may_take_word_ = true;
  bool may_end_group_ = false;
};

bool parts_words(const AddressToken& left, const AddressToken& right) {
  if (left.kind == Kind::group_colon || is_op(right, '<')) return true;
  const auto is_plain = [](const AddressToken& token) {
    return token.kind != Kind::special && token.kind != Kind::group_colon;
  };
  return is_plain(left) && is_plain(right);
}

bool is_dot_string(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.contains("..")) return false;
  return std::ranges::none_of(text, [](char c) {
    return (c >= 0 && c <= ' ') || c == '\x7F' || std::string_view("()<>@,;:\\\"[]").contains(c);
  });
}

std::string joined(const Tokens& tokens) {
  std::string out;
  for (const AddressToken& token : tokens) {
    out += token.kind == Kind::literal ? "[" + token.text + "]" : token.text;
  }
  return out;
}

std::size_t find_last(const Tokens& tokens, char c) {
  for (std::size_t i = tokens.size(); i > 0; --i) {
    if (is_op(tokens[i - 1], c)) return i - 1;
  }
  return tokens.size();
}

std::size_t find_first(const Tokens& tokens, char c) {
  const auto found = std::ranges::find_if(tokens, [c](const auto& one) { return is_op(one, c); });
  return static_cast<std::size_t>(found - tokens.begin());
}

void append(Tokens& tokens, std::string_view text) {
  for (AddressToken& token : Scanner(text).scan()) tokens.push_back(std::move(token));
}

void add_host(Tokens& tokens, std::string_view origin) {
  const std::size_t bang = find_first(tokens, '!');
  const std::size_t percent = find_last(tokens, '%');
  if (bang < tokens.size()) {
    Tokens turned(tokens.begin() + static_cast<std::ptrdiff_t>(bang) + 1, tokens.end());
    turned.push_back({Kind::special, "@"});
    turned.insert(turned.end(), tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(bang));
    tokens = std::move(turned);
  } else if (percent < tokens.size()) {
    tokens[percent].text = "@";
  } else if (!origin.empty()) {
    tokens.push_back({Kind::special, "@"});
    append(tokens, origin);
  }
}

bool lacks_dot(const Tokens& tokens) {
  const std::size_t at = find_last(tokens, '@');
  if (at + 1 >= tokens.size()) return false;
  return std::none_of(tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.end(),
                      [](const auto& one) { return one.kind == Kind::literal || is_op(one, '.'); });
}

}  // namespace

Tokens tokenize_addresses(std::string_view value) {
  return Grouper(Scanner(value).scan()).group();
}

std::string write_addresses(const Tokens& tokens, std::size_t first_column) {
  // One line for every comma, and those that comments hold.
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const AddressToken& token = tokens[i];
    if (is_op(token, ',')) {
      text += ",\n";
      continue;
    }
    text += token.kind == Kind::address ? external_address(internal_address(token.text))
                                        : external(token);
    if (i + 1 < tokens.size() && parts_words(token, tokens[i + 1])) text += ' ';
  }
  std::string out;
  std::size_t column = first_column;
  const std::vector<std::string_view> lines = split(text, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0 && column + 1 + lines[i].size() < kFoldAt) {
      out += ' ';
      ++column;
    } else if (i > 0) {
      out += "\r\n";
      column = 0;
      if (lines[i].empty() || !is_wsp(lines[i].front())) out += '\t';
    }
    out += lines[i];
    column += lines[i].size();
  }
  return out;
}

std::string internal_address(std::string_view external_form) {
  return joined(Scanner(external_form).scan());
}

std::string external_address(std::string_view internal) {
  const std::size_t at = std::min(internal.rfind('@'), internal.size());
  const std::string_view local = internal.substr(0, at);
  if (is_dot_string(local)) return std::string(internal);
  std::string out = "\"";
  quote(local, "\"\\\r", out);
  return out.append("\"").append(internal.substr(at));
}

std::string complete_address(std::string_view external_form, std::string_view origin,
                             std::string_view domain) {
  Tokens tokens = Scanner(external_form).scan();
  const bool is_empty =
      tokens.empty() ||
      (tokens.size() == 1 &&
       (is_op(tokens[0], '@') || (tokens[0].kind == Kind::quoted && tokens[0].text.empty())));
  if (is_empty) return "\"\"";
  const std::size_t colon = find_first(tokens, ':');
  if (is_op(tokens.front(), '@') && colon + 1 < tokens.size()) {
    tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(colon) + 1);
  }
  if (find_last(tokens, '@') == tokens.size()) add_host(tokens, origin);
  if (!domain.empty() && lacks_dot(tokens)) {
    tokens.push_back({Kind::special, "."});
    append(tokens, domain);
  }
  if (tokens.size() > 1 && is_op(tokens.back(), '.')) {
    const AddressToken& before = tokens[tokens.size() - 2];
    if (!is_op(before, '.') && !is_op(before, '@')) tokens.pop_back();
  }
  return external_address(joined(tokens));
}

}  // namespace mass::transforms
