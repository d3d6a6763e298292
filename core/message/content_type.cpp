#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/mime.hpp"

namespace mass {

namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";
constexpr std::size_t kMaxSegment = 9999;

/// Characters that end a value without quotes. `=` and `/` may not stand in one, yet many mailers
/// write `boundary=----=_Part_1/2` so.
bool ends_value(char c) noexcept {
  return c == ';' || c == '"' || kWhiteSpace.contains(c);
}

bool is_mime_token_character(char c) noexcept {
  constexpr std::string_view kSpecials = "()<>@,;:\\\"/[]?=";  // RFC 2045 section 5.1
  return (static_cast<unsigned char>(c) > ' ' && c != '\x7F') && !kSpecials.contains(c);
}

/// A cursor over a structured MIME field value.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return text_.empty(); }

  void skip_blanks() noexcept {
    while (!text_.empty()) {
      if (kWhiteSpace.contains(text_.front())) {
        text_.remove_prefix(1);
      } else if (text_.front() != '(' || !skip_comment()) {
        return;
      }
    }
  }

  [[nodiscard]] bool take(char c) noexcept {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  [[nodiscard]] std::string_view take_token() noexcept {
    return take_until(std::ranges::find_if_not(text_, is_mime_token_character));
  }

  /// A quoted string without its quotes, or what stands before the next blank or semicolon.
  [[nodiscard]] std::string take_value() {
    if (!take('"')) return std::string(take_until(std::ranges::find_if(text_, ends_value)));
    std::string value;
    while (!text_.empty() && text_.front() != '"') {
      if (text_.front() == '\\' && text_.size() > 1) text_.remove_prefix(1);
      if (text_.front() != '\r' && text_.front() != '\n') value += text_.front();
      text_.remove_prefix(1);
    }
    (void)take('"');
    return value;
  }

  void skip_to_semicolon() noexcept {
    while (!text_.empty() && text_.front() != ';') {
      if (text_.front() == '"') {
        skip_quoted();
      } else if (text_.front() != '(' || !skip_comment()) {
        text_.remove_prefix(1);
      }
    }
    (void)take(';');
  }

 private:
  [[nodiscard]] std::string_view take_until(const char* end) noexcept {
    const std::string_view taken(text_.begin(), end);
    text_.remove_prefix(taken.size());
    return taken;
  }

  void skip_quoted() noexcept {
    std::size_t i = 1;
    while (i < text_.size() && text_[i] != '"') i += text_[i] == '\\' ? 2 : 1;
    text_.remove_prefix(std::min(i + 1, text_.size()));
  }

  [[nodiscard]] bool skip_comment() noexcept {
    if (is_comment_open_) return false;
    int depth = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == '(') {
        ++depth;
      } else if (text_[i] == ')' && --depth == 0) {
        text_.remove_prefix(i + 1);
        return true;
      }
    }
    is_comment_open_ = true;
    return false;
  }

  std::string_view text_;
  bool is_comment_open_ = false;  // No later parenthesis is closed either.
};

std::string decode_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = text[i] == '%' ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (octet && !octet->empty()) {
      out += *octet;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// Parameters that come in pieces or with a charset. Source: RFC 2231 sections 3 and 4.
class Continuations {
 public:
  /// False if `name` is the name of an ordinary parameter.
  [[nodiscard]] bool add(std::string_view name, std::string_view value) {
    const std::size_t star = name.find('*');
    if (star == 0 || star == std::string_view::npos) return false;
    const std::string_view base = name.substr(0, star);
    std::string_view rest = name.substr(star + 1);
    const bool is_extended = rest.empty() || rest.ends_with('*');
    if (rest.ends_with('*')) rest.remove_suffix(1);
    const auto number = rest.empty() ? std::optional<std::uint64_t>(0) : parse_decimal(rest);
    if (!number || *number > kMaxSegment) return false;
    if (is_extended && *number == 0) value = without_charset(value);
    pieces_.try_emplace({std::string(base), *number},
                        is_extended ? decode_percent(value) : std::string(value));
    return true;
  }

  void join_into(std::map<std::string, std::string, std::less<>>& parameters) const {
    for (auto piece = pieces_.begin(); piece != pieces_.end();) {
      const std::string& base = piece->first.first;
      std::string joined;
      std::uint64_t expected = 0;
      for (; piece != pieces_.end() && piece->first.first == base; ++piece) {
        if (piece->first.second == expected) {
          joined += piece->second;
          ++expected;
        }
      }
      if (expected > 0) parameters.try_emplace(base, std::move(joined));
    }
  }

 private:
  /// `charset'language'text` without its first two parts.
  static std::string_view without_charset(std::string_view value) {
    const std::size_t first = value.find('\'');
    if (first == std::string_view::npos) return value;
    const std::size_t second = value.find('\'', first + 1);
    return second == std::string_view::npos ? value : value.substr(second + 1);
  }

  std::map<std::pair<std::string, std::uint64_t>, std::string> pieces_;
};

void read_parameters(Scanner& scanner, ContentType& content_type) {
  Continuations continuations;
  while (!scanner.at_end()) {
    scanner.skip_blanks();
    const std::string name = ascii_lower(scanner.take_token());
    scanner.skip_blanks();
    if (!name.empty() && scanner.take('=')) {
      scanner.skip_blanks();
      std::string value = scanner.take_value();
      if (!continuations.add(name, value)) {
        content_type.parameters.try_emplace(name, std::move(value));
      }
    }
    scanner.skip_to_semicolon();
  }
  continuations.join_into(content_type.parameters);
}

}  // namespace

std::string_view ContentType::parameter(std::string_view name) const noexcept {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view{} : std::string_view(found->second);
}

ContentType parse_content_type(std::string_view value) {
  ContentType content_type;
  content_type.declared = true;
  Scanner scanner(value);
  scanner.skip_blanks();
  const std::string_view type = scanner.take_token();
  scanner.skip_blanks();
  const bool has_slash = scanner.take('/');
  scanner.skip_blanks();
  const std::string_view subtype = scanner.take_token();
  content_type.malformed = type.empty() || !has_slash || subtype.empty();
  if (content_type.malformed) return content_type;
  content_type.type = ascii_lower(type);
  content_type.subtype = ascii_lower(subtype);
  scanner.skip_to_semicolon();
  read_parameters(scanner, content_type);
  return content_type;
}

TransferEncoding parse_transfer_encoding(std::string_view value) noexcept {
  Scanner scanner(value);
  scanner.skip_blanks();
  const std::string_view name = scanner.take_token();
  if (iequals(name, "7bit")) return TransferEncoding::seven_bit;
  if (iequals(name, "8bit")) return TransferEncoding::eight_bit;
  if (iequals(name, "binary")) return TransferEncoding::binary;
  if (iequals(name, "quoted-printable")) return TransferEncoding::quoted_printable;
  if (iequals(name, "base64")) return TransferEncoding::base64;
  return TransferEncoding::other;
}

std::string parse_disposition(std::string_view value) {
  Scanner scanner(value);
  scanner.skip_blanks();
  return ascii_lower(scanner.take_token());
}

}  // namespace mass
