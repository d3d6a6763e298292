#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/message/mime.hpp"

namespace mass::mta_signatures {

/// A child of the container, as offsets into the body of the message.
struct Child {
  std::size_t part = 0;       ///< Index into the tree; its descendants follow it ...
  std::size_t parts_end = 0;  ///< ... up to here.
  std::size_t begin = 0;      ///< First octet behind the delimiter line: the MIME header.
  std::size_t end = 0;        ///< The CRLF in front of the next delimiter, which belongs to that.
  bool is_postal = false;     ///< multipart/x-postal-data: never covered by a signature.
};

/// A top-level multipart/mixed. Source: MTA Signatures sheet section 3.1.
struct Container {
  MimeTree tree;
  std::vector<Child> children;
  bool is_mixed = false;  ///< The message is a multipart/mixed; else there are no children.

  [[nodiscard]] const MimePart& root() const { return tree.parts.front(); }
  [[nodiscard]] std::string_view boundary() const;  ///< As it stands in delimiter lines.
  [[nodiscard]] bool is_closed() const { return root().close_delimiter != root().body_end; }
  [[nodiscard]] std::size_t postal_count() const;
};

/// Reads the container of a message; what is not a multipart/mixed has none.
[[nodiscard]] Container read_container(const Message& message);

}  // namespace mass::mta_signatures
