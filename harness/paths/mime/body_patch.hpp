#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/editor.hpp"
#include "core/message/mime.hpp"

/// Changing several places of a body in one go. Private to this room.
namespace mass::transforms {

/// Replacements in a body, laid on all at once: one splice for each would copy the body each time.
class BodyPatch {
 public:
  /// `body` must outlive the patch.
  explicit BodyPatch(std::string_view body) : body_(body) {}

  /// Replaces `length` octets at `offset`, counted in the old body. Places must not overlap; an
  /// insertion is a replacement of nothing. What is there already is not replaced.
  void replace(std::size_t offset, std::size_t length, std::string octets);

  [[nodiscard]] bool empty() const noexcept { return places_.empty(); }
  void apply(MessageEditor& editor) const;

 private:
  struct Place {
    std::size_t offset;
    std::size_t length;
    std::string octets;
  };
  std::string_view body_;
  std::vector<Place> places_;
};

/// Sets a header field of a part below the root: in place if it is there, else as the last one.
void set_part_field(BodyPatch& patch, const Message& message, const MimePart& part,
                    std::string_view name, std::string_view value);

}  // namespace mass::transforms
