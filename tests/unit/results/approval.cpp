#include "approval.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace mass {
namespace {

std::string line_at(const std::string& text, std::size_t at) {
  const std::size_t start = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  return text.substr(start, std::min<std::size_t>(text.find('\n', at) - start, 200));
}

}  // namespace

testing::AssertionResult is_approved(std::string_view name, const std::string& got) {
  const auto file = std::filesystem::path(MASS_SOURCE_DIR) / "tests/unit/results/approved" / name;
  if (std::getenv("MASS_APPROVE") != nullptr) {
    std::ofstream(file, std::ios::binary) << got;
    return testing::AssertionSuccess();
  }
  std::stringstream approved;
  approved << std::ifstream(file, std::ios::binary).rdbuf();
  const std::string expected = approved.str();
  if (got == expected) return testing::AssertionSuccess();
  const auto [left, right] =
      std::mismatch(got.begin(), got.end(), expected.begin(), expected.end());
  const auto at = static_cast<std::size_t>(left - got.begin());
  return testing::AssertionFailure()
         << name << " differs from octet " << at << " on\n  approved: " << line_at(expected, at)
         << "\n  now:      " << line_at(got, at)
         << "\nif that is right, run this test with MASS_APPROVE=1 and look at the change";
}

}  // namespace mass
