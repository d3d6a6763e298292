#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/altermime/altermime.hpp"

namespace mass::transforms {

namespace {

bool is_encoded(const MimePart& part) {
  return part.encoding == TransferEncoding::base64;
}

// HTML is changed as text, which quoted-printable does not allow.
bool takes_html(const MimePart& part) {
  return !is_encoded(part) && part.encoding != TransferEncoding::quoted_printable;
}

// Where the lines of a part end: behind the line end that stands before the next delimiter.
std::size_t end_of(const MimePart& part, std::string_view body) {
  const bool has_delimiter = part.parent >= 0 && body.substr(part.body_end).starts_with("\r\n");
  return part.body_end + (has_delimiter ? 2U : 0U);
}

std::string html_block(const Parameters& parameters) {
  const std::string& html = parameters.text("html");
  if (!html.empty()) return "\r\n<br>\r\n" + html + "\r\n<br>\r\n";
  return "\r\n<br><pre>\r\n" + parameters.text("text") + "</pre><br>\r\n";
}

// A part with a file name is an attachment to altermime, however the name is written.
bool has_name(const ContentType& type) {
  return std::ranges::any_of(type.parameters,
                             [](const auto& one) { return one.first.starts_with("name"); });
}

const MimePart* first_leaf(const MimeTree& tree, std::string_view subtype) {
  const auto found = std::ranges::find_if(tree.parts, [subtype](const MimePart& part) {
    return !part.is_multipart() && part.content_type.is("text", subtype) &&
           part.disposition != "attachment" && !has_name(part.content_type);
  });
  return found == tree.parts.end() ? nullptr : &*found;
}

// Octets of the body that others take the place of.
struct Splice {
  std::size_t length = 0;
  std::string text;
};
using Splices = std::map<std::size_t, Splice>;  // by offset

std::string with_line_feeds(std::string_view text) {
  std::string out;
  std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c != '\r'; });
  return out;
}

// In front of </body>, or of </html> if that lacks; npos: neither is there.
std::size_t html_end(std::string_view html, std::size_t from) {
  const std::size_t body = ifind(html, "</body>", from);
  return body != std::string_view::npos ? body : ifind(html, "</html>", from);
}

// Lines of 80, and an empty one if there is padding or the last is full.
std::string forced_base64(std::string_view octets) {
  constexpr std::size_t kWidth = 80;
  const std::string code = base64_encode(octets);
  std::string out;
  for (std::size_t at = 0; at < code.size(); at += kWidth) {
    out.append(code, at, kWidth).append("\r\n");
  }
  const bool has_empty_line = code.ends_with('=') || code.size() % kWidth == 0;
  return out + (has_empty_line ? "\r\n" : "");
}

// The last two octets of the text are lost behind what was base64.
Splice forced_text(std::string_view raw, std::string_view text) {
  std::string added = with_line_feeds(text);
  added.resize(added.size() - std::min<std::size_t>(added.size(), 2));
  return {raw.size(), forced_base64(base64_decode_lenient(raw) + "\n" + added)};
}

Splice forced_html(std::string_view raw, std::string_view html) {
  std::string page = base64_decode_lenient(raw);
  const std::size_t at = html_end(page, 0);
  const std::string added = "\n" + with_line_feeds(html);
  if (at == std::string::npos) {
    page += added;
  } else {
    page.insert(at, added + "\n");
  }
  return {raw.size(), forced_base64(page)};
}

// What is inserted into HTML in quoted-printable: line ends and 8-bit octets encoded.
std::string encoded_block(std::string_view html) {
  std::string out = "<br>=\r\n";
  for (const char c : with_line_feeds(html)) {
    if (c == '\n' || (c & '\x80') != 0) {
      out += fmt::format("={:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\r\n<br>=\r\n";
}

void add_text(Splices& splices, const MimePart& text, std::string_view body,
              const Parameters& parameters) {
  const std::size_t end = end_of(text, body);
  if (!is_encoded(text)) {
    splices[end].text += parameters.text("text");
  } else if (parameters.flag("force")) {
    splices[text.body_begin] =
        forced_text(body.substr(text.body_begin, end - text.body_begin), parameters.text("text"));
  }
}

void add_html(Splices& splices, const MimePart& html, std::string_view body,
              const Parameters& parameters) {
  const std::size_t end = end_of(html, body);
  const bool is_forced = parameters.flag("force");
  const std::string_view page = body.substr(0, html.body_end);
  const std::size_t close = html_end(page, html.body_begin);
  if (takes_html(html)) {
    const std::string block = html_block(parameters);
    if (close != std::string_view::npos) {
      splices[close].text += block;
    } else if (is_forced && html.parent >= 0) {
      splices[end].text += block.substr(2);  // it stands on a line of its own already
    }
  } else if (is_forced && is_encoded(html)) {
    splices[html.body_begin] = forced_html(body.substr(html.body_begin, end - html.body_begin),
                                           parameters.text("html") + "\r\n");
  } else if (is_forced && close != std::string_view::npos) {
    splices[close].text += "\r\n" + encoded_block(parameters.text("html") + "\r\n");
  } else if (is_forced && html.parent >= 0) {
    splices[end].text += encoded_block(parameters.text("html") + "\r\n");
  }
}

Applied apply_disclaimer(const Transit& transit, const Parameters& parameters, StepContext&) {
  const MimeTree tree = parse_mime(transit.message);
  if (tree.parts.front().content_type.is("multipart", "signed")) return unchanged(transit);
  const std::string_view body = transit.message.body().view();
  Splices splices;
  if (const MimePart* text = first_leaf(tree, "plain"); text != nullptr) {
    add_text(splices, *text, body, parameters);
  }
  if (const MimePart* html = first_leaf(tree, "html"); html != nullptr) {
    add_html(splices, *html, body, parameters);
  }
  if (splices.empty()) return unchanged(transit);
  // As octets: an editor would put a blank line above a body that stands without one.
  std::string octets = transit.message.to_string();
  const std::size_t body_at = octets.size() - body.size();
  for (auto one = splices.rbegin(); one != splices.rend(); ++one) {
    octets.replace(body_at + one->first, one->second.length, one->second.text);
  }
  return reparsed(transit, std::move(octets), {"disclaimer in the first texts"});
}

// Behind the colon of the first `name :` that starts a line or a word of it, the middle of a value
// included; npos if there is none.
std::size_t behind_colon(std::string_view line, std::string_view name) {
  if (name.empty()) return std::string_view::npos;
  for (std::size_t at = ifind(line, name); at != std::string_view::npos;
       at = ifind(line, name, at + 1)) {
    const bool starts_word = at == 0 || is_wsp(line[at - 1]);
    const std::size_t colon = line.find_first_not_of(" \t", at + name.size());
    if (starts_word && colon != std::string_view::npos && line[colon] == ':') return colon + 1;
  }
  return std::string_view::npos;
}

// The header ends at the first blank line, whatever stands above it.
Applied apply_headers(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string octets = transit.message.to_string();
  const std::size_t blank = octets.find("\r\n\r\n");
  const std::size_t header_end = blank == std::string::npos ? octets.size() : blank + 2;
  bool is_altered = false;
  std::string out;
  std::vector<std::string> log;
  for (std::size_t at = 0; at < header_end;) {
    const std::size_t end = std::min(octets.find("\r\n", at), header_end - 1) + 2;
    const std::string_view line =
        std::string_view(octets).substr(at, std::min(end, header_end) - at);
    const std::size_t place =
        is_altered ? std::string_view::npos : behind_colon(line, parameters.text("alter"));
    if (place == std::string_view::npos) {
      out += line;
    } else {
      is_altered = true;
      out.append(line.substr(0, place)).append(" ").append(parameters.text("with"));
      out.append(line.substr(place));
      log.push_back("altered " + one_line(parameters.text("alter")));
    }
    at += line.size();
  }
  if (const std::string& added = parameters.text("add");
      !added.empty() && blank != std::string::npos) {
    out.append(added).append("\r\n");
    log.push_back("added " + one_line(added.substr(0, added.find(':'))));
  }
  out.append(octets.substr(header_end));
  return reparsed(transit, std::move(out), std::move(log));
}

std::string complaint(const Parameters& parameters) {
  const std::string& added = parameters.text("add");
  return added.empty() || added.contains(':') ? "" : "add: write Name: value";
}

}  // namespace

Transform altermime_disclaimer() {
  return {
      .id = "altermime_disclaimer",
      .name = "altermime_disclaimer",
      .text =
          "Puts a disclaimer behind the first plain text and into the first HTML text; "
          "signed mail and base64 text are left alone.",
      .models =
          "altermime (--disclaimer, --disclaimer-html, --force-into-b64, --force-for-bad-html)",
      .benign = true,
      .parameters = {free_text("text", "", "The text, line ends as CRLF."),
                     free_text("html", "", "The HTML; empty: the text between <pre> and </pre>."),
                     flag("force", false,
                          "Texts in base64 and HTML in quoted-printable are changed too.")},
      .apply = apply_disclaimer};
}

Transform altermime_headers() {
  return {.id = "altermime_headers",
          .name = "altermime_headers",
          .text = "Puts a text in front of the first field of a name and adds a field at the end.",
          .models = "altermime (--alter-header, --alter-with, --xheader)",
          .benign = true,
          .parameters = {free_text("alter", "", "Name of the field; empty: none."),
                         free_text("with", "", "What stands in front of its value."),
                         free_text("add", "", "A field, `Name: value`; empty: none.")},
          .complaint = complaint,
          .apply = apply_headers};
}

std::vector<Transform> altermime_steps() {
  return {altermime_disclaimer(), altermime_headers()};
}

}  // namespace mass::transforms
