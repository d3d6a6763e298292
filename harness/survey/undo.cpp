#include "harness/survey/undo.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "harness/survey/storage.hpp"

namespace mass::survey {
namespace {

constexpr std::size_t kMaxUnwrapped = 8;
constexpr std::string_view kCrlf = "\r\n";

// A message that may be what was signed, and how it came about.
struct Candidate {
  Message message;
  Undone undone;
};

Message with_body(const Message& message, std::string body) {
  const auto fields = message.fields();
  return Message::assemble({fields.begin(), fields.end()}, message.separator(),
                           Octets(std::move(body)));
}

// Where a text is cut so that its last 1, 2, ... kMaxTailLines lines are gone.
std::vector<std::size_t> tail_cuts(std::string_view text) {
  std::vector<std::size_t> cuts;
  std::size_t end = text.size();
  while (end > 0 && cuts.size() < kMaxTailLines) {
    const std::size_t before = end > 1 ? text.rfind('\n', end - 2) : std::string_view::npos;
    end = before == std::string_view::npos ? 0 : before + 1;
    cuts.push_back(end);
  }
  return cuts;
}

// The first text/plain part that is no attachment, or the first text part; -1 without one.
int text_leaf(const MimeTree& tree) {
  int first = -1;
  for (std::size_t i = 0; i < tree.parts.size(); ++i) {
    const MimePart& part = tree.parts[i];
    if (!part.is_leaf() || part.content_type.type != "text") continue;
    if (part.disposition == "attachment") continue;
    if (part.content_type.subtype == "plain") return static_cast<int>(i);
    if (first < 0) first = static_cast<int>(i);
  }
  return first;
}

// The text of a part between what stands before and behind it in the body.
struct Leaf {
  std::string_view before;
  std::string_view text;
  std::string_view behind;

  [[nodiscard]] std::string around(std::string_view changed) const {
    std::string body;
    body.reserve(before.size() + changed.size() + behind.size());
    return body.append(before).append(changed).append(behind);
  }
};

Leaf leaf_at(std::string_view body, const MimePart& part) {
  return {body.substr(0, part.body_begin),
          body.substr(part.body_begin, part.body_end - part.body_begin),
          body.substr(part.body_end)};
}

bool offer_cuts(const Candidate& candidate, const OfferBody& offer) {
  const std::string_view body = candidate.message.body().view();
  const Undone undone = candidate.undone.with(Undo::tail);
  for (const std::size_t cut : tail_cuts(body)) {
    if (!offer(body.substr(0, cut), undone)) return false;
  }
  const MimeTree tree = parse_mime(candidate.message);
  const int index = text_leaf(tree);
  if (index <= 0) return true;  // Without parts the body is the text.
  const Leaf leaf = leaf_at(body, tree.parts[static_cast<std::size_t>(index)]);
  for (const std::size_t cut : tail_cuts(leaf.text)) {
    // The line end before a boundary is not the text's: the text ends without one or with it.
    std::string_view text = leaf.text.substr(0, cut);
    if (!offer(leaf.around(text), undone)) return false;
    if (!text.ends_with(kCrlf)) continue;
    text.remove_suffix(kCrlf.size());
    if (!offer(leaf.around(text), undone)) return false;
  }
  return true;
}

// The line of a delimiter in front of the part whose header begins at `header`.
std::size_t delimiter_of(std::string_view body, std::size_t header) {
  const std::size_t before = header > 1 ? body.rfind('\n', header - 2) : std::string_view::npos;
  return before == std::string_view::npos ? 0 : before + 1;
}

// Without one child of the root, its delimiter included.
std::string without_child(std::string_view body, const MimeTree& tree, std::size_t child) {
  const std::vector<std::int32_t>& children = tree.parts[0].children;
  const auto header_of = [&](std::size_t i) {
    return tree.parts[static_cast<std::size_t>(children[i])].header_begin;
  };
  const std::size_t begin = delimiter_of(body, header_of(child));
  const std::size_t end = child + 1 < children.size() ? delimiter_of(body, header_of(child + 1))
                                                      : tree.parts[0].close_delimiter;
  std::string left(body.substr(0, begin));
  if (end > begin) left += body.substr(end);
  return left;
}

// What one step of unwrapping or dropping makes of a message.
void add_parts(const Candidate& whole, std::vector<Candidate>& found) {
  const MimeTree tree = parse_mime(whole.message);
  const Octets& body = whole.message.body();
  const Undone undone = whole.undone.with(Undo::part);
  const std::vector<std::int32_t>& children = tree.parts[0].children;
  for (std::size_t i = 0; i < std::min(children.size(), kMaxUnwrapped); ++i) {
    const MimePart& child = tree.parts[static_cast<std::size_t>(children[i])];
    const std::size_t begin =
        child.content_type.is("message", "rfc822") ? child.body_begin : child.header_begin;
    found.push_back({Message::parse(body.slice(begin, child.body_end - begin)), undone});
  }
  if (tree.parts[0].content_type.is("message", "rfc822")) {
    found.push_back({Message::parse(body), undone});
  }
  if (children.size() < 2) return;
  for (const std::size_t dropped : {children.size() - 1, std::size_t{0}}) {
    found.push_back({with_body(whole.message, without_child(body.view(), tree, dropped)), undone});
  }
}

// Ways in which a text may have been encoded when it was signed.
std::vector<std::string> encoded(std::string_view text, TransferEncoding only) {
  const bool any = only == TransferEncoding::other;
  std::vector<std::string> forms;
  const std::string lf = with_lf_ends(text);
  std::string crlf = with_crlf_ends(lf);
  if (any || only == TransferEncoding::quoted_printable) {
    forms.push_back(quoted_printable_encode(crlf));
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
bool offer_encodings(const Candidate& candidate, const OfferBody& offer) {
  const MimeTree tree = parse_mime(candidate.message);
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

}  // namespace

std::string_view name_of(Undo undo) noexcept {
  switch (undo) {
    case Undo::from_quoting:
      return "from_quoting";
    case Undo::masking:
      return "masking";
    case Undo::tail:
      return "tail";
    case Undo::part:
      return "part";
    case Undo::encoding:
      return "encoding";
  }
  return {};
}

std::string_view name_of(Level level) noexcept {
  switch (level) {
    case Level::stored:
      return "stored";
    case Level::storage:
      return "storage";
    case Level::tail:
      return "tail";
    case Level::part:
      return "part";
    case Level::encoding:
      return "encoding";
  }
  return {};
}

void offer_bodies(const Message& stored, const OfferBody& offer) {
  if (!offer(stored.body().view(), {})) return;
  std::vector<Candidate> candidates{{stored, {}}};
  for (StorageForm& form : storage_forms(stored.body().view())) {
    if (!offer(form.body, form.undone)) return;
    candidates.push_back({with_body(stored, std::move(form.body)), form.undone});
  }
  for (const Candidate& one : candidates) {
    if (!offer_cuts(one, offer)) return;
  }
  const std::size_t whole = candidates.size();
  std::vector<Candidate> parts;
  for (const Candidate& one : candidates) add_parts(one, parts);
  std::ranges::move(parts, std::back_inserter(candidates));
  for (std::size_t i = whole; i < candidates.size(); ++i) {
    if (!offer(candidates[i].message.body().view(), candidates[i].undone)) return;
    if (!offer_cuts(candidates[i], offer)) return;
  }
  for (const Candidate& one : candidates) {
    if (!offer_encodings(one, offer)) return;
  }
}

}  // namespace mass::survey
