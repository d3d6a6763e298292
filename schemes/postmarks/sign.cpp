#include "schemes/postmarks/sign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "core/message/editor.hpp"
#include "core/message/limits.hpp"
#include "core/scheme/list_signer.hpp"
#include "schemes/postmarks/canonical.hpp"
#include "schemes/postmarks/content.hpp"
#include "schemes/postmarks/key_record.hpp"
#include "schemes/postmarks/stamp.hpp"

namespace mass::postmarks {
namespace {

constexpr std::size_t kSignatureLine = 68;
constexpr std::size_t kLongestNames = 900;  ///< Longer lists are cut: a line ends at 998 octets.

/// A stamp about to be made.
struct Office {
  StampRole role = StampRole::origin;
  std::string domain;
};

const std::vector<std::string>& standard_names() {
  static const std::vector<std::string> names{"from",
                                              "sender",
                                              "to",
                                              "cc",
                                              "subject",
                                              "date",
                                              "message-id",
                                              "reply-to",
                                              "mime-version",
                                              "content-type",
                                              "content-transfer-encoding"};
  return names;
}

// Source: section 3.3.
std::vector<std::string> names_to_cover(const Content& content, const Settings& settings) {
  std::vector<std::string> names = settings.headers;
  if (!names.empty()) {
    if (std::ranges::find(names, "from") == names.end()) names.insert(names.begin(), "from");
    return names;
  }
  for (const std::string& name : standard_names()) {
    const bool is_omitted = std::ranges::find(settings.omitted, name) != settings.omitted.end();
    if (is_omitted && name != "from") continue;
    const std::size_t present = content.count(name);
    const std::size_t mentions =
        settings.over_lists ? present + 1 : std::max<std::size_t>(present, 1);
    names.insert(names.end(), mentions, name);
  }
  return names;
}

// White space inside a value is free to a reader of the tag, and a place to fold must have some.
std::string write_names(const std::vector<std::string>& names) {
  std::string text;
  std::size_t column = 0;
  for (const std::string& name : names) {
    if (!text.empty()) text += ':';
    if (column > 0 && column + name.size() > kLongestNames) {
      text += "\r\n\t";
      column = 0;
    }
    text += name;
    column += name.size() + 1;
  }
  return text;
}

std::string host_of(const Office& office, const Settings& settings, const Role& role) {
  if (!settings.host.empty()) return settings.host;
  return is_dns_name(role.host) ? role.host : "mx." + office.domain;
}

// The value up to and with `sg=`. Folds stand only where the canonical form has a space: later
// stamps hash this one. Source: section 7.
std::string write_tags(const Office& office, std::size_t number, const Transit& transit,
                       const Settings& settings, const Context& context) {
  Content content(transit.message, context);
  const int stamp = static_cast<int>(number);
  const auto names = names_to_cover(content, settings);
  const std::string sender = canonical_sender(transit.envelope.mail_from);
  const std::int64_t now = to_unix(context.now);
  return fmt::format(
      " v={}; i={}; r={}; d={}; s={}; h={}; a={};\r\n\tt={}; x={}; m={};\r\n\thn={};\r\n\thd={};"
      "\r\n\tbd={};\r\n\tsg=",
      kVersion, number, word_of(office.role), office.domain, settings.selector,
      host_of(office, settings, context.role), algorithm_word(settings.hash), now,
      now + settings.lifetime.count(),
      base64_encode(context.crypto.digest(settings.hash, sender, context.cost)), write_names(names),
      base64_encode(content.header_digest(names, settings.hash, stamp)),
      base64_encode(content.body_digest(settings.hash, stamp)));
}

Result<Signed> put_on(Transit transit, const Office& office, const std::vector<Stamp>& chain,
                      const Settings& settings, const Context& context) {
  const auto key = context.signing_keys.rsa(office.domain, settings.selector);
  if (!key) {
    if (key.error().code != Errc::missing) return std::unexpected(key.error());
    return decline(std::move(transit), "no_key");
  }
  const std::size_t number = chain.size() + 1;
  const std::string tags = write_tags(office, number, transit, settings, context);
  std::vector<std::string_view> earlier;
  for (const Stamp& stamp : chain) earlier.push_back(stamp.canonical);
  const std::string digest = signature_digest(earlier, canonical_field(make_field(kField, tags)),
                                              settings.hash, static_cast<int>(number), context);
  const auto signature = (*key)->sign(context.crypto, settings.hash, digest, context.cost);
  if (!signature) return std::unexpected(signature.error());
  Field field = make_field(kField, tags + base64_folded(*signature, kSignatureLine, "\r\n\t"));
  if (field.raw().size() > kMaxFieldOctets) return decline(std::move(transit), "over_limits");
  MessageEditor editor(transit.message);
  editor.prepend(std::move(field));
  transit.message = std::move(editor).finish();
  return Signed{std::move(transit), {}};
}

// The domain of the one From field, or the reason why there is none.
std::expected<std::string, std::string> author_domain(const Message& message) {
  const std::size_t count = message.count("From");
  if (count == 0) return std::unexpected("no_from");
  if (count > 1) return std::unexpected("several_from");
  for (const Mailbox& mailbox : parse_address_list(message.find("From")->value()).mailboxes) {
    if (mailbox.local.empty() || mailbox.domain.empty()) continue;
    if (is_dns_name(mailbox.domain)) return ascii_lower(mailbox.domain);
    break;
  }
  return std::unexpected("from_unusable");
}

Result<Signed> begin_chain(Transit transit, const Settings& settings, const Context& context) {
  const auto author = author_domain(transit.message);
  if (!author) return decline(std::move(transit), author.error());
  if (transit.message.find(kField) != nullptr) {
    return decline(std::move(transit), "already_stamped");
  }
  const std::string& operated = context.role.domain;
  if (!operated.empty() && !is_same_or_subdomain(*author, operated)) {
    return decline(std::move(transit), "domain_mismatch");
  }
  // A domain that is set is the operator's own decision: section 3 only says what `d` should be.
  const Office office{StampRole::origin, settings.domain.empty() ? *author : settings.domain};
  if (!is_dns_name(key_name(settings.selector, office.domain))) {
    return decline(std::move(transit), "from_unusable");
  }
  return put_on(std::move(transit), office, {}, settings, context);
}

Result<Signed> lengthen_chain(Transit transit, const Office& office, const Settings& settings,
                              const Context& context) {
  if (!is_dns_name(key_name(settings.selector, office.domain))) {
    return decline(std::move(transit), "no_domain");
  }
  const auto chain = read_chain(transit.message);
  if (!chain) return decline(std::move(transit), "chain_broken");
  if (chain->empty()) return decline(std::move(transit), "no_chain");
  if (chain->size() >= kMaxStamps) return decline(std::move(transit), "chain_too_long");
  return put_on(std::move(transit), office, *chain, settings, context);
}

StampRole mediator_role(const Message& message, MediatorWord word) {
  if (word == MediatorWord::list) return StampRole::list;
  if (word == MediatorWord::forward) return StampRole::forward;
  const bool is_list = message.find("List-Id") != nullptr || message.find("List-Post") != nullptr;
  return is_list ? StampRole::list : StampRole::forward;
}

}  // namespace

Result<Signed> stamp(Transit transit, const Settings& settings, const Context& context) {
  if (is_over_limits(transit.message)) return decline(std::move(transit), "over_limits");
  if (settings.role == StampRole::origin) {
    return begin_chain(std::move(transit), settings, context);
  }
  const Office office{settings.role,
                      settings.domain.empty() ? ascii_lower(context.role.domain) : settings.domain};
  return lengthen_chain(std::move(transit), office, settings, context);
}

Result<Signed> stamp_again(Transit transit, const Settings& settings, const Context& context) {
  if (is_over_limits(transit.message)) return decline(std::move(transit), "over_limits");
  const std::string& operated = context.role.domain;
  Office office{StampRole::relay, operated.empty() ? settings.domain : ascii_lower(operated)};
  switch (context.role.kind) {
    case RoleKind::originator:
      return decline(std::move(transit), "not_an_intermediary");
    case RoleKind::relay:
      break;
    case RoleKind::mediator:
      office.role = mediator_role(transit.message, settings.mediator);
      break;
    case RoleKind::receiver:
      office.role = StampRole::delivery;
      break;
  }
  return lengthen_chain(std::move(transit), office, settings, context);
}

Result<Publication> published_records(std::string_view domain, const Settings& settings,
                                      const Context& context) {
  Publication records;
  const bool is_within = !settings.domain.empty() && is_same_or_subdomain(domain, settings.domain);
  const std::string owner = is_within ? settings.domain : ascii_lower(domain);
  DnsRecord record;
  record.name = ascii_lower(key_name(settings.selector, owner));
  if (!is_dns_name(domain) || !is_dns_name(record.name)) return records;
  const auto key = context.signing_keys.rsa(owner, settings.selector);
  if (!key) return std::unexpected(key.error());
  record.strings = character_strings(key_record(**key));
  records.dns.push_back(std::move(record));
  return records;
}

}  // namespace mass::postmarks
