#include "schemes/dkim/tags.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/base/punycode.hpp"
#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/signature/quoted.hpp"

namespace mass::dkim {
namespace {

using signature::Flaw;
using signature::ParsedTags;

std::optional<Flaw> check_version(const TagList& list, Tolerance tolerance) {
  const std::string* version = list.find("v");
  const bool is_legacy = tolerance == Tolerance::legacy;
  if (version == nullptr && is_legacy) return std::nullopt;
  if (version == nullptr) {
    return Flaw{Outcome::permerror, "signature missing required tag", Cause::sig_syntax,
                "the signature has no v= tag", "RFC 6376 section 3.5"};
  }
  if (*version == "1" || (is_legacy && *version == "0.5")) return std::nullopt;
  return Flaw{Outcome::permerror, "incompatible version", Cause::sig_syntax,
              fmt::format("the signature has v={} instead of 1", printable(*version, 40)),
              "RFC 6376 section 6.1.1"};
}

// Source: RFC 6376 section 3.5 (i=).
std::optional<Flaw> read_user(ParsedSignature& parsed) {
  const std::string& signer = parsed.common.tags.domain;
  const std::string* text = parsed.common.list.find("i");
  parsed.user = "@" + signer;
  parsed.user_domain = signer;
  if (text == nullptr) return std::nullopt;
  const auto user = signature::decode_quoted(*text);
  const std::size_t at = user ? user->rfind('@') : std::string::npos;
  if (at == std::string::npos) {
    return signature::syntax_flaw(fmt::format("i={} is not an address", printable(*text, 80)));
  }
  const auto domain = ascii_domain(std::string_view(*user).substr(at + 1));
  if (!domain || !is_dns_name(*domain) || !is_same_or_subdomain(*domain, signer)) {
    return Flaw{Outcome::permerror, "domain mismatch", Cause::ident_mismatch,
                fmt::format("i={} is not of {} or below it", printable(*text, 80), signer),
                "RFC 6376 section 6.1.1"};
  }
  parsed.user = *user;
  parsed.user_domain = *domain;
  return std::nullopt;
}

}  // namespace

ParsedSignature parse_signature(std::string_view value, Tolerance tolerance) {
  ParsedSignature parsed;
  parsed.common =
      signature::parse_signature_tags(value, {.bare_dns_query = tolerance == Tolerance::legacy});
  ParsedTags& common = parsed.common;
  if (common.list.tags().empty()) return parsed;  // malformed
  // The version says whether the rest means what it seems to mean.
  if (auto flaw = check_version(common.list, tolerance)) common.flaw = std::move(flaw);
  if (common.tags.domain.empty()) return parsed;
  if (auto flaw = read_user(parsed); flaw && !common.flaw) common.flaw = std::move(flaw);
  return parsed;
}

}  // namespace mass::dkim
