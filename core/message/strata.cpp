#include "core/message/strata.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/text.hpp"
#include "core/message/field_syntax.hpp"
#include "core/message/mime.hpp"

namespace mass {

namespace {

constexpr std::array<std::string_view, kStratumCount> kNames{
    "plain7", "plain8", "qp",   "b64text", "alt",      "mixed",
    "signed", "html",   "long", "trailws", "dupfield", "nomime",
};

/// Fields of which one is enough. Source: RFC 5322 section 3.6; corpus feature `duplicate-header`,
/// which adds the MIME fields and leaves out rare ones.
constexpr std::array<std::string_view, 9> kSingleFields{
    "from", "to", "cc", "subject", "date", "message-id", "reply-to", "sender", "mime-version",
};

bool is_text(const MimePart& part) {
  return part.is_leaf() && part.content_type.type == "text";
}

bool is_attachment(const MimePart& part) {
  return part.disposition == "attachment";
}

/// Octets decide, not the label: a relay to a seven-bit host converts what has eighth bits.
bool is_plain(const MimePart& root) {
  const bool is_encoded = root.encoding == TransferEncoding::quoted_printable ||
                          root.encoding == TransferEncoding::base64;
  return root.content_type.is("text", "plain") && !is_encoded;
}

bool has_text_in(const MimeTree& tree, TransferEncoding encoding) {
  return std::ranges::any_of(
      tree.parts, [&](const MimePart& part) { return is_text(part) && part.encoding == encoding; });
}

bool has_multipart(const MimeTree& tree, std::string_view subtype) {
  return std::ranges::any_of(
      tree.parts, [&](const MimePart& part) { return part.content_type.is("multipart", subtype); });
}

/// A multipart/mixed with a child that is no text for reading. One that a list made to hold its
/// text footer does not count.
bool has_attachment(const MimeTree& tree) {
  return std::ranges::any_of(tree.parts, [&](const MimePart& part) {
    if (part.parent < 0) return false;
    const MimePart& parent = tree.parts[static_cast<std::size_t>(part.parent)];
    const bool is_shown = part.is_multipart() || (is_text(part) && !is_attachment(part));
    return parent.content_type.is("multipart", "mixed") && !is_shown;
  });
}

/// Every text to be read is HTML, so a reader without HTML has nothing.
bool is_html_only(const MimeTree& tree) {
  if (tree.parts.front().content_type.is("text", "html")) return true;
  bool has_html = false;
  for (const MimePart& part : tree.parts) {
    if (!is_text(part) || is_attachment(part)) continue;
    if (part.content_type.subtype != "html") return false;
    has_html = true;
  }
  return has_html;
}

bool has_trailing_blanks(std::string_view body) {
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find("\r\n", at), body.size());
    if (end > at && is_wsp(body[end - 1])) return true;
    at = end + 2;
  }
  return false;
}

bool repeats_field(const Message& message) {
  std::set<std::string, std::less<>> seen;
  for (const Field& field : message.fields()) {
    std::string name = ascii_lower(field.name());
    const bool is_single = name.starts_with("content-") ||
                           std::ranges::find(kSingleFields, name) != kSingleFields.end();
    if (is_single && !seen.insert(std::move(name)).second) return true;
  }
  return false;
}

}  // namespace

std::string_view name_of(Stratum stratum) noexcept {
  return kNames[static_cast<std::size_t>(stratum)];
}

Strata strata_of(const Message& message) {
  const MimeTree tree = parse_mime(message);
  const MimePart& root = tree.parts.front();
  const std::string_view body = message.body().view();
  const bool has_high = has_eight_bit(body);

  Strata strata = 0;
  const auto note = [&](Stratum stratum, bool holds) {
    if (holds) strata |= Strata{1} << static_cast<unsigned>(stratum);
  };
  note(Stratum::plain7, is_plain(root) && !has_high);
  note(Stratum::plain8, is_plain(root) && has_high);
  note(Stratum::qp, has_text_in(tree, TransferEncoding::quoted_printable));
  note(Stratum::b64text, has_text_in(tree, TransferEncoding::base64));
  note(Stratum::alt, has_multipart(tree, "alternative"));
  note(Stratum::mixed, has_attachment(tree));
  note(Stratum::signed_, root.content_type.is("multipart", "signed"));
  note(Stratum::html, is_html_only(tree));
  note(Stratum::long_, message.scan_defects().has(Defect::long_line));
  note(Stratum::trailws, has_trailing_blanks(body));
  note(Stratum::dupfield, repeats_field(message));
  note(Stratum::nomime,
       message.find("MIME-Version") == nullptr && message.find("Content-Type") == nullptr);
  return strata;
}

}  // namespace mass
