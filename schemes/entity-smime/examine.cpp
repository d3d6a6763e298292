#include "schemes/entity-smime/examine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/cms.hpp"
#include "schemes/entity-smime/attributes.hpp"
#include "schemes/entity-smime/trust.hpp"

namespace mass::entity_smime {
namespace {

constexpr std::size_t kMostJudged = 8;
constexpr std::string_view kSignedEntity = "signed-entity";

/// One signer as far as it was judged.
struct Signer {
  std::shared_ptr<const Certificate> certificate;
  SignerKind kind;
  Trust trust;
};

class Examination {
 public:
  Examination(std::string_view body, const MimeTree& tree, const Layer& layer, int number,
              const Author& author, PolicySource& policies, const Settings& settings,
              const Context& context)
      : body_(body),
        tree_(tree),
        layer_(layer),
        number_(number),
        author_(author),
        policies_(policies),
        settings_(settings),
        context_(context) {}

  Judged run() {
    detail()["nested"] = static_cast<std::int64_t>(layer_.depth);
    detail()["unsigned_outside"] = unsigned_outside(body_, tree_, layer_);
    detail()["part"] = part_number(tree_, layer_);
    entity_ = signed_entity(body_, tree_, layer_).value_or("");
    if (read_signature() && find_certificates() && check_integrity()) judge_signers();
    // For a transcript even what comes to nothing is of interest.
    if (context_.trace != nullptr && digests_.empty()) (void)digest(HashAlgorithm::sha1);
    return std::move(judged_);
  }

 private:
  [[nodiscard]] ValueMap& detail() { return judged_.verdict.detail; }

  bool conclude(Outcome outcome, std::string_view state, Cause cause, std::string reason,
                std::string_view source) {
    mass::conclude(judged_.verdict, outcome, state, cause, std::move(reason), source);
    return false;
  }
  bool permerror(Cause cause, std::string reason, std::string_view source) {
    return conclude(Outcome::permerror, "permerror", cause, std::move(reason), source);
  }

  // Source: sheet section 5.2.
  bool read_signature() {
    SignaturePart part = signature_part(body_, tree_, layer_);
    if (!part.flaw.empty()) {
      return permerror(Cause::mime_struct, std::move(part.flaw), "RFC 1847 section 2.1");
    }
    auto parsed = CmsSignedData::parse(part.der, context_.public_keys);
    if (!parsed) {
      return permerror(Cause::sig_syntax, parsed.error().what, "RFC 5652 section 5.1");
    }
    cms_ = *std::move(parsed);
    if (cms_->signers().empty() || cms_->signers().size() > kMostJudged) {
      return permerror(Cause::sig_syntax,
                       fmt::format("the CMS has {} signers; 1 to {} are judged",
                                   cms_->signers().size(), kMostJudged),
                       "RFC 5652 section 5.1");
    }
    return true;
  }

  // Source: sheet section 5.3.
  bool find_certificates() {
    for (std::size_t i = 0; i < cms_->signers().size(); ++i) {
      const auto& embedded = cms_->certificates();
      const auto found = std::ranges::find_if(
          embedded, [&](const auto& certificate) { return cms_->names(i, *certificate); });
      if (found != embedded.end()) {
        signers_.push_back({*found, {}, {}});
        continue;
      }
      Located located = locate_signer(*cms_, i, policies_.of(author_.domain), context_);
      if (!located.certificate && located.is_in_doubt) {
        return conclude(Outcome::temperror, "temperror", Cause::key_temperror,
                        "the certificate is not embedded and could not be fetched now",
                        "sheet section 5.3");
      }
      if (!located.certificate) {
        return conclude(Outcome::permerror, "nokey", Cause::key_missing,
                        "the certificate is neither embedded nor at a Locator of the author's "
                        "domain",
                        "sheet section 5.3");
      }
      signers_.push_back({std::move(located.certificate), {}, {}});
    }
    return true;
  }

  // Each hash once; the octets are written down the first time only.
  [[nodiscard]] const std::string& digest(HashAlgorithm algorithm) {
    const auto known = digests_.find(algorithm);
    if (known != digests_.end()) return known->second;
    Trace* trace = digests_.empty() ? context_.trace : nullptr;
    if (trace != nullptr) trace->begin(kSignedEntity, number_, "");
    Hasher hasher = context_.crypto.hasher(algorithm);
    Tee tee(hasher, trace);
    write_canonical(entity_, tee);
    return digests_[algorithm] = hasher.finish(context_.cost);
  }

  // Source: sheet section 5.4.
  bool check_integrity() {
    for (std::size_t i = 0; i < signers_.size(); ++i) {
      const auto& signer = cms_->signers()[i];
      if (!signer.algorithm || !signers_[i].certificate->rsa_key()) {
        return permerror(Cause::alg_unsupported,
                         "the signature is not RSA with a hash this program knows",
                         "sheet section 4.2");
      }
      const std::string& over = digest(*signer.algorithm);
      if (signer.has_signed_attributes && signer.content_type != cms_->content_type()) {
        return failed("the contentType attribute lacks or names another type");
      }
      if (signer.has_signed_attributes && signer.message_digest != over) {
        return failed("the messageDigest attribute does not fit the signed part");
      }
      if (!cms_->signature_holds(context_.crypto, i, *signers_[i].certificate, over,
                                 context_.cost)) {
        return failed("the signature value does not hold");
      }
    }
    return true;
  }

  bool failed(std::string reason) {
    return conclude(Outcome::fail, "fail", Cause::crypto_bad, std::move(reason),
                    "sheet section 5.4");
  }

  // Source: sheet sections 5.5 to 5.7.
  void judge_signers() {
    for (Signer& signer : signers_) signer.kind = kind_of(*signer.certificate, author_);
    const auto speaking = std::ranges::find_if(
        signers_, [](const Signer& signer) { return signer.kind.kind.has_value(); });
    judged_.has_kind = speaking != signers_.end();
    const std::size_t chosen =
        judged_.has_kind ? static_cast<std::size_t>(speaking - signers_.begin()) : 0;
    describe(chosen);
    for (Signer& signer : signers_) {
      signer.trust = find_trust(*signer.certificate, cms_->certificates(), signer.kind.domain,
                                policies_, settings_, context_);
      if (signer.trust.state != Trust::State::trusted) return distrust(signer.trust);
    }
    detail()["trust"] = std::string(signers_[chosen].trust.by);
    if (!judged_.has_kind) {
      conclude(Outcome::fail, "mismatch", Cause::ident_mismatch,
               fmt::format("the certificate is for {}, From is {}", signer_name(chosen),
                           author_.address.empty() ? "missing" : printable(author_.address)),
               "sheet section 5.5");
      return;
    }
    conclude(Outcome::pass, "pass", Cause::intact, {}, {});
    judged_.verdict.identity = signers_[chosen].kind.domain;
  }

  [[nodiscard]] std::string signer_name(std::size_t chosen) const {
    const std::string& name = signers_[chosen].kind.identifier;
    return name.empty() ? "nobody in particular" : printable(name);
  }

  void describe(std::size_t chosen) {
    const SignerKind& kind = signers_[chosen].kind;
    if (kind.kind) detail()["signer_kind"] = std::string(word_of(*kind.kind));
    if (!kind.domain.empty()) detail()["signer_domain"] = kind.domain;
    if (!kind.identifier.empty()) detail()["identifier"] = kind.identifier;
    const auto& signer = cms_->signers()[chosen];
    if (const auto type = stated_type(signer)) {
      detail()["signature_type"] = std::string(word_of(*type));
    }
    if (const auto mode = stated_mode(signer)) detail()["mode"] = std::string(word_of(*mode));
    if (signer.signing_time) detail()["signing_time"] = to_unix(*signer.signing_time);
  }

  void distrust(const Trust& trust) {
    constexpr std::string_view kSource = "sheet section 5.6";
    switch (trust.state) {
      case Trust::State::expired:
        conclude(Outcome::fail, "expired", Cause::time_expired, trust.reason, kSource);
        break;
      case Trust::State::revoked:
        conclude(Outcome::fail, "revoked", Cause::key_revoked, trust.reason, kSource);
        break;
      case Trust::State::temperror:
        conclude(Outcome::temperror, "temperror", Cause::key_temperror, trust.reason, kSource);
        break;
      case Trust::State::untrusted:
      case Trust::State::trusted:
        conclude(Outcome::fail, "untrusted", Cause::key_missing, trust.reason, kSource);
        break;
    }
  }

  std::string_view body_;
  const MimeTree& tree_;
  const Layer& layer_;
  int number_;
  const Author& author_;
  PolicySource& policies_;
  const Settings& settings_;
  const Context& context_;
  std::string_view entity_;
  std::shared_ptr<const CmsSignedData> cms_;
  std::vector<Signer> signers_;
  std::map<HashAlgorithm, std::string> digests_;
  Judged judged_;
};

}  // namespace

Judged examine(std::string_view body, const MimeTree& tree, const Layer& layer, int number,
               const Author& author, PolicySource& policies, const Settings& settings,
               const Context& context) {
  return Examination(body, tree, layer, number, author, policies, settings, context).run();
}

}  // namespace mass::entity_smime
