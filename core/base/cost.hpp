#pragma once

#include <cstdint>

namespace mass {

/// What one operation cost, in exact counts that are the same on every machine. Times live
/// elsewhere. One meter belongs to one case on one thread; sums are taken afterwards.
struct CostMeter {
  std::uint64_t hashed_octets = 0;       ///< Octets given to a digest or MAC.
  std::uint64_t hash_operations = 0;     ///< Digests finished.
  std::uint64_t mac_operations = 0;      ///< Keyed digests finished.
  std::uint64_t private_operations = 0;  ///< Private-key operations.
  std::uint64_t public_operations = 0;   ///< Public-key operations.
  std::uint64_t dns_lookups = 0;  ///< Questions a verifier asked, cached or not (a cold cache).
  std::uint64_t http_lookups = 0;
  std::uint64_t x509_lookups = 0;    ///< Questions for trust anchors and revocation lists.
  std::uint64_t lookup_octets = 0;   ///< Octets of the answers.
  std::uint64_t lookup_wait_us = 0;  ///< Microseconds the answers took by a latency model.

  CostMeter& operator+=(const CostMeter& other) noexcept;
  bool operator==(const CostMeter&) const = default;
};

}  // namespace mass
