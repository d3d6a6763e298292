#include "harness/paths/software/sympa/mail_header.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/quoted_string.hpp"
#include "harness/paths/software/sympa/field_text.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kMailboxLine = "From ";

// Length of the name with its colon; 0 if the line starts no field.
std::size_t name_length(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ':') return i == 0 ? 0 : i + 1;
    if (line[i] <= ' ' || line[i] == '\x7F') break;  // beyond ASCII is negative
  }
  return line.starts_with(kMailboxLine) ? kMailboxLine.size() : 0;
}

// `From ` with its blank for a line of a mailbox.
std::string_view name_of_field(std::string_view field) {
  const std::size_t length = name_length(field);
  return field.substr(0, field[length - 1] == ':' ? length - 1 : length);
}

std::string_view without_leading_space(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(kSpace), text.size()));
}

// A text that brings the name itself does not get it twice.
std::string field_line(std::string_view name, std::string_view text) {
  const std::string label = fmt::format("{}:", name);
  std::string line = istarts_with(text, label)
                         ? std::string(text)
                         : fmt::format("{} {}", label, without_leading_space(text));
  line.erase(line.find_last_not_of('\n') + 1);
  return line + "\n";
}

// Reads a structured value from left to right.
class ParameterReader {
 public:
  explicit ParameterReader(std::string_view value) : text_(value) {
    std::erase(text_, '\n');
    text_.erase(text_.find_last_not_of(kSpace) + 1);
  }

  std::string first() {
    skip_space_and_comments();
    return take([](char c) { return c > ' ' && c != ';'; });
  }

  // To behind the next semicolons; false if there is none.
  bool next() {
    at_ = text_.find(';', at_);
    if (at_ == std::string::npos) return false;
    while (at_ < text_.size() && text_[at_] == ';') {
      ++at_;
      skip_space_and_comments();
    }
    return true;
  }

  // Empty if what follows is no `name=`.
  std::string name() {
    std::string name = take([](char c) { return c > ' ' && c != ':' && c != '='; });
    skip_space();
    if (name.empty() || at_ >= text_.size() || text_[at_] != '=') return "";
    ++at_;
    skip_space();
    return ascii_lower(name);
  }

  // Quoted, an encoded word, or a token; nothing if it is none of them.
  std::optional<std::string> value() {
    if (auto quoted = quoted_string()) return quoted;
    if (const std::size_t length = encoded_word(); length > 0) {
      at_ += length;
      return text_.substr(at_ - length, length);
    }
    std::string token =
        take([](char c) { return c > ' ' && !std::string_view("()<>@,;:\\/[]?=\"").contains(c); });
    if (token.empty()) return std::nullopt;
    return token;
  }

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

 private:
  template <class Wanted>
  std::string take(Wanted wanted) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && wanted(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_space() { at_ = std::min(text_.find_first_not_of(kSpace, at_), text_.size()); }

  void skip_space_and_comments() {
    for (skip_space(); at_ < text_.size() && text_[at_] == '('; skip_space()) {
      const std::size_t close = text_.find(')', at_);
      if (close == std::string::npos) return;
      at_ = close + 1;
    }
  }

  std::optional<std::string> quoted_string() {
    if (at_ >= text_.size() || text_[at_] != '"') return std::nullopt;
    std::string content;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '"') {
        at_ = i + 1;
        return content;
      }
      if (text_[i] == '\\' && ++i == text_.size()) break;
      content += text_[i];
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t encoded_word() const {
    const std::string_view rest = std::string_view(text_).substr(at_);
    if (!rest.starts_with("=?")) return 0;
    const std::size_t charset = rest.find('?', 2);
    if (charset == std::string_view::npos || charset + 2 >= rest.size()) return 0;
    const char encoding = ascii_lower(rest[charset + 1]);
    if (encoding < 'a' || encoding > 'z' || rest[charset + 2] != '?') return 0;
    const std::size_t end = rest.find('?', charset + 3);
    const bool is_whole = end != std::string_view::npos && end > charset + 3 &&
                          end + 1 < rest.size() && rest[end + 1] == '=';
    return is_whole ? end + 2 : 0;
  }

  std::string text_;
  std::size_t at_ = 0;
};

// `charset'language'text` as an encoded word.
std::string as_encoded_word(const std::string& value) {
  const std::size_t first = value.find('\'');
  if (first == std::string::npos) return value;
  const std::size_t second = value.find('\'', first + 1);
  std::string label = value.substr(0, first);
  if (second != std::string::npos && second > first + 1) {
    label += "*" + value.substr(first + 1, second - first - 1);
  }
  std::string text;
  for (const char c : value.substr((second == std::string::npos ? first : second) + 1)) {
    if (c == ' ') {
      text += '_';
    } else if (c < ' ' || c == '\x7F' || std::string_view("=?_").contains(c)) {
      text += fmt::format("={:02X}", static_cast<unsigned char>(c));
    } else {
      text += c;
    }
  }
  return fmt::format("=?{}?Q?{}?=", label, text);
}

// Pieces of one parameter by number, put together when all were read. Source: RFC 2231.
struct Continued {
  std::map<std::uint64_t, std::string> pieces;
  bool is_encoded = false;
};

}  // namespace

MailParameters parse_mail_parameters(std::string_view value) {
  MailParameters parameters;
  std::map<std::string, Continued> continued;
  ParameterReader reader(value);
  parameters["_"] = reader.first();
  while (reader.next()) {
    const std::string name = reader.name();
    if (name.empty() || reader.at_end()) break;
    const auto text = reader.value();
    const std::size_t star = name.find('*');
    if (star == std::string::npos || star == 0) {
      parameters[name] = text;
      continue;
    }
    std::string_view number = std::string_view(name).substr(star + 1);
    const bool is_encoded = number.empty() || number.ends_with('*');
    if (number.ends_with('*')) number.remove_suffix(1);
    Continued& one = continued[name.substr(0, star)];
    one.is_encoded = one.is_encoded || is_encoded;
    one.pieces[parse_decimal(number).value_or(0)] +=
        is_encoded ? percent_decode_lenient(text.value_or("")) : text.value_or("");
  }
  for (const auto& [name, one] : continued) {
    std::string whole;
    for (const auto& [number, piece] : one.pieces) whole += piece;
    parameters[name] = one.is_encoded ? as_encoded_word(whole) : whole;
  }
  return parameters;
}

MailHeader MailHeader::read(std::string_view lines) {
  MailHeader header;
  bool in_field = false;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size() - 1) + 1;
    std::string line(lines.substr(0, end));
    lines.remove_prefix(end);
    if (line.ends_with("\r\n")) line.erase(line.size() - 2, 1);
    if (!line.ends_with('\n')) line += '\n';
    if (in_field && is_wsp(line.front())) {
      header.fields_.back() += line;
      continue;
    }
    in_field = name_length(line) > 0;
    if (in_field) header.fields_.push_back(std::move(line));
  }
  return header;
}

std::optional<std::string> MailHeader::get(std::string_view name) const {
  for (const std::string& field : fields_) {
    if (!iequals(name_of_field(field), name)) continue;
    std::string value(without_leading_space(std::string_view(field).substr(name.size() + 1)));
    if (value.ends_with('\n')) value.pop_back();
    return value;
  }
  return std::nullopt;
}

void MailHeader::erase_if(const std::function<bool(std::string_view)>& is_unwanted) {
  std::erase_if(fields_,
                [&](const std::string& field) { return is_unwanted(name_of_field(field)); });
}

void MailHeader::add(std::string_view name, std::string_view text) {
  fields_.push_back(field_line(name, text));
}

void MailHeader::replace(std::string_view name, std::string_view text) {
  const auto old = std::ranges::find_if(
      fields_, [&](const std::string& field) { return iequals(name_of_field(field), name); });
  if (old == fields_.end()) {
    add(name, text);
  } else {
    *old = field_line(name, text);
  }
}

std::optional<std::string> MailHeader::attribute(std::string_view name,
                                                 std::string_view attribute) const {
  const auto value = get(name);
  if (!value) return std::nullopt;
  const MailParameters parameters = parse_mail_parameters(*value);
  const auto found = parameters.find(attribute);
  return found == parameters.end() ? std::nullopt : found->second;
}

void MailHeader::set_attribute(std::string_view name, std::string_view attribute,
                               std::string_view value) {
  MailParameters parameters = parse_mail_parameters(get(name).value_or(""));
  parameters[std::string(attribute)] = value;
  std::string text = parameters["_"].value_or("");
  for (const auto& [key, content] : parameters) {
    const bool is_plain = std::ranges::all_of(
        key, [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_'; });
    const bool is_kept = !key.empty() && key[0] >= 'a' && key[0] <= 'z' && is_plain;
    if (!is_kept || !content) continue;
    text += fmt::format("; {}={}", key, quoted_string(*content));
  }
  replace(name, text);
}

std::string MailHeader::to_string() const {
  std::string out;
  for (const std::string& field : fields_) out += field;
  return out;
}

}  // namespace mass::transforms
