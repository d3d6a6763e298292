#include "core/keys/decorators.hpp"

#include <string>
#include <utility>

#include "core/base/random.hpp"
#include "core/base/text.hpp"

namespace mass {

RoutedDirectory::RoutedDirectory(std::shared_ptr<const KeyDirectory> dns,
                                 std::shared_ptr<const KeyDirectory> http,
                                 std::shared_ptr<const KeyDirectory> x509)
    : dns_(std::move(dns)), http_(std::move(http)), x509_(std::move(x509)) {}

KeyAnswer RoutedDirectory::answer(const KeyQuery& query, Time now) const {
  const KeyDirectory* behind = nullptr;
  switch (query.kind) {
    case KeyQuery::Kind::dns_txt:
    case KeyQuery::Kind::dns_srv:
      behind = dns_.get();
      break;
    case KeyQuery::Kind::http_get:
      behind = http_.get();
      break;
    case KeyQuery::Kind::x509_anchor:
    case KeyQuery::Kind::x509_crl:
      behind = x509_.get();
      break;
  }
  return behind == nullptr ? KeyAnswer{} : ask(*behind, query, now);
}

LatencyDirectory::LatencyDirectory(std::shared_ptr<const KeyDirectory> behind, LatencyModel model)
    : behind_(std::move(behind)), model_(model) {}

KeyAnswer LatencyDirectory::answer(const KeyQuery& query, Time now) const {
  KeyAnswer given = ask(*behind_, query, now);
  switch (query.kind) {
    case KeyQuery::Kind::dns_txt:
    case KeyQuery::Kind::dns_srv:
      given.waited += model_.dns;
      break;
    case KeyQuery::Kind::http_get:
      given.waited += model_.http;
      break;
    case KeyQuery::Kind::x509_anchor:
    case KeyQuery::Kind::x509_crl:
      return given;  // a trust store is local
  }
  if (given.status == KeyAnswer::Status::timeout) given.waited = model_.timeout;
  return given;
}

FaultyDirectory::FaultyDirectory(std::shared_ptr<const KeyDirectory> behind, FaultModel model)
    : behind_(std::move(behind)), model_(model) {}

KeyAnswer FaultyDirectory::answer(const KeyQuery& query, Time now) const {
  if (query.kind == KeyQuery::Kind::x509_anchor || query.kind == KeyQuery::Kind::x509_crl) {
    return ask(*behind_, query, now);
  }
  RandomSource random(model_.seed, {"fault", ascii_lower(query.name)});
  const std::uint64_t draw = random.below(1000);
  KeyAnswer broken;
  broken.note = "simulated fault";
  std::uint64_t edge = model_.failed_per_mille;
  if (draw < edge) {
    broken.status = KeyAnswer::Status::failed;
    return broken;
  }
  edge += model_.timeout_per_mille;
  if (draw < edge) {
    broken.status = KeyAnswer::Status::timeout;
    return broken;
  }
  edge += model_.absent_per_mille;
  return draw < edge ? broken : ask(*behind_, query, now);
}

KeyAnswer RecordingDirectory::answer(const KeyQuery& query, Time now) const {
  asked_.push_back(query);
  return ask(behind_, query, now);
}

}  // namespace mass
