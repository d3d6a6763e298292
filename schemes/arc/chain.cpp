#include "schemes/arc/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <utility>
#include <vector>

#include "core/signature/key_record.hpp"

namespace mass::arc {
namespace {

using signature::Flaw;
using signature::Match;
using signature::OfferedKey;
using signature::SignatureTags;

constexpr std::string_view kCheckSource = "RFC 8617 section 5.2";

Flaw mismatch(std::string reason) {
  return {Outcome::fail, "does not hold", Cause::crypto_bad, std::move(reason),
          std::string(kCheckSource)};
}

// Source: RFC 6376 section 3.5 (x=).
std::optional<Flaw> check_expiry(const SignatureTags& tags, const Context& context) {
  const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_unix(context.now)));
  if (!tags.expires || *tags.expires >= now) return std::nullopt;
  return Flaw{Outcome::fail, "signature expired", Cause::time_expired, "the time of x= has passed",
              "RFC 6376 section 3.5"};
}

std::optional<Flaw> check_body(const SignatureTags& tags, const signature::BodyHash& body) {
  if (tags.length && *tags.length > body.octets) {
    return Flaw{Outcome::fail, "does not hold", Cause::body_short,
                fmt::format("the body has {} octets, fewer than l= says", body.octets),
                "RFC 6376 section 3.5"};
  }
  if (body.digest == tags.body_hash) return std::nullopt;
  return mismatch("the body is not the one that was signed");
}

// Notes the key, and why the value does not fit it.
void check_value(const std::vector<OfferedKey>& keys, const SignatureTags& tags,
                 std::string_view digest, std::string_view covered, const Context& context,
                 Finding& finding) {
  const auto [key, match] = best_key(keys, tags.algorithm, digest, tags.signature, context);
  finding.key_bits = signature::bits_of(key->key);
  finding.is_testing = key->record.is_testing;
  if (finding.flaw) return;
  if (key_type_of(tags.algorithm) == signature::KeyType::rsa &&
      finding.key_bits < signature::kLeastKeyBits) {
    finding.flaw = {Outcome::permerror, "key too short", Cause::key_weak,
                    fmt::format("the RSA key has {} bits, fewer than {}", finding.key_bits,
                                signature::kLeastKeyBits),
                    "RFC 8301 section 3.2"};
  } else if (match == Match::altered) {
    finding.flaw = mismatch(fmt::format("{} are not what they were: the digest differs", covered));
  } else if (match == Match::foreign) {
    finding.flaw =
        mismatch(fmt::format("the value b= does not fit the published key and {}", covered));
  }
}

}  // namespace

Finding check_signature(const Message& message, const Chain& chain, std::size_t instance,
                        int number, const Context& context) {
  const ArcSet& set = chain.sets[instance - 1];
  const SignatureTags& tags = set.signature_tags.tags;
  Finding finding{.flaw = set.signature_tags.flaw};
  if (!finding.flaw) finding.flaw = check_expiry(tags, context);
  // For a transcript even what comes to nothing is of interest.
  if (finding.flaw && context.trace == nullptr) return finding;
  if (!set.signature_tags.can_be_hashed) return finding;
  std::expected<std::vector<OfferedKey>, Flaw> keys;
  if (!finding.flaw) {
    keys = find_keys(tags.selector, tags.domain, tags.algorithm, context);
    if (!keys) finding.flaw = keys.error();
    if (!keys && context.trace == nullptr) return finding;
  }
  const HashAlgorithm algorithm = hash_of(tags.algorithm);
  const auto body =
      hash_body(message.body().view(), tags.canons.body,
                tags.length.value_or(signature::kWholeBody), algorithm, context, {"body", number});
  if (!finding.flaw) finding.flaw = check_body(tags, body);
  if (finding.flaw && context.trace == nullptr) return finding;
  signature::HeaderHash header(algorithm, tags.canons.header, context, {"header", number});
  header.add(signature::select_fields(message.fields(), tags.names, set.signature));
  header.add_signature(*set.signature);
  const std::string digest = header.finish();
  if (keys && !keys->empty()) {
    check_value(*keys, tags, digest, "the signed header fields", context, finding);
  }
  return finding;
}

Finding check_seal(const Chain& chain, std::size_t instance, int number, const Context& context) {
  const ArcSet& set = chain.sets[instance - 1];
  const SignatureTags& tags = set.seal_tags.tags;
  Finding finding;
  const auto keys = find_keys(tags.selector, tags.domain, tags.algorithm, context);
  if (!keys) finding.flaw = keys.error();
  if (!keys && context.trace == nullptr) return finding;
  const std::string digest =
      seal_digest(chain, 1, instance, hash_of(tags.algorithm), number, context);
  if (keys) check_value(*keys, tags, digest, "the sealed fields", context, finding);
  return finding;
}

std::string seal_digest(const Chain& chain, std::size_t first, std::size_t last,
                        HashAlgorithm algorithm, int number, const Context& context) {
  signature::HeaderHash hash(algorithm, signature::Canon::relaxed, context, {"seal", number});
  for (std::size_t i = first; i <= last; ++i) {
    const ArcSet& set = chain.sets[i - 1];
    hash.add(*set.results);
    hash.add(*set.signature);
    if (i < last) hash.add(*set.seal);
  }
  hash.add_signature(*chain.sets[last - 1].seal);
  return hash.finish();
}

}  // namespace mass::arc
