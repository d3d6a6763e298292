#include "schemes/mta-signatures/examine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <expected>
#include <memory>
#include <utility>

#include "core/crypto/cms.hpp"
#include "schemes/mta-signatures/postal_data.hpp"
#include "schemes/mta-signatures/trust.hpp"

namespace mass::mta_signatures {
namespace {

constexpr std::string_view kDataOid = "1.2.840.113549.1.7.1";

template <class T>
using Step = std::expected<T, Flaw>;

/// A signature as far as it can be read without judging it.
struct Read {
  std::shared_ptr<const CmsSignedData> cms;
  std::shared_ptr<const Certificate> certificate;
  Claims claims;

  [[nodiscard]] const CmsSignedData::Signer& signer() const { return cms->signers().front(); }
};

// What profile 1 fixes of the structure. Source: MTA Signatures sheet section 3.3.
std::optional<Flaw> find_odd_structure(const CmsSignedData& cms) {
  const auto odd = [](std::string reason) {
    return Flaw{State::permerror, Cause::sig_syntax, "structure", std::move(reason)};
  };
  if (cms.has_content()) return odd("the CMS structure holds content of its own");
  if (cms.signers().size() != 1) {
    return odd(
        fmt::format("the CMS structure has {} signers instead of one", cms.signers().size()));
  }
  const CmsSignedData::Signer& signer = cms.signers().front();
  if (!signer.has_signed_attributes || !signer.message_digest) {
    return odd("the signer has no signed attributes with a digest");
  }
  if (signer.content_type != kDataOid) return odd("what is signed is not plain data");
  const bool is_known =
      signer.algorithm == HashAlgorithm::sha1 || signer.algorithm == HashAlgorithm::sha256;
  if (!is_known) {
    return Flaw{State::permerror, Cause::alg_unsupported, "algorithm",
                "the digest is neither SHA-1 nor SHA-256"};
  }
  return std::nullopt;
}

/// Judges one postal-data child.
class Examination {
 public:
  Examination(Scene& scene, std::size_t index, int number, const Context& context)
      : scene_(scene), context_(context), index_(index), number_(number) {}

  Judged run() {
    auto read = read_signature();
    if (context_.trace != nullptr) write_transcript(read);
    if (!read) {
      conclude(read.error());
      return std::move(judged_);
    }
    if (auto flaw = check_origin(*read)) {
      conclude(*flaw);
      return std::move(judged_);
    }
    compare(*read);
    return std::move(judged_);
  }

 private:
  [[nodiscard]] ValueMap& detail() { return judged_.verdict.detail; }

  void conclude(const Flaw& flaw) {
    judged_.state = flaw.state;
    if (!flaw.why.empty()) detail()["why"] = flaw.why;
    mass::conclude(judged_.verdict, outcome_of(flaw.state), name_of(flaw.state), flaw.cause,
                   flaw.reason, kVerifierSource);
  }

  // Step 1.
  Step<Read> read_signature() {
    const Child& child = scene_.container().children[index_];
    auto postal = read_postal_data(scene_.message(), scene_.container(), child);
    if (!postal) return std::unexpected(postal.error());
    has_more_parts_ = postal->has_more_parts;
    if (is_msgid(postal->msgid)) detail()["msgid"] = postal->msgid;
    auto cms = CmsSignedData::parse(postal->der, context_.public_keys);
    if (!cms) return malformed("cms", "the signature part is no CMS signature");
    if (auto odd = find_odd_structure(**cms)) return std::unexpected(*std::move(odd));
    auto claims = read_claims((*cms)->signers().front());
    if (!claims) return std::unexpected(claims.error());
    describe(*claims);
    if (claims->msgid != postal->msgid) {
      return malformed("msgid", "the msgid of the multipart is not the signed one");
    }
    if (!scene_.is_tracked(claims->msgid)) {
      return malformed("msgid", "no X-PostalTracking field has the signed msgid");
    }
    if (!postal->services.empty() && postal->services != claims->services) {
      detail()["services_differ"] = true;
    }
    const auto& certificates = (*cms)->certificates();
    const auto own = std::ranges::find_if(
        certificates, [&cms](const auto& one) { return (*cms)->names(0, *one); });
    if (own == certificates.end()) {
      return std::unexpected(Flaw{State::permerror, Cause::key_missing, "certificate",
                                  "the signer's certificate is not in the CMS structure"});
    }
    return Read{*cms, *own, *std::move(claims)};
  }

  void describe(const Claims& claims) {
    judged_.is_aligned = scene_.is_from_in(claims.domain);
    detail()["signer_domain"] = claims.domain;
    detail()["aligned"] = judged_.is_aligned;
    detail()["services"] = claims.services;
  }

  // For a transcript even what comes to nothing is of interest.
  void write_transcript(const Step<Read>& read) {
    scene_.trace_fields(number_);
    const auto algorithm = read ? read->signer().algorithm : std::nullopt;
    digest_ = scene_.content_digest(index_, algorithm.value_or(HashAlgorithm::sha1), number_);
  }

  // Steps 2 and 3: whose signature it is.
  std::optional<Flaw> check_origin(const Read& read) {
    detail()["key_bits"] = static_cast<std::int64_t>(read.certificate->key_bits());
    if (!read.cms->signature_holds(context_.crypto, 0, *read.certificate, {}, context_.cost)) {
      return Flaw{State::fail, Cause::crypto_bad, "signature",
                  "the signature does not hold over its attributes"};
    }
    Trust trust = find_trust(*read.certificate, read.cms->certificates(), read.claims, context_);
    if (!trust.flaw) detail()["trust"] = std::move(trust.method);
    return std::move(trust.flaw);
  }

  // Steps 4 to 7: what is left of what was signed.
  void compare(const Read& read) {
    const Claims& claims = read.claims;
    if (digest_.empty()) {
      digest_ = scene_.content_digest(index_, *read.signer().algorithm, number_);
    }
    const auto changed = scene_.changed_fields(claims.fields);
    const auto leaves = scene_.count_leaves(claims.leaves);
    Findings findings;
    findings.is_digest_right = digest_ == *read.signer().message_digest;
    findings.has_header_change = !changed.empty();
    findings.is_from_changed = std::ranges::find(changed, kFromIndex) != changed.end();
    findings.has_stranger_after = has_more_parts_ || has_stranger_after();
    findings.parts_total = claims.leaves.size();
    findings.parts_found = leaves.found;
    const std::size_t unknown = leaves.present - leaves.found;
    const std::size_t missing = claims.leaves.size() - leaves.found;
    const std::size_t extra = unknown > missing ? unknown - missing : 0;

    std::vector<std::string> names;
    for (const std::size_t index : changed) names.emplace_back(kSignedFields[index]);
    if (claims.received) detail()["received_found"] = scene_.has_received(*claims.received);
    detail()["parts_total"] = static_cast<std::int64_t>(findings.parts_total);
    detail()["parts_ok"] = static_cast<std::int64_t>(findings.parts_found);
    detail()["extra_parts"] = static_cast<std::int64_t>(extra);
    detail()["digest_ok"] = findings.is_digest_right;
    report(findings, names, extra);
    detail()["header_changes"] = std::move(names);
    if (outcome_of(judged_.state) == Outcome::pass) judged_.verdict.identity = claims.domain;
  }

  [[nodiscard]] bool has_stranger_after() const {
    const auto& children = scene_.container().children;
    return std::any_of(children.begin() + static_cast<std::ptrdiff_t>(index_), children.end(),
                       [](const Child& child) { return !child.is_postal; });
  }

  void report(const Findings& findings, const std::vector<std::string>& names, std::size_t extra) {
    const State state = decide(findings);
    if (state == State::fail && findings.is_from_changed) {
      return conclude({state, Cause::hdr_changed, "from", "From is not the one that was signed"});
    }
    if (state == State::fail) {
      return conclude({state, Cause::body_changed, "content",
                       "nothing of the content that was signed is left"});
    }
    if (state == State::partial) {
      return conclude({state, Cause::body_changed, "",
                       fmt::format("only {} of {} signed parts are left as they were",
                                   findings.parts_found, findings.parts_total)});
    }
    judged_.state = state;
    std::string reason;
    if (state == State::pass_modified) {
      reason = "all signed parts are there; changed since:";
      if (!names.empty()) reason += fmt::format(" {}", fmt::join(names, ", "));
      if (extra > 0) reason += fmt::format("{} {} parts added", names.empty() ? "" : ";", extra);
      if (names.empty() && extra == 0) reason += " order or headers of parts";
    }
    mass::conclude(judged_.verdict, Outcome::pass, name_of(state), Cause::intact, std::move(reason),
                   kVerifierSource);
  }

  Scene& scene_;
  const Context& context_;
  std::size_t index_;
  int number_;
  bool has_more_parts_ = false;
  std::string digest_;
  Judged judged_;
};

}  // namespace

Judged examine(Scene& scene, std::size_t index, int number, const Context& context) {
  return Examination(scene, index, number, context).run();
}

}  // namespace mass::mta_signatures
