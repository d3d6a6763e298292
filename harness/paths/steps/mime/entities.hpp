#pragma once

#include <cstdint>
#include <functional>

#include "core/message/editor.hpp"

/// Going through the entities of a message, messages inside messages too. Private to this room.
namespace mass::transforms {

enum class EntityKind : std::uint8_t { leaf, multipart, message };

/// Changes one entity: its header, and for a leaf its body. `depth` is 0 for the message itself.
using EntityEdit = std::function<void(MessageEditor& entity, EntityKind kind, std::size_t depth)>;

/// The message with every entity changed, inner ones before those they stand in. A part that is
/// encoded (base64, quoted-printable) is a leaf whatever its type. What stands between the parts
/// stays as it is, and so does everything deeper than 64 levels. Linear in size times depth.
[[nodiscard]] Message edit_entities(const Message& message, const EntityEdit& edit);

}  // namespace mass::transforms
