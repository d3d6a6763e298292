#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/canon/canon.hpp"
#include "core/message/mime.hpp"

namespace mass::entity_smime {

/// A multipart/signed with an S/MIME protocol, somewhere in a message.
struct Layer {
  std::size_t part = 0;   ///< Index in the MIME tree.
  std::size_t depth = 0;  ///< Multiparts around it.
};

/// The layers of a message from the outside inwards, each inside the signed part of the one before;
/// at most `most`. Source: sheet section 5.1.
[[nodiscard]] std::vector<Layer> find_layers(const MimeTree& tree, std::size_t most);

/// The signed octets: from after the opening delimiter to before the CRLF of the second one.
/// Nothing if there is no first part. Source: RFC 1847 section 2.1, sheet section 3.
[[nodiscard]] std::optional<std::string_view> signed_entity(std::string_view body,
                                                            const MimeTree& tree,
                                                            const Layer& layer);

/// The octets of the signature part, decoded; what is wrong if it is no such part.
struct SignaturePart {
  std::string der;
  std::string flaw;  ///< Empty if `der` holds.
};
[[nodiscard]] SignaturePart signature_part(std::string_view body, const MimeTree& tree,
                                           const Layer& layer);

/// What a reader sees that the layer does not cover: `epilogue`, `sibling-parts`.
[[nodiscard]] std::vector<std::string> unsigned_outside(std::string_view body, const MimeTree& tree,
                                                        const Layer& layer);

/// Number of the signature part in the terms of IMAP: `2`, `1.2`. Source: RFC 3501 section 6.4.5.
[[nodiscard]] std::string part_number(const MimeTree& tree, const Layer& layer);

/// Writes text with every line end as CRLF; bare CRs stay. Source: RFC 2633 section 3.1.1.
void write_canonical(std::string_view entity, Sink& sink);

}  // namespace mass::entity_smime
