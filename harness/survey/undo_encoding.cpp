#include "harness/survey/undo_encoding.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/field_syntax.hpp"

namespace mass::survey {
namespace {

// At which column encoders break lines, the most common first. Source: the quoted-printable texts
// in collected mail; RFC 2045 section 6.7 only forbids more than 76.
constexpr std::array<std::size_t, 3> kWidths{76, 75, 74};

// Ways in which a text may have been encoded when it was signed.
std::vector<std::string> encoded(std::string_view text, TransferEncoding only) {
  const bool any = only == TransferEncoding::other;
  std::vector<std::string> forms;
  const std::string lf = with_lf_ends(text);
  std::string crlf = with_crlf_ends(lf);
  if (any || only == TransferEncoding::quoted_printable) {
    for (const std::size_t width : kWidths) forms.push_back(quoted_printable_encode(crlf, width));
  }
  if (any || only == TransferEncoding::base64) {
    forms.push_back(base64_lines(text));
    for (const std::string& other : {crlf, lf}) {
      if (other != text) forms.push_back(base64_lines(other));
    }
  }
  if (any) forms.push_back(std::move(crlf));
  return forms;
}

std::string decoded(const MimePart& part, std::string_view text) {
  if (part.encoding == TransferEncoding::base64) return base64_decode_lenient(text);
  if (part.encoding == TransferEncoding::quoted_printable) return quoted_printable_decode(text);
  return std::string(text);
}

// The header field of a part lies in the body and names its encoding: only the message's own text
// can have had another one.
bool offer_first_text(const Candidate& candidate, const MimeTree& tree, const OfferBody& offer) {
  const int index = text_leaf(tree);
  if (index < 0) return true;
  const MimePart& part = tree.parts[static_cast<std::size_t>(index)];
  const Leaf leaf = leaf_at(candidate.message.body().view(), part);
  const std::string whole = decoded(part, leaf.text);
  std::vector<std::size_t> cuts = tail_cuts(whole);
  cuts.insert(cuts.begin(), whole.size());
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    Undone undone = candidate.undone.with(Undo::encoding);
    if (i > 0) undone = undone.with(Undo::tail);
    std::string_view text = std::string_view(whole).substr(0, cuts[i]);
    // Whoever appended lines ended the last one of the text if need be.
    for (const bool is_unended : {false, true}) {
      if (is_unended) {
        if (!text.ends_with('\n')) break;
        text.remove_suffix(text.ends_with(kCrlf) ? 2 : 1);
      }
      const auto only = index == 0 ? TransferEncoding::other : part.encoding;
      for (const std::string& form : encoded(text, only)) {
        if (!offer(leaf.around(form), undone)) return false;
      }
    }
  }
  return true;
}

// The header of a part, where it stands in the body, with another transfer encoding.
std::string with_encoding(std::string_view header, std::string_view encoding) {
  const Message parsed = Message::parse(std::string(header));
  std::string out;
  for (const Field& field : parsed.fields()) {
    if (field.is("Content-Transfer-Encoding")) {
      out.append(field.raw().substr(0, field.raw().size() - field.value().size() -
                                           (field.raw().ends_with(kCrlf) ? kCrlf.size() : 0)));
      out.append(" ").append(encoding).append(kCrlf);
    } else {
      out += field.raw();
    }
  }
  return out.append(parsed.separator().view());
}

// All texts in parts that are encoded, or those of them that need it, as 8bit.
std::string as_eight_bit(std::string_view body, const MimeTree& tree, bool only_if_needed) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 1; i < tree.parts.size(); ++i) {
    const MimePart& part = tree.parts[i];
    if (!part.is_leaf() || part.content_type.type != "text" || part.header_begin < copied) continue;
    if (part.encoding != TransferEncoding::quoted_printable &&
        part.encoding != TransferEncoding::base64) {
      continue;
    }
    const Leaf leaf = leaf_at(body, part);
    const std::string text = with_crlf_ends(with_lf_ends(decoded(part, leaf.text)));
    if (only_if_needed && !has_eight_bit(text)) continue;
    out += body.substr(copied, part.header_begin - copied);
    out +=
        with_encoding(body.substr(part.header_begin, part.body_begin - part.header_begin), "8bit");
    out += text;
    copied = part.body_end;
  }
  return out.append(body.substr(copied));
}

}  // namespace

bool offer_encodings(const Candidate& candidate, const OfferBody& offer) {
  const MimeTree tree = parse_mime(candidate.message);
  const std::string_view body = candidate.message.body().view();
  const Undone undone = candidate.undone.with(Undo::encoding);
  if (tree.parts.size() > 1) {
    const std::string needed = as_eight_bit(body, tree, true);
    if (needed != body && !offer(needed, undone)) return false;
    const std::string all = as_eight_bit(body, tree, false);
    if (all != needed && !offer(all, undone)) return false;
  }
  return offer_first_text(candidate, tree, offer);
}

}  // namespace mass::survey
