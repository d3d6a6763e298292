#include <algorithm>

#include "harness/paths/software/sendmail/address_scan.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kMustQuote = "@,;:\\()[].'";
constexpr std::size_t kLimit = 512;

// Starts without brackets in mind and changes its mind at each `<` and at the colon of a group.
class Cracker {
 public:
  explicit Cracker(std::string_view text) : text_(text) {}

  Surroundings crack() {
    while (at_ < text_.size()) take(text_[at_++]);
    if (is_quoted_out_) out_ += '"';
    out_.append(static_cast<std::size_t>(std::max(comments_out_, 0)), ')');
    if (needs_angle_) out_ += '>';
    if (out_.size() > kLimit) return {"<>", 1};
    return {std::move(out_), address_at_};
  }

 private:
  void take(char c) {
    if (copies_ > 0) out_ += c;
    if (c == '\\') {
      must_quote_ = must_quote_ || (comments_ == 0 && !is_quoted_);
      if (at_ < text_.size()) {
        if (copies_ > 0) out_ += text_[at_];
        ++at_;
      }
      return place_address();
    }
    if (c == '"' && comments_ == 0) {
      is_quoted_ = !is_quoted_;
      if (copies_ > 0) is_quoted_out_ = !is_quoted_out_;
      return;
    }
    if (is_quoted_) return place_address();
    if (c == '(') open_comment();
    if (comments_ > 0) {
      if (c == ')') {
        --comments_;
        --copies_;
        --comments_out_;
      }
      return;
    }
    if (c == ')') take_back();
    if (c == '[') ++brackets_;
    if (c == ']') --brackets_;
    if (c == ':' && !is_in_angle_ && brackets_ <= 0 && !has_colon_) return colon();
    if (c == ';' && copies_ <= 0) out_ += c;
    must_quote_ = must_quote_ || kMustQuote.contains(c);
    if (c == '<') return open_angle();
    if (c == '>') return close_angle();
    place_address();
  }

  void place_address() {
    if (copies_ > 0 || address_at_) return;
    if (out_.ends_with(')')) out_ += ' ';
    address_at_ = out_.size();
  }

  void open_comment() {
    ++comments_;
    ++comments_out_;
    if (copies_++ > 0) return;
    // The address that comes later stands for itself: a place taken counts as text.
    if (out_.size() > head_ || address_at_) out_ += ' ';
    out_ += '(';
  }

  void take_back() {
    if (copies_ > 0 && out_.size() > head_) out_.pop_back();
  }

  // What was read since `from_` is a phrase after all.
  void phrase() {
    out_.resize(head_);
    std::string_view text = text_.substr(from_, at_ - from_);
    if (!must_quote_) {
      out_ += text;
      return;
    }
    const char last = text.back();
    text.remove_suffix(1);
    const std::size_t end = text.find_last_not_of(kBlanks);
    const std::size_t length = end == std::string_view::npos ? 0 : end + 1;
    if (length > 0) {
      out_ += '"';
      for (const char c : text.substr(0, length)) {
        if (c == '"') out_ += '\\';
        out_ += c;
      }
      out_ += '"';
    }
    out_.append(text.substr(length)) += last;
  }

  void start_over() {
    copies_ = 0;
    address_at_.reset();
    must_quote_ = false;
  }

  void colon() {
    if (at_ < text_.size() && (text_[at_] == ':' || text_[at_] == '.')) {
      must_quote_ = true;  // DECnet's node::user
      if (copies_ > 0) out_.append({':', text_[at_]});
      ++at_;
      return place_address();
    }
    has_colon_ = true;
    phrase();
    while (at_ < text_.size() && kBlanks.contains(text_[at_])) out_ += text_[at_++];
    start_over();
    head_ = out_.size();
    from_ = at_;
  }

  void open_angle() {
    must_quote_ = must_quote_ || has_angle_;  // of two, the first is bogus
    has_angle_ = is_in_angle_ = needs_angle_ = true;
    phrase();
    start_over();
  }

  void close_angle() {
    if (!is_in_angle_) {
      take_back();
      must_quote_ = true;
      return;
    }
    is_in_angle_ = needs_angle_ = false;
    if (copies_++ <= 0) out_ += '>';
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t head_ = 0;  // in out_
  std::size_t from_ = 0;  // in text_
  int comments_ = 0;
  int comments_out_ = 0;
  int copies_ = 0;
  int brackets_ = 0;
  bool is_quoted_ = false;
  bool is_quoted_out_ = false;
  bool must_quote_ = false;
  bool has_angle_ = false;
  bool is_in_angle_ = false;
  bool needs_angle_ = false;
  bool has_colon_ = false;
  std::optional<std::size_t> address_at_;
};

}  // namespace

std::string Surroundings::with(std::string_view address) const {
  if (!address_at) return text;
  return std::string(text).insert(*address_at, address);
}

Surroundings sendmail_surroundings(std::string_view text) {
  return Cracker(text).crack();
}

}  // namespace mass::transforms
