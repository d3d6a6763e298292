#include <fmt/format.h>

#include <utility>

#include "core/scheme/registry.hpp"
#include "schemes/batv/settings.hpp"
#include "schemes/batv/sign.hpp"
#include "schemes/batv/verify.hpp"

namespace mass::batv {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "batv",
      .title = "Bounce Address Tag Validation (prvs)",
      .source = "draft-levine-smtp-batv-01, May 2008 (draft-crocker-marid-batv, July 2004)",
      .protects = Protects::envelope | Protects::bounce,
      .text =
          "The originating site puts a keyed hash and an expiry day into its reverse-path. A "
          "bounce that comes back to an address without a tag that holds was provoked by "
          "forged mail and can be refused. Nothing is published, no content is protected, and "
          "no other site needs to change.",
      .roles = {"originator"},
      .reconstructed =
          "the house rules: what is not tagged, the case of domains, days compared "
          "modulo 1000 with a skew, and the decision table for recipients",
      .parameters = parameter_infos(),
      .profiles = profiles(),
  };
  return info;
}

class Batv final : public Scheme {
 public:
  explicit Batv(Settings settings) : settings_(std::move(settings)) {}

  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  Result<Signed> originate(Transit transit, const Context& context) const override {
    return tag_sender(std::move(transit), settings_, context);
  }

  Verdict verify(const Transit& transit, const Context& context) const override {
    return check_recipients(transit.envelope, settings_, context);
  }

  // Source: common sheet section 5, a project rule: the method is not registered.
  std::string authentication_result(const Verdict& verdict) const override {
    std::string text = "x-batv=none";
    if (verdict.outcome == Outcome::pass) text = "x-batv=pass";
    if (verdict.outcome == Outcome::fail) text = "x-batv=fail reason=" + verdict.state;
    const auto found = verdict.detail.find("recipient");
    if (found != verdict.detail.end()) {
      text += " smtp.rcptto=" + authres_value(std::get<std::string>(found->second));
    }
    return text;
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<Batv>(scheme_info(), read_settings);
}

}  // namespace mass::batv
