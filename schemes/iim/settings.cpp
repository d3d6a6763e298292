#include "schemes/iim/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {
namespace {

using Words = std::vector<std::string>;

constexpr std::int64_t kUsualLifetime = 432'000;  // Five days. Source: IIM sheet section 2.1 (`x`).
constexpr std::int64_t kLongest = std::int64_t{1} << 40;

// Source: IIM sheet section 4.
const Words& usual_copies() {
  static const Words names{"from", "sender", "subject", "date"};
  return names;
}

Profile row(std::string name, std::string text, ValueMap parameters) {
  Profile made;
  made.name = std::move(name);
  made.text = std::move(text);
  made.parameters = std::move(parameters);
  return made;
}

Profile named(Profile made) {
  made.standard = false;
  return made;
}

Value word(std::string_view text) {
  return std::string(text);
}

bool is_field_name(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~' && c != ':'; });
}

bool is_plain_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// What ends up in a tag or in a DNS name must fit there.
Result<void> check(const Settings& settings) {
  const auto refuse = [](std::string_view name, std::string_view value, std::string_view why) {
    return fail(Errc::config, fmt::format("{}: \"{}\" {}", name, printable(value), why));
  };
  for (const std::string& name : settings.copy) {
    if (!is_field_name(name)) return refuse("copy", name, "is not the name of a header field");
  }
  if (!settings.host.empty() && !is_dns_name(settings.host)) {
    return refuse("host", settings.host, "is not a DNS name");
  }
  if (!settings.domain.empty() && !is_dns_name(settings.domain)) {
    return refuse("domain", settings.domain, "is not a DNS name");
  }
  if (!is_known_version(settings.version)) {
    return refuse("version", settings.version, "is not 1.x");
  }
  if (!settings.time.empty() && !parse_time(settings.time)) {
    return refuse("time", settings.time, "is not a decimal number of seconds");
  }
  if (!is_plain_text(settings.key_name)) {
    return refuse("key_name", settings.key_name, "cannot stand in a key registration");
  }
  return {};
}

void add_reading_infos(std::vector<ParameterInfo>& infos) {
  infos.push_back(word_parameter("profile", {"iim-r"}, "the form of IIM; the only one there is"));
  infos.push_back(word_parameter("nofws", {"drop-crlf", "keep-crlf"},
                                 "line ends of the body are deleted like other white space, or "
                                 "kept as in DomainKeys (signer and verifier)"));
  infos.push_back(word_parameter("count", {"canonical", "raw"},
                                 "b= counts octets of the canonical body or of the body as it "
                                 "stands (signer and verifier)"));
  infos.push_back(word_parameter("order", {"body-first", "field-first"},
                                 "what is hashed first (signer and verifier)"));
  infos.push_back(word_parameter(
      "header_policy", {"originator", "strict", "restore"},
      "a header that differs from its copy spoils the verdict if it names the originator, always, "
      "or never, since the receiver puts the copy in its place"));
  infos.push_back(word_parameter("originator", {"sender-else-from", "from-only"},
                                 "the originator address stands in the copied Sender, else From; "
                                 "or in the copied From only (signer and verifier)"));
  infos.push_back(word_parameter(
      "combine", {"shown", "any"},
      "which signature counts: the best for the address of From, else of Sender, else of all; or "
      "any good one before those that are not"));
}

void add_signing_infos(std::vector<ParameterInfo>& infos) {
  infos.push_back(plain_parameter("host", std::string(),
                                  "host that signs (h), or that verifies (h of IIM-VERIFY); empty: "
                                  "the acting host"));
  infos.push_back(plain_parameter("domain", std::string(),
                                  "domain whose key server is asked (d): that of the originator "
                                  "address or a parent of it; empty: that of the address"));
  infos.push_back(word_parameter("role", {"home", "away", "list"},
                                 "who signs (z): the author's domain, another system for a roaming "
                                 "author, or a mailing list"));
  infos.push_back(word_parameter("method", {"krs", "dns"},
                                 "where the key is registered (m): a key registration server or "
                                 "the DNS"));
  infos.push_back(plain_parameter("version", std::string("1.1"), "protocol version (v)"));
  infos.push_back(plain_parameter("time", std::string(),
                                  "time of signing (t), seconds since 1970 with an optional "
                                  "fraction; empty: the clock"));
  infos.push_back(number_parameter("lifetime", kUsualLifetime, -1, kLongest,
                                   "seconds a signature is valid (x); 0 or -1: no limit"));
  infos.push_back(plain_parameter("copy", usual_copies(),
                                  "header fields copied into the signature (c), every occurrence"));
  infos.push_back(number_parameter("body_count", -1, -1, kLongest,
                                   "octets of the body that are signed (b); -1: all"));
}

void add_publishing_infos(std::vector<ParameterInfo>& infos) {
  infos.push_back(number_parameter("key_rating", 60, -127, 127,
                                   "rating of the registered key: over 0 authorized, 0 unknown, "
                                   "under 0 revoked"));
  infos.push_back(plain_parameter("key_name", std::string(),
                                  "local part the key is registered for; empty: any"));
  infos.push_back(
      number_parameter("key_ttl", 86400, 0, INT32_MAX, "seconds a registration may be cached"));
  infos.push_back(word_parameter("publish_policy", {"none", "all", "some", "never"},
                                 "what to publish on unsigned mail: nothing, or that the domain "
                                 "signs all, some or none of its mail"));
}

}  // namespace

std::vector<ParameterInfo> parameter_infos() {
  std::vector<ParameterInfo> infos;
  add_reading_infos(infos);
  add_signing_infos(infos);
  add_publishing_infos(infos);
  return infos;
}

std::vector<Profile> profiles() {
  const Words no_subject{"from", "sender", "date"};
  return {
      row("std", "counted nofws without line ends; From, Sender, Subject and Date are copied", {}),
      row("nosubj", "as std without a copy of Subject", {{"copy", no_subject}}),
      row("keep-crlf", "as std, line ends of the body are hashed", {{"nofws", word("keep-crlf")}}),
      row("strict", "as std; any header that differs from its copy spoils the verdict",
          {{"header_policy", word("strict")}}),
      row("from-only", "as std; the originator is From even if there is a Sender",
          {{"originator", word("from-only")}}),
      named(row("restore", "as std; the receiver puts copies in the place of changed headers",
                {{"header_policy", word("restore")}})),
      named(row("dns", "as std; the key is registered in the DNS", {{"method", word("dns")}})),
      named(row("raw-count", "as std; b= counts octets of the body as it stands",
                {{"count", word("raw")}})),
      named(row("field-first", "as std; the field is hashed before the body",
                {{"order", word("field-first")}})),
      named(row("no-expiry", "as std without a life time", {{"lifetime", std::int64_t{-1}}})),
  };
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.nofws = parameters.choice<Nofws>("nofws");
  made.count = parameters.choice<Count>("count");
  made.order = parameters.choice<Order>("order");
  made.header_policy = parameters.choice<HeaderPolicy>("header_policy");
  made.originator = parameters.choice<OriginatorRule>("originator");
  made.combine = parameters.choice<Combine>("combine");
  made.host = parameters.text("host");
  made.domain = ascii_lower(parameters.text("domain"));
  made.role = parameters.choice<SignerRole>("role");
  made.method = parameters.choice<Method>("method");
  made.version = parameters.text("version");
  made.time = parameters.text("time");
  made.lifetime = parameters.number("lifetime");
  for (const std::string& name : parameters.list("copy")) {
    std::string lower = ascii_lower(name);
    if (std::ranges::find(made.copy, lower) == made.copy.end()) {
      made.copy.push_back(std::move(lower));
    }
  }
  made.body_count = parameters.number("body_count");
  made.key_rating = parameters.number("key_rating");
  made.key_name = parameters.text("key_name");
  made.key_ttl = parameters.number("key_ttl");
  made.policy = parameters.choice<Policy>("publish_policy");
  if (auto sound = check(made); !sound) return std::unexpected(sound.error());
  return made;
}

}  // namespace mass::iim
