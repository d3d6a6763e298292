#include "schemes/domainkeys/sign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/editor.hpp"
#include "core/message/limits.hpp"
#include "core/scheme/list_signer.hpp"
#include "schemes/domainkeys/coverage.hpp"
#include "schemes/domainkeys/sender.hpp"
#include "schemes/domainkeys/tags.hpp"

namespace mass::domainkeys {
namespace {

constexpr std::size_t kLineWidth = 72;

using Names = std::optional<std::vector<std::string>>;

// The names of `h=`, or nothing for a signature over all fields.
Names names_to_sign(std::span<const Field> fields, const SendingAddress& sender,
                    const Settings& settings) {
  const bool lists_all = settings.header_policy == HeaderPolicy::all;
  if (settings.headers.empty() && !lists_all) return std::nullopt;
  std::vector<std::string> names = settings.headers;
  // A verifier accepts no `h=` that leaves out the field with the sending address.
  const std::string identity = ascii_lower(sender.field->name());
  if (std::ranges::find(names, identity) == names.end()) names.push_back(identity);
  if (settings.header_policy == HeaderPolicy::listed) return names;
  const std::unordered_set<std::string> wanted(names.begin(), names.end());
  std::vector<std::string> present;
  for (const Field& field : fields) {
    std::string name = ascii_lower(field.name());
    if (is_listable(name) && (lists_all || wanted.contains(name))) {
      present.push_back(std::move(name));
    }
  }
  return present;
}

// True if the topmost signature there is speaks for the present sending address already.
// Source: RFC 4870 section 3.5.1.
bool is_signed_already(std::span<const Field> fields, const Settings& settings) {
  const auto signature =
      std::ranges::find_if(fields, [](const Field& f) { return f.is(kSignatureField); });
  if (signature == fields.end()) return false;
  const auto sender = std::ranges::find_if(fields, [](const Field& f) { return f.is("Sender"); });
  if (sender == fields.end()) return true;
  if (sender < signature) return false;
  const Names names = parse_signature(signature->value(), settings).tags.names;
  return !names || std::ranges::find(*names, "sender") != names->end();
}

// Signing domain for an address, empty if the operator may not sign for it.
std::string signing_domain(std::string_view sending_domain, const Settings& settings,
                           const Role& role) {
  if (!role.domain.empty() && !is_same_or_subdomain(sending_domain, role.domain)) return {};
  if (settings.domain.empty()) return ascii_lower(sending_domain);
  return is_same_or_subdomain(sending_domain, settings.domain) ? settings.domain : std::string();
}

// Lines are cut at colons. The field is not hashed, so its layout is free.
std::string fold_names(const std::vector<std::string>& names) {
  std::string text;
  std::size_t column = 0;
  for (const std::string& name : names) {
    if (!text.empty()) text += ':';
    if (column > 0 && column + name.size() > kLineWidth) {
      text += "\r\n\t";
      column = 0;
    }
    text += name;
    column += name.size() + 1;
  }
  return text;
}

Field make_signature_field(const Settings& settings, std::string_view domain, const Names& names,
                           std::string_view signature) {
  std::string value =
      fmt::format(" a=rsa-sha1; q=dns; c={}; s={}; d={};\r\n\t",
                  settings.canon == Canon::nofws ? "nofws" : "simple", settings.selector, domain);
  if (names) value += fmt::format("h={};\r\n\t", fold_names(*names));
  value += fmt::format("b={}", base64_folded(signature, kLineWidth, "\r\n\t "));
  return make_field(kSignatureField, value);
}

// The message as it will be below the signature.
Message prepared(const Message& message, const Settings& settings) {
  if (!settings.drops_status || message.find(kStatusField) == nullptr) return message;
  MessageEditor editor(message);
  editor.erase_all(kStatusField);
  return std::move(editor).finish();
}

std::string key_record(const Settings& settings, const RsaPrivateKey& key) {
  std::string text = "k=rsa; ";
  if (settings.key_is_testing) text += "t=y; ";
  if (!settings.key_granularity.empty()) text += fmt::format("g={}; ", settings.key_granularity);
  return text + "p=" + base64_encode(key.public_der());
}

DnsRecord txt(std::string name, std::string_view text) {
  DnsRecord record;
  record.name = std::move(name);
  record.strings = character_strings(text);
  return record;
}

}  // namespace

Result<Signed> sign(Transit transit, const Settings& settings, const Context& context) {
  if (is_over_limits(transit.message)) return decline(std::move(transit), "over_limits");
  const auto fields = transit.message.fields();
  const auto sender = find_sending_address(all_fields(fields), TwoFrom::fail);
  if (!sender) return decline(std::move(transit), sender.error().slug);
  if (!is_dns_name(sender->mailbox.domain)) {
    return decline(std::move(transit),
                   sender->field->is("Sender") ? "sender_unusable" : "from_unusable");
  }
  if (is_signed_already(fields, settings)) return decline(std::move(transit), "already_signed");
  const std::string domain = signing_domain(sender->mailbox.domain, settings, context.role);
  if (domain.empty()) return decline(std::move(transit), "domain_mismatch");
  const auto key = context.signing_keys.rsa(domain, settings.selector);
  if (!key) {
    if (key.error().code != Errc::missing) return std::unexpected(key.error());
    return decline(std::move(transit), "no_key");
  }

  const Message message = prepared(transit.message, settings);
  const Names names = names_to_sign(message.fields(), *sender, settings);
  const FieldRefs covered = covered_fields(message.fields(), names, settings.h_order);
  const std::string digest =
      hash({covered, message.body().view(), settings.canon, settings.last_line}, context,
           context.trace, 1);
  const auto signature = (*key)->sign(context.crypto, HashAlgorithm::sha1, digest, context.cost);
  if (!signature) return std::unexpected(signature.error());
  Field field = make_signature_field(settings, domain, names, *signature);
  if (field.raw().size() > kMaxFieldOctets) return decline(std::move(transit), "over_limits");
  MessageEditor editor(message);
  editor.prepend(std::move(field));
  transit.message = std::move(editor).finish();
  return Signed{std::move(transit), {}};
}

Result<Signed> sign_as_list(Transit transit, const Settings& settings, const Context& context) {
  const auto speaks_for_list = [&](const Message& message) {
    const auto fields = message.fields();
    const auto sender = find_sending_address(all_fields(fields), TwoFrom::fail);
    return sender && is_same_or_subdomain(sender->mailbox.domain, context.role.domain) &&
           (sender->field->is("Sender") || !is_signed_already(fields, settings));
  };
  const auto sign_it = [&](Transit made) { return sign(std::move(made), settings, context); };
  return mass::sign_as_list(std::move(transit), context.role, {speaks_for_list, sign_it});
}

Result<Publication> published_records(std::string_view domain, const Settings& settings,
                                      const Context& context) {
  Publication records;
  const std::string owner = signing_domain(domain, settings, context.role);
  const std::string key_name = settings.selector + "._domainkey." + owner;
  if (!is_dns_name(domain) || owner.empty() || !is_dns_name(key_name)) return records;
  const auto key = context.signing_keys.rsa(owner, settings.selector);
  if (!key) return std::unexpected(key.error());
  records.dns.push_back(txt(ascii_lower(key_name), key_record(settings, **key)));
  if (settings.policy != Policy::none) {
    const std::string_view word = settings.policy == Policy::signs_all ? "-" : "~";
    records.dns.push_back(txt("_domainkey." + ascii_lower(domain),
                              fmt::format("o={}{}", word, settings.key_is_testing ? "; t=y" : "")));
  }
  return records;
}

}  // namespace mass::domainkeys
