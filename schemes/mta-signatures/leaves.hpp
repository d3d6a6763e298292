#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "schemes/mta-signatures/container.hpp"

namespace mass::mta_signatures {

/// What a signature says of one leaf. Source: MTA Signatures sheet section 3.3, P.4.
struct Leaf {
  std::string type;      ///< `text/plain`
  std::string encoding;  ///< `7bit`
  std::string digest;    ///< SHA-1 of the content as encoded, final CRLFs left out; raw octets.

  auto operator<=>(const Leaf&) const = default;
};

/// The leaves of all children that are not postal-data, depth first. Multiparts are entered,
/// message/rfc822 is a leaf; so is a multipart without parts, since its octets would else be
/// covered by nothing. A type or an encoding that is not plain ASCII is taken for one that is not
/// known: it could not stand in a UTF8String. Part headers are not hashed.
[[nodiscard]] std::vector<Leaf> hash_leaves(const Message& message, const Container& container,
                                            const Context& context);

/// Digest over the covered children in front of `children_end` (all of them at signing, those in
/// front of its postal-data at verification), each followed by CRLF. `trace`, unless null, gets the
/// same octets as `content` of this signature. Source: MTA Signatures sheet section 3.2.
struct ContentInput {
  const Message& message;
  const Container& container;
  std::size_t children_end = 0;
  HashAlgorithm algorithm = HashAlgorithm::sha1;
  int signature = 1;
};
[[nodiscard]] std::string hash_content(const ContentInput& input, const Context& context,
                                       Trace* trace);

}  // namespace mass::mta_signatures
