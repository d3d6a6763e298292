#include "harness/paths/software/sympa/mail_entity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kMaxEncodedLine = 76;
constexpr std::size_t kBase64Line = 60;
constexpr std::size_t kMarkable = 74;  // shorter lines get their first character encoded
constexpr std::string_view kNewPreamble = "This is a multi-part message in MIME format...\n\n";

bool is_textual(std::string_view type) {
  const std::string_view main = type.substr(0, type.find('/'));
  return main == "text" || main == "message";
}

bool is_content_field(std::string_view name) {
  return istarts_with(name, "Content-");
}

bool is_plain(char c) {
  return c == '\t' || (c >= ' ' && c <= '~' && c != '=');
}

// One line of encoded text. Source: MIME::QuotedPrint, encode_qp.
class QuotedLine {
 public:
  explicit QuotedLine(bool textual) : textual_(textual) {}

  std::string encode(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size()) {
      std::size_t plain = at;
      while (plain < line.size() && is_plain(line[plain])) ++plain;
      if (plain == line.size() || line[plain] == '\n') {
        while (plain > at && is_wsp(line[plain - 1])) --plain;
      }
      put_plain(line.substr(at, plain - at));
      at = plain;
      if (at == line.size()) break;
      if (line[at] == '\n' && textual_) {
        end_line();
      } else {
        const bool ends_line = at + 1 < line.size() && line[at + 1] == '\n' && textual_;
        put_escaped(line[at], ends_line);
      }
      ++at;
    }
    if (!out_.empty() && out_.back() != '\n') out_ += "=\n";
    if (out_.size() < kMarkable && out_.starts_with(".\n")) out_.replace(0, 1, "=2E");
    if (out_.size() < kMarkable && out_.starts_with("From ")) out_.replace(0, 1, "=46");
    return std::move(out_);
  }

 private:
  void soft_break() {
    out_ += "=\n";
    column_ = 0;
  }

  void put_plain(std::string_view text) {
    while (text.size() > kMaxEncodedLine - 1 - column_) {
      const std::size_t room = kMaxEncodedLine - 1 - column_;
      out_.append(text.substr(0, room));
      text.remove_prefix(room);
      soft_break();
    }
    out_.append(text);
    column_ += text.size();
  }

  void put_escaped(char c, bool ends_line) {
    const bool fits =
        column_ <= kMaxEncodedLine - 4 || (column_ == kMaxEncodedLine - 3 && ends_line);
    if (!fits) soft_break();
    out_ += fmt::format("={:02X}", static_cast<unsigned char>(c));
    column_ += 3;
  }

  // A soft break in front of the last character alone was not needed.
  void end_line() {
    const std::size_t size = out_.size();
    if (column_ == 1 && size > 2 && out_[size - 3] == '=') {
      out_[size - 3] = out_[size - 1];
      out_.pop_back();
    } else {
      out_ += '\n';
    }
    column_ = 0;
  }

  bool textual_;
  std::string out_;
  std::size_t column_ = 0;
};

std::string encoded(const MailEntity& entity) {
  const std::string encoding = entity.encoding();
  if (encoding == "base64") return with_lf_ends(base64_lines(*entity.body, kBase64Line));
  if (encoding == "quoted-printable") {
    return encode_mail_quoted_printable(*entity.body, is_textual(entity.header_type()));
  }
  if (encoding == "x-uuencode" || encoding == "x-uu") {
    return encode_mail_uu(*entity.body,
                          entity.head.attribute("Content-Disposition", "filename").value_or(""));
  }
  return *entity.body;
}

}  // namespace

std::string encode_mail_quoted_printable(std::string_view text, bool textual) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out += QuotedLine(textual).encode(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

std::string decode_mail_quoted_printable(std::string_view text) {
  std::string out;
  std::size_t kept = 0;  // white space behind this is dropped if the line ends
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n') {
      out.erase(kept);
    } else if (c == '=') {
      if (const auto octet = from_hex(text.substr(i + 1, 2)); octet && octet->size() == 1) {
        out += *octet;
        i += 2;
        kept = out.size();
        continue;
      }
      std::size_t end = std::min(text.find_first_not_of(" \t", i + 1), text.size());
      if (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n') ++end;
      if (end < text.size() && text[end] == '\n') {
        i = end;
        kept = out.size();
        continue;
      }
    }
    out += c;
    if (!is_wsp(c)) kept = out.size();
  }
  return out;
}

std::string MailEntity::header_type() const {
  const auto type = head.attribute("Content-Type", "_");
  return type && !type->empty() ? ascii_lower(*type) : default_type;
}

std::string MailEntity::type() const {
  return effective_type.empty() ? header_type() : effective_type;
}

std::string MailEntity::encoding() const {
  const auto given = head.attribute("Content-Transfer-Encoding", "_");
  if (!given || given->empty()) return "7bit";
  const std::string name = ascii_lower(*given);
  if (name == "7-bit" || name == "7_bit") return "7bit";
  if (name == "8-bit" || name == "8_bit") return "8bit";
  return name;
}

bool MailEntity::is_multipart() const {
  const std::string name = type();
  return name.substr(0, name.find('/')) == "multipart";
}

void MailEntity::wrap(std::string_view boundary) {
  MailEntity inner = std::move(*this);
  *this = MailEntity{};
  head = inner.head;
  head.erase_if(is_content_field);
  head.add("Content-type", fmt::format("multipart/mixed; boundary=\"{}\"", boundary));
  inner.head.erase_if([](std::string_view name) { return !is_content_field(name); });
  parts.push_back(std::move(inner));
}

void MailEntity::set_lengths() {
  if (is_multipart()) {
    head.erase_if([](std::string_view name) { return iequals(name, "Content-Length"); });
  } else {
    head.replace("Content-length", fmt::format("{}", body_text().size()));
  }
  for (MailEntity& part : parts) part.set_lengths();
}

std::string MailEntity::body_text() const {
  const std::string kind = header_type();
  std::string out;
  if (kind.substr(0, kind.find('/')) == "multipart") {
    const std::string line = "--" + head.attribute("Content-Type", "boundary").value_or("");
    out += preamble ? *preamble : std::string(kNewPreamble);
    for (const MailEntity& part : parts) {
      out.append(line).append("\n").append(part.to_string()).append("\n");
    }
    out.append(line).append("--\n").append(epilogue);
    if (!epilogue.empty() && !epilogue.ends_with('\n')) out += '\n';
  } else if (!parts.empty()) {
    for (const MailEntity& part : parts) out += part.to_string();
  } else if (body) {
    out = encoded(*this);
  }
  return out;
}

std::string MailEntity::to_string() const {
  return head.to_string() + "\n" + body_text();
}

}  // namespace mass::transforms
