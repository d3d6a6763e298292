#include "harness/paths/software/spamassassin/reading.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/software/spamassassin/html_text.hpp"

namespace mass::transforms::spamassassin {

namespace {

constexpr std::size_t kLongestLine = 2048;
constexpr int kLevels = 20;
constexpr int kJunkLines = 3;

// The length of the name in front of a colon, blanks behind it not counted; 0: this is no field.
std::size_t name_length(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && line[at] > ' ' && line[at] < '\x7F' && line[at] != ':') ++at;
  const std::size_t colon = line.find_first_not_of(" \t", at);
  return colon != std::string_view::npos && line[colon] == ':' ? at : 0;
}

std::string_view first_line(std::string_view octets) {
  const std::size_t end = octets.find("\r\n");
  return octets.substr(0, end == std::string_view::npos ? octets.size() : end + 2);
}

struct Header {
  std::size_t size = 0;  ///< With the blank line.
  std::string fields;    ///< The lines that are fields.
};

Header read_header(std::string_view octets) {
  Header header;
  int junk = 0;
  bool in_field = false;
  while (header.size < octets.size()) {
    const std::string_view line = first_line(octets.substr(header.size));
    if (is_wsp(line.front())) {
      if (in_field) header.fields += line;
    } else {
      if (line.starts_with("--")) break;
      const bool is_blank = line == "\r\n";
      in_field = name_length(line) > 0;
      if (!is_blank && !in_field && ++junk > kJunkLines) break;
      if (in_field) header.fields += line;
      if (is_blank) {
        header.size += line.size();
        break;
      }
    }
    header.size += line.size();
  }
  if (!header.fields.empty() && !header.fields.ends_with("\r\n")) header.fields += "\r\n";
  return header;
}

// Windows-1252 where it differs from ISO 8859-1. Source: WHATWG Encoding section 9.
constexpr std::array<std::uint16_t, 32> kWindows{
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

// Characters up to U+00FF as one octet each.
std::string as_latin(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    out += character.octets > 1 ? static_cast<char>(character.code) : text.front();
    text.remove_prefix(std::max<std::size_t>(character.octets, 1));
  }
  return out;
}

// What is UTF-8 is taken for it whatever the charset says; all else is read as Windows-1252.
std::string to_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    append_utf8(out, octet >= 0x80 && octet < 0xA0 ? kWindows.at(octet - 0x80U) : octet);
  }
  return out;
}

std::string decoded(std::string_view raw, std::string_view encoding) {
  if (encoding.contains("base64")) return base64_decode_lenient(raw);
  if (encoding.contains("quoted-printable")) return quoted_printable_decode(raw);
  return std::string(raw);
}

// Texts other than these are plain text to SpamAssassin.
std::string type_of(const ContentType& type) {
  const std::string name = type.type + "/" + type.subtype;
  const bool is_own = name == "text/html" || name == "text/calendar" || name == "text/x-vcard";
  return type.type == "text" && !is_own ? "text/plain" : name;
}

std::string last_value(const Message& header, std::string_view name) {
  std::string value;
  for (const Field& field : header.fields()) {
    if (field.is(name)) value = unfolded(field);
  }
  return value;
}

bool has_html_name(const Entity& entity, const ContentType& type) {
  const auto is_html = [](std::string_view name) {
    const std::string lower = ascii_lower(name);
    return lower.ends_with(".html") || lower.ends_with(".htm") || lower.ends_with(".shtml");
  };
  const std::string_view disposition = entity.disposition;
  const std::size_t name = disposition.find("name=");
  if (name == std::string_view::npos) return is_html(type.parameter("name"));
  std::string_view value = trim(disposition.substr(name + 5));
  if (value.starts_with('"')) value.remove_prefix(1);
  return is_html(value.substr(0, value.find_first_of("\";")));
}

class Reader {
 public:
  explicit Reader(Reading& reading) : reading_(reading) {}

  void read(const Message& message, int level) {
    const MimeTree tree = parse_mime(message);
    const std::string_view body = message.body().view();
    std::vector<std::size_t> alternative_of(tree.parts.size(), 0);
    for (std::size_t i = 0; i < tree.parts.size(); ++i) {
      const MimePart& part = tree.parts[i];
      const bool is_root = part.parent < 0;
      if (!is_root) {
        note_header(body, part);
        alternative_of[i] = alternative_of[static_cast<std::size_t>(part.parent)];
      }
      if (part.content_type.is("multipart", "alternative")) alternative_of[i] = ++alternatives_;
      note_epilogue(tree, part, body);
      const bool is_digest_entry =
          !is_root && !part.content_type.declared &&
          tree.parts[static_cast<std::size_t>(part.parent)].content_type.is("multipart", "digest");
      add(is_root ? message : part_header(message, part), part, body, is_digest_entry, level);
      reading_.entities[latest_].alternative = alternative_of[i];
      open_message(level);
    }
  }

 private:
  void note_header(std::string_view body, const MimePart& part) {
    const std::string_view header =
        body.substr(part.header_begin, part.body_begin - part.header_begin);
    if (const std::string_view rest = body.substr(part.header_begin);
        !rest.empty() && name_length(first_line(rest)) == 0) {
      reading_.has_part_without_header = true;
    }
    const bool has_blank_line = header == "\r\n" || header.ends_with("\r\n\r\n");
    if (!has_blank_line && part.body_end > part.body_begin) {
      reading_.has_part_without_blank_line = true;
    }
  }

  void note_epilogue(const MimeTree& tree, const MimePart& part, std::string_view body) {
    if (!part.is_multipart() || part.close_delimiter >= part.body_end) return;
    const std::size_t end =
        part.parent < 0 ? body.size() : tree.parts[static_cast<std::size_t>(part.parent)].body_end;
    std::string_view rest = body.substr(
        part.close_delimiter, std::min<std::size_t>(end, part.body_end) - part.close_delimiter);
    rest.remove_prefix(first_line(rest).size());
    if (rest.find_first_not_of(" \t\r\n\f\v.") != std::string_view::npos) {
      reading_.has_epilogue = true;
    }
  }

  void add(const Message& header, const MimePart& part, std::string_view body, bool is_digest_entry,
           int level) {
    Entity entity;
    entity.type = is_digest_entry ? "message/rfc822" : type_of(part.content_type);
    entity.has_charset =
        !part.content_type.declared || part.content_type.parameters.contains("charset");
    entity.charset = part.content_type.declared
                         ? ascii_lower(part.content_type.parameter("charset"))
                         : "us-ascii";
    entity.type_field = last_value(header, "Content-Type");
    entity.encoding = ascii_lower(last_value(header, "Content-Transfer-Encoding"));
    entity.disposition = ascii_lower(last_value(header, "Content-Disposition"));
    const bool is_message = entity.type == "message/rfc822" || entity.type == "message/global";
    entity.is_leaf = part.is_leaf() && !(is_message && level < kLevels);
    if (part.is_leaf()) {
      entity.raw = body.substr(part.body_begin, part.body_end - part.body_begin);
      entity.content = decoded(entity.raw, entity.encoding);
      // A multipart without parts is a text in one piece.
      const bool is_text = entity.type == "text/plain" || part.is_multipart();
      const bool is_html = entity.type == "text/html" || has_html_name(entity, part.content_type);
      entity.is_shown = is_text || is_html;
      if (is_html) {
        HtmlText html = html_text(to_utf8(entity.content));
        entity.is_wide = html.is_wide || has_eight_bit(entity.content);
        entity.text = std::move(html.text);
        entity.tags = std::move(html.tags);
      } else if (is_text) {
        entity.is_wide = has_eight_bit(entity.content);
        entity.text = to_utf8(entity.content);
      }
    }
    latest_ = reading_.entities.size();
    reading_.entities.push_back(std::move(entity));
  }

  void open_message(int level) {
    Entity& entity = reading_.entities[latest_];
    const bool is_message = entity.type == "message/rfc822" || entity.type == "message/global";
    if (!is_message || entity.is_leaf || entity.content.empty()) return;
    entity.raw.clear();
    const std::string content = std::move(entity.content);
    const Header header = read_header(content);
    read(Message::parse(header.fields + "\r\n" + content.substr(header.size)), level + 1);
  }

  Reading& reading_;
  std::size_t latest_ = 0;
  std::size_t alternatives_ = 0;
};

// The octets of the blank at the start of `text`, Unicode's included; 0: there is none.
std::size_t blank_at(std::string_view text) {
  const char c = text.front();
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  const Utf8Character character = first_character(text);
  const std::uint32_t code = character.code;
  const bool is_blank = code == 0x85 || code == 0xA0 || code == 0x1680 ||
                        (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
                        code == 0x202F || code == 0x205F || code == 0x3000;
  return is_blank ? character.octets : 0;
}

// Blanks that hold two line ends are a line end, all others a space. A NUL is a line end too.
std::string in_paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 0;
    std::size_t line_ends = 0;
    while (length < text.size()) {
      const std::size_t octets = blank_at(text.substr(length));
      if (octets == 0) break;
      if (text[length] == '\n') ++line_ends;
      length += octets;
    }
    if (length > 0) {
      out += line_ends > 1 ? '\n' : ' ';
      text.remove_prefix(length);
    } else {
      out += text.front() == '\0' ? '\n' : text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

// A multipart without boundary whose body starts with text: a blank line is put on top.
bool lacks_boundary(const Message& message) {
  const ContentType type = root_type(message);
  return type.type == "multipart" && type.parameter("boundary").empty() &&
         !trim(first_line(message.body().view())).empty();
}

void add_lines(std::vector<std::string>& lines, std::string_view text) {
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    end = end == std::string_view::npos ? text.size() : end + 1;
    if (end > kLongestLine) {
      const std::size_t blank = text.rfind(' ', kLongestLine);
      end = blank == std::string_view::npos ? kLongestLine : blank + 1;
    }
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

}  // namespace

std::string Reading::value(std::string_view name) const {
  std::string out;
  for (const Field& field : fields.fields()) {
    if (field.is(name)) out.append(to_utf8(decode_words(unfolded(field)))).append("\n");
  }
  return out;
}

std::string Reading::raw_value(std::string_view name) const {
  std::string out;
  for (const Field& field : fields.fields()) {
    if (field.is(name)) out.append(unfold(field.value())).append("\n");
  }
  return out;
}

Reading read_message(std::string_view octets) {
  Reading reading;
  if (octets.starts_with("From ")) {
    reading.from_line = first_line(octets);
    octets.remove_prefix(reading.from_line.size());
  }
  if (octets.empty()) octets = "\r\n";
  const Header header = read_header(octets);
  reading.header = octets.substr(0, header.size);
  reading.body = octets.substr(header.size);
  reading.fields = Message::parse(header.fields);

  // Of fields that describe the content the last one counts.
  std::string described;
  for (const char* name : {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition"}) {
    if (const std::string value = last_value(reading.fields, name); !value.empty()) {
      described.append(name).append(": ").append(value).append("\r\n");
    }
  }
  const Message described_body = Message::parse(described + "\r\n" + reading.body);
  if (lacks_boundary(described_body)) described += "\r\n";
  Reader(reading).read(Message::parse(described + "\r\n" + reading.body), 0);

  std::string text;
  bool is_wide = false;
  for (const Entity& entity : reading.entities) {
    // A message inside stands for a line end of its own, a multipart for none.
    if (!entity.is_leaf && !entity.type.starts_with("message/")) continue;
    if (!text.empty()) text += '\n';
    is_wide = is_wide || entity.is_wide;
    text += entity.text;
  }
  reading.text = is_wide ? in_paragraphs(text) : as_latin(in_paragraphs(text));
  const std::string subject = reading.value("Subject");
  const std::size_t last = subject.size() < 2 ? 0 : subject.rfind('\n', subject.size() - 2) + 1;
  add_lines(reading.lines, (subject.empty() ? "\n" : subject.substr(last)) + reading.text);
  return reading;
}

}  // namespace mass::transforms::spamassassin
