#include "core/scheme/scheme.hpp"

#include <utility>

namespace mass {

Result<Signed> Scheme::forward(Transit transit, const Context& /*context*/) const {
  return Signed{std::move(transit), "no_such_role"};
}

Result<Verdict> Scheme::try_verify(const Transit& transit, const Context& context) const {
  return verify(transit, context);
}

Result<Publication> Scheme::provision(std::string_view /*domain*/,
                                      const Context& /*context*/) const {
  return Publication{};
}

std::string Scheme::status_field(const Verdict& /*verdict*/) const {
  return {};
}

}  // namespace mass
