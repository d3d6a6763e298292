#include "harness/survey/signature.hpp"

#include <array>
#include <optional>
#include <utility>

#include "core/base/text.hpp"

namespace mass::survey {
namespace {

constexpr std::string_view kNone = "(none)";
constexpr std::size_t kShown = 40;  // Octets of a value that is not known.

std::optional<SignatureKind> kind_of(const Field& field) {
  for (const auto kind : {SignatureKind::dkim, SignatureKind::arc_message, SignatureKind::arc_seal,
                          SignatureKind::domainkeys}) {
    if (field.is(name_of(kind))) return kind;
  }
  return std::nullopt;
}

std::string shown(const TagList& list, std::string_view tag) {
  const std::string* value = list.find(tag);
  return value == nullptr ? std::string(kNone) : ascii_lower(printable(*value, kShown));
}

void read_list(StoredSignature& stored, const TagList& list) {
  stored.algorithm = shown(list, "a");
  for (const Tag& tag : list.tags()) stored.tag_names.push_back(tag.name);
}

// Source: RFC 6376 section 3.5, RFC 8617 section 4.1.
void read_dkim(StoredSignature& stored, std::string_view value) {
  const bool covers_message = has_body_hash(stored.kind);
  auto parsed = signature::parse_signature_tags(
      value, {.covers_message = covers_message, .bare_dns_query = true});
  read_list(stored, parsed.list);
  if (parsed.flaw) stored.flaw = parsed.flaw->state;
  stored.tags = std::move(parsed.tags);
  if (!stored.tags.domain.empty()) stored.domain = stored.tags.domain;
  if (!covers_message) return;
  const std::string* canons = parsed.list.find("c");
  if (canons == nullptr || signature::parse_canons(*canons)) {
    stored.canons = std::string(name_of(stored.tags.canons.header)) + "/" +
                    std::string(name_of(stored.tags.canons.body));
  } else {
    stored.canons = shown(parsed.list, "c");
  }
  stored.can_be_compared = parsed.can_be_hashed && !stored.tags.body_hash.empty() &&
                           signature::parse_algorithm(stored.algorithm).has_value();
}

// Source: RFC 4870 section 3.3.
void read_domainkeys(StoredSignature& stored, std::string_view value) {
  auto list = TagList::parse(value.substr(0, signature::kMaxTagListOctets), {});
  if (!list) {
    stored.flaw = "bad format";
    stored.algorithm = kNone;
    return;
  }
  read_list(stored, *list);
  if (const std::string* domain = list->find("d")) {
    if (auto name = signature::signing_domain_name(*domain)) stored.domain = *std::move(name);
  }
  stored.canons = shown(*list, "c");
  const std::string* names = list->find("h");
  const auto listed = names == nullptr ? std::nullopt : signature::parse_colon_list(*names);
  if (!listed || listed->size() > signature::kMaxNames) return;
  for (const std::string& name : *listed) stored.tags.names.push_back(ascii_lower(name));
}

}  // namespace

std::string_view name_of(SignatureKind kind) noexcept {
  switch (kind) {
    case SignatureKind::dkim:
      return "DKIM-Signature";
    case SignatureKind::arc_message:
      return "ARC-Message-Signature";
    case SignatureKind::arc_seal:
      return "ARC-Seal";
    case SignatureKind::domainkeys:
      return "DomainKey-Signature";
  }
  return {};
}

StoredSignatures stored_signatures(const Message& message) {
  StoredSignatures found;
  std::array<std::size_t, kKindCount> read{};
  const auto fields = message.fields();
  for (std::size_t at = 0; at < fields.size(); ++at) {
    const auto kind = kind_of(fields[at]);
    if (!kind) continue;
    if (read[static_cast<std::size_t>(*kind)]++ >= kMaxSignatures) {
      ++found.excess;
      continue;
    }
    StoredSignature stored;
    stored.kind = *kind;
    stored.position = at;
    stored.domain = kNone;
    if (*kind == SignatureKind::domainkeys) {
      read_domainkeys(stored, fields[at].value());
    } else {
      read_dkim(stored, fields[at].value());
    }
    found.signatures.push_back(std::move(stored));
  }
  return found;
}

}  // namespace mass::survey
