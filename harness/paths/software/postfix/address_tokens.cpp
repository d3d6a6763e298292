#include "harness/paths/software/postfix/address_tokens.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace mass::transforms {

namespace {

using Kind = AddressToken::Kind;

constexpr std::size_t kFoldAt = 70;
constexpr std::string_view kSpecials = "()<>@,;:\\\".[]";

// One lexical piece; `kind` is word for atoms, quoted strings and literals.
struct Piece {
  Kind kind;
  std::string text;
};

std::size_t skip_comment(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '(') {
      ++depth;
    } else if (text[at] == ')' && --depth == 0) {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t skip_until(std::string_view text, std::size_t at, char close) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == close) {
      return at + 1;
    }
  }
  return text.size();
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t end = at + 1;
    if (is_wsp(c) || c == '\r' || c == '\n') {
      at = end;
      continue;
    }
    Kind kind = Kind::word;
    if (c == '(') {
      kind = Kind::comment;
      end = skip_comment(text, at);
    } else if (c == '"') {
      end = skip_until(text, at, '"');
    } else if (c == '[') {
      end = skip_until(text, at, ']');
    } else if (kSpecials.contains(c)) {
      kind = Kind::special;
    } else {
      while (end < text.size() && !kSpecials.contains(text[end]) && !is_wsp(text[end]) &&
             text[end] != '\r' && text[end] != '\n') {
        ++end;
      }
    }
    end = std::min(end, text.size());
    pieces.push_back({kind, std::string(text.substr(at, end - at))});
    at = end;
  }
  return pieces;
}

bool is(const Piece& piece, char c) {
  return piece.kind == Kind::special && piece.text.front() == c;
}

// The pieces of one element of a list, which holds no comma: `[begin, end)`.
class Element {
 public:
  Element(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end,
          std::vector<AddressToken>& out)
      : pieces_(pieces), begin_(begin), end_(end), out_(out) {}

  void write() {
    std::size_t open = begin_;
    while (open < end_ && !is(pieces_[open], '<')) ++open;
    if (open == end_) {
      address(begin_, end_);
      return;
    }
    for (std::size_t i = begin_; i < open; ++i) copy(i);
    std::size_t close = open;
    while (close < end_ && !is(pieces_[close], '>')) ++close;
    copy(open);
    address(open + 1, close);
    for (std::size_t i = close; i < end_; ++i) copy(i);
  }

 private:
  void copy(std::size_t i) { out_.push_back({pieces_[i].kind, pieces_[i].text}); }

  // Comments in front stay in front, others go behind.
  void address(std::size_t begin, std::size_t end) {
    AddressToken token{Kind::address, {}};
    std::vector<std::size_t> behind;
    for (std::size_t i = begin; i < end; ++i) {
      if (pieces_[i].kind == Kind::comment) {
        if (token.text.empty()) {
          copy(i);
        } else {
          behind.push_back(i);
        }
        continue;
      }
      const bool both_words = i > begin && pieces_[i].kind == Kind::word &&
                              pieces_[i - 1].kind == Kind::word && !token.text.empty();
      if (both_words) token.text += ' ';
      token.text += pieces_[i].text;
    }
    if (!token.text.empty()) out_.push_back(std::move(token));
    for (const std::size_t i : behind) copy(i);
  }

  const std::vector<Piece>& pieces_;
  std::size_t begin_;
  std::size_t end_;
  std::vector<AddressToken>& out_;
};

bool parts_words(const AddressToken& left, const AddressToken& right) {
  const bool left_is_word = left.kind != Kind::special;
  if (right.kind == Kind::special) return right.text == "<" && left_is_word;
  return left_is_word;
}

}  // namespace

std::vector<AddressToken> tokenize_addresses(std::string_view value) {
  const std::vector<Piece> pieces = pieces_of(value);
  std::vector<AddressToken> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= pieces.size(); ++i) {
    const bool ends = i == pieces.size() || is(pieces[i], ',') || is(pieces[i], ';') ||
                      (is(pieces[i], ':') &&
                       !std::any_of(pieces.begin() + static_cast<long>(begin),
                                    pieces.begin() + static_cast<long>(i),
                                    [](const Piece& one) { return is(one, '<') || is(one, '@'); }));
    if (!ends) continue;
    if (i < pieces.size() && is(pieces[i], ':')) {
      // The name of a group is a phrase, no address.
      for (std::size_t k = begin; k < i; ++k) out.push_back({pieces[k].kind, pieces[k].text});
    } else {
      Element(pieces, begin, i, out).write();
    }
    if (i < pieces.size()) out.push_back({pieces[i].kind, pieces[i].text});
    begin = i + 1;
  }
  return out;
}

std::string write_addresses(const std::vector<AddressToken>& tokens, std::size_t first_column) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    lines.back() += tokens[i].text;
    if (i + 1 == tokens.size()) break;
    if (tokens[i].kind == Kind::special && tokens[i].text == ",") {
      lines.emplace_back();
    } else if (parts_words(tokens[i], tokens[i + 1])) {
      lines.back() += ' ';
    }
  }
  std::string out = lines.front();
  std::size_t column = first_column + out.size();
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (column + 1 + lines[i].size() < kFoldAt) {
      out += ' ';
      column += 1 + lines[i].size();
    } else {
      out += "\r\n\t";
      column = lines[i].size();
    }
    out += lines[i];
  }
  return out;
}

}  // namespace mass::transforms
