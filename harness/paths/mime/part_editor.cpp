#include "harness/paths/mime/part_editor.hpp"

#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

bool would_end_a_part(const MimeTree& tree, const MimePart& part, std::string_view text) {
  for (std::int32_t i = part.parent; i >= 0; i = tree.parts[static_cast<std::size_t>(i)].parent) {
    const MimePart& around = tree.parts[static_cast<std::size_t>(i)];
    const std::string_view boundary = around.content_type.parameter("boundary");
    if (text.contains("--" + std::string(trim(boundary)))) return true;
  }
  return false;
}

PartEditor::PartEditor(const Message& message)
    : message_(message),
      body_(message.body().view()),
      tree_(parse_mime(message)),
      patch_(body_),
      editor_(message) {}

std::vector<std::size_t> PartEditor::texts() const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < tree_.parts.size(); ++i) {
    const MimePart& one = tree_.parts[i];
    const bool is_text = one.is_leaf() && one.content_type.type == "text" &&
                         !one.content_type.malformed && one.disposition != "attachment";
    if (is_text) found.push_back(i);
  }
  return found;
}

std::string_view PartEditor::content(std::size_t i) const {
  const MimePart& one = tree_.parts[i];
  return body_.substr(one.body_begin, one.body_end - one.body_begin);
}

std::optional<std::string> PartEditor::text(std::size_t i) const {
  switch (tree_.parts[i].encoding) {
    case TransferEncoding::seven_bit:
    case TransferEncoding::eight_bit:
    case TransferEncoding::binary:
      return std::string(content(i));
    case TransferEncoding::quoted_printable:
      return quoted_printable_decode(content(i));
    case TransferEncoding::base64:
      return base64_decode(content(i));
    case TransferEncoding::other:
      return std::nullopt;
  }
  return std::nullopt;
}

bool PartEditor::set_text(std::size_t i, std::string_view text) {
  const MimePart& one = tree_.parts[i];
  std::string octets(text);
  const bool needs_encoding = one.encoding == TransferEncoding::seven_bit && has_eight_bit(text) &&
                              !has_eight_bit(content(i));
  if (one.encoding == TransferEncoding::quoted_printable || needs_encoding) {
    octets = quoted_printable_encode(text);
  } else if (one.encoding == TransferEncoding::base64) {
    octets = base64_lines(text);
    // The last line end is the delimiter's, not the part's.
    if (i != 0 && !octets.empty()) octets.resize(octets.size() - 2);
  }
  if (would_end_a_part(tree_, one, octets)) return false;
  if (needs_encoding) set_field(i, "Content-Transfer-Encoding", " quoted-printable");
  set_content(i, std::move(octets));
  return true;
}

void PartEditor::set_content(std::size_t i, std::string octets) {
  const MimePart& one = tree_.parts[i];
  patch_.replace(one.body_begin, one.body_end - one.body_begin, std::move(octets));
}

void PartEditor::set_field(std::size_t i, std::string_view name, std::string_view value) {
  if (i > 0) {
    set_part_field(patch_, message_, tree_.parts[i], name, value);
    return;
  }
  const std::size_t position = position_of(editor_, name);
  if (position == editor_.fields().size()) {
    editor_.append(make_field(name, value));
  } else {
    editor_.replace(position, with_value(editor_.fields()[position], value));
  }
}

void PartEditor::replace_part(std::size_t i, std::string octets) {
  const MimePart& one = tree_.parts[i];
  if (i > 0) patch_.replace(one.header_begin, one.body_end - one.header_begin, std::move(octets));
}

std::optional<Field> PartEditor::field(std::size_t i, std::string_view name) const {
  const Message header = i == 0 ? message_ : part_header(message_, tree_.parts[i]);
  const Field* found = header.find(name);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

MessageEditor PartEditor::finish() && {
  if (!patch_.empty()) patch_.apply(editor_);
  return std::move(editor_);
}

}  // namespace mass::transforms
