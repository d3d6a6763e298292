#include "schemes/domainkeys/tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/taglist/taglist.hpp"

namespace mass::domainkeys {
namespace {

constexpr std::string_view kSignatureSource = "RFC 4870 section 3.3";
constexpr std::string_view kKeySource = "RFC 4870 section 3.2.3";

Flaw bad_signature(Cause cause, std::string reason) {
  return {cause, std::move(reason), std::string(kSignatureSource)};
}

Flaw bad_key(Cause cause, std::string reason) {
  return {cause, std::move(reason), std::string(kKeySource)};
}

std::string lower_or(const std::string* value, std::string_view standard) {
  return value == nullptr ? std::string(standard) : ascii_lower(*value);
}

// Names that are empty name nothing, so they cannot change what is hashed.
std::vector<std::string> parse_names(std::string_view value) {
  std::vector<std::string> names;
  const std::string compact = without_whitespace(value);
  for (const std::string_view name : split(compact, ':')) {
    if (!name.empty()) names.push_back(ascii_lower(name));
  }
  return names;
}

std::optional<Flaw> read_canon(const TagList& list, ParsedSignature& parsed) {
  const std::string word = lower_or(list.find("c"), "simple");
  if (word != "simple" && word != "nofws") {
    return bad_signature(Cause::alg_unsupported,
                         fmt::format("canonicalization c={} is not known", printable(word, 40)));
  }
  parsed.tags.canon = word == "nofws" ? Canon::nofws : Canon::simple;
  if (const std::string* names = list.find("h")) parsed.tags.names = parse_names(*names);
  parsed.has_canon = true;
  return std::nullopt;
}

std::optional<Flaw> find_missing(const TagList& list, bool requires_c_and_q) {
  for (const char* name : {"b", "d", "s", "c", "q"}) {
    const bool is_needed = requires_c_and_q || (name[0] != 'c' && name[0] != 'q');
    if (is_needed && list.find(name) == nullptr) {
      return bad_signature(Cause::sig_syntax, fmt::format("the signature has no {}= tag", name));
    }
  }
  return std::nullopt;
}

std::optional<Flaw> read_domain_and_selector(const TagList& list, SignatureTags& tags) {
  tags.domain = ascii_lower(*list.find("d"));
  tags.selector = ascii_lower(*list.find("s"));
  const bool is_named = is_dns_name(tags.domain) && is_dns_name(tags.selector) &&
                        is_dns_name(tags.selector + "._domainkey." + tags.domain);
  if (is_named) return std::nullopt;
  Flaw flaw = bad_signature(Cause::sig_syntax,
                            fmt::format("s={} and d={} do not make a DNS name",
                                        printable(tags.selector, 80), printable(tags.domain, 80)));
  tags.domain.clear();  // what is not a name must not be reported as one
  tags.selector.clear();
  return flaw;
}

std::optional<Flaw> find_unsupported(const TagList& list) {
  const std::string algorithm = lower_or(list.find("a"), "rsa-sha1");
  if (algorithm != "rsa-sha1") {
    return bad_signature(Cause::alg_unsupported,
                         fmt::format("algorithm a={} is not known", printable(algorithm, 40)));
  }
  const std::string query = lower_or(list.find("q"), "dns");
  if (query != "dns") {
    return bad_signature(Cause::alg_unsupported,
                         fmt::format("query method q={} is not known", printable(query, 40)));
  }
  return std::nullopt;
}

std::optional<Flaw> read_signature_value(const TagList& list, SignatureTags& tags) {
  auto octets = base64_decode(*list.find("b"));
  if (!octets || octets->empty()) {
    return bad_signature(Cause::sig_syntax,
                         octets ? "the signature b= is empty" : "the signature b= is not Base64");
  }
  tags.signature = *std::move(octets);
  return std::nullopt;
}

bool has_testing_flag(const TagList& list) {
  const std::string* flags = list.find("t");
  return flags != nullptr && flags->find('y') != std::string::npos;
}

// Matches one `*` at any place; more of them never occurred in the wild and match themselves.
bool matches_wildcard(std::string_view pattern, std::string_view text) noexcept {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  const std::string_view head = pattern.substr(0, star);
  const std::string_view tail = pattern.substr(star + 1);
  return text.size() >= head.size() + tail.size() && text.starts_with(head) && text.ends_with(tail);
}

}  // namespace

bool is_listable(std::string_view field_name) noexcept {
  return !field_name.empty() && std::ranges::all_of(field_name, [](char c) {
    return c > ' ' && c <= '~' && c != ':' && c != ';';
  });
}

ParsedSignature parse_signature(std::string_view value, const Settings& settings) {
  ParsedSignature parsed;
  const auto list = TagList::parse(value, settings.tag_rules);
  if (!list) {
    parsed.flaw = bad_signature(Cause::sig_syntax, printable(list.error().what));
    return parsed;
  }
  // In the order in which a reader would want to hear of them: what is missing, what is broken,
  // what is merely unknown.
  const auto canon_flaw = read_canon(*list, parsed);
  parsed.flaw = find_missing(*list, settings.requires_c_and_q);
  if (!parsed.flaw) parsed.flaw = read_domain_and_selector(*list, parsed.tags);
  if (!parsed.flaw) parsed.flaw = find_unsupported(*list);
  if (!parsed.flaw) parsed.flaw = canon_flaw;
  if (!parsed.flaw) parsed.flaw = read_signature_value(*list, parsed.tags);
  return parsed;
}

KeyRecord parse_key(std::string_view record, const TagRules& rules) {
  KeyRecord key;
  const auto list = TagList::parse(record, rules);
  if (!list) {
    key.flaw = bad_key(Cause::key_syntax, "the key record: " + printable(list.error().what));
    return key;
  }
  key.is_testing = has_testing_flag(*list);
  if (const std::string* granularity = list->find("g")) key.granularity = *granularity;
  const std::string* type = list->find("k");
  if (type != nullptr && *type != "rsa") {
    key.flaw = bad_key(Cause::key_syntax, fmt::format("the key record has the unknown type k={}",
                                                      printable(*type, 40)));
    return key;
  }
  const std::string* data = list->find("p");
  if (data == nullptr) {
    key.flaw = bad_key(Cause::key_syntax, "the key record has no p= tag");
  } else if (trim(*data).empty()) {
    key.flaw = bad_key(Cause::key_revoked, "the key is revoked: p= of the key record is empty");
  } else if (auto der = base64_decode(*data)) {
    key.der = *std::move(der);
  } else {
    key.flaw = bad_key(Cause::key_syntax, "the key data p= is not Base64");
  }
  return key;
}

PolicyRecord parse_policy(std::string_view record, const TagRules& rules) {
  PolicyRecord policy;
  const auto list = TagList::parse(record, rules);
  if (!list) return policy;
  const std::string* outbound = list->find("o");
  policy.signs_all = outbound != nullptr && *outbound == "-";
  policy.is_testing = has_testing_flag(*list);
  return policy;
}

bool granularity_allows(std::string_view granularity, std::string_view local_part,
                        Granularity how) noexcept {
  if (granularity.empty()) return true;
  switch (how) {
    case Granularity::exact:
      return granularity == local_part;
    case Granularity::wildcard:
      return matches_wildcard(granularity, local_part);
    case Granularity::ci_prefix:
      return istarts_with(granularity, local_part);
  }
  return false;
}

}  // namespace mass::domainkeys
