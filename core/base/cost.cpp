#include "core/base/cost.hpp"

namespace mass {

CostMeter& CostMeter::operator+=(const CostMeter& other) noexcept {
  hashed_octets += other.hashed_octets;
  hash_operations += other.hash_operations;
  mac_operations += other.mac_operations;
  private_operations += other.private_operations;
  public_operations += other.public_operations;
  dns_lookups += other.dns_lookups;
  http_lookups += other.http_lookups;
  x509_lookups += other.x509_lookups;
  lookup_octets += other.lookup_octets;
  lookup_wait_us += other.lookup_wait_us;
  return *this;
}

}  // namespace mass
