#include <fmt/format.h>

#include <utility>

#include "core/scheme/registry.hpp"
#include "schemes/postmarks/settings.hpp"
#include "schemes/postmarks/sign.hpp"
#include "schemes/postmarks/verify.hpp"

namespace mass::postmarks {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "postmarks",
      .title = "E-mail Postmarks (reconstruction)",
      .source = "mass-bench profile 1; EmailPostmarks.pdf of 2004 could not be found",
      .protects = Protects::header | Protects::body | Protects::envelope,
      .text =
          "Every mail server that takes part puts a stamp on the message: who stamped, where, "
          "when, as what, and digests of the envelope sender, of listed header fields and of the "
          "body, under one RSA signature that also covers all earlier stamps. The key stands in "
          "the DNS below the stamping domain. A list that stamps after its changes makes them "
          "visible: the chain still shows who sent the original.",
      .roles = {"originator", "relay", "mediator", "receiver"},
      .reconstructed =
          "everything but the name, the year and that it signs messages against address spoofing: "
          "field, tags, canonical forms, coverage, keys, chain and states are a design of this "
          "project (mass-bench profile 1). Report results as \"postmarks (reconstruction)\"; they "
          "do not judge the proposal of the authors",
      .parameters = parameter_infos(),
      .profiles = profiles(),
  };
  return info;
}

class Postmarks final : public Scheme {
 public:
  explicit Postmarks(Settings settings) : settings_(std::move(settings)) {}

  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  Result<Signed> originate(Transit transit, const Context& context) const override {
    return stamp(std::move(transit), settings_, context);
  }

  Result<Signed> forward(Transit transit, const Context& context) const override {
    return stamp_again(std::move(transit), settings_, context);
  }

  Verdict verify(const Transit& transit, const Context& context) const override {
    return verify_transit(transit, settings_, context);
  }

  Result<Publication> provision(std::string_view domain, const Context& context) const override {
    return published_records(domain, settings_, context);
  }

  // Source: common sheet section 5.
  std::string authentication_result(const Verdict& verdict) const override {
    if (verdict.outcome == Outcome::none || verdict.outcome == Outcome::na) {
      return "x-postmark=none";
    }
    std::string text = fmt::format("x-postmark={}", name_of(verdict.outcome));
    if (!verdict.reason.empty()) text += " reason=" + authres_value(verdict.reason);
    return text + " policy.class=" + authres_value(verdict.state);
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<Postmarks>(scheme_info(), read_settings);
}

}  // namespace mass::postmarks
