#include "core/scheme/scheme.hpp"

#include <utility>

namespace mass {

Result<Signed> Scheme::forward(Transit transit, const Context& /*context*/) const {
  return Signed{std::move(transit), {}};
}

Result<std::vector<TxtRecord>> Scheme::provision(std::string_view /*domain*/,
                                                 const Context& /*context*/) const {
  return std::vector<TxtRecord>{};
}

std::string Scheme::status_field(const Verdict& /*verdict*/) const {
  return {};
}

}  // namespace mass
