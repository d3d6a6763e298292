#include "harness/paths/software/sympa/footer_append.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/software/sympa/field_text.hpp"
#include "harness/paths/software/sympa/mail_charset.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kStyle =
    "background: transparent; border: none; clear: both; display: block; float: none; position: "
    "static";

bool is_seven_bit(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > 0 && c < '\x7F'; });
}

// What the part says; without a charset that is known, US-ASCII if the octets allow it.
std::optional<MailCharset> charset_of(const MailEntity& entity) {
  const std::string name = entity.head.attribute("Content-Type", "charset").value_or("");
  if (const auto found = MailCharset::find(name)) return found;
  // Charsets of two or four octets a character are known to Sympa, but not modelled.
  if (is_wide(name) || !is_seven_bit(*entity.body)) return std::nullopt;
  return MailCharset::ascii();
}

// The octets as they are after a turn through Unicode; nothing if they are not of the charset.
std::optional<std::string> normalised(const MailCharset& charset, const std::string& octets) {
  if (charset.kind() == MailCharset::Kind::multibyte) return octets;
  const auto text = charset.decode(octets);
  return text ? charset.encode(*text) : std::nullopt;
}

bool ends_line(std::string_view text) {
  return text.ends_with('\n');
}

void end_line(std::string& text) {
  if (!text.empty() && !ends_line(text)) text += '\n';
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (is_pair) ++i;
    out += text[i] == '\n' || text[i] == '\r' ? "\r\n" : std::string(1, text[i]);
  }
  return out;
}

// Text of a list in the charset of the part; nothing if it does not fit in. Where there is no table
// `?` stands for what is not ASCII.
std::optional<std::string> in_charset(const MailCharset& charset, std::string_view utf8) {
  std::u32string text = lenient_utf32(utf8);
  if (!charset.has_table()) {
    std::ranges::replace_if(text, [](char32_t c) { return c >= 0x80; }, U'?');
  }
  return charset.kind() == MailCharset::Kind::multibyte ? to_utf8(text) : charset.encode(text);
}

std::string joined(const MailEntity& entity, ListTexts texts) {
  std::string body = *entity.body;
  end_line(texts.header);
  end_line(texts.footer);
  end_line(texts.global_footer);
  if (!texts.footer.empty() || !texts.global_footer.empty()) end_line(body);
  if (entity.encoding() == "base64") {
    texts.header = with_crlf(texts.header);
    if (ends_line(body)) body.replace(body.size() - (body.ends_with("\r\n") ? 2 : 1), 2, "\r\n");
    texts.footer = with_crlf(texts.footer);
    texts.global_footer = with_crlf(texts.global_footer);
  }
  return texts.header + body + texts.footer + texts.global_footer;
}

void relabel(MailEntity& entity, std::string_view charset, std::string_view encoding) {
  entity.head.set_attribute("Content-Transfer-Encoding", "_", encoding);
  entity.head.set_attribute("Content-Type", "charset", charset);
}

// Source: MIME::Charset, body_encode: a sixth of the characters would be escaped.
std::string_view shorter_encoding(std::string_view text) {
  const auto escapes = static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return !is_digit(c) && !(ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') &&
           !std::string_view("-\t\r\n !*+/").contains(c);
  }));
  return text.size() + 8 < escapes * 6 ? "BASE64" : "QUOTED-PRINTABLE";
}

// All of it in UTF-8, because a text of the list is not in the charset of the part, which has a
// table.
bool append_as_utf8(MailEntity& entity, const MailCharset& charset, const ListTexts& texts) {
  const auto body = charset.decode(*entity.body);
  if (!body) return false;
  entity.body = to_utf8(*body);
  std::string whole = joined(entity, texts);
  relabel(entity, "UTF-8", shorter_encoding(whole));
  entity.body = std::move(whole);
  return true;
}

bool append_plain(MailEntity& entity, const MailCharset& charset, const ListTexts& texts) {
  const auto header = in_charset(charset, texts.header);
  const auto footer = in_charset(charset, texts.footer);
  const auto global_footer = in_charset(charset, texts.global_footer);
  if (!header || !footer || !global_footer) return append_as_utf8(entity, charset, texts);
  std::string whole = joined(entity, {*header, *footer, *global_footer});
  // A charset that is not needed is not named any more.
  if (charset.name() != "US-ASCII" && is_plain_ascii(whole)) relabel(entity, "US-ASCII", "7BIT");
  entity.body = std::move(whole);
  return true;
}

// `<`, `>`, `&` and quotes as entities, and so is what the charset does not have.
std::string html_block(const MailCharset& charset, std::string_view text) {
  std::string out;
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (const char32_t c : lenient_utf32(text)) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "<br/>";
        break;
      default:
        out += charset.encode(c).value_or(fmt::format("&#{};", static_cast<std::uint32_t>(c)));
    }
  }
  return fmt::format("<div style=\"{}\">{}</div>", kStyle, out);
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The first `<body ...>` or `</body ...>`.
std::optional<Span> body_tag(std::string_view html, bool is_closing) {
  const std::string_view start = is_closing ? "</" : "<";
  for (std::size_t at = html.find(start); at != std::string_view::npos;
       at = html.find(start, at + 1)) {
    std::size_t name = at + start.size();
    if (is_closing) name = std::min(html.find_first_not_of(" \t\n\v\f\r", name), html.size());
    if (!istarts_with(html.substr(name), "body")) continue;
    const std::size_t behind = name + 4;
    const char next = behind < html.size() ? html[behind] : '\0';
    const bool is_word =
        is_digit(next) || next == '_' || (ascii_lower(next) >= 'a' && ascii_lower(next) <= 'z');
    if (is_word) continue;
    const std::size_t close = html.find('>', behind);
    if (close == std::string_view::npos) return std::nullopt;
    return Span{at, close + 1};
  }
  return std::nullopt;
}

void append_html(MailEntity& entity, const MailCharset& charset, const ListTexts& texts) {
  std::string html = *entity.body;
  if (!texts.header.empty()) {
    const auto tag = body_tag(html, false);
    html.insert(tag ? tag->end : 0, html_block(charset, texts.header));
  }
  for (const std::string& text : {texts.footer, texts.global_footer}) {
    if (text.empty()) continue;
    const auto tag = body_tag(html, true);
    html.insert(tag ? tag->begin : html.size(), html_block(charset, text));
  }
  if (!ends_line(html)) html += '\n';
  entity.body = std::move(html);
}

bool can_be_decoded(std::string_view encoding) {
  static constexpr std::array<std::string_view, 5> kNames{"base64", "quoted-printable", "7bit",
                                                          "8bit", "binary"};
  return std::ranges::find(kNames, encoding) != kNames.end();
}

bool append_to_text(MailEntity& entity, std::string_view type, const ListTexts& texts) {
  const auto charset = charset_of(entity);
  if (!charset) return false;
  auto body = normalised(*charset, *entity.body);
  if (!body) return false;
  for (const std::string& text : {texts.header, texts.footer, texts.global_footer}) {
    if (!MailCharset::utf8().decode(text)) return false;
  }
  entity.body.swap(body);
  if (type == "text/plain") {
    if (!append_plain(entity, *charset, texts)) {
      entity.body.swap(body);
      return false;
    }
  } else {
    append_html(entity, *charset, texts);
  }
  if (!entity.head.get("Content-Length").value_or("").empty()) entity.set_lengths();
  return true;
}

}  // namespace

bool append_list_texts(MailEntity& entity, const ListTexts& texts) {
  if (texts.header.empty() && texts.footer.empty() && texts.global_footer.empty()) return false;
  if (!can_be_decoded(entity.encoding())) return false;
  const auto disposition = entity.head.attribute("Content-Disposition", "_");
  if (disposition && !disposition->empty() && !iequals(*disposition, "inline")) return false;
  const std::string type = entity.type();
  if ((type == "text/plain" || type == "text/html") && entity.body) {
    return append_to_text(entity, type, texts);
  }
  if (type == "multipart/mixed" || type == "multipart/related") {
    return !entity.parts.empty() && append_list_texts(entity.parts.front(), texts);
  }
  if (type != "multipart/alternative") return false;
  bool is_changed = false;
  for (MailEntity& part : entity.parts) {
    is_changed = append_list_texts(part, texts) || is_changed;
  }
  return is_changed;
}

}  // namespace mass::transforms
