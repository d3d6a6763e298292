#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.hpp"
#include "core/message/message.hpp"

/// Putting a message into a multipart of its own, for schemes that carry their signature in a part.
namespace mass {

/// A message taken apart: what stays in the header, and the MIME entity that its content makes.
struct Unwrapped {
  std::vector<Field> outer;  ///< All fields but `Content-*` and MIME-Version, in order.
  std::string entity;        ///< The `Content-*` fields in order, folds kept, or `Content-Type:
                             ///< text/plain; charset=us-ascii`; an empty line; the body as it is.
};
[[nodiscard]] Unwrapped unwrap(const Message& message);

/// A message with these fields, then MIME-Version and Content-Type with this value (in wire form,
/// with its leading blank), then `body`.
[[nodiscard]] Message wrap(std::vector<Field> outer, std::string_view content_type,
                           std::string body);

/// The reverse of wrapping: the fields of `message` but `Content-*` and MIME-Version, then those of
/// the entity, then the entity's body.
[[nodiscard]] Message lift_entity(const Message& message, std::string_view entity);

/// A boundary that stands nowhere in `text`: `prefix` and 24 random letters and digits.
[[nodiscard]] std::string fresh_boundary(RandomSource& random, std::string_view prefix,
                                         std::string_view text);

}  // namespace mass
