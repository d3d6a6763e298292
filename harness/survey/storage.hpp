#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/survey/undo.hpp"

namespace mass::survey {

/// A body as it may have been before it was archived.
struct StorageForm {
  std::string body;
  Undone undone;
};

/// The forms that differ from the stored body: lines that begin with `>From ` without one `>`,
/// lines that begin with `From ` with one (a reader took off what an author wrote), masked
/// addresses made whole, and both of these. Linear.
[[nodiscard]] std::vector<StorageForm> storage_forms(std::string_view body);

}  // namespace mass::survey
