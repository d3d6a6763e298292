#include <utility>

#include "core/scheme/registry.hpp"
#include "schemes/arc/seal.hpp"
#include "schemes/arc/settings.hpp"
#include "schemes/arc/validate.hpp"

namespace mass::arc {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "arc",
      .title = "Authenticated Received Chain",
      .source = "RFC 8617, July 2019 (experimental)",
      .protects = Protects::header | Protects::body,
      .text =
          "Whoever handles a message writes down what it found out on arrival, signs the message "
          "as it goes on, and seals both together with all earlier sets. Later changes break older "
          "signatures but not the chain: a receiver sees who vouches for the message as it is, and "
          "what earlier hands say they saw. Whether they are to be believed is not in the chain.",
      .roles = {"originator", "relay", "mediator"},
      .reconstructed = {},
      .parameters = parameter_infos(),
      .profiles = profiles(),
      .lineage = Lineage::descendant,
  };
  return info;
}

class Arc final : public Scheme {
 public:
  explicit Arc(Settings settings) : settings_(std::move(settings)) {}

  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  Result<Signed> originate(Transit transit, const Context& context) const override {
    return seal_at_origin(std::move(transit), settings_, context);
  }

  Result<Signed> forward(Transit transit, const Context& context) const override {
    return seal_on_the_way(std::move(transit), settings_, context);
  }

  Verdict verify(const Transit& transit, const Context& context) const override {
    return validate(transit, settings_, context);
  }

  Result<Publication> provision(std::string_view domain, const Context& context) const override {
    return published_records(domain, settings_, context);
  }

  std::string authentication_result(const Verdict& verdict) const override {
    return result_of(verdict);
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<Arc>(scheme_info(), read_settings);
}

}  // namespace mass::arc
