#include <utility>

#include "corpus/corpus.hpp"

namespace mass {

std::string_view name_of(LineEnds ends) noexcept {
  switch (ends) {
    case LineEnds::crlf:
      return "crlf";
    case LineEnds::lf:
      return "lf";
    case LineEnds::mixed:
      return "mixed";
    case LineEnds::none:
      return "none";
  }
  return "none";
}

// One rule serves stored mail of either kind: a LF that no CR precedes becomes CRLF.
std::string to_wire(std::string stored, LineEnds& found) {
  std::size_t lone = 0;
  std::size_t paired = 0;
  for (std::size_t at = stored.find('\n'); at != std::string::npos;
       at = stored.find('\n', at + 1)) {
    ++(at != 0 && stored[at - 1] == '\r' ? paired : lone);
  }
  found = lone == 0     ? (paired == 0 ? LineEnds::none : LineEnds::crlf)
          : paired == 0 ? LineEnds::lf
                        : LineEnds::mixed;
  if (lone == 0) return stored;
  std::string wire;
  wire.reserve(stored.size() + lone);
  char before = '\0';
  for (const char c : stored) {
    if (c == '\n' && before != '\r') wire += '\r';
    wire += c;
    before = c;
  }
  return wire;
}

}  // namespace mass
