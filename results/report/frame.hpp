#pragma once

#include <string>

#include "results/report/html.hpp"

namespace mass {

/// What one page is made of.
struct PageParts {
  std::string title;
  Html header;
  Html navigation;  ///< List items.
  Html content;     ///< Sections.
};

/// A page in one file: it opens from disk and needs no network. Its content security policy allows
/// its own style and scripts, by their hashes, and nothing else. Without a script all of its tables
/// are there.
[[nodiscard]] std::string page_of(const PageParts& parts);

}  // namespace mass
