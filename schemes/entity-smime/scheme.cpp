#include <fmt/format.h>

#include <utility>

#include "core/scheme/registry.hpp"
#include "schemes/entity-smime/provision.hpp"
#include "schemes/entity-smime/settings.hpp"
#include "schemes/entity-smime/sign.hpp"
#include "schemes/entity-smime/verify.hpp"

namespace mass::entity_smime {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "entity-smime",
      .title = "Entity-to-Entity S/MIME",
      .source = "draft-hallambaker-entity-00, July 2004",
      .protects = Protects::body,
      .text =
          "The sending domain, or its user, signs the content with S/MIME: the message becomes a "
          "multipart/signed with a CMS signature and the signer's certificate in a second part. "
          "Trust comes from a certification authority or from what the domain lists in the DNS, "
          "where it also says whether it signs everything. Edge servers may add and take off "
          "signatures. The header is not covered.",
      .roles = {"originator", "relay", "mediator", "receiver"},
      .reconstructed =
          "which address is compared with the certificate (From), the names in a domain "
          "certificate (RFC 3183), the form of the DNS records, the identifiers of the signed "
          "attributes, how a nested signature is judged: all that the draft marks as to be done",
      .parameters = parameter_infos(),
      .profiles = profiles(),
  };
  return info;
}

class EntitySmime final : public Scheme {
 public:
  explicit EntitySmime(Settings settings) : settings_(settings) {}

  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  Result<Signed> originate(Transit transit, const Context& context) const override {
    return sign(std::move(transit), settings_, context);
  }

  Result<Signed> forward(Transit transit, const Context& context) const override {
    return act_as_intermediary(std::move(transit), settings_, context);
  }

  Verdict verify(const Transit& transit, const Context& context) const override {
    return verify_message(transit.message, settings_, context);
  }

  Result<Publication> provision(std::string_view domain, const Context& context) const override {
    return published(domain, settings_, context);
  }

  // Source: RFC 7281 section 3.
  std::string authentication_result(const Verdict& verdict) const override {
    const bool is_silent = verdict.outcome == Outcome::none || verdict.outcome == Outcome::na;
    std::string text = fmt::format("smime={}", is_silent ? "none" : name_of(verdict.outcome));
    if (!verdict.reason.empty() && !is_silent) text += " reason=" + authres_value(verdict.reason);
    const std::string identifier = text_detail(verdict, "identifier");
    if (!identifier.empty()) text += " body.smime-identifier=" + authres_value(identifier);
    const std::string part = text_detail(verdict, "part");
    if (!part.empty()) text += " body.smime-part=" + part;
    return text;
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<EntitySmime>(scheme_info(), read_settings);
}

}  // namespace mass::entity_smime
