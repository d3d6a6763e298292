#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/editor.hpp"
#include "core/message/mime.hpp"
#include "harness/paths/mime/body_patch.hpp"

/// Changing the contents and header fields of parts. Private to this room.
namespace mass::transforms {

/// True if `text` as content of that part would hold the delimiter of a multipart around it.
[[nodiscard]] bool would_end_a_part(const MimeTree& tree, const MimePart& part,
                                    std::string_view text);

/// One message whose parts change, all in one go. Each content is set at most once.
///
///     PartEditor parts(transit.message);
///     for (std::size_t i : parts.texts())
///       if (auto text = parts.text(i)) parts.set_text(i, changed(*text));
///     return edited(transit, std::move(parts).finish(), {"changed the texts"});
class PartEditor {
 public:
  /// `message` must outlive the editor.
  explicit PartEditor(const Message& message);

  [[nodiscard]] const MimeTree& tree() const noexcept { return tree_; }
  [[nodiscard]] const MimePart& part(std::size_t i) const { return tree_.parts[i]; }

  /// Leaves of type text that are shown: no attachments, and no type that could not be read.
  [[nodiscard]] std::vector<std::size_t> texts() const;

  /// Octets as they stand.
  [[nodiscard]] std::string_view content(std::size_t i) const;

  /// Without its transfer encoding; nothing if that is unknown or the content is not what it says.
  [[nodiscard]] std::optional<std::string> text(std::size_t i) const;

  /// In the part's transfer encoding, except that 8-bit text in a part that is 7bit becomes
  /// quoted-printable. False, and nothing is changed, if it would end a part.
  bool set_text(std::size_t i, std::string_view text);

  /// Octets as they are to stand.
  void set_content(std::size_t i, std::string octets);
  void set_field(std::size_t i, std::string_view name, std::string_view value);

  /// A part below the root with its header.
  void replace_part(std::size_t i, std::string octets);

  /// The header field of a part; a copy, since the part's header is parsed for it.
  [[nodiscard]] std::optional<Field> field(std::size_t i, std::string_view name) const;

  [[nodiscard]] MessageEditor finish() &&;

 private:
  const Message& message_;
  std::string_view body_;
  MimeTree tree_;
  BodyPatch patch_;
  MessageEditor editor_;
};

}  // namespace mass::transforms
