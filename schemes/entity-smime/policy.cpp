#include "schemes/entity-smime/policy.hpp"

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::entity_smime {
namespace {

constexpr std::size_t kMostRecords = 64;

using Tags = std::map<std::string, std::string, std::less<>>;

// White space does not matter anywhere; of two tags with one name the first counts.
Tags read_tags(std::string_view text) {
  Tags tags;
  for (const std::string_view pair : split(text, ';')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    tags.try_emplace(ascii_lower(without_whitespace(pair.substr(0, equals))),
                     without_whitespace(pair.substr(equals + 1)));
  }
  return tags;
}

std::string_view value(const Tags& tags, std::string_view name) {
  const auto found = tags.find(name);
  return found == tags.end() ? std::string_view{} : std::string_view(found->second);
}

void read_certificate(const Tags& tags, PolicyRecords& records) {
  ListedCertificate listed;
  const std::string_view type = value(tags, "t");
  listed.is_authority = iequals(type, "CA");
  if (!listed.is_authority && !iequals(type, "EndEntity")) return;
  const std::string_view hash = value(tags, "h");
  if (iequals(hash, "sha256") || iequals(hash, "sha-256")) {
    listed.hash = HashAlgorithm::sha256;
  } else if (!iequals(hash, "sha1") && !iequals(hash, "sha-1")) {
    return;
  }
  const auto digest = base64_decode(value(tags, "d"));
  if (!digest || digest->size() != (listed.hash == HashAlgorithm::sha1 ? 20U : 32U)) return;
  listed.digest = *digest;
  listed.locator = value(tags, "u");
  records.certificates.push_back(std::move(listed));
}

void read_key(const Tags& tags, PolicyRecords& records) {
  const auto key = base64_decode(value(tags, "k"));
  if (key && !key->empty()) records.keys.push_back(*key);
}

// An unknown policy MUST be read as Undefined. Source: sheet section 2.3.
void read_authentication(const Tags& tags, PolicyRecords& records) {
  if (!iequals(value(tags, "p"), "SMIME")) return;
  const std::string_view word = value(tags, "o");
  Policy policy = Policy::undefined;
  if (iequals(word, "EHLO")) policy = Policy::ehlo;
  if (iequals(word, "Always")) policy = Policy::always;
  if (iequals(word, "Never")) policy = Policy::never;
  records.authentication.push_back(policy);
}

}  // namespace

void read_policy_record(std::string_view text, PolicyRecords& records) {
  const Tags tags = read_tags(text);
  if (value(tags, "v") != "ES1") return;
  const std::string_view element = value(tags, "e");
  if (iequals(element, "X509")) read_certificate(tags, records);
  if (iequals(element, "Key")) read_key(tags, records);
  if (iequals(element, "AuthenticationPolicy")) read_authentication(tags, records);
}

const PolicyRecords* PolicySource::of(std::string_view domain) {
  const std::string owner = ascii_lower(domain);
  auto known = known_.find(owner);
  if (known == known_.end()) {
    std::optional<PolicyRecords> records(std::in_place);
    const std::string name = "_smimepolicy." + owner;
    if (!owner.empty() && is_dns_name(name)) {
      const KeyAnswer answer =
          context_.directory.lookup({KeyQuery::Kind::dns_txt, name}, context_.now, context_.cost);
      const bool is_answered =
          answer.status == KeyAnswer::Status::found || answer.status == KeyAnswer::Status::absent;
      std::size_t count = 0;
      for (const std::string& text : answer.records) {
        if (++count > kMostRecords) break;
        read_policy_record(text, *records);
      }
      if (!is_answered) records.reset();
    }
    known = known_.emplace(owner, std::move(records)).first;
  }
  return known->second ? &*known->second : nullptr;
}

}  // namespace mass::entity_smime
