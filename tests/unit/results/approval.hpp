#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace mass {

/// Compares a whole output with the file of that name in `approved`. With MASS_APPROVE=1 in the
/// environment the output becomes the file.
[[nodiscard]] testing::AssertionResult is_approved(std::string_view name, const std::string& got);

}  // namespace mass
