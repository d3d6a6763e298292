#include "schemes/entity-smime/settings.hpp"

#include <algorithm>
#include <utility>

namespace mass::entity_smime {
namespace {

using Words = std::vector<std::string>;

const Words kPublishable{"certificate", "locator", "key", "authority"};

// "The clock of the context" as a number; no mail was signed then.
constexpr std::int64_t kNoTime = -1;
constexpr std::int64_t kLatestTime = 253'402'300'799;  // 9999-12-31

Value word(std::string_view text) {
  return std::string(text);
}

}  // namespace

std::vector<ParameterInfo> parameter_infos() {
  return {
      word_parameter("profile", {"mass-bench-1"}, "the one reconstruction there is"),
      word_parameter("cte", {"asis", "7bit"},
                     "sign 8bit and binary parts as they stand, or re-encode them first"),
      plain_parameter("harden", false,
                      "also encode text with trailing blanks, a line From or a lone dot"),
      plain_parameter("wrap", false,
                      "sign the whole message as message/rfc822, its header included"),
      word_parameter("certificates", {"embedded", "located"},
                     "carry the certificates in the message, or leave them at the Locator"),
      word_parameter("signer", {"issuer-serial", "key-identifier"},
                     "how the signature names its certificate"),
      word_parameter("hash", {"sha1", "sha256"}, "hash of new signatures"),
      word_parameter("signature_type", {"domain", "originator"},
                     "sign as the domain-signing-authority of the domain, or as the address"),
      word_parameter("mode", {"opportunistic", "explicit"},
                     "whether software or a user wants the signature"),
      plain_parameter("attributes", true,
                      "state type and mode, signed in the CMS and unsigned in X-Entity-Signature"),
      word_parameter("when", {"always", "ehlo"},
                     "an opportunistic signature always, or only if the server advertised SMIME"),
      plain_parameter("ehlo_smime", false, "the receiving server of the hop advertised SMIME"),
      number_parameter("signing_time", kNoTime, kNoTime, kLatestTime,
                       "signingTime in seconds since 1970; -1: the clock"),
      word_parameter("relay", {"sign", "strip"}, "what a relay does as an outgoing edge server"),
      plain_parameter("publish", Words{"certificate"},
                      "what a domain lists in its policy: certificate (its digest), locator (and "
                      "where it is), key, authority (the CA that issued it)"),
      word_parameter("policy", {"undefined", "ehlo", "always", "never", "none"},
                     "the AuthenticationPolicy to publish"),
      word_parameter("prefer", {"outermost", "aligned"},
                     "which layer speaks: the outermost, or the first one of the author"),
      word_parameter("trust", {"any", "pkix", "dns"},
                     "trust by local anchors or by what the domain lists, or by one of them only"),
  };
}

std::vector<Profile> profiles() {
  return {
      {"std", "SHA-1, content as it stands, trust by certificate path", {}, true},
      {"7bit",
       "as std; what relays and old transports change is encoded before it is signed",
       {{"cte", word("7bit")}, {"harden", true}},
       true},
      {"wrap", "as std; the header is signed too, inside", {{"wrap", true}}, true},
      {"dns",
       "as std without an authority: the certificate stands at a web server, its digest in the DNS",
       {{"certificates", word("located")},
        {"publish", Words{"certificate", "locator"}},
        {"trust", word("dns")}},
       true},
      {"aligned",
       "as std; a reader looks below the signature of a list",
       {{"prefer", word("aligned")}},
       false},
      {"sha256", "as std with SHA-256", {{"hash", word("sha256")}}, false},
      {"originator",
       "as std; the author signs, with a certificate for the address",
       {{"signature_type", word("originator")}, {"mode", word("explicit")}},
       false},
  };
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.is_seven_bit = parameters.text("cte") == "7bit";
  made.hardens = parameters.flag("harden");
  made.wraps = parameters.flag("wrap");
  made.embeds = parameters.text("certificates") == "embedded";
  made.by_key_identifier = parameters.text("signer") == "key-identifier";
  made.hash = parameters.text("hash") == "sha256" ? HashAlgorithm::sha256 : HashAlgorithm::sha1;
  made.type = parameters.choice<SignatureType>("signature_type");
  made.mode = parameters.choice<Mode>("mode");
  made.states_kind = parameters.flag("attributes");
  made.when = parameters.choice<When>("when");
  made.ehlo_smime = parameters.flag("ehlo_smime");
  if (const auto seconds = parameters.number("signing_time"); seconds != kNoTime) {
    made.signing_time = from_unix(seconds);
  }
  made.relay = parameters.choice<Relay>("relay");
  const Words& published = parameters.list("publish");
  for (const std::string& one : published) {
    if (std::ranges::find(kPublishable, one) == kPublishable.end()) {
      return unknown_name("thing to publish", one, kPublishable);
    }
  }
  const auto publishes = [&published](std::string_view what) {
    return std::ranges::find(published, what) != published.end();
  };
  made.publishes_locator = publishes("locator");
  made.publishes_certificate = publishes("certificate") || made.publishes_locator;
  made.publishes_key = publishes("key");
  made.publishes_authority = publishes("authority");
  made.policy = parameters.choice<Policy>("policy");
  made.prefer = parameters.choice<Prefer>("prefer");
  made.trust = parameters.choice<TrustFrom>("trust");
  return made;
}

}  // namespace mass::entity_smime
