#include "harness/paths/software/sendmail/address_scan.hpp"

#include <algorithm>

namespace mass::transforms {

namespace {

constexpr std::string_view kOperators = ".:%@!^/[]+<>,;";

enum class State : std::uint8_t { word, mark, quoted, blank };

State kind_of(char c) {
  if (c == '"') return State::quoted;
  if (kBlanks.contains(c) || c == '(' || c == ')') return State::blank;
  return kOperators.contains(c) ? State::mark : State::word;
}

// One pass over a text, with or without a character to stop at.
class Scanner {
 public:
  Scanner(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  void scan() {
    for (; end_ < text_.size(); ++end_) {
      const char c = kBlanks.contains(text_[end_]) && delimiter_ == ' ' ? ' ' : text_[end_];
      // A backslash does not protect a delimiter.
      const bool is_stop =
          delimiter_ != '\0' && c == delimiter_ && comments_ == 0 && state_ != State::quoted;
      if (is_stop && (angles_ == 0 || (c == ',' && !is_route_))) break;
      take(c);
    }
    if (state_ == State::quoted) token_ += '"';
    close();
    for (; angles_ > 0; --angles_) tokens_.emplace_back(">");
  }

  [[nodiscard]] std::size_t end() const noexcept { return end_; }
  [[nodiscard]] std::vector<std::string> tokens() && { return std::move(tokens_); }

 private:
  void take(char c) {
    if (is_escaped_) {
      is_escaped_ = false;
      if (comments_ > 0) return;
      token_.append({'\\', c});
      return;
    }
    if (c == '\\') {
      is_escaped_ = true;
      if (comments_ == 0) step(State::word);
      return;
    }
    if (state_ != State::quoted && is_skipped(c)) return;
    step(kind_of(c));
    if (state_ != State::blank) token_ += c;
    if (c == '"' && was_quoted_) state_ = State::mark;
  }

  // Comments, and brackets that close nothing. Counts those that do.
  bool is_skipped(char c) {
    if (c == '(') {
      ++comments_;
      return true;
    }
    if (c == ')') {
      if (comments_ == 0) return true;
      --comments_;
      return false;
    }
    if (comments_ > 0) return true;
    if (c == '>' && angles_ == 0) return true;
    if (c == '<') {
      ++angles_;
      const std::size_t next = text_.find_first_not_of(kBlanks, end_ + 1);
      is_route_ = is_route_ || (next != std::string_view::npos && text_[next] == '@');
    } else if (c == '>') {
      --angles_;
      is_route_ = false;
    }
    return false;
  }

  void step(State next) {
    was_quoted_ = state_ == State::quoted;
    if (was_quoted_) return;
    const bool goes_on = state_ == State::word && next == State::word;
    if (!goes_on) close();
    state_ = next;
  }

  void close() {
    if (!token_.empty()) tokens_.push_back(std::move(token_));
    token_.clear();
  }

  std::string_view text_;
  char delimiter_;
  std::size_t end_ = 0;
  std::size_t comments_ = 0;
  std::size_t angles_ = 0;
  bool is_route_ = false;
  bool is_escaped_ = false;
  bool was_quoted_ = false;
  State state_ = State::blank;
  std::string token_;
  std::vector<std::string> tokens_;
};

}  // namespace

std::vector<std::string> sendmail_tokens(std::string_view text) {
  Scanner scanner(text, '\0');
  scanner.scan();
  return std::move(scanner).tokens();
}

std::size_t sendmail_address_end(std::string_view text, char delimiter) {
  Scanner scanner(text, delimiter);
  scanner.scan();
  return scanner.end();
}

std::string sendmail_join(const std::vector<std::string>& tokens) {
  std::string out;
  bool was_word = false;
  for (const std::string& token : tokens) {
    const bool is_word = kind_of(token.front()) == State::word;
    if (was_word && is_word) out += '.';
    out += token;
    was_word = is_word;
  }
  return out;
}

}  // namespace mass::transforms
