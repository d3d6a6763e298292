#pragma once

#include <iosfwd>
#include <string>

#include "core/scheme/registry.hpp"

namespace mass {

/// One of our own schemes, offered to another harness the way a plug-in is.
struct ServedScheme {
  const Registry& registry;
  std::string id;
  std::string software;  ///< Name and version, for people.
};

/// Answers requests from `in` on `out` until `in` ends. A message is signed, judged and counted as
/// it would be in the process that asks: keys, look-ups and random octets come from there.
/// Errors: Errc::protocol if what comes is no frame, Errc::io if the other side is gone.
[[nodiscard]] Result<void> serve_scheme(const ServedScheme& served, const Crypto& crypto,
                                        std::istream& in, std::ostream& out);

}  // namespace mass
