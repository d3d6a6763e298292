#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "core/scheme/registry.hpp"
#include "schemes/domainkeys/settings.hpp"
#include "schemes/domainkeys/sign.hpp"
#include "schemes/domainkeys/tags.hpp"
#include "schemes/domainkeys/verify.hpp"

namespace mass::domainkeys {
namespace {

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "domainkeys",
      .title = "DomainKeys",
      .source = "RFC 4870, May 2007 (draft-delany-domainkeys-base, 2004)",
      .protects = Protects::header | Protects::body,
      .text =
          "The sending domain signs header and body with one RSA signature, in a field on top "
          "of everything it covers. The public key stands in the DNS below the signing domain. "
          "The address of Sender, else of From, must belong to that domain.",
      .roles = {"originator", "mediator"},
      .reconstructed =
          "that the form of August 2004 had no h= tag (profile dk-bof); the rule "
          "against headers of over 1,000 fields, fields of over 64 KiB and names of "
          "over 998 octets",
      .parameters = parameter_infos(),
      .profiles = profiles(),
  };
  return info;
}

// Source: RFC 5451 section 2.4.1, DomainKeys sheet section 9.
std::string_view result_word(const Verdict& verdict) {
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
  const bool is_about_key = verdict.cause == Cause::key_missing ||
                            verdict.cause == Cause::key_revoked ||
                            verdict.cause == Cause::key_syntax;
  return is_about_key ? "permerror" : "neutral";
}

class DomainKeys final : public Scheme {
 public:
  explicit DomainKeys(Settings settings) : settings_(std::move(settings)) {}

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
    return published_records(domain, settings_, context);
  }

  // A message that could not be judged yet is deferred and gets no field.
  std::string status_field(const Verdict& verdict) const override {
    if (verdict.outcome == Outcome::temperror || verdict.outcome == Outcome::na) return {};
    const bool is_testing = verdict.detail.contains("testing");
    return fmt::format("{}: {}{}", kStatusField, verdict.state, is_testing ? " (test mode)" : "");
  }

  std::string authentication_result(const Verdict& verdict) const override {
    std::string text = fmt::format("domainkeys={}", result_word(verdict));
    if (!verdict.reason.empty() && verdict.outcome != Outcome::none) {
      text += " reason=" + authres_value(verdict.reason);
    }
    const std::string domain = text_detail(verdict, "domain");
    if (!domain.empty()) text += " header.d=" + domain;
    const std::string header = text_detail(verdict, "header");
    if (!header.empty() && !verdict.identity.empty()) {
      text += fmt::format(" header.{}={}", header, authres_value(verdict.identity));
    }
    return text;
  }

 private:
  Settings settings_;
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add<DomainKeys>(scheme_info(), read_settings);
}

}  // namespace mass::domainkeys
