#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "core/scheme/registry.hpp"
#include "schemes/dkim/settings.hpp"
#include "schemes/dkim/sign.hpp"
#include "schemes/dkim/verify.hpp"

namespace mass::dkim {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "dkim",
      .title = "DomainKeys Identified Mail",
      .source = "RFC 6376, September 2011, with RFC 8301 and RFC 8463 (2018)",
      .protects = Protects::header | Protects::body,
      .text =
          "A domain takes responsibility for a message: it signs a hash of the body and the header "
          "fields it names, in a field of its own. The public key stands in the DNS below the "
          "signing domain, which need not be that of any address in the message. Several "
          "signatures may stand side by side.",
      .roles = {"originator", "relay", "mediator"},
      .reconstructed = {},
      .parameters = parameter_infos(),
      .profiles = profiles(),
      .lineage = Lineage::descendant,
  };
  return info;
}

// What holds but is not wanted here is a matter of policy. Source: RFC 8601 section 2.7.1.
std::string_view result_word(const SignatureVerdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::temperror:
      return "temperror";
    case Outcome::none:
    case Outcome::na:
      return "none";
    case Outcome::permerror:
      break;
  }
  const bool holds = text_detail(verdict, "header_hash") == "holds" &&
                     text_detail(verdict, "body_hash") == "holds";
  return holds ? "policy" : "permerror";
}

// Source: RFC 8601 section 2.7.1, RFC 6008 (header.b).
std::string result_of(const SignatureVerdict& verdict) {
  std::string text = fmt::format("dkim={}", result_word(verdict));
  if (!verdict.reason.empty() && verdict.outcome != Outcome::none) {
    text += " reason=" + authres_value(verdict.reason);
  }
  const std::string user = text_detail(verdict, "user");
  if (user.empty()) return text;
  text += " header.d=" + text_detail(verdict, "domain") + " header.i=" + authres_value(user);
  for (const auto& [property, name] : {std::pair{"a", "algorithm"}, std::pair{"s", "selector"}}) {
    const std::string value = text_detail(verdict, name);
    if (!value.empty()) text += fmt::format(" header.{}={}", property, authres_value(value));
  }
  const std::string start = text_detail(verdict, "signature").substr(0, 8);
  if (!start.empty()) text += " header.b=" + authres_value(start);
  return text;
}

class Dkim final : public Scheme {
 public:
  explicit Dkim(Settings settings) : settings_(std::move(settings)) {}

  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  Result<Signed> originate(Transit transit, const Context& context) const override {
    return sign(std::move(transit), settings_, context);
  }

  Result<Signed> forward(Transit transit, const Context& context) const override {
    return sign_for_list(std::move(transit), settings_, context);
  }

  Verdict verify(const Transit& transit, const Context& context) const override {
    return verify_message(transit.message, settings_, context);
  }

  Result<Publication> provision(std::string_view domain, const Context& context) const override {
    return published_records(domain, settings_, context);
  }

  // One result per signature that was judged.
  std::string authentication_result(const Verdict& verdict) const override {
    std::string text;
    for (const SignatureVerdict& one : verdict.signatures) {
      if (one.outcome == Outcome::none) continue;
      text += (text.empty() ? "" : "; ") + result_of(one);
    }
    return text.empty() ? result_of(verdict) : text;
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<Dkim>(scheme_info(), read_settings);
}

}  // namespace mass::dkim
