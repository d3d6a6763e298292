#pragma once

#include <memory>

#include "core/keys/directory.hpp"

namespace mass {

/// Servers outside of the program that a run asks instead of the embedded ones. They must hold what
/// the run's seed derives: `massbench zone --seed N --out DIR` writes it. Null: embedded.
struct RealServers {
  std::shared_ptr<const KeyDirectory> dns;
  std::shared_ptr<const KeyDirectory> http;
};

}  // namespace mass
