#include "core/message/address_lexer.hpp"

#include "core/base/text.hpp"
#include "core/message/address.hpp"

namespace mass {

namespace {

using Kind = AddressToken::Kind;

constexpr std::string_view kAddressSpecials = "<>@,;:\"()[]";

/// Control characters, and the backslash outside quotes. Source: RFC 5322 section 3.2.3.
bool is_forbidden(char c) noexcept {
  return (c >= 0 && c < ' ') || c == '\x7F' || c == '\\';
}

}  // namespace

AddressToken AddressLexer::next() noexcept {
  AddressToken token;
  const std::size_t begin = at_;
  while (at_ < text_.size()) {
    if (is_fws(text_[at_])) {
      ++at_;
    } else if (text_[at_] == '(' && !comments_open_ && skip_comment()) {
      token.has_comment = true;
    } else {
      break;
    }
  }
  token.gap = text_.substr(begin, at_ - begin);
  if (at_ == text_.size()) return token;

  const char first = text_[at_];
  std::size_t end = at_ + 1;
  token.kind = Kind::special;
  if (first == '"' && !quotes_open_) {
    end = closing('"');
    quotes_open_ = end == at_ + 1;
    if (!quotes_open_) token.kind = Kind::quoted;
  } else if (first == '[' && !literals_open_) {
    end = closing(']');
    literals_open_ = end == at_ + 1;
    if (!literals_open_) token.kind = Kind::literal;
  } else if (!kAddressSpecials.contains(first)) {
    token.kind = Kind::word;
    end = word_end();
  }
  token.text = text_.substr(at_, end - at_);
  at_ = end;
  const bool is_stray = token.kind == Kind::special && !std::string_view("<>@,;:").contains(first);
  malformed_ = malformed_ || is_stray;
  return token;
}

// A counter, not recursion: the depth is the sender's choice.
bool AddressLexer::skip_comment() noexcept {
  int depth = 0;
  for (std::size_t i = at_; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == '(') {
      ++depth;
      malformed_ = malformed_ || depth > kMaxCommentDepth;
    } else if (text_[i] == ')' && --depth == 0) {
      at_ = i + 1;
      return true;
    }
  }
  comments_open_ = true;
  return false;
}

/// One past the closing mark, or one past the opening mark if there is none.
std::size_t AddressLexer::closing(char mark) const noexcept {
  for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == mark) {
      return i + 1;
    }
  }
  return at_ + 1;
}

std::size_t AddressLexer::word_end() noexcept {
  std::size_t end = at_;
  while (end < text_.size() && !is_fws(text_[end]) && !kAddressSpecials.contains(text_[end])) {
    malformed_ = malformed_ || is_forbidden(text_[end]);
    ++end;
  }
  return end;
}

}  // namespace mass
