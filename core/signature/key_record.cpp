#include "core/signature/key_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/signature/tags.hpp"

namespace mass::signature {

namespace {

constexpr std::size_t kMaxRecordOctets = std::size_t{4} * 1024;
// Several records are not foreseen; each costs a public-key operation.
constexpr std::size_t kMaxRecords = 8;
constexpr std::string_view kRecordSource = "RFC 6376 section 3.6.1";
constexpr std::string_view kLookupSource = "RFC 6376 section 6.1.2";

using Unusable = std::unexpected<Flaw>;

Unusable key_flaw(std::string_view state, Cause cause, std::string reason,
                  std::string_view source = kRecordSource) {
  return Unusable(
      {Outcome::permerror, std::string(state), cause, std::move(reason), std::string(source)});
}

Unusable bad_syntax(std::string reason) {
  return key_flaw("key syntax error", Cause::key_syntax, std::move(reason));
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// A colon list that may lack; false if it is there and malformed.
bool read_list(const TagList& tags, std::string_view name,
               std::optional<std::vector<std::string>>& into) {
  const std::string* text = tags.find(name);
  if (text == nullptr) return true;
  into = parse_colon_list(*text);
  return into.has_value();
}

// Unknown flags are passed over, and so is one that is empty.
bool has_flag(const TagList& tags, std::string_view flag) {
  const std::string* text = tags.find("t");
  if (text == nullptr) return false;
  return std::ranges::any_of(split(*text, ':'),
                             [flag](std::string_view one) { return trim(one) == flag; });
}

std::expected<PublicKey, Flaw> make_key(const KeyRecord& record, const Context& context) {
  if (record.type == KeyType::ed25519) {
    if (record.data.size() == kEd25519KeyOctets) return record.data;
    return bad_syntax(fmt::format("p= of the Ed25519 key has {} octets instead of {}",
                                  record.data.size(), kEd25519KeyOctets));
  }
  auto key = context.public_keys.rsa(record.data);
  if (!key) return bad_syntax("p= is no usable RSA key: " + printable(key.error().what));
  return *std::move(key);
}

std::expected<OfferedKey, Flaw> offer(std::string_view text, Algorithm algorithm,
                                      const Context& context) {
  auto record = parse_key_record(text);
  if (!record) return std::unexpected(record.error());
  if (!contains(record->services, "*") && !contains(record->services, "email")) {
    return key_flaw("inapplicable key", Cause::key_syntax,
                    "the key is not for mail: s= of its record");
  }
  const std::string_view hash = mass::name_of(hash_of(algorithm));
  if (record->hashes && !contains(*record->hashes, hash)) {
    return key_flaw("inappropriate hash algorithm", Cause::key_syntax,
                    fmt::format("the key is not for {}: h= of its record", hash));
  }
  if (record->type != key_type_of(algorithm)) {
    return key_flaw("inappropriate key algorithm", Cause::key_syntax,
                    fmt::format("the key is of type {}, the signature is {}", name_of(record->type),
                                name_of(algorithm)));
  }
  auto key = make_key(*record, context);
  if (!key) return std::unexpected(key.error());
  return OfferedKey{*std::move(record), *std::move(key)};
}

}  // namespace

std::expected<KeyRecord, Flaw> parse_key_record(std::string_view text) {
  if (text.size() > kMaxRecordOctets) {
    return bad_syntax(fmt::format("the key record is over {} octets long", kMaxRecordOctets));
  }
  const auto tags = TagList::parse(text, kTagRules);
  if (!tags) return bad_syntax("the key record: " + printable(tags.error().what));
  KeyRecord record;
  if (const std::string* version = tags->find("v")) {
    if (*version != "DKIM1") {
      return bad_syntax(
          fmt::format("the key record has v={} instead of DKIM1", printable(*version, 40)));
    }
    if (tags->tags().front().name != "v") return bad_syntax("v= is not first in the key record");
  }
  if (const std::string* type = tags->find("k")) {
    if (*type != "rsa" && *type != "ed25519") {
      return key_flaw(
          "inappropriate key algorithm", Cause::key_syntax,
          fmt::format("the key record has the unknown type k={}", printable(*type, 40)));
    }
    record.type = *type == "rsa" ? KeyType::rsa : KeyType::ed25519;
  }
  std::optional<std::vector<std::string>> services;
  if (!read_list(*tags, "h", record.hashes) || !read_list(*tags, "s", services)) {
    return bad_syntax("h= or s= of the key record is not a list");
  }
  if (services) record.services = *std::move(services);
  record.is_testing = has_flag(*tags, "y");
  record.needs_exact_domain = has_flag(*tags, "s");
  const std::string* data = tags->find("p");
  if (data == nullptr) return bad_syntax("the key record has no p= tag");
  if (data->empty()) {
    return key_flaw("key revoked", Cause::key_revoked, "p= of the key record is empty");
  }
  auto octets = base64_decode(*data);
  if (!octets) return bad_syntax("p= of the key record is not Base64");
  record.data = *std::move(octets);
  return record;
}

std::expected<std::vector<OfferedKey>, Flaw> find_keys(std::string_view selector,
                                                       std::string_view domain, Algorithm algorithm,
                                                       const Context& context) {
  const std::string name = fmt::format("{}._domainkey.{}", selector, domain);
  const KeyAnswer answer =
      context.directory.lookup({KeyQuery::Kind::dns_txt, name}, context.now, context.cost);
  if (answer.status == KeyAnswer::Status::failed || answer.status == KeyAnswer::Status::timeout) {
    const bool is_silent = answer.status == KeyAnswer::Status::timeout;
    return Unusable({Outcome::temperror, "key unavailable", Cause::key_temperror,
                     fmt::format("the DNS {} for {}",
                                 is_silent ? "gave no answer" : "reported a failure", name),
                     std::string(kLookupSource)});
  }
  if (answer.status == KeyAnswer::Status::absent || answer.records.empty()) {
    return key_flaw("no key for signature", Cause::key_missing,
                    fmt::format("there is no key record at {}", name), kLookupSource);
  }
  std::vector<OfferedKey> offered;
  std::optional<Flaw> first;
  for (std::size_t i = 0; i < std::min(answer.records.size(), kMaxRecords); ++i) {
    auto one = offer(answer.records[i], algorithm, context);
    if (one) offered.push_back(*std::move(one));
    if (!one && !first) first = one.error();
  }
  if (offered.empty()) return std::unexpected(*std::move(first));
  return offered;
}

BestKey best_key(std::span<const OfferedKey> keys, Algorithm algorithm, std::string_view digest,
                 std::string_view signature, const Context& context) {
  BestKey best{&keys.front(), Match::foreign};
  for (const OfferedKey& one : keys) {
    const Match match =
        compare(one.key, algorithm, digest, signature, context.crypto, context.cost);
    if (match == Match::foreign) continue;
    best = {&one, match};
    if (match == Match::good) break;
  }
  return best;
}

std::string key_record_text(KeyType type, std::string_view data, std::string_view flags) {
  return fmt::format("v=DKIM1; k={};{} p={}", name_of(type),
                     flags.empty() ? "" : fmt::format(" t={};", flags), base64_encode(data));
}

}  // namespace mass::signature
