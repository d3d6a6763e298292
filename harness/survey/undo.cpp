#include "harness/survey/undo.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.hpp"
#include "core/message/mime.hpp"
#include "harness/survey/candidate.hpp"
#include "harness/survey/storage.hpp"
#include "harness/survey/undo_encoding.hpp"

namespace mass::survey {
namespace {

constexpr std::size_t kMaxUnwrapped = 8;

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
