#include "core/scheme/scheme.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "core/scheme/registry.hpp"
#include "schemes/mta-signatures/settings.hpp"
#include "schemes/mta-signatures/sign.hpp"
#include "schemes/mta-signatures/verify.hpp"

namespace mass::mta_signatures {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "mta-signatures",
      .title = "MTA Signatures",
      .source =
          "W. Leibzon, MTA Signatures Proposal, Brief Overview, MASS BOF, 2004-08-05 (slide 5)",
      .protects = Protects::header | Protects::body,
      .text =
          "A mail server signs for its domain and adds the signature as a further MIME part. A CMS "
          "structure in it holds a digest of the parts together, a digest of each part, and copies "
          "of the header fields that readers see. So a verifier can tell what was changed, show "
          "the original Subject, and vouch for the parts that are left. The certificate travels "
          "along and is confirmed by a download from the signer's domain or by a path to a root.",
      .roles = {"originator", "relay", "mediator"},
      .reconstructed =
          "all but one slide of the original is lost: attribute identifiers and syntax, "
          "canonicalization, which parts are covered, how other mail than multipart/mixed is "
          "treated, the name in the certificate, what the service strings mean, all results. They "
          "are mass-bench profile 1, a reconstruction",
      .parameters = parameter_infos(),
      .profiles = profiles(),
  };
  return info;
}

class MtaSignatures final : public Scheme {
 public:
  explicit MtaSignatures(Settings settings) : settings_(std::move(settings)) {}

  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  Result<Signed> originate(Transit transit, const Context& context) const override {
    return sign_at_origin(std::move(transit), settings_, context);
  }

  Result<Signed> forward(Transit transit, const Context& context) const override {
    return sign_on_the_way(std::move(transit), settings_, context);
  }

  Verdict verify(const Transit& transit, const Context& context) const override {
    return verify_message(transit.message, context);
  }

  Result<Publication> provision(std::string_view domain, const Context& context) const override {
    return published_certificates(domain, settings_, context);
  }

  // Results as for DKIM, with the reason where a receiver should know of changes. Source: common
  // sheet section 5.
  std::string authentication_result(const Verdict& verdict) const override {
    const Outcome outcome = verdict.outcome == Outcome::na ? Outcome::none : verdict.outcome;
    std::string text = fmt::format("x-mta-sig={}", name_of(outcome));
    if (!verdict.reason.empty() && outcome != Outcome::none) {
      text += " reason=" + authres_value(verdict.reason);
    }
    const auto domain = verdict.detail.find("signer_domain");
    if (domain != verdict.detail.end()) {
      text += " header.d=" + authres_value(to_text(domain->second));
    }
    return text;
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<MtaSignatures>(scheme_info(), read_settings);
}

}  // namespace mass::mta_signatures
