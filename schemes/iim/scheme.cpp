#include <utility>

#include "core/scheme/registry.hpp"
#include "schemes/iim/publish.hpp"
#include "schemes/iim/settings.hpp"
#include "schemes/iim/sign.hpp"
#include "schemes/iim/status.hpp"
#include "schemes/iim/verify.hpp"

namespace mass::iim {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "iim",
      .title = "Identified Internet Mail (iim-r, reconstructed)",
      .source =
          "draft-fenton-identified-mail, June 2004 to May 2005, of which only the abstract, "
          "patents and memory were at hand",
      .protects = Protects::header | Protects::body,
      .text =
          "The outgoing system signs the counted octets of the body, white space left out, and "
          "copies of a few headers, in a field that also carries the public key. A verifier can "
          "check the signature by itself; whether that key may speak for the originator it asks "
          "the key registration server of the domain. The two answers stay apart.",
      .roles = {"originator", "mediator"},
      .reconstructed =
          "the scheme as a whole: the text of the drafts was not available. Known: the header "
          "with the key in it, copied headers, a count of body octets, a registration server per "
          "domain, two answers. Ours: the octets that are signed and their order, escaping, the "
          "default copies, the originator rule, the fingerprint, the queries and answers of the "
          "server and of the DNS, the policy record, roles other than home. No agreement with "
          "software of 2004 is claimed",
      .parameters = parameter_infos(),
      .profiles = profiles(),
  };
  return info;
}

class IdentifiedMail final : public Scheme {
 public:
  explicit IdentifiedMail(Settings settings) : settings_(std::move(settings)) {}

  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  Result<Signed> originate(Transit transit, const Context& context) const override {
    return sign(std::move(transit), settings_, context);
  }

  Result<Signed> forward(Transit transit, const Context& context) const override {
    return sign_as_list(std::move(transit), settings_, context);
  }

  Verdict verify(const Transit& transit, const Context& context) const override {
    return verify_message(transit.message, settings_, context);
  }

  Result<Publication> provision(std::string_view domain, const Context& context) const override {
    return published_keys(domain, settings_, context);
  }

  std::string status_field(const Verdict& verdict) const override {
    return iim::status_field(verdict, settings_);
  }

  std::string authentication_result(const Verdict& verdict) const override {
    return iim::authentication_result(verdict);
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<IdentifiedMail>(scheme_info(), read_settings);
}

}  // namespace mass::iim
