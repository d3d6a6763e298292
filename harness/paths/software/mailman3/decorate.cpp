#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/content.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

using python_email::Part;

Part decoration_part(const std::string& text) {
  Part part =
      python_email::text_part(python_email::from_utf8_or_marks(text, kListCharset), kListCharset);
  part.add("Content-Disposition", "inline");
  return part;
}

// The package means to write these in another charset, and fails on their octets.
bool is_written_otherwise(std::string_view charset) {
  const std::string name = python_email::canonical_charset(charset);
  return python_email::output_charset(name) != name;
}

// Header and footer around a text, written in the first charset that has all of its characters.
// False: the message is left as it was.
bool decorate_text(Part& part, const std::string& header, const std::string& footer, bool has_lf) {
  const std::string charset = content_charset(part);
  if (has_lf) part.text = with_lf_ends(part.text);
  const auto text = python_email::to_utf8(part.decoded(), charset);
  if (!text || charset == python_email::kUnknownEightBit) {
    // What was deleted to be written anew is put back, at the end.
    if (const std::string* encoding = part.find("Content-Transfer-Encoding");
        encoding != nullptr && !encoding->empty()) {
      const std::string old = *encoding;
      part.erase("Content-Transfer-Encoding");
      part.add("Content-Transfer-Encoding", old);
    }
    return false;
  }
  const bool has_header_end = header.empty() || header.ends_with('\n');
  const bool has_text_end = footer.empty() || text->ends_with('\n');
  const std::string all =
      header + (has_header_end ? "" : "\n") + *text + (has_text_end ? "" : "\n") + footer;
  const auto format = part.parameter("format");
  const auto delsp = part.parameter("delsp");
  for (const std::string_view target :
       {kListCharset, std::string_view(charset), std::string_view("utf-8")}) {
    const auto octets = python_email::from_utf8(all, target);
    if (!octets || is_written_otherwise(target)) continue;
    part.erase("Content-Transfer-Encoding");
    part.set_text(*octets, target);
    if (format && !format->empty()) part.set_parameter("format", *format);
    if (delsp && !delsp->empty()) part.set_parameter("delsp", *delsp);
    return true;
  }
  return false;
}

// The content as a part of its own between header and footer.
void wrap_content(Part& root, const std::string& header, const std::string& footer) {
  Part inner = root;
  std::erase_if(inner.headers, [](const python_email::HeaderLine& line) {
    return !istarts_with(line.name, "content-");
  });
  Part outer;
  outer.headers = std::move(root.headers);
  for (const std::string_view name :
       {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition"}) {
    outer.erase(name);
  }
  outer.add("Content-Type", "multipart/mixed");
  outer.has_children = true;
  // The text in front of and behind parts belongs to the message, not to its content.
  outer.preamble = root.preamble;
  outer.epilogue = root.epilogue;
  if (!header.empty()) outer.children.push_back(decoration_part(header));
  outer.children.push_back(std::move(inner));
  if (!footer.empty()) outer.children.push_back(decoration_part(footer));
  root = std::move(outer);
}

Applied apply_decorate(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string header =
      with_lf_ends(fill(parameters.text("header"), transit.envelope, context));
  const std::string footer =
      with_lf_ends(fill(parameters.text("footer"), transit.envelope, context));
  if (header.empty() && footer.empty()) return unchanged(transit);
  Part root = python_email::parse(transit.message.to_string());
  const std::string type = root.content_type();
  bool is_done = false;
  if (!root.has_children && type == "text/plain") {
    is_done = decorate_text(root, header, footer, parameters.flag("text_has_lf"));
  } else if (type == "multipart/mixed" && root.has_children) {
    if (!footer.empty()) root.children.push_back(decoration_part(footer));
    if (!header.empty()) root.children.push_front(decoration_part(header));
    is_done = true;
  }
  if (!is_done) wrap_content(root, header, footer);
  return with_content(transit, root, context, {"header and footer of the list"});
}

}  // namespace

Transform mailman3_decorate() {
  return {.id = "mailman3_decorate",
          .name = "mailman3_decorate",
          .text =
              "Puts header and footer of the list around a text, beside the parts of a "
              "multipart/mixed, or around anything else as parts.",
          .models = "Mailman 3 (decorate, a list in English)",
          .benign = true,
          .parameters = {free_text("header", "", "Lines above; ${rcpt} and others are filled in."),
                         free_text("footer", "", "Lines below."),
                         flag("text_has_lf", false,
                              "Lines of the text end in LF inside an encoding, as behind mailman "
                              "inject.")},
          .apply = apply_decorate};
}

}  // namespace mass::transforms
