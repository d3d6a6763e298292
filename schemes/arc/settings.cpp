#include "schemes/arc/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/base/text.hpp"
#include "core/signature/fields.hpp"
#include "core/signature/tags.hpp"

namespace mass::arc {
namespace {

// Source: scenarios sheet section 5 (std); RFC 8617 section 4.1.2 for DKIM-Signature.
std::vector<std::string> usual_headers() {
  return {"from",         "subject",      "date",          "to", "cc", "message-id",
          "mime-version", "content-type", "dkim-signature"};
}

std::unexpected<Error> refuse(std::string_view name, std::string_view value, std::string_view why) {
  return fail(Errc::config, fmt::format("{}: \"{}\" {}", name, printable(value), why));
}

bool is_listable(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c > ' ' && c <= '~' && c != ':' && c != ';';
  });
}

Result<void> check(const Settings& settings) {
  for (const std::string& name : settings.headers) {
    if (!is_listable(name)) return refuse("headers", name, "cannot stand in h=");
    if (!may_be_signed(name)) {
      return refuse("headers", name, "must not be signed (RFC 8617 section 4.1.2)");
    }
  }
  if (settings.headers.size() > signature::kMaxNames / 2) {
    return refuse("headers", std::to_string(settings.headers.size()), "names are too many");
  }
  if (!is_dns_name(settings.selector)) {
    return refuse("selector", settings.selector, "is not a DNS name");
  }
  if (!settings.domain.empty() && !signature::signing_domain_name(settings.domain)) {
    return refuse("domain", settings.domain, "is not the name of a domain that can sign");
  }
  return {};
}

}  // namespace

bool may_be_signed(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 4> kForbidden{
      "authentication-results", "arc-authentication-results", "arc-message-signature", "arc-seal"};
  return std::ranges::none_of(kForbidden,
                              [name](std::string_view other) { return iequals(name, other); });
}

std::vector<ParameterInfo> parameter_infos() {
  return {
      word_parameter("name_rules", {"deployed", "rfc8617"},
                     "what h= of the newest message signature may name: anything but ARC-Seal, or "
                     "only what a signer may list"),
      word_parameter("key_trouble", {"retry", "fail"},
                     "what a chain is whose keys could not be fetched: to be judged again (and not "
                     "to be sealed), or failed for good"),
      word_parameter("algorithm", {"rsa-sha256", "ed25519-sha256"}, "algorithm of new sets"),
      word_parameter("canonicalization",
                     {"relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple",
                      "relaxed", "simple"},
                     "canonicalization of new message signatures, as in c=; without a body part it "
                     "is simple; seals are always relaxed"),
      plain_parameter("headers", usual_headers(),
                      "fields to sign, each as often as it occurs; From is added if it lacks"),
      plain_parameter("domain", std::string(),
                      "sealing domain d=; empty: that of the operator, or of From"),
      plain_parameter("selector", std::string("arc"), "selector of seals and of the published key"),
      plain_parameter("authserv_id", std::string(),
                      "name under which the sealer's own results stand; empty: its host or domain"),
      word_parameter("tag_order", {"usual", "alphabetical"}, "order in which tags are written"),
      plain_parameter("states_chain", false,
                      "add arc= to what ARC-Authentication-Results says, if it is not there"),
      plain_parameter("seal_unchanged", true,
                      "intermediaries seal what passes as it is, too, not only what they changed"),
  };
}

std::vector<Profile> profiles() {
  const auto word = [](std::string_view text) { return Value(std::string(text)); };
  return {
      {"std", "relaxed/relaxed, h= names the usual fields that are present", {}, true},
      {"strict",
       "simple/simple, h= as std; a chain whose h= breaks the rules for signers fails",
       {{"canonicalization", word("simple/simple")}, {"name_rules", word("rfc8617")}},
       true},
      {"ed25519", "as std with an Ed25519 key", {{"algorithm", word("ed25519-sha256")}}, false},
  };
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.name_rules = parameters.choice<NameRules>("name_rules");
  made.trouble = parameters.choice<Trouble>("key_trouble");
  made.algorithm = signature::parse_algorithm(parameters.text("algorithm"))
                       .value_or(signature::Algorithm::rsa_sha256);
  made.canons_text = parameters.text("canonicalization");
  made.canons = signature::parse_canons(made.canons_text).value_or(signature::Canons{});
  std::ranges::transform(parameters.list("headers"), std::back_inserter(made.headers),
                         [](const std::string& name) { return ascii_lower(name); });
  if (std::ranges::find(made.headers, "from") == made.headers.end()) {
    made.headers.insert(made.headers.begin(), "from");
  }
  made.domain = ascii_lower(parameters.text("domain"));
  made.selector = parameters.text("selector");
  made.authserv_id = parameters.text("authserv_id");
  made.tag_order = parameters.choice<TagOrder>("tag_order");
  made.states_chain = parameters.flag("states_chain");
  made.seals_unchanged = parameters.flag("seal_unchanged");
  if (auto sound = check(made); !sound) return std::unexpected(sound.error());
  return made;
}

}  // namespace mass::arc
