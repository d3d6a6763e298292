#include "schemes/domainkeys/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/text.hpp"
#include "schemes/domainkeys/tags.hpp"

namespace mass::domainkeys {
namespace {

using Words = std::vector<std::string>;

// The fields most signers cover, with those that name the sending address.
const Words& usual_headers() {
  static const Words names{"from", "sender",     "subject",      "date",        "to",
                           "cc",   "message-id", "mime-version", "content-type"};
  return names;
}

Words without(Words names, std::string_view name) {
  std::erase(names, name);
  return names;
}

Profile profile(std::string name, std::string text, Words headers, ValueMap more) {
  Profile made;
  made.name = std::move(name);
  made.text = std::move(text);
  made.parameters = std::move(more);
  if (!headers.empty()) {
    made.parameters.emplace("headers", std::move(headers));
    made.parameters.emplace("header_policy", std::string("present"));
  }
  return made;
}

Profile named(Profile made) {
  made.standard = false;
  return made;
}

bool is_tag_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != ';'; });
}

// What ends up in a tag list or in a DNS name must fit there.
Result<void> check(const Settings& settings) {
  const auto refuse = [](std::string_view name, std::string_view value, std::string_view why) {
    return fail(Errc::config, fmt::format("{}: \"{}\" {}", name, printable(value), why));
  };
  for (const std::string& name : settings.headers) {
    if (!is_listable(name)) return refuse("headers", name, "cannot stand in h=");
  }
  if (!is_dns_name(settings.selector)) {
    return refuse("selector", settings.selector, "is not a DNS name");
  }
  if (!settings.domain.empty() && !is_dns_name(settings.domain)) {
    return refuse("domain", settings.domain, "is not a DNS name");
  }
  if (!is_tag_text(settings.key_granularity)) {
    return refuse("key_granularity", settings.key_granularity, "cannot stand in a tag list");
  }
  return {};
}

}  // namespace

std::vector<ParameterInfo> parameter_infos() {
  return {
      word_parameter("h_order", {"h-order", "message-order", "either"},
                     "order in which the fields named in h= are hashed"),
      word_parameter(
          "sender_scope", {"below", "signed", "all"},
          "where Sender and From are looked for: below the signature, among the hashed fields, or "
          "anywhere"),
      word_parameter("missing_tags", {"deployed", "strict"},
                     "a missing c= or q= means simple and dns (deployed) or is malformed (strict)"),
      word_parameter("odd_tags", {"reject", "last-wins"},
                     "duplicate or upper-case tags make a list malformed, or the last one counts"),
      word_parameter("granularity", {"exact", "wildcard", "ci-prefix"},
                     "how g= of the key is compared with the local part"),
      word_parameter(
          "combine", {"rfc", "first", "any"},
          "which signature counts: the topmost usable one, the topmost one, or any that is good"),
      word_parameter("last_line", {"add", "leave"},
                     "a last body line without line end is hashed with one, or as it stands"),
      word_parameter("two_from", {"fail", "last"},
                     "two From fields are malformed, or the last one counts"),
      word_parameter("canonicalization", {"nofws", "simple"}, "canonicalization of new signatures"),
      word_parameter("header_policy", {"listed", "present", "all"},
                     "h= names the fields of `headers` as listed, those of them that occur (every "
                     "occurrence, in message order), or all fields of the message"),
      plain_parameter(
          "headers", Words{},
          "fields named in h=; the one that gives the sending address is added if it lacks; "
          "empty: no h=, everything is signed"),
      plain_parameter("selector", std::string("mass"),
                      "selector of new signatures and of the published key"),
      plain_parameter(
          "domain", std::string(),
          "signing domain, the sending domain or a parent of it; empty: the sending domain"),
      plain_parameter("drop_status", false, "remove old DomainKey-Status fields before signing"),
      plain_parameter("key_testing", false, "publish key and policy with the testing flag"),
      plain_parameter("key_granularity", std::string(),
                      "g= of the published key; empty: any local part"),
      word_parameter("publish_policy", {"none", "signs-some", "signs-all"},
                     "policy record to publish: none, o=~ or o=-"),
  };
}

std::vector<Profile> profiles() {
  const Words lean{"from", "sender", "subject", "date", "message-id", "mime-version"};
  const auto text = [](std::string_view value) { return Value(std::string(value)); };
  return {
      profile("std", "nofws, h= names the usual fields that are present", usual_headers(), {}),
      named(profile("lean", "nofws, h= without the recipients and Content-Type", lean, {})),
      profile("simplebody", "simple, h= as std", usual_headers(),
              {{"canonicalization", text("simple")}}),
      profile("strict", "simple, no h=: every field below the signature is signed", {},
              {{"canonicalization", text("simple")}}),
      profile("nosubj", "as std without Subject", without(usual_headers(), "subject"), {}),
      profile("sender-signed", "as std; a verifier takes Sender from the hashed fields only",
              usual_headers(), {{"sender_scope", text("signed")}}),
      profile("sender-all", "as std; a verifier takes Sender from the whole header",
              usual_headers(), {{"sender_scope", text("all")}}),
      named(profile("dk-bof", "as assumed for the BOF of August 2004: nofws, no h=, topmost only",
                    {}, {{"combine", text("first")}})),
      named(profile("dk-4870", "RFC 4870 to the letter: nofws, h= names every field", {},
                    {{"header_policy", text("all")}, {"missing_tags", text("strict")}})),
  };
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.h_order = parameters.choice<HeaderOrder>("h_order");
  made.sender_scope = parameters.choice<SenderScope>("sender_scope");
  made.requires_c_and_q = parameters.text("missing_tags") == "strict";
  if (parameters.text("odd_tags") == "last-wins") {
    made.tag_rules = {
        .single_letter_names = false, .duplicates_last_wins = true, .fold_name_case = true};
  }
  made.granularity = parameters.choice<Granularity>("granularity");
  made.combine = parameters.choice<Combine>("combine");
  made.last_line = parameters.text("last_line") == "leave" ? LastLine::leave : LastLine::add_crlf;
  made.two_from = parameters.choice<TwoFrom>("two_from");
  made.canon = parameters.text("canonicalization") == "simple" ? Canon::simple : Canon::nofws;
  made.header_policy = parameters.choice<HeaderPolicy>("header_policy");
  std::ranges::transform(parameters.list("headers"), std::back_inserter(made.headers),
                         [](const std::string& name) { return ascii_lower(name); });
  made.selector = parameters.text("selector");
  made.domain = parameters.text("domain");
  made.drops_status = parameters.flag("drop_status");
  made.key_is_testing = parameters.flag("key_testing");
  made.key_granularity = parameters.text("key_granularity");
  made.policy = parameters.choice<Policy>("publish_policy");
  if (auto sound = check(made); !sound) return std::unexpected(sound.error());
  return made;
}

}  // namespace mass::domainkeys
