#include "schemes/mta-signatures/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "schemes/mta-signatures/attributes.hpp"

namespace mass::mta_signatures {
namespace {

constexpr std::size_t kMostServices = 16;
constexpr std::size_t kLongestService = 500;

Profile profile(std::string name, std::string text, ValueMap parameters, bool standard = true) {
  Profile made;
  made.name = std::move(name);
  made.text = std::move(text);
  made.parameters = std::move(parameters);
  made.standard = standard;
  return made;
}

bool is_service(std::string_view text) {
  return !trim(text).empty() && text.size() <= kLongestService &&
         std::ranges::all_of(text,
                             [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

Result<void> check(const Settings& settings) {
  if (!settings.domain.empty() && !is_dns_name(settings.domain)) {
    return fail(Errc::config,
                fmt::format("domain: \"{}\" is not a DNS name", printable(settings.domain, 80)));
  }
  if (!settings.msgid.empty() && !is_msgid(settings.msgid)) {
    return fail(Errc::config, fmt::format("msgid: \"{}\" is not 1 to 32 letters and digits",
                                          printable(settings.msgid, 80)));
  }
  if (settings.services.size() > kMostServices) {
    return fail(Errc::config, fmt::format("services: more than {}", kMostServices));
  }
  for (const std::string& service : settings.services) {
    if (is_service(service)) continue;
    return fail(Errc::config, fmt::format("services: \"{}\" cannot stand in a quoted string",
                                          printable(service, 80)));
  }
  return {};
}

}  // namespace

std::vector<ParameterInfo> parameter_infos() {
  constexpr std::int64_t kYear2100 = 4'102'444'800;
  return {
      word_parameter("profile", {"mass-bench-1"}, "which wire format; there is one"),
      plain_parameter("domain", std::string(),
                      "signing domain; empty: the domain of the first address in From"),
      plain_parameter("msgid", std::string(),
                      "msgid of a new signature, 1 to 32 letters and digits; empty: a random one"),
      word_parameter("hash", {"sha1", "sha256"}, "digest of content and attributes"),
      plain_parameter("services", std::vector<std::string>{"http:download:der_certs mass.cer"},
                      "how a verifier can come to trust the certificate, in order of preference: "
                      "http:download:der_certs with a locator, pkix:path:ca"),
      number_parameter("signing_time", 0, 0, kYear2100,
                       "when a new signature says it was made, seconds since 1970; 0: the clock"),
      plain_parameter("received", true, "sign a digest of the topmost Received field"),
  };
}

std::vector<Profile> profiles() {
  const std::vector<std::string> pkix{"pkix:path:ca"};
  return {
      profile("std", "SHA-1; the certificate is confirmed by HTTP under the signer's domain", {}),
      profile("pkix", "SHA-1; the certificate leads to a trust anchor", {{"services", pkix}}),
      profile("sha256", "as std with SHA-256", {{"hash", std::string("sha256")}}, false),
  };
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.domain = ascii_lower(parameters.text("domain"));
  made.msgid = parameters.text("msgid");
  made.hash = parameters.text("hash") == "sha256" ? HashAlgorithm::sha256 : HashAlgorithm::sha1;
  made.services = parameters.list("services");
  if (const std::int64_t time = parameters.number("signing_time"); time != 0) {
    made.signing_time = from_unix(time);
  }
  made.signs_received = parameters.flag("received");
  if (auto sound = check(made); !sound) return std::unexpected(sound.error());
  return made;
}

}  // namespace mass::mta_signatures
