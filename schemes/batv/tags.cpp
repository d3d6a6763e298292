#include "schemes/batv/tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/message/quoted_string.hpp"

namespace mass::batv {
namespace {

constexpr std::string_view kPrefix = "prvs=";
constexpr std::string_view kSubAddressPrefix = "+prvs=";
constexpr std::size_t kTagLength = 10;  // K DDD SSSSSS
constexpr std::size_t kDigestOffset = 4;

bool is_hex(char c) noexcept {
  const char lower = ascii_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'f');
}

bool is_tag(std::string_view text) noexcept {
  return text.size() == kTagLength &&
         std::ranges::all_of(text.substr(0, kDigestOffset), is_digit) &&
         std::ranges::all_of(text.substr(kDigestOffset), is_hex);
}

/// A local part split into its tag and the rest.
struct Parts {
  std::string_view tag;
  std::string_view mailbox;
};

std::optional<Parts> sound(std::string_view tag, std::string_view mailbox) noexcept {
  if (mailbox.empty() || !is_tag(tag)) return std::nullopt;
  return Parts{tag, mailbox};
}

std::optional<Parts> split_later(std::string_view local) noexcept {
  if (!istarts_with(local, kPrefix)) return std::nullopt;
  local.remove_prefix(kPrefix.size());
  if (local.size() <= kTagLength || local[kTagLength] != '=') return std::nullopt;
  return sound(local.substr(0, kTagLength), local.substr(kTagLength + 1));
}

// The mailbox may hold slashes: the last one counts.
std::optional<Parts> split_early(std::string_view local) noexcept {
  const std::size_t slash = local.rfind('/');
  if (!istarts_with(local, kPrefix) || slash == std::string_view::npos) return std::nullopt;
  if (slash < kPrefix.size()) return std::nullopt;
  return sound(local.substr(slash + 1), local.substr(kPrefix.size(), slash - kPrefix.size()));
}

std::optional<Parts> split_sub_address(std::string_view local) noexcept {
  if (local.size() < kSubAddressPrefix.size() + kTagLength) return std::nullopt;
  const std::size_t plus = local.size() - kTagLength - kSubAddressPrefix.size();
  if (!istarts_with(local.substr(plus), kSubAddressPrefix)) return std::nullopt;
  return sound(local.substr(local.size() - kTagLength), local.substr(0, plus));
}

// Seen in the field, in no draft: `prvs=joe=TAG`.
std::optional<Parts> split_reversed(std::string_view local) noexcept {
  const std::size_t sign = local.rfind('=');
  if (!istarts_with(local, kPrefix) || sign == std::string_view::npos) return std::nullopt;
  if (sign < kPrefix.size()) return std::nullopt;
  return sound(local.substr(sign + 1), local.substr(kPrefix.size(), sign - kPrefix.size()));
}

std::optional<Parts> split_as(Form form, std::string_view local) noexcept {
  switch (form) {
    case Form::later:
      return split_later(local);
    case Form::early_order:
      return split_early(local);
    case Form::sub_address:
      return split_sub_address(local);
  }
  return std::nullopt;
}

// `type=TAG=mailbox` and `type==TAG==mailbox`, whose tags are secrets of their makers.
std::optional<std::string_view> split_foreign(std::string_view local, std::string_view type,
                                              std::string_view separator) noexcept {
  if (!istarts_with(local, type) || !local.substr(type.size()).starts_with(separator)) {
    return std::nullopt;
  }
  local.remove_prefix(type.size() + separator.size());
  const std::size_t end = local.find(separator);
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  local.remove_prefix(end + separator.size());
  return local.empty() ? std::nullopt : std::optional(local);
}

bool is_quoted(std::string_view local) noexcept {
  return local.size() >= 2 && local.starts_with('"') && local.ends_with('"');
}

// What a quoted local part stands for. Source: RFC 5322 section 3.2.4.
std::string unquoted(std::string_view local) {
  local = local.substr(1, local.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < local.size(); ++i) {
    if (local[i] == '\\' && i + 1 < local.size()) ++i;
    text += local[i];
  }
  return text;
}

bool is_dot_string(std::string_view local) noexcept {
  constexpr std::string_view kSpecials = "()<>[]:;@\\,\"";
  char before = '.';
  for (const char c : local) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F') return false;
    if (kSpecials.find(c) != std::string_view::npos || (c == '.' && before == '.')) return false;
    before = c;
  }
  return before != '.';
}

std::string quoted_if_needed(std::string_view local) {
  if (is_dot_string(local)) return std::string(local);
  return quoted_string(local);
}

std::string join(std::string_view local, std::string_view domain) {
  return fmt::format("{}@{}", local, domain);
}

std::optional<PrvsTag> read_as(Form form, std::string_view local, std::string_view domain,
                               bool was_quoted) {
  const auto parts = split_as(form, local);
  if (!parts) return std::nullopt;
  const std::string_view tag = parts->tag;
  PrvsTag read;
  read.form = form;
  read.key_number = tag[0] - '0';
  read.day = (tag[1] - '0') * 100 + (tag[2] - '0') * 10 + (tag[3] - '0');
  read.digest = tag.substr(kDigestOffset);
  read.original =
      was_quoted ? join(quoted_if_needed(parts->mailbox), domain) : join(parts->mailbox, domain);
  return read;
}

bool is_read(Form form, const TagForms& forms) noexcept {
  switch (form) {
    case Form::later:
      return true;
    case Form::early_order:
      return forms.accepts_early_order || forms.first == form;
    case Form::sub_address:
      return forms.first == form;
  }
  return false;
}

}  // namespace

std::string PrvsTag::hash_source() const {
  return fmt::format("{}{:03}{}", key_number, day, original);
}

std::string PrvsTag::address() const {
  const auto [local, domain] = split_address(original);
  const std::string tag = fmt::format("{}{:03}{}", key_number, day, digest);
  switch (form) {
    case Form::later:
      return fmt::format("prvs={}={}@{}", tag, local, domain);
    case Form::early_order:
      return fmt::format("prvs={}/{}@{}", local, tag, domain);
    case Form::sub_address:
      return fmt::format("{}+prvs={}@{}", local, tag, domain);
  }
  return original;
}

std::optional<PrvsTag> parse_tag(std::string_view address, const TagForms& forms) {
  const auto [local, domain] = split_address(address);
  if (local.empty() || domain.empty()) return std::nullopt;
  const bool was_quoted = is_quoted(local);
  const std::string plain = was_quoted ? unquoted(local) : std::string(local);
  if (auto tag = read_as(forms.first, plain, domain, was_quoted)) return tag;
  for (const Form form : {Form::later, Form::early_order, Form::sub_address}) {
    if (form == forms.first || !is_read(form, forms)) continue;
    if (auto tag = read_as(form, plain, domain, was_quoted)) return tag;
  }
  return std::nullopt;
}

std::optional<Stripped> strip_any_tag(std::string_view address) {
  const auto [local, domain] = split_address(address);
  if (local.empty() || domain.empty()) return std::nullopt;
  if (const auto tag = split_later(local)) return Stripped{"prvs", join(tag->mailbox, domain)};
  if (const auto tag = split_early(local)) {
    return Stripped{"prvs early-order", join(tag->mailbox, domain)};
  }
  if (const auto tag = split_reversed(local)) {
    return Stripped{"prvs reversed", join(tag->mailbox, domain)};
  }
  if (const auto tag = split_sub_address(local)) {
    return Stripped{"prvs sub-address", join(tag->mailbox, domain)};
  }
  if (const auto mailbox = split_foreign(local, "btv1", "==")) {
    return Stripped{"btv1", join(*mailbox, domain)};
  }
  if (const auto mailbox = split_foreign(local, "msprvs1", "=")) {
    return Stripped{"msprvs1", join(*mailbox, domain)};
  }
  return std::nullopt;
}

std::string without_needless_quotes(std::string_view address) {
  const auto [local, domain] = split_address(address);
  if (!is_quoted(local) || domain.empty()) return std::string(address);
  return join(quoted_if_needed(unquoted(local)), domain);
}

bool is_srs(std::string_view local_part) noexcept {
  constexpr std::string_view kSeparators = "=+-";
  constexpr std::size_t kPrefixLength = 4;
  return (istarts_with(local_part, "SRS0") || istarts_with(local_part, "SRS1")) &&
         local_part.size() > kPrefixLength &&
         kSeparators.find(local_part[kPrefixLength]) != std::string_view::npos;
}

}  // namespace mass::batv
