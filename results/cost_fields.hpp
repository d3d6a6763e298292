#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/cost.hpp"

namespace mass {

/// One count of a CostMeter under the name it has in every file and report.
struct CostField {
  std::string_view name;
  std::string_view title;  ///< Column heading for people.
  std::uint64_t CostMeter::* count;
};

/// All counts of a CostMeter, in its order.
inline constexpr std::array<CostField, 10> kCostFields{{
    {"hashed_octets", "octets hashed", &CostMeter::hashed_octets},
    {"hash_operations", "digests", &CostMeter::hash_operations},
    {"mac_operations", "keyed digests", &CostMeter::mac_operations},
    {"private_operations", "private-key operations", &CostMeter::private_operations},
    {"public_operations", "public-key operations", &CostMeter::public_operations},
    {"dns_lookups", "DNS look-ups", &CostMeter::dns_lookups},
    {"http_lookups", "HTTP look-ups", &CostMeter::http_lookups},
    {"x509_lookups", "certificate look-ups", &CostMeter::x509_lookups},
    {"lookup_octets", "octets looked up", &CostMeter::lookup_octets},
    {"lookup_wait_us", "simulated wait for look-ups, µs", &CostMeter::lookup_wait_us},
}};

}  // namespace mass
