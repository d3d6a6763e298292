#include "harness/paths/software/mailman3/html_dump.hpp"
namespace mass::transforms {
std::string html_dump(std::string_view html) {
  return std::string(html);
}
}  // namespace mass::transforms
