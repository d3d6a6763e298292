#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/software/sympa/mail_entity.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::string_view kLineEnds = "\r\n";

// What ended a chunk; a boundary of an outer multipart is `outer` while an inner one is read.
enum class Stop : std::uint8_t { end, blank_line, delimiter, close, outer };

enum class Keep : std::uint8_t { content, preamble, header };

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  MailEntity part(std::string_view default_type) {
    MailEntity entity;
    if (!default_type.empty()) entity.default_type = default_type;
    const std::string lines = chunk(Keep::header);
    if (stop() == Stop::delimiter) {
      entity.body.emplace();  // a header without blank line is lost
      return entity;
    }
    std::string_view header = lines;
    if (header.starts_with("\xEF\xBB\xBF")) header.remove_prefix(3);
    entity.head = MailHeader::read(header);
    const std::string type = entity.header_type();
    if (boundaries_.size() + messages_ >= kMaxDepth) {
      single(entity);
    } else if (type.substr(0, type.find('/')) == "multipart") {
      multipart(entity, type == "multipart/digest" ? "message/rfc822" : "");
    } else if (is_message(entity, type)) {
      ++messages_;
      entity.parts.push_back(part(""));
      --messages_;
    } else {
      single(entity);
    }
    return entity;
  }

 private:
  static bool is_message(const MailEntity& entity, std::string_view type) {
    return type == "message/rfc822" || type == "message/external-body" ||
           (type == "message/partial" &&
            parse_decimal(entity.head.attribute("Content-Type", "number").value_or("")) == 1);
  }

  Stop stop() const {
    const bool is_bounded = stop_ == Stop::delimiter || stop_ == Stop::close;
    const bool is_ours = !boundaries_.empty() && stop_boundary_ == boundaries_.back();
    return is_bounded && !is_ours ? Stop::outer : stop_;
  }

  // Notes a line that is a boundary, from the innermost multipart outwards.
  bool is_boundary(std::string_view line) {
    if (!line.starts_with("--")) return false;
    line = line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
    for (std::size_t i = boundaries_.size(); i-- > 0;) {
      std::string_view rest = line;
      rest.remove_prefix(std::min<std::size_t>(2, rest.size()));
      if (!rest.starts_with(boundaries_[i])) continue;
      rest.remove_prefix(boundaries_[i].size());
      if (!rest.empty() && rest != "--") continue;
      stop_ = rest.empty() ? Stop::delimiter : Stop::close;
      stop_boundary_ = boundaries_[i];
      return true;
    }
    return false;
  }

  // Lines up to a boundary or, in a header, a blank line. The line end above a boundary belongs to
  // the boundary.
  std::string chunk(Keep keep) {
    std::string out;
    std::size_t last = 0;  // where the line read last starts
    stop_ = Stop::end;
    while (!rest_.empty()) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size() - 1) + 1;
      const std::string_view line = rest_.substr(0, end);
      rest_.remove_prefix(end);
      if (is_boundary(line)) break;
      if (keep == Keep::header && line.find_first_not_of(kLineEnds) == std::string_view::npos) {
        stop_ = Stop::blank_line;
        break;
      }
      last = out.size();
      out += line;
    }
    const bool is_bounded = stop_ == Stop::delimiter || stop_ == Stop::close;
    const bool is_blank = out.size() == last + 1 && kLineEnds.contains(out.back());
    if (is_bounded && !(keep == Keep::preamble && is_blank)) {
      const std::size_t content = out.find_last_not_of(kLineEnds);
      out.erase(std::max(last, content == std::string::npos ? 0 : content + 1));
    }
    return out;
  }

  // As it will be written.
  std::string preamble() {
    std::string text = chunk(Keep::preamble);
    if (text.size() == 1 && kLineEnds.contains(text.front())) return "\n";
    if (!text.empty() && kLineEnds.contains(text.back())) text.pop_back();
    return text.empty() ? "" : text + "\n";
  }

  void multipart(MailEntity& entity, std::string_view part_type) {
    const auto boundary = entity.head.attribute("Content-Type", "boundary");
    if (!boundary || boundary->find_first_of(kLineEnds) != std::string::npos) {
      entity.effective_type = "application/x-unparseable-multipart";
      return single(entity);
    }
    boundaries_.push_back(*boundary);
    entity.preamble = preamble();
    while (stop() == Stop::delimiter) entity.parts.push_back(part(part_type));
    const bool is_closed = stop() == Stop::close;
    boundaries_.pop_back();
    if (is_closed) entity.epilogue = chunk(Keep::content);
  }

  void single(MailEntity& entity) {
    std::string text = chunk(Keep::content);
    const std::string encoding = entity.encoding();
    if (encoding == "base64") {
      std::erase_if(text, [](char c) {
        return !(is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '+' ||
                 c == '/');
      });
      text = base64_decode_lenient(text);
    } else if (encoding == "quoted-printable") {
      text = decode_mail_quoted_printable(text);
    } else if (encoding == "x-uuencode" || encoding == "x-uu") {
      text = decode_mail_uu(text);
    } else if (encoding != "7bit" && encoding != "8bit" && encoding != "binary" &&
               encoding != "none") {
      entity.effective_type = "application/octet-stream";
    }
    entity.body = std::move(text);
  }

  std::string_view rest_;
  std::vector<std::string> boundaries_;
  std::size_t messages_ = 0;
  Stop stop_ = Stop::end;
  std::string stop_boundary_;
};

}  // namespace

MailEntity parse_mail_entity(std::string_view text) {
  return Parser(text).part("");
}

}  // namespace mass::transforms
