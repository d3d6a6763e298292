#include "schemes/arc/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <expected>
#include <iterator>
#include <set>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "core/message/editor.hpp"
#include "core/message/limits.hpp"
#include "core/scheme/list_signer.hpp"
#include "core/signature/fields.hpp"
#include "core/signature/key_record.hpp"
#include "schemes/arc/chain.hpp"
#include "schemes/arc/layout.hpp"
#include "schemes/arc/results.hpp"
#include "schemes/arc/sets.hpp"
#include "schemes/arc/validate.hpp"

namespace mass::arc {
namespace {

using signature::PrivateKey;

constexpr std::size_t kFieldsPerSet = 3;

// Before a seal is made, its set has no other place in a transcript than the newest.
constexpr int kNumber = 1;

std::string author_domain(const Message& message) {
  const Field* from = message.find("From");
  if (from == nullptr) return {};
  const AddressList list = parse_address_list(from->value());
  return list.mailboxes.empty() ? std::string() : list.mailboxes.front().domain;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ":") + name;
  return text;
}

/// Makes the three fields of one set.
class Sealer {
 public:
  Sealer(const Transit& transit, std::string domain, const PrivateKey& key,
         const Settings& settings, const Context& context)
      : message_(transit.message),
        domain_(std::move(domain)),
        key_(key),
        settings_(settings),
        context_(context) {}

  // Points into `chain`, whose sets are those of the message.
  Result<std::array<Field, kFieldsPerSet>> make(Chain chain, const OwnResults& own,
                                                std::string_view status) {
    instance_ = chain.sets.size() + 1;
    const Field results = make_field(kResultsField, results_value(instance_, own));
    auto signature = sign_message();
    if (!signature) return std::unexpected(signature.error());
    std::vector<Tag> tags = seal_tags(status);
    const Field bare = field_of(kSealField, tags);
    chain.sets.push_back({.results = &results,
                          .signature = &*signature,
                          .seal = &bare,
                          .signature_tags = {},
                          .seal_tags = {}});
    const std::size_t first = status == "fail" ? instance_ : 1;
    const std::string digest =
        seal_digest(chain, first, instance_, hash_of(settings_.algorithm), kNumber, context_);
    auto seal = complete(kSealField, std::move(tags), digest);
    if (!seal) return std::unexpected(seal.error());
    return std::array{*std::move(seal), *std::move(signature), results};
  }

 private:
  Result<Field> sign_message() {
    std::vector<std::string> names = signature::names_present(message_.fields(), settings_.headers);
    // One that is absent is signed as absent.
    if (std::ranges::find(names, "from") == names.end()) names.emplace_back("from");
    const HashAlgorithm algorithm = hash_of(settings_.algorithm);
    const auto body = hash_body(message_.body().view(), settings_.canons.body,
                                signature::kWholeBody, algorithm, context_, {"body", kNumber});
    std::vector<Tag> tags = signature_tags(names, body.digest);
    signature::HeaderHash header(algorithm, settings_.canons.header, context_, {"header", kNumber});
    header.add(signature::select_fields(message_.fields(), names, nullptr));
    header.add_signature(field_of(kSignatureField, tags));
    return complete(kSignatureField, std::move(tags), header.finish());
  }

  [[nodiscard]] std::string time() const { return std::to_string(to_unix(context_.now)); }

  [[nodiscard]] std::vector<Tag> signature_tags(const std::vector<std::string>& names,
                                                std::string_view body_digest) const {
    return in_order({{"i", std::to_string(instance_)},
                     {"a", std::string(name_of(settings_.algorithm))},
                     {"c", settings_.canons_text},
                     {"d", domain_},
                     {"s", settings_.selector},
                     {"t", time()},
                     {"h", joined(names)},
                     {"bh", base64_encode(body_digest)},
                     {"b", {}}});
  }

  [[nodiscard]] std::vector<Tag> seal_tags(std::string_view status) const {
    return in_order({{"i", std::to_string(instance_)},
                     {"a", std::string(name_of(settings_.algorithm))},
                     {"cv", std::string(status)},
                     {"d", domain_},
                     {"s", settings_.selector},
                     {"t", time()},
                     {"b", {}}});
  }

  [[nodiscard]] std::vector<Tag> in_order(std::vector<Tag> tags) const {
    if (settings_.tag_order == TagOrder::alphabetical) std::ranges::sort(tags, {}, &Tag::name);
    return tags;
  }

  static Field field_of(std::string_view name, const std::vector<Tag>& tags) {
    return make_field(name, laid_out(tags, name.size()));
  }

  Result<Field> complete(std::string_view name, std::vector<Tag> tags, std::string_view digest) {
    const auto octets = key_.sign(settings_.algorithm, digest, context_.crypto, context_.cost);
    if (!octets) return std::unexpected(octets.error());
    std::ranges::find(tags, "b", &Tag::name)->value = base64_encode(*octets);
    return field_of(name, tags);
  }

  const Message& message_;
  std::string domain_;
  const PrivateKey& key_;
  const Settings& settings_;
  const Context& context_;
  std::size_t instance_ = 1;
};

// The names under which the sealer's own results may stand.
std::vector<std::string> own_ids(std::string_view domain, const Settings& settings,
                                 const Role& role) {
  if (!settings.authserv_id.empty()) return {settings.authserv_id};
  std::vector<std::string> ids{std::string(domain)};
  if (!role.host.empty()) ids.push_back(role.host);
  return ids;
}

bool states_chain(const OwnResults& own) {
  return std::ranges::any_of(own.results, [](const std::string& result) {
    return istarts_with(result, "arc=") || istarts_with(result, "arc =");
  });
}

// The chain's status as a seal says it, or the slug that says why none can be made.
std::expected<std::string, std::string> status_to_seal(const Chain& chain, const Verdict& arrived) {
  if (chain.is_closed()) return std::unexpected("chain_failed");
  if (chain.sets.size() >= kMaxSets) return std::unexpected("chain_too_long");
  if (chain.absent()) return "none";
  if (chain.flaw) return "fail";  // also one that came in whole and lost a field here
  if (arrived.outcome == Outcome::temperror) return std::unexpected("keys_unavailable");
  return arrived.outcome == Outcome::pass ? "pass" : "fail";
}

Result<Signed> seal(Transit transit, const Transit& arrived, const std::string& domain,
                    const Settings& settings, const Context& context) {
  if (is_over_limits(transit.message, kFieldsPerSet)) {
    return decline(std::move(transit), "over_limits");
  }
  Chain chain = read_chain(transit.message);
  const Verdict verdict = validate(arrived, settings, context);
  const auto status = status_to_seal(chain, verdict);
  if (!status) return decline(std::move(transit), status.error());
  const auto key = signature::find_signing_key(context.signing_keys, settings.algorithm, domain,
                                               settings.selector);
  if (!key) return std::unexpected(key.error());
  if (!*key) return decline(std::move(transit), key->error());
  OwnResults own = own_results(transit.message, own_ids(domain, settings, context.role));
  if (settings.states_chain && !states_chain(own)) own.results.push_back(result_of(verdict));
  auto made =
      Sealer(transit, domain, **key, settings, context).make(std::move(chain), own, *status);
  if (!made) return std::unexpected(made.error());
  MessageEditor editor(transit.message);
  for (auto field = made->rbegin(); field != made->rend(); ++field) {
    const bool is_list = !field->is(kResultsField);
    const std::size_t limit = is_list ? signature::kMaxTagListOctets : kMaxFieldOctets;
    if (field->raw().size() > limit) return decline(std::move(transit), "over_limits");
    editor.prepend(std::move(*field));
  }
  transit.message = std::move(editor).finish();
  return Signed{std::move(transit), {}};
}

}  // namespace

Result<Signed> seal_at_origin(Transit transit, const Settings& settings, const Context& context) {
  std::string domain = settings.domain.empty() ? context.role.domain : settings.domain;
  if (domain.empty()) domain = author_domain(transit.message);
  if (domain.empty()) return decline(std::move(transit), "no_from");
  const auto name = signature::signing_domain_name(domain);
  if (!name) return decline(std::move(transit), "no_domain");
  const Transit as_it_is = transit;
  return seal(std::move(transit), as_it_is, *name, settings, context);
}

Result<Signed> seal_on_the_way(Transit transit, const Settings& settings, const Context& context) {
  const RoleKind kind = context.role.kind;
  if (kind != RoleKind::mediator && kind != RoleKind::relay) {
    return decline(std::move(transit), "not_an_intermediary");
  }
  const auto domain = signature::signing_domain_name(context.role.domain);
  if (!domain) return decline(std::move(transit), "no_domain");
  const Verdict leaving = validate(transit, settings, context);
  if (leaving.outcome == Outcome::pass) {
    // All hops of a domain count as one.
    const Value& newest = leaving.signatures.front().detail.at("domain");
    if (to_text(newest) == *domain) return decline(std::move(transit), "already_sealed");
    if (!settings.seals_unchanged) return decline(std::move(transit), "unchanged");
  }
  const Transit as_it_is = transit;
  const Transit& arrived = context.arrived == nullptr ? as_it_is : *context.arrived;
  return seal(std::move(transit), arrived, *domain, settings, context);
}

Result<Publication> published_records(std::string_view domain, const Settings& settings,
                                      const Context& context) {
  Publication records;
  std::set<std::string> owners;
  for (const std::string_view one : {domain, std::string_view(settings.domain)}) {
    if (auto name = signature::signing_domain_name(one)) owners.insert(*std::move(name));
  }
  for (const std::string& owner : owners) {
    DnsRecord record;
    record.name = ascii_lower(settings.selector + "._domainkey." + owner);
    if (!is_dns_name(record.name)) continue;
    const auto type = key_type_of(settings.algorithm);
    const auto key = PrivateKey::find(context.signing_keys, type, owner, settings.selector);
    if (!key) return std::unexpected(key.error());
    record.strings = character_strings(signature::key_record_text(type, key->public_data(), {}));
    records.dns.push_back(std::move(record));
  }
  return records;
}

}  // namespace mass::arc
