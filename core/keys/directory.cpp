#include "core/keys/directory.hpp"

namespace mass {

KeyAnswer KeyDirectory::lookup(const KeyQuery& query, Time now, CostMeter& cost) const {
  switch (query.kind) {
    case KeyQuery::Kind::dns_txt:
    case KeyQuery::Kind::dns_srv:
      ++cost.dns_lookups;
      break;
    case KeyQuery::Kind::http_get:
      ++cost.http_lookups;
      break;
    case KeyQuery::Kind::x509_anchor:
    case KeyQuery::Kind::x509_crl:
      ++cost.x509_lookups;
      break;
  }
  KeyAnswer given = answer(query, now);
  cost.lookup_octets += given.octets;
  cost.lookup_wait_us += static_cast<std::uint64_t>(given.waited.count());
  return given;
}

}  // namespace mass
