#include "schemes/iim/sign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/rsa_numbers.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "core/message/editor.hpp"
#include "core/message/limits.hpp"
#include "core/scheme/list_signer.hpp"
#include "schemes/iim/body.hpp"
#include "schemes/iim/copies.hpp"
#include "schemes/iim/publish.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {
namespace {

constexpr std::size_t kLineWidth = 78;
constexpr std::size_t kBase64Width = 64;
// Keeps lines below the limit of 998 octets without cutting usual headers in two.
constexpr std::size_t kCopyWidth = 512;
constexpr std::string_view kFold = "\r\n\t";

// For whom a message is signed, or the slug that says why not.
std::expected<Address, std::string> find_originator(const Message& message,
                                                    const std::vector<Copy>& copies,
                                                    OriginatorRule rule) {
  if (message.count("From") == 0) return std::unexpected("no_from");
  if (message.count("From") > 1) return std::unexpected("several_from");
  const auto index = originator_copy(copies, rule);
  if (!index) return std::unexpected("originator_not_copied");
  const Copy& copy = copies[*index];
  const bool is_sender = iequals(copy.name, "Sender");
  if (is_sender && message.count("Sender") > 1) return std::unexpected("several_sender");
  auto address = address_in(copy.value());
  if (!address) return std::unexpected(is_sender ? "sender_unusable" : "from_unusable");
  return *std::move(address);
}

std::string_view word_of(SignerRole role) {
  switch (role) {
    case SignerRole::home:
      return "home";
    case SignerRole::away:
      return "away";
    case SignerRole::list:
      break;
  }
  return "list";
}

std::string host_of(const Settings& settings, const Role& role, const std::string& domain) {
  if (!settings.host.empty()) return settings.host;
  return role.host.empty() ? "mail." + domain : role.host;
}

// The tags in the order of the sheet; `s` is empty yet. Source: IIM sheet section 2.1.
std::vector<QuotedTag> make_tags(const Settings& settings, const Context& context,
                                 const std::string& domain, std::uint64_t count,
                                 const RsaNumbers& key) {
  std::vector<QuotedTag> tags{
      {'v', settings.version},
      {'h', host_of(settings, context.role, domain)},
      {'d', domain},
      {'z', std::string(word_of(settings.role))},
      {'m', settings.method == Method::krs ? "krs" : "dns"},
      {'t', settings.time.empty() ? std::to_string(to_unix(context.now)) : settings.time},
  };
  if (settings.lifetime > 0) tags.push_back({'x', std::to_string(settings.lifetime)});
  tags.push_back({'a', "rsa-sha1"});
  tags.push_back({'b', fmt::format("nofws:{}", count)});
  tags.push_back({'e', base64_encode(key.exponent)});
  tags.push_back({'n', base64_encode(key.modulus)});
  tags.push_back({'s', {}});
  return tags;
}

// Long values and copies stand on lines of their own. White space is not hashed, so the layout is
// free. Source: IIM sheet section 11 (layout).
Field make_signature_field(const std::vector<QuotedTag>& tags) {
  std::string value;
  std::size_t column = kSignatureField.size() + 1;
  for (const QuotedTag& tag : tags) {
    const bool is_long = tag.name == 'n' || tag.name == 's' || tag.name == 'c';
    const std::string text =
        fmt::format("{}:{}", tag.name,
                    quoted_pieces(tag.value, tag.name == 'c' ? kCopyWidth : kBase64Width, kFold));
    if (!value.empty()) value += ';';
    if (is_long || column + 2 + text.size() > kLineWidth) {
      value += kFold;
      column = 0;
    } else {
      value += ' ';
    }
    value += text;
    column += text.size() + 2;
  }
  return make_field(kSignatureField, value);
}

std::uint64_t signed_count(std::string_view body, const Settings& settings) {
  const std::uint64_t whole = whole_count(body, settings);
  if (settings.body_count < 0) return whole;
  return std::min(whole, static_cast<std::uint64_t>(settings.body_count));
}

bool is_suitable(const RsaPrivateKey& key) {
  return key.bits() >= kLeastBits && key.bits() <= kMostBits;
}

// The field for a message. Errors are the framework's.
Result<Field> make_signature(const Message& message, const std::vector<Copy>& copies,
                             const std::string& domain, const RsaPrivateKey& key,
                             const Settings& settings, const Context& context) {
  const auto numbers = rsa_numbers_of(key.public_der());
  if (!numbers) return std::unexpected(numbers.error());
  const std::string_view body = message.body().view();
  const std::uint64_t count = signed_count(body, settings);
  std::vector<QuotedTag> tags = make_tags(settings, context, domain, count, *numbers);
  for (const Copy& copy : copies) tags.push_back({'c', copy.text});
  const Hashed hashed = hash({body, count, tags}, settings, context, context.trace, 1);
  auto signature = key.sign(context.crypto, HashAlgorithm::sha1, hashed.digest, context.cost);
  if (!signature) return std::unexpected(signature.error());
  std::ranges::find(tags, 's', &QuotedTag::name)->value = base64_encode(*signature);
  return make_signature_field(tags);
}

void add_name(std::vector<std::string>& names, std::string_view name, std::string_view behind) {
  if (std::ranges::find(names, name) != names.end()) return;
  auto place = std::ranges::find(names, behind);
  names.insert(place == names.end() ? place : place + 1, std::string(name));
}

Settings settings_of_list(const Settings& settings, const std::string& domain) {
  Settings made = settings;
  made.role = SignerRole::list;
  made.domain = ascii_lower(domain);
  add_name(made.copy, "sender", "from");
  add_name(made.copy, "subject", "sender");
  return made;
}

// Whether the message names the list as its originator without further ado.
bool speaks_for(const Message& message, const Settings& settings) {
  const auto copies = copy_headers(message.fields(), settings.copy);
  const auto address = find_originator(message, copies, settings.originator);
  return address && is_same_or_subdomain(address->domain, settings.domain);
}

}  // namespace

Result<Signed> sign(Transit transit, const Settings& settings, const Context& context) {
  const Message& message = transit.message;
  if (is_over_limits(message)) return decline(std::move(transit), "over_limits");
  const std::vector<Copy> copies = copy_headers(message.fields(), settings.copy);
  const auto originator = find_originator(message, copies, settings.originator);
  if (!originator) return decline(std::move(transit), originator.error());
  const std::string domain = signing_domain(originator->domain, settings, context.role);
  if (domain.empty()) return decline(std::move(transit), "domain_mismatch");
  if (copies.size() > kMaxCopies) return decline(std::move(transit), "over_limits");
  const auto key = context.signing_keys.rsa(domain, key_selector(settings.role));
  if (!key) {
    if (key.error().code != Errc::missing) return std::unexpected(key.error());
    return decline(std::move(transit), "no_key");
  }
  if (!is_suitable(**key)) return decline(std::move(transit), "key_unsuitable");
  auto field = make_signature(message, copies, domain, **key, settings, context);
  if (!field) return std::unexpected(field.error());
  if (field->raw().size() > kMaxFieldOctets) return decline(std::move(transit), "over_limits");
  MessageEditor editor(message);
  editor.prepend(*std::move(field));
  transit.message = std::move(editor).finish();
  return Signed{std::move(transit), {}};
}

Result<Signed> sign_as_list(Transit transit, const Settings& settings, const Context& context) {
  const Settings own = settings_of_list(settings, context.role.domain);
  const auto speaks_for_list = [&own](const Message& message) { return speaks_for(message, own); };
  const auto sign_it = [&](Transit made) { return sign(std::move(made), own, context); };
  return mass::sign_as_list(std::move(transit), context.role, {speaks_for_list, sign_it});
}

}  // namespace mass::iim
