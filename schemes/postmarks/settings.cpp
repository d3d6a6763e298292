#include "schemes/postmarks/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/base/text.hpp"

namespace mass::postmarks {
namespace {

using Words = std::vector<std::string>;

// In the order of the enumerators.
constexpr std::array<std::string_view, 5> kRoles{"origin", "relay", "list", "forward", "delivery"};

Profile profile(std::string name, std::string text, ValueMap parameters, bool standard) {
  return {std::move(name), std::move(text), std::move(parameters), standard};
}

Words lower(const Words& words) {
  Words made;
  std::ranges::transform(words, std::back_inserter(made),
                         [](const std::string& text) { return ascii_lower(text); });
  return made;
}

bool is_listable(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c > ' ' && c <= '~' && c != ':' && c != ';';
  });
}

// What ends up in a stamp or in a DNS name must fit there.
Result<void> check(const Settings& settings) {
  const auto refuse = [](std::string_view name, std::string_view value, std::string_view why) {
    return fail(Errc::config, fmt::format("{}: \"{}\" {}", name, printable(value), why));
  };
  for (const std::string& name : settings.headers) {
    if (!is_listable(name)) return refuse("headers", name, "cannot stand in hn=");
  }
  if (!is_dns_name(settings.selector)) {
    return refuse("selector", settings.selector, "is not a DNS name");
  }
  if (!settings.domain.empty() && !is_dns_name(settings.domain)) {
    return refuse("domain", settings.domain, "is not a DNS name");
  }
  if (!settings.host.empty() && !is_dns_name(settings.host)) {
    return refuse("host", settings.host, "is not a host name");
  }
  return {};
}

}  // namespace

std::string_view word_of(StampRole role) noexcept {
  return kRoles[static_cast<std::size_t>(role)];
}

std::optional<StampRole> role_from(std::string_view word) noexcept {
  const auto found = std::ranges::find(kRoles, word);
  if (found == kRoles.end()) return std::nullopt;
  return static_cast<StampRole>(found - kRoles.begin());
}

std::string_view algorithm_word(HashAlgorithm hash) noexcept {
  return hash == HashAlgorithm::sha256 ? "rsa-sha256" : "rsa-sha1";
}

std::optional<HashAlgorithm> hash_from(std::string_view algorithm) noexcept {
  if (algorithm == "rsa-sha1") return HashAlgorithm::sha1;
  if (algorithm == "rsa-sha256") return HashAlgorithm::sha256;
  return std::nullopt;
}

std::vector<ParameterInfo> parameter_infos() {
  return {
      word_parameter("profile", {"mass-bench-1"}, "the one reconstruction there is"),
      word_parameter("envelope", {"strict", "ignore"},
                     "the envelope sender must be the one of the last stamp, or is not looked at"),
      word_parameter("role", Words(kRoles.begin(), kRoles.end()),
                     "as what a message is stamped when it is signed; all but origin lengthen a "
                     "chain that is there"),
      word_parameter("mediator", {"auto", "list", "forward"},
                     "role of the stamp of a mediator; auto: list if the message has a List-Id or "
                     "List-Post field, else forward"),
      word_parameter("algorithm", {"rsa-sha1", "rsa-sha256"}, "algorithm of new stamps"),
      number_parameter("lifetime", 604'800, 0, 3'155'760'000,
                       "seconds from the time of a new stamp to its expiry"),
      plain_parameter("headers", Words{},
                      "fields named in hn=, as listed; from is added if it lacks; empty: the "
                      "standard list, each name as often as it occurs and at least once"),
      plain_parameter("omit", Words{}, "names taken out of the standard list; from stays"),
      plain_parameter("over_list", false,
                      "name the fields of the standard list once more than they occur, so that "
                      "none can be added"),
      plain_parameter("selector", std::string("mass"),
                      "selector of new stamps and of the published key"),
      plain_parameter("domain", std::string(),
                      "signing domain; empty: that of From, at an intermediary its own"),
      plain_parameter("host", std::string(),
                      "host name in new stamps; empty: the host that acts, or mx. and the domain"),
  };
}

std::vector<Profile> profiles() {
  const Value ignore = std::string("ignore");
  return {
      profile("std", "the envelope sender is bound, standard fields", {}, true),
      profile("env-ignore", "as std; a verifier does not look at the envelope sender",
              {{"envelope", ignore}}, true),
      profile("over", "as std; no further field of a covered name can be added",
              {{"over_list", true}}, false),
      profile("nosubj", "as std without Subject", {{"omit", Words{"subject"}}}, false),
      profile("sha256", "as std with SHA-256", {{"algorithm", std::string("rsa-sha256")}}, false),
  };
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.binds_envelope = parameters.text("envelope") == "strict";
  made.role = parameters.choice<StampRole>("role");
  made.mediator = parameters.choice<MediatorWord>("mediator");
  made.hash = hash_from(parameters.text("algorithm")).value_or(HashAlgorithm::sha1);
  made.lifetime = std::chrono::seconds(parameters.number("lifetime"));
  made.headers = lower(parameters.list("headers"));
  made.omitted = lower(parameters.list("omit"));
  made.over_lists = parameters.flag("over_list");
  made.selector = parameters.text("selector");
  made.domain = ascii_lower(parameters.text("domain"));
  made.host = parameters.text("host");
  if (auto sound = check(made); !sound) return std::unexpected(sound.error());
  return made;
}

}  // namespace mass::postmarks
