#include "schemes/dkim/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/text.hpp"
#include "core/signature/fields.hpp"
#include "core/signature/tags.hpp"

namespace mass::dkim {
namespace {

using signature::Algorithm;
using Words = std::vector<std::string>;

// Source: scenarios sheet section 5 (std).
const Words& usual_headers() {
  static const Words names{"from", "subject",    "date",         "to",
                           "cc",   "message-id", "mime-version", "content-type"};
  return names;
}

constexpr std::int64_t kWhole = INT64_MAX;  // no body is longer

Words without(Words names, std::string_view name) {
  std::erase(names, name);
  return names;
}

Value word(std::string_view text) {
  return std::string(text);
}

Profile profile(std::string name, std::string text, ValueMap parameters, bool standard = true) {
  return {std::move(name), std::move(text), std::move(parameters), standard};
}

bool is_listable(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c > ' ' && c <= '~' && c != ':' && c != ';';
  });
}

std::unexpected<Error> refuse(std::string_view name, std::string_view value, std::string_view why) {
  return fail(Errc::config, fmt::format("{}: \"{}\" {}", name, printable(value), why));
}

// What ends up in a tag list or in a DNS name must fit there.
Result<void> check(const Settings& settings) {
  for (const std::string& name : settings.headers) {
    if (!is_listable(name)) return refuse("headers", name, "cannot stand in h=");
  }
  if (settings.headers.size() > signature::kMaxNames / 2) {
    return refuse("headers", std::to_string(settings.headers.size()), "names are too many");
  }
  for (const auto& [name, value] : {std::pair{"selector", &settings.selector},
                                    std::pair{"ed25519_selector", &settings.ed25519_selector}}) {
    if (!is_dns_name(*value)) return refuse(name, *value, "is not a DNS name");
  }
  if (!settings.domain.empty() && !signature::signing_domain_name(settings.domain)) {
    return refuse("domain", settings.domain, "is not the name of a domain that can sign");
  }
  const bool flags_fit = std::ranges::all_of(
      settings.key_flags, [](char c) { return is_listable({&c, 1}) || c == ':'; });
  if (!flags_fit) return refuse("key_flags", settings.key_flags, "cannot stand in t=");
  const bool signs_sha1 =
      std::ranges::find(settings.algorithms, Algorithm::rsa_sha1) != settings.algorithms.end();
  if (signs_sha1 && settings.tolerance != Tolerance::legacy) {
    return refuse("algorithm", "rsa-sha1",
                  "must not be used to sign (RFC 8301); tolerance=legacy "
                  "allows it");
  }
  return {};
}

std::vector<Algorithm> algorithms(const std::string& text) {
  if (text == "both") return {Algorithm::rsa_sha256, Algorithm::ed25519_sha256};
  return {signature::parse_algorithm(text).value_or(Algorithm::rsa_sha256)};
}

}  // namespace

std::vector<ParameterInfo> parameter_infos() {
  return {
      word_parameter(
          "tolerance", {"rfc8301", "legacy"},
          "which signatures are considered: those of today, or also rsa-sha1, keys under "
          "1,024 bits and the forms of drafts (v= absent or 0.5, q=dns)"),
      number_parameter("future_seconds", -1, -1, 1'000'000'000,
                       "how many seconds t= may lie in the future; -1: any number"),
      word_parameter("unsigned_body", {"accept", "refuse"},
                     "what a body that goes on behind l= is: accepted, or refused"),
      word_parameter("algorithm", {"rsa-sha256", "ed25519-sha256", "both", "rsa-sha1"},
                     "algorithm of new signatures; both: one signature each"),
      word_parameter("canonicalization",
                     {"relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple",
                      "relaxed", "simple"},
                     "canonicalization of new signatures, as in c=; without a body part it is "
                     "simple"),
      word_parameter("header_policy", {"present", "listed"},
                     "h= names the fields of `headers` as often as they occur, or as listed"),
      plain_parameter("headers", usual_headers(), "fields to sign; From is added if it lacks"),
      plain_parameter("oversign", false,
                      "name every field of `headers` once more than it occurs, so that none can be "
                      "added"),
      plain_parameter(
          "domain", std::string(),
          "signing domain d=; empty: that of From, or of the operator for foreign mail"),
      plain_parameter("selector", std::string("dkim"),
                      "selector of RSA signatures and of the published key"),
      plain_parameter("ed25519_selector", std::string("dkim-ed25519"),
                      "selector of Ed25519 signatures and of the published key"),
      number_parameter("l", -1, -1, kWhole,
                       "l=: octets of the body to sign, at most all there are; -1: no l="),
      plain_parameter("time", true, "write t="),
      number_parameter("lifetime", 0, 0, 1'000'000'000, "seconds from signing until x=; 0: no x="),
      word_parameter("user", {"none", "domain", "author"},
                     "i=: none, @ and the domain, or the address of From"),
      plain_parameter("copy_fields", false, "write z=, copies of the signed fields"),
      plain_parameter("query", false, "write q=dns/txt"),
      plain_parameter("list_signs", true, "a list that takes part signs for its own domain"),
      word_parameter("broken_signatures", {"keep", "remove"},
                     "what a list that signs does with signatures that no longer hold"),
      plain_parameter("key_flags", std::string(),
                      "t= of the published key, such as y (testing), s (no subdomains) or y:s"),
  };
}

std::vector<Profile> profiles() {
  const Words lean{"from", "subject", "date", "message-id", "mime-version"};
  return {
      profile("std", "relaxed/relaxed, h= names the usual fields that are present", {}),
      profile("lean", "as std without recipients and Content-Type", {{"headers", lean}}, false),
      profile("over", "as std, each name listed once more than present", {{"oversign", true}}),
      profile("simplebody", "relaxed/simple, h= as std",
              {{"canonicalization", word("relaxed/simple")}}),
      profile("strict", "simple/simple, h= as std", {{"canonicalization", word("simple/simple")}}),
      profile("nosubj", "as std without Subject",
              {{"headers", without(usual_headers(), "subject")}}),
      profile("length", "as std with l=, the length of the body at signing", {{"l", kWhole}}),
      profile("ed25519", "as std with an Ed25519 key", {{"algorithm", word("ed25519-sha256")}},
              false),
      profile("both", "as std, one RSA and one Ed25519 signature", {{"algorithm", word("both")}},
              false),
      profile("legacy",
              "as practised in 2007: rsa-sha1, simple/simple; short keys and the forms of drafts "
              "are accepted",
              {{"tolerance", word("legacy")},
               {"algorithm", word("rsa-sha1")},
               {"canonicalization", word("simple/simple")}},
              false),
  };
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.tolerance = parameters.choice<Tolerance>("tolerance");
  made.future_seconds = parameters.number("future_seconds");
  made.refuses_unsigned_body = parameters.text("unsigned_body") == "refuse";
  made.algorithms = algorithms(parameters.text("algorithm"));
  made.canons_text = parameters.text("canonicalization");
  made.canons = signature::parse_canons(made.canons_text).value_or(signature::Canons{});
  made.header_policy = parameters.choice<HeaderPolicy>("header_policy");
  std::ranges::transform(parameters.list("headers"), std::back_inserter(made.headers),
                         [](const std::string& name) { return ascii_lower(name); });
  // A verifier accepts no signature that leaves it out.
  if (std::ranges::find(made.headers, "from") == made.headers.end()) {
    made.headers.insert(made.headers.begin(), "from");
  }
  made.oversigns = parameters.flag("oversign");
  made.domain = ascii_lower(parameters.text("domain"));
  made.selector = parameters.text("selector");
  made.ed25519_selector = parameters.text("ed25519_selector");
  const std::int64_t length = parameters.number("l");
  if (length >= 0) made.body_length = static_cast<std::uint64_t>(length);
  made.writes_time = parameters.flag("time");
  made.lifetime_seconds = parameters.number("lifetime");
  made.user = parameters.choice<UserTag>("user");
  made.copies_fields = parameters.flag("copy_fields");
  made.names_query = parameters.flag("query");
  made.list_signs = parameters.flag("list_signs");
  made.broken = parameters.choice<Broken>("broken_signatures");
  made.key_flags = parameters.text("key_flags");
  if (auto sound = check(made); !sound) return std::unexpected(sound.error());
  return made;
}

}  // namespace mass::dkim
