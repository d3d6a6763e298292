#include <algorithm>
#include <map>

#include "core/base/text.hpp"
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

Applied apply_disclaimer(const Transit& transit, const Parameters& parameters, StepContext&) {
  const MimeTree tree = parse_mime(transit.message);
  if (tree.parts.front().content_type.is("multipart", "signed")) return unchanged(transit);
  const std::string_view body = transit.message.body().view();
  std::map<std::size_t, std::string> additions;  // by offset
  std::vector<std::string> log;
  if (const MimePart* text = first_leaf(tree, "plain"); text != nullptr && !is_encoded(*text)) {
    additions[end_of(*text, body)] += parameters.text("text");
    log.emplace_back("disclaimer behind the first text");
  }
  if (const MimePart* html = first_leaf(tree, "html"); html != nullptr && takes_html(*html)) {
    const std::size_t close = ifind(body.substr(0, html->body_end), "</body>", html->body_begin);
    const std::size_t at = close == std::string_view::npos ? end_of(*html, body) : close;
    additions[at] += html_block(parameters);
    log.emplace_back("disclaimer in the first HTML text");
  }
  if (additions.empty()) return unchanged(transit);
  // As octets: an editor would put a blank line above a body that stands without one.
  std::string octets = transit.message.to_string();
  const std::size_t body_at = octets.size() - body.size();
  for (auto one = additions.rbegin(); one != additions.rend(); ++one) {
    octets.insert(body_at + one->first, one->second);
  }
  return reparsed(transit, std::move(octets), std::move(log));
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
      .models = "altermime (--disclaimer, --disclaimer-html)",
      .benign = true,
      .parameters = {free_text("text", "", "The text, line ends as CRLF."),
                     free_text("html", "", "The HTML; empty: the text between <pre> and </pre>.")},
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
