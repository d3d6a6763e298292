#include "features.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "core/base/text.hpp"
#include "core/message/field_syntax.hpp"

namespace mass {

namespace {

using Features = std::set<std::string>;

bool has_eighth_bit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) > 127; });
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t more = lead < 0x80         ? 0
                             : lead >> 5 == 0x06 ? 1
                             : lead >> 4 == 0x0E ? 2
                             : lead >> 3 == 0x1E ? 3
                                                 : 99;
    if (i + more >= text.size()) return more == 0;
    for (std::size_t k = 1; k <= more; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    i += more + 1;
  }
  return true;
}

/// Lines without their LF or CRLF.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (std::string_view& line : lines) {
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return lines;
}

/// A message cut into what the definitions speak of.
struct Parts {
  explicit Parts(std::string_view octets) : text(octets) {
    const std::size_t separator = text.starts_with("\r\n") ? 0 : text.find("\r\n\r\n");
    has_separator = separator != std::string_view::npos;
    const std::size_t end = !has_separator ? text.size() : separator == 0 ? 0 : separator + 2;
    header = text.substr(0, end);
    body = text.substr(std::min(end + 2, text.size()));
    header_lines = lines_of(header);
    body_lines = lines_of(body);
    // The Content-* lines of every part and attached message, unfolded.
    bool open = false;
    for (const std::string_view line : lines_of(text)) {
      const bool is_fold = !line.empty() && is_wsp(line.front());
      if (is_fold && open) content_lines.back() += " " + ascii_lower(trim(line));
      if (is_fold) continue;
      open = istarts_with(line, "content-");
      if (open) content_lines.push_back(ascii_lower(line));
    }
    for (std::size_t i = 0; i < header_lines.size(); ++i) {
      const std::string_view line = header_lines[i];
      if (line.empty() || is_wsp(line.front())) {
        if (!fields.empty()) fields.back().second.append("\n").append(line);
        continue;
      }
      const auto head = read_field_head(line);
      if (!head) continue;
      fields.emplace_back(ascii_lower(line.substr(0, head->name_length)),
                          line.substr(head->colon + 1));
    }
  }

  [[nodiscard]] std::size_t count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [&](const auto& field) { return field.first == name; }));
  }
  [[nodiscard]] std::string value(std::string_view name) const {
    const auto found =
        std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string() : found->second;
  }
  [[nodiscard]] bool has_content(std::string_view name, std::string_view part) const {
    return std::ranges::any_of(content_lines, [&](const std::string& line) {
      return line.starts_with(name) && line.contains(part);
    });
  }
  [[nodiscard]] bool has_type(std::string_view type) const {
    return has_content("content-type:", type);
  }

  std::string_view text;
  std::string_view header;
  std::string_view body;
  bool has_separator = false;
  std::vector<std::string_view> header_lines;
  std::vector<std::string_view> body_lines;
  std::vector<std::string> content_lines;
  std::vector<std::pair<std::string, std::string>> fields;
};

void add_structure(const Parts& parts, Features& found) {
  const auto add_if = [&](bool holds, const char* name) {
    if (holds) found.insert(name);
  };
  const std::string type = ascii_lower(trim(parts.value("content-type")));
  add_if(parts.count("content-type") == 0 || type.starts_with("text/plain") || type == "text",
         "plain-text");
  add_if(parts.has_type("text/html"), "html");
  add_if(parts.has_type("multipart/alternative"), "multipart-alternative");
  add_if(
      parts.has_type("multipart/mixed") || parts.has_content("content-disposition:", "attachment"),
      "attachment");
  add_if(parts.has_type("message/rfc822"), "nested-message");
  add_if(parts.has_content("content-transfer-encoding:", "quoted-printable"), "quoted-printable");
  add_if(parts.has_content("content-transfer-encoding:", "base64"), "base64");
  add_if(parts.has_type("format=flowed") || parts.has_type("format=\"flowed"), "format-flowed");
  add_if(parts.has_content("content-", "*=") || parts.has_content("content-", "*0"), "rfc2231");
  add_if((parts.has_type("multipart/signed") && parts.has_type("pkcs7")) ||
             parts.has_type("pkcs7-mime"),
         "smime-signed");
  add_if(parts.has_type("application/pgp-"), "pgp-mime");
  add_if(std::ranges::any_of(parts.body_lines,
                             [](std::string_view line) {
                               return line.starts_with("-----BEGIN PGP SIGNED MESSAGE-----") ||
                                      line.starts_with("-----BEGIN PGP MESSAGE-----");
                             }) &&
             !found.contains("pgp-mime"),
         "pgp-inline");
  add_if(parts.has_type("multipart/report") || parts.has_type("message/delivery-status"), "dsn");
  add_if(parts.has_type("message/feedback-report") || parts.has_type("feedback-report"), "arf");
}

bool is_oddly_folded(std::string_view line) {
  const bool is_fold = !line.empty() && is_wsp(line.front());
  return is_fold &&
         (trim(line).empty() || (line.front() == '\t' && line.size() > 1 && is_wsp(line[1])));
}

bool is_fold_after_colon(std::string_view line) {
  const auto head = line.empty() || is_wsp(line.front()) ? std::nullopt : read_field_head(line);
  return head && trim(line.substr(head->colon + 1)).empty();
}

void add_header(const Parts& parts, Features& found) {
  const auto add_if = [&](bool holds, const char* name) {
    if (holds) found.insert(name);
  };
  add_if(has_eighth_bit(parts.header), "header-8bit");
  add_if(has_eighth_bit(parts.header) && is_utf8(parts.header), "utf8-header");
  add_if(parts.header.contains("=?") && parts.header.contains("?="), "rfc2047");
  add_if(parts.header.size() > 16384, "header-over-16k");
  for (std::size_t i = 0; i < parts.header_lines.size(); ++i) {
    const std::string_view line = parts.header_lines[i];
    const bool next_folds = i + 1 < parts.header_lines.size() &&
                            !parts.header_lines[i + 1].empty() &&
                            is_wsp(parts.header_lines[i + 1].front());
    add_if(line.size() > 78, "line-over-78-header");
    add_if(is_oddly_folded(line) || (next_folds && is_fold_after_colon(line)), "odd-folding");
    if (line.empty() || is_wsp(line.front())) continue;
    const auto head = read_field_head(line);
    add_if(!head, "malformed-header");
    add_if(head && head->name_length < head->colon, "space-before-colon");
  }
  for (const char* name : {"from", "date", "subject", "message-id"}) {
    if (parts.count(name) == 0) found.insert(std::string("missing-") + name);
  }
  add_if(parts.count("to") + parts.count("cc") == 0, "missing-to");
  for (const auto& [name, value] : parts.fields) {
    constexpr std::array<std::string_view, 9> kSingle{
        "from", "to", "cc", "subject", "date", "message-id", "reply-to", "sender", "mime-version"};
    const bool counts =
        std::ranges::find(kSingle, name) != kSingle.end() || name.starts_with("content-");
    add_if(counts && parts.count(name) > 1, "duplicate-header");
    add_if(name.starts_with("resent-"), "resent");
    const bool is_address = name == "from" || name == "to" || name == "cc" || name == "sender" ||
                            name == "reply-to" || name == "return-path";
    const std::size_t open = value.find('<');
    add_if(is_address && open != std::string::npos && has_eighth_bit(value.substr(open)),
           "eai-address");
  }
}

void add_body(const Parts& parts, Features& found) {
  const auto add_if = [&](bool holds, const char* name) {
    if (holds) found.insert(name);
  };
  add_if(has_eighth_bit(parts.body), "body-8bit");
  for (const std::string_view line : parts.body_lines) {
    add_if(line.ends_with(' ') || line.ends_with('\t'), "trailing-whitespace");
    add_if(line.starts_with('.'), "dot-line");
    add_if(line.starts_with("From "), "from-line");
    add_if(line.starts_with(">From "), "quoted-from-line");
    const auto is_run = [](char a, char b) { return is_wsp(a) && is_wsp(b); };
    add_if(std::ranges::adjacent_find(trim(line), is_run) != trim(line).end(), "wsp-run");
  }
  for (const std::string_view line : lines_of(parts.text)) {
    add_if(line.size() > 998, "line-over-998");
  }
  const bool is_blank = std::ranges::all_of(parts.body_lines, &std::string_view::empty);
  add_if(parts.has_separator && is_blank, "empty-body");
  add_if(!parts.has_separator, "no-body-separator");
  add_if(!parts.body_lines.empty() && parts.body_lines.back().empty(), "trailing-blank-lines");
  add_if(!parts.text.ends_with('\n'), "no-final-newline");
  add_if(parts.text.contains('\0'), "nul");
  for (std::size_t at = parts.text.find('\r'); at != std::string_view::npos;
       at = parts.text.find('\r', at + 1)) {
    add_if(at + 1 == parts.text.size() || parts.text[at + 1] != '\n', "bare-cr");
  }
  add_if(parts.text.size() > 65536, "size-over-64k");
  add_if(parts.text.size() > 1048576, "size-over-1m");
}

bool is_list_mark(std::string_view line) {
  constexpr std::size_t kLeast = 5;
  line = trim(line);
  return line == "--" || (line.size() >= kLeast && line.find_first_not_of("_-=") == line.npos);
}

void add_list(const Parts& parts, Features& found) {
  const auto add_if = [&](bool holds, const char* name) {
    if (holds) found.insert(name);
  };
  for (const char* name : {"list-id", "list-post", "list-unsubscribe", "x-mailing-list",
                           "mailing-list", "x-beenthere"}) {
    add_if(parts.count(name) != 0, "list-post");
  }
  const std::size_t first =
      parts.body_lines.size() > 30 ? parts.body_lines.size() - 30 : std::size_t{0};
  bool marked = false;
  for (std::size_t i = first; i < parts.body_lines.size(); ++i) {
    const std::string line = ascii_lower(parts.body_lines[i]);
    add_if(marked && (line.contains("mailing list") || line.contains("unsubscribe") ||
                      line.contains("listinfo")),
           "list-footer");
    marked = marked || is_list_mark(line);
  }
  const std::string subject = parts.value("subject");
  const std::size_t open = subject.find('[');
  add_if(open != std::string::npos && subject.find(']', open) != std::string::npos, "subject-tag");
  const bool is_bulk = parts.count("list-unsubscribe") != 0 ||
                       ascii_lower(trim(parts.value("precedence"))) == "bulk";
  add_if(is_bulk && found.contains("html"), "html-bulk");
}

void add_trace(const Parts& parts, Features& found) {
  const std::size_t hops = parts.count("received");
  found.insert(hops == 0   ? "received-0"
               : hops == 1 ? "received-1"
               : hops < 5  ? "received-2-4"
               : hops < 10 ? "received-5-9"
                           : "received-10+");
  const auto add_if = [&](bool holds, const char* name) {
    if (holds) found.insert(name);
  };
  add_if(parts.count("dkim-signature") > 0, "dkim-signed");
  add_if(parts.count("dkim-signature") > 1, "dkim-multi");
  add_if(parts.count("domainkey-signature") > 0, "domainkeys-signed");
  add_if(parts.count("arc-seal") > 0, "arc-sealed");
  add_if(parts.count("authentication-results") > 0, "auth-results");
  for (const auto& [name, value] : parts.fields) {
    if (name != "dkim-signature") continue;
    for (const std::string_view tag : split(value, ';')) {
      add_if(trim(tag).starts_with("l="), "dkim-l-tag");
    }
  }
}

std::string charset_family(std::string_view charset) {
  const auto starts = [&](std::string_view prefix) { return charset.starts_with(prefix); };
  if (charset.empty() || charset == "us-ascii" || charset == "ascii") return {};
  if (starts("iso-2022-jp")) return "iso-2022-jp";
  if (starts("shift") || charset == "sjis") return "shift_jis";
  if (charset == "euc-jp") return "euc-jp";
  if (starts("koi8-")) return "koi8";
  if (starts("windows-125")) return "windows-125x";
  if (charset == "gb2312" || charset == "gbk" || charset == "gb18030") return "gb";
  if (starts("big5")) return "big5";
  if (charset == "euc-kr" || starts("ks_c_5601")) return "euc-kr";
  if (starts("iso-8859-")) return "iso-8859-x";
  if (charset == "utf-8" || charset == "utf8") return "utf-8";
  if (charset == "utf-7" || charset == "unicode-1-1-utf-7") return "utf-7";
  return "other-charset";
}

void add_charsets(const Parts& parts, Features& found) {
  const auto add = [&](std::string_view charset) {
    const std::string family = charset_family(charset);
    if (!family.empty()) found.insert(family);
  };
  for (const std::string& line : parts.content_lines) {
    std::size_t at = line.find("charset");
    if (!line.starts_with("content-type:") || at == std::string::npos) continue;
    at = line.find_first_not_of(" =\"'", at + 7);
    if (at == std::string::npos) continue;
    add(std::string_view(line).substr(at, line.find_first_of(" ;\"'", at) - at));
  }
  const std::string header = ascii_lower(parts.header);
  for (std::size_t at = header.find("=?"); at != std::string::npos;
       at = header.find("=?", at + 2)) {
    const std::size_t end = header.find_first_of("?* \r", at + 2);
    if (end != std::string::npos && (header[end] == '?' || header[end] == '*')) {
      add(std::string_view(header).substr(at + 2, end - at - 2));
    }
  }
}

}  // namespace

std::set<std::string> features_of(const CorpusMessage& message) {
  const std::string text = message.message.to_string();
  const Parts parts(text);
  Features found;
  add_structure(parts, found);
  add_header(parts, found);
  add_body(parts, found);
  add_list(parts, found);
  add_trace(parts, found);
  add_charsets(parts, found);
  if (message.null_sender) found.insert("null-sender");
  if (message.line_ends == LineEnds::lf) found.insert("lf");
  if (message.line_ends == LineEnds::crlf) found.insert("crlf");
  if (message.line_ends == LineEnds::mixed) found.insert("bare-lf");
  return found;
}

}  // namespace mass
