#include "core/keys/directory.hpp"

namespace mass {

KeyAnswer KeyDirectory::lookup(const KeyQuery& query, Time now, CostMeter& cost) const {
  switch (query.kind) {
    case KeyQuery::Kind::dns_txt:
      ++cost.dns_lookups;
      break;
    case KeyQuery::Kind::http_get:
      ++cost.http_lookups;
      break;
    case KeyQuery::Kind::x509:
      ++cost.x509_lookups;
      break;
  }
  KeyAnswer given = answer(query, now);
  cost.lookup_octets += given.octets;
  return given;
}

}  // namespace mass
