#include "schemes/dkim/sign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <map>
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
#include "core/signature/layout.hpp"
#include "core/signature/quoted.hpp"
#include "schemes/dkim/headers.hpp"
#include "schemes/dkim/tags.hpp"
#include "schemes/dkim/verify.hpp"

namespace mass::dkim {
namespace {

using signature::Algorithm;
using signature::PrivateKey;

// The author of a message, or the slug that says why there is none.
std::expected<Mailbox, std::string> find_author(const Message& message) {
  const std::size_t count = message.count("From");
  if (count != 1) return std::unexpected(count == 0 ? "no_from" : "several_from");
  const AddressList list = parse_address_list(message.find("From")->value());
  if (list.malformed || list.mailboxes.empty()) return std::unexpected("from_unusable");
  return list.mailboxes.front();
}

// The author's domain, that of the operator for mail of others, or the one that is set; empty if
// that cannot sign. Source: RFC 6376 section 5.1: a signature need not be of the author's domain.
std::string signing_domain(std::string_view author_domain, const Settings& settings,
                           const Role& role) {
  std::string_view domain = settings.domain;
  if (domain.empty()) domain = author_domain;
  if (settings.domain.empty() && !role.domain.empty() &&
      !is_same_or_subdomain(author_domain, role.domain)) {
    domain = role.domain;
  }
  return signature::signing_domain_name(domain).value_or(std::string());
}

const std::string& selector_of(Algorithm algorithm, const Settings& settings) {
  return key_type_of(algorithm) == signature::KeyType::ed25519 ? settings.ed25519_selector
                                                               : settings.selector;
}

/// Makes the fields for one message.
class Signer {
 public:
  Signer(const Message& message, const Mailbox& author, std::string domain,
         const Settings& settings, const Context& context)
      : settings_(settings),
        context_(context),
        fields_(message.fields()),
        body_(message.body().view()),
        author_(author),
        domain_(std::move(domain)),
        names_(names_to_sign(fields_, settings)),
        covered_(signature::select_fields(fields_, names_, nullptr)) {}

  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

  Result<Field> sign(Algorithm algorithm, const PrivateKey& key, int number) {
    const signature::BodyHash& body = body_hash(hash_of(algorithm), number);
    const std::string value = signature::folded_tags(tags(algorithm, body), kSignatureField.size());
    signature::HeaderHash header(hash_of(algorithm), settings_.canons.header, context_,
                                 {"header", number});
    header.add(covered_);
    header.add_signature(make_field(kSignatureField, value));
    const auto octets = key.sign(algorithm, header.finish(), context_.crypto, context_.cost);
    if (!octets) return std::unexpected(octets.error());
    return make_field(kSignatureField, value + signature::folded_signature(*octets));
  }

 private:
  const signature::BodyHash& body_hash(HashAlgorithm algorithm, int number) {
    auto found = body_hashes_.find(algorithm);
    if (found != body_hashes_.end()) return found->second;
    const std::uint64_t limit = settings_.body_length.value_or(signature::kWholeBody);
    return body_hashes_
        .emplace(algorithm, hash_body(body_, settings_.canons.body, limit, algorithm, context_,
                                      {"body", number}))
        .first->second;
  }

  [[nodiscard]] std::vector<Tag> tags(Algorithm algorithm, const signature::BodyHash& body) const {
    const auto now = to_unix(context_.now);
    std::vector<Tag> made{{"v", "1"},
                          {"a", std::string(name_of(algorithm))},
                          {"c", settings_.canons_text},
                          {"d", domain_},
                          {"s", selector_of(algorithm, settings_)}};
    if (const std::string user = user_tag(); !user.empty()) made.push_back({"i", user});
    if (settings_.names_query) made.push_back({"q", "dns/txt"});
    if (settings_.writes_time) made.push_back({"t", std::to_string(now)});
    if (settings_.lifetime_seconds > 0) {
      made.push_back({"x", std::to_string(now + settings_.lifetime_seconds)});
    }
    if (settings_.body_length) {
      made.push_back({"l", std::to_string(std::min(*settings_.body_length, body.octets))});
    }
    made.push_back({"h", joined(names_)});
    if (settings_.copies_fields) made.push_back({"z", copied_fields(covered_)});
    made.push_back({"bh", base64_encode(body.digest)});
    made.push_back({"b", {}});
    return made;
  }

  static std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ":") + name;
    return text;
  }

  // An author outside the signing domain cannot be named.
  [[nodiscard]] std::string user_tag() const {
    if (settings_.user == UserTag::none) return {};
    const auto at = signature::signing_domain_name(author_.domain);
    if (settings_.user == UserTag::domain || !at || !is_same_or_subdomain(*at, domain_)) {
      return "@" + domain_;
    }
    return signature::encode_quoted(author_.local) + "@" + *at;
  }

  const Settings& settings_;
  const Context& context_;
  std::span<const Field> fields_;
  std::string_view body_;
  const Mailbox& author_;
  std::string domain_;
  std::vector<std::string> names_;
  std::vector<const Field*> covered_;
  std::map<HashAlgorithm, signature::BodyHash> body_hashes_;
};

// The message without signatures that no longer hold.
Message without_broken(const Message& message, const Settings& settings, const Context& context) {
  if (message.find(kSignatureField) == nullptr) return message;
  const Verdict verdict = verify_message(message, settings, context);
  MessageEditor editor(message);
  std::size_t index = 0;
  editor.erase_if([&](const Field& field) {
    if (!field.is(kSignatureField) || index >= verdict.signatures.size()) return false;
    const Outcome outcome = verdict.signatures[index++].outcome;
    return outcome == Outcome::fail || outcome == Outcome::permerror;
  });
  return std::move(editor).finish();
}

}  // namespace

Result<Signed> sign(Transit transit, const Settings& settings, const Context& context) {
  const Message& message = transit.message;
  if (is_over_limits(message, settings.algorithms.size())) {
    return decline(std::move(transit), "over_limits");
  }
  const auto author = find_author(message);
  if (!author) return decline(std::move(transit), author.error());
  std::string domain = signing_domain(author->domain, settings, context.role);
  if (domain.empty()) return decline(std::move(transit), "from_unusable");
  Signer signer(message, *author, domain, settings, context);
  if (signer.names().size() > signature::kMaxNames) {
    return decline(std::move(transit), "over_limits");
  }
  std::vector<Field> made;
  for (const Algorithm algorithm : settings.algorithms) {
    const auto key = signature::find_signing_key(
        context.signing_keys, algorithm, domain, selector_of(algorithm, settings),
        settings.tolerance == Tolerance::legacy ? 0 : signature::kLeastKeyBits);
    if (!key) return std::unexpected(key.error());
    if (!*key) return decline(std::move(transit), key->error());
    auto field = signer.sign(algorithm, **key, static_cast<int>(made.size()) + 1);
    if (!field) return std::unexpected(field.error());
    if (field->raw().size() > signature::kMaxTagListOctets) {
      return decline(std::move(transit), "over_limits");
    }
    made.push_back(*std::move(field));
  }
  MessageEditor editor(message);
  for (std::size_t i = made.size(); i > 0; --i) editor.prepend(std::move(made[i - 1]));
  transit.message = std::move(editor).finish();
  return Signed{std::move(transit), {}};
}

Result<Signed> sign_for_list(Transit transit, const Settings& settings, const Context& context) {
  if (!is_list(context.role)) return decline(std::move(transit), "not_a_mediator");
  if (!settings.list_signs) return decline(std::move(transit), "lists_do_not_sign");
  Settings own = settings;
  own.domain = ascii_lower(context.role.domain);
  if (settings.broken == Broken::keep) return sign(std::move(transit), own, context);
  Transit original = transit;
  transit.message = without_broken(transit.message, settings, context);
  auto made = sign(std::move(transit), own, context);
  if (made && !made->declined.empty()) return decline(std::move(original), made->declined);
  return made;
}

Result<Publication> published_records(std::string_view domain, const Settings& settings,
                                      const Context& context) {
  Publication records;
  const std::string owner = signing_domain(domain, settings, context.role);
  if (owner.empty()) return records;
  std::set<std::string> names;
  for (const Algorithm algorithm : settings.algorithms) {
    const std::string name = selector_of(algorithm, settings) + "._domainkey." + owner;
    if (!is_dns_name(name)) continue;
    const auto key = PrivateKey::find(context.signing_keys, key_type_of(algorithm), owner,
                                      selector_of(algorithm, settings));
    if (!key) return std::unexpected(key.error());
    DnsRecord record;
    record.name = ascii_lower(name);
    record.strings = character_strings(
        signature::key_record_text(key_type_of(algorithm), key->public_data(), settings.key_flags));
    records.dns.push_back(std::move(record));
  }
  return records;
}

}  // namespace mass::dkim
