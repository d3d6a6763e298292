#include "core/message/address.hpp"

#include "core/base/text.hpp"
#include "core/message/address_lexer.hpp"
#include "core/message/codec.hpp"

namespace mass {

namespace {

using Kind = AddressToken::Kind;

constexpr std::size_t kNowhere = std::string_view::npos;

std::string without_folds(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c != '\r' && c != '\n') out += c;
  }
  return out;
}

/// A phrase as written, unfolded. A comment is no part of it and leaves one blank.
std::string read_phrase(std::string_view text) {
  std::string phrase;
  AddressLexer lexer(text);
  for (auto token = lexer.next(); token.kind != Kind::end; token = lexer.next()) {
    if (!phrase.empty()) phrase += token.has_comment ? " " : without_folds(token.gap);
    phrase += without_folds(token.text);
  }
  return phrase;
}

bool has_sound_dots(std::string_view text) {
  if (text.starts_with('.') || text.ends_with('.')) return false;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && is_quoted) {
      ++i;
    } else if (text[i] == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && text.substr(i).starts_with("..")) {
      return false;
    }
  }
  return true;
}

/// An address being put together from tokens.
class Draft {
 public:
  /// Adds a word. False if it cannot belong to what was added before: a new address starts.
  [[nodiscard]] bool add(const AddressToken& token) {
    if (!joins(token)) return false;
    // A literal is a whole domain, and a quoted string is one word between dots.
    const bool is_first = text_.empty() || at_ + 1 == text_.size();
    is_sound_ = is_sound_ && (token.kind != Kind::literal || (is_first && has_at()));
    is_sound_ = is_sound_ && (token.kind != Kind::quoted || !has_at());
    is_sound_ = is_sound_ && (is_first || meets_dot(token));
    text_ += without_folds(token.text);
    return true;
  }

  void add_at() {
    is_sound_ = is_sound_ && !has_at() && !text_.empty();
    at_ = text_.size();
    text_ += '@';
  }

  /// No word can be added any more.
  void close() { is_closed_ = true; }

  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] bool has_at() const { return at_ != kNowhere; }

  [[nodiscard]] Mailbox mailbox() const {
    if (!has_at()) return {.display = {}, .local = text_, .domain = {}};
    return {.display = {}, .local = text_.substr(0, at_), .domain = text_.substr(at_ + 1)};
  }

  [[nodiscard]] bool is_well_formed() const {
    const Mailbox box = mailbox();
    if (!is_sound_ || box.local.empty() || !has_sound_dots(box.local)) return false;
    if (!has_at()) return true;
    // A final dot only says that the domain is absolute.
    std::string_view domain = box.domain;
    if (domain.size() > 1 && domain.ends_with('.')) domain.remove_suffix(1);
    return !domain.empty() && has_sound_dots(domain);
  }

 private:
  [[nodiscard]] bool meets_dot(const AddressToken& token) const {
    return text_.ends_with('.') || token.text.starts_with('.');
  }

  [[nodiscard]] bool joins(const AddressToken& token) const {
    if (text_.empty()) return true;
    return !is_closed_ && (at_ + 1 == text_.size() || token.gap.empty() || meets_dot(token));
  }

  std::string text_;  // Without comments and white space.
  std::size_t at_ = kNowhere;
  bool is_sound_ = true;
  bool is_closed_ = false;
};

/// Reads the elements of a list one after the other.
class ListReader {
 public:
  explicit ListReader(std::string_view value) : value_(value), lexer_(value) {}

  [[nodiscard]] AddressList read() {
    for (advance(); token_.kind != Kind::end; advance()) read_token();
    end_element();
    if (in_group_) flag();
    list_.malformed = list_.malformed || lexer_.malformed();
    return std::move(list_);
  }

 private:
  void advance() {
    if (is_held_) {
      is_held_ = false;
    } else {
      token_ = lexer_.next();
    }
  }

  void read_token() {
    if (token_.kind != Kind::special) {
      has_literal_ = has_literal_ || token_.kind == Kind::literal;
      add_word();
    } else if (token_.is('@')) {
      draft_.add_at();
    } else if (token_.is('<')) {
      read_angle();
    } else if (token_.is(',')) {
      end_element();
    } else if (token_.is(';')) {
      end_element();
      if (!in_group_) flag();
      in_group_ = false;
    } else if (token_.is(':')) {
      open_group();
    } else {
      flag();
      draft_.close();
    }
  }

  // Two words without a dot between them are either the phrase of an angle address that is still to
  // come, or two addresses without a comma.
  void add_word() {
    if (draft_.add(token_)) return;
    is_split_ = true;
    end_draft();
    (void)draft_.add(token_);
  }

  void end_draft() {
    if (!draft_.empty() && (draft_.has_at() || !(is_split_ || after_angle_))) {
      is_flawed_ = is_flawed_ || !draft_.is_well_formed();
      if (Mailbox box = draft_.mailbox(); !box.local.empty()) {
        list_.mailboxes.push_back(std::move(box));
      }
    }
    has_junk_ = has_junk_ || (!draft_.empty() && after_angle_);
    draft_ = Draft();
  }

  void end_element() {
    // A phrase without an address: none of its words is a mailbox, the last not either.
    const bool was_split = is_split_;
    end_draft();
    if (was_split || is_flawed_ || has_junk_) flag();
    start_element();
  }

  void start_element() {
    begin_ = lexer_.position();
    kept_ = list_.mailboxes.size();
    draft_ = Draft();
    is_split_ = is_flawed_ = has_junk_ = has_literal_ = after_angle_ = false;
  }

  void open_group() {
    const bool has_name = !draft_.empty() && !draft_.has_at() && list_.mailboxes.size() == kept_;
    if (!has_name || in_group_ || after_angle_) flag();
    list_.mailboxes.resize(kept_);
    in_group_ = true;
    start_element();
  }

  void read_angle() {
    const std::size_t length = lexer_.position() - 1 - begin_;
    const bool has_address_before = draft_.has_at() || list_.mailboxes.size() != kept_;
    if (has_address_before || has_literal_ || after_angle_) flag();
    list_.mailboxes.resize(kept_);
    std::string display = read_phrase(value_.substr(begin_, length));
    draft_ = Draft();
    is_split_ = is_flawed_ = has_junk_ = has_literal_ = after_angle_ = false;

    advance();
    if (token_.is('@')) skip_route();
    read_inside();
    if (!draft_.is_well_formed()) flag();
    if (Mailbox box = draft_.mailbox(); !box.local.empty()) {
      box.display = std::move(display);
      list_.mailboxes.push_back(std::move(box));
    }
    start_element();
    if (is_held_) begin_ -= token_.text.size();
    after_angle_ = true;
  }

  /// `<@a,@b:` up to the colon. Source: RFC 5322 section 4.4 (obs-route).
  void skip_route() {
    while (token_.kind != Kind::end && !token_.is(':') && !token_.is('>') && !token_.is('<')) {
      advance();
    }
    if (token_.is(':')) advance();
  }

  void read_inside() {
    for (; !token_.is('>'); advance()) {
      if (token_.kind != Kind::special && token_.kind != Kind::end) {
        if (draft_.add(token_)) continue;
        flag();
        draft_ = Draft();
        (void)draft_.add(token_);
      } else if (token_.is('@')) {
        draft_.add_at();
      } else if (token_.is(':')) {
        flag();
        draft_ = Draft();
      } else {
        // Without its `>` the address ends here, and what ends it is read again.
        flag();
        is_held_ = true;
        return;
      }
    }
  }

  void flag() { list_.malformed = true; }

  std::string_view value_;
  AddressLexer lexer_;
  AddressToken token_;
  bool is_held_ = false;  // token_ is still to be read.
  AddressList list_;
  bool in_group_ = false;

  // The element being read.
  std::size_t begin_ = 0;  // Where it starts in the value.
  std::size_t kept_ = 0;   // Mailboxes before it.
  Draft draft_;
  bool is_split_ = false;     // Words of it do not form one address.
  bool is_flawed_ = false;    // An address of it breaks the grammar.
  bool has_literal_ = false;  // A domain literal is in it, which no phrase may hold.
  bool has_junk_ = false;     // Words follow its angle address.
  bool after_angle_ = false;  // It has its angle address.
};

}  // namespace

std::string Mailbox::address() const {
  return domain.empty() ? local : local + "@" + domain;
}

AddressList parse_address_list(std::string_view value) {
  return ListReader(value).read();
}

SplitAddress split_address(std::string_view address) noexcept {
  std::size_t at = kNowhere;
  bool is_quoted = false;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (address[i] == '\\' && is_quoted) {
      ++i;
    } else if (address[i] == '"') {
      is_quoted = !is_quoted;
    } else if (address[i] == '@' && !is_quoted) {
      at = i;
    }
  }
  if (at == kNowhere) return {address, {}};
  return {address.substr(0, at), address.substr(at + 1)};
}

bool is_same_or_subdomain(std::string_view domain, std::string_view parent) noexcept {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  if (parent.ends_with('.')) parent.remove_suffix(1);
  if (parent.empty() || domain.size() < parent.size()) return false;
  const std::size_t extra = domain.size() - parent.size();
  if (!iequals(domain.substr(extra), parent)) return false;
  return extra == 0 || (extra > 1 && domain[extra - 1] == '.');
}

}  // namespace mass
