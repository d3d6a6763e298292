#include "core/keys/trust.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/base/text.hpp"
#include "core/crypto/revocation.hpp"

namespace mass {

namespace {

constexpr std::size_t kMostIssuers = 8;

// Whose anchors and lists are worth asking for: each once, the leaf's issuer first.
std::vector<std::string> issuers_of(const Certificate& leaf, const Certificates& intermediates) {
  std::vector<std::string> ids{leaf.issuer_id()};
  for (const auto& certificate : intermediates) {
    if (ids.size() == kMostIssuers) break;
    const std::string& id = certificate->issuer_id();
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

// What the directory has to say about all issuers.
struct Gathered {
  Certificates anchors;
  std::vector<std::string> crls;
  std::string anchor_trouble;  // Why a question was not answered; empty if all were.
  std::string crl_trouble;
};

bool is_trouble(const KeyAnswer& answer) {
  return answer.status == KeyAnswer::Status::failed || answer.status == KeyAnswer::Status::timeout;
}

std::string trouble(std::string_view what, const KeyAnswer& answer) {
  const bool is_late = answer.status == KeyAnswer::Status::timeout;
  return fmt::format("the question for {} {}{}{}", what,
                     is_late ? "was not answered in time" : "failed",
                     answer.note.empty() ? "" : ": ", printable(answer.note));
}

void ask_for(const std::string& issuer, const KeyDirectory& directory, PublicKeyCache& cache,
             Time now, CostMeter& cost, Gathered& gathered) {
  const KeyAnswer anchors = directory.lookup({KeyQuery::Kind::x509_anchor, issuer}, now, cost);
  if (is_trouble(anchors)) gathered.anchor_trouble = trouble("trust anchors", anchors);
  for (const std::string& der : anchors.records) {
    // An anchor that cannot be read anchors nothing.
    if (auto anchor = cache.certificate(der)) gathered.anchors.push_back(*std::move(anchor));
  }
  const KeyAnswer crls = directory.lookup({KeyQuery::Kind::x509_crl, issuer}, now, cost);
  if (is_trouble(crls)) gathered.crl_trouble = trouble("a revocation list", crls);
  gathered.crls.insert(gathered.crls.end(), crls.records.begin(), crls.records.end());
}

}  // namespace

void TrustStore::add_anchor(std::shared_ptr<const Certificate> anchor) {
  const std::unique_lock lock(mutex_);
  anchors_[anchor->subject_id()].push_back(anchor->der());
}

Result<void> TrustStore::add_crl(std::string_view der) {
  const auto issuer = crl_issuer_id(der);
  if (!issuer) return std::unexpected(issuer.error());
  const std::unique_lock lock(mutex_);
  crls_[*issuer].emplace_back(der);
  return {};
}

Result<void> TrustStore::add_pem(std::string_view pem, std::string_view source) {
  const auto blocks = read_trust_pem(pem);
  if (!blocks) return fail_in(source, blocks.error());
  for (const auto& anchor : blocks->certificates) add_anchor(anchor);
  for (const std::string& crl : blocks->crls) {
    if (auto added = add_crl(crl); !added) return fail_in(source, added.error());
  }
  return {};
}

KeyAnswer TrustStore::answer(const KeyQuery& query, Time /*now*/) const {
  const bool is_anchor = query.kind == KeyQuery::Kind::x509_anchor;
  KeyAnswer answer;
  if (!is_anchor && query.kind != KeyQuery::Kind::x509_crl) return answer;
  const std::shared_lock lock(mutex_);
  const auto& held = is_anchor ? anchors_ : crls_;
  const auto found = held.find(query.name);
  if (found == held.end()) return answer;
  answer.status = KeyAnswer::Status::found;
  answer.records = found->second;
  for (const std::string& record : answer.records) answer.octets += record.size();
  return answer;
}

PathResult validate_path(const Certificate& leaf, const Certificates& intermediates,
                         const Certificates& further_anchors, const KeyDirectory& directory,
                         PublicKeyCache& cache, Time now, CostMeter& cost) {
  Gathered gathered;
  gathered.anchors = further_anchors;
  for (const std::string& issuer : issuers_of(leaf, intermediates)) {
    ask_for(issuer, directory, cache, now, cost, gathered);
  }
  PathResult result =
      validate_path({leaf, intermediates, gathered.anchors, gathered.crls, now}, cost);
  if (result.state == PathState::no_issuer && !gathered.anchor_trouble.empty()) {
    result.reason = gathered.anchor_trouble;
  }
  if (result.state == PathState::valid && !gathered.crl_trouble.empty()) {
    result.state = PathState::revocation_unknown;
    result.reason = gathered.crl_trouble;
  }
  return result;
}

}  // namespace mass
