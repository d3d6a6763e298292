#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "core/base/text.hpp"
#include "core/keys/master_scanner.hpp"
#include "core/keys/names.hpp"
#include "core/keys/zone.hpp"

namespace mass {

namespace {

// For a record when neither it, nor one before it, nor $TTL states a TTL.
constexpr std::uint32_t kUsualTtl = 3600;

// A domain name in lower case without final dot; the root is the empty name.
Result<std::string> absolute_name(const Token& token, std::string_view origin) {
  if (token.raw == "@" && !token.is_quoted) return std::string(origin);
  if (token.raw == ".") return std::string();
  auto parts = split(token.raw, '.');
  const bool is_absolute = parts.size() > 1 && parts.back().empty();
  if (is_absolute) parts.pop_back();
  std::string name;
  for (const std::string_view part : parts) {
    auto label = unescaped(part);
    // A name is plain text here, where a dot that is part of a label cannot be told from others.
    if (label ? label->contains('.') : part.ends_with('\\')) {
      return fail(Errc::unsupported, "label with a dot in it");
    }
    if (!label) return std::unexpected(label.error());
    if (label->empty()) return fail(Errc::malformed, "name has an empty label");
    if (!name.empty()) name += '.';
    name += ascii_lower(*label);
  }
  if (!is_absolute && !origin.empty()) name.append(".").append(origin);
  if (auto sound = check_name(name); !sound) return std::unexpected(sound.error());
  return name;
}

// `3600` or, as name servers also take it, `1h30m`.
std::optional<std::uint32_t> parse_ttl(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  std::uint64_t total = 0;
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = parse_decimal(text.substr(0, digits));
    if (!count || *count > kLongestTtl) return std::nullopt;
    std::uint64_t unit = 1;
    if (digits < text.size()) {
      static constexpr std::string_view kUnits = "smhdw";
      static constexpr std::array<std::uint64_t, 5> kSeconds{1, 60, 3600, 86400, 604800};
      const std::size_t which = kUnits.find(ascii_lower(text[digits]));
      if (which == std::string_view::npos) return std::nullopt;
      unit = kSeconds.at(which);
    }
    total += *count * unit;
    if (total > kLongestTtl) return std::nullopt;
    text.remove_prefix(std::min(digits + 1, text.size()));
  }
  return static_cast<std::uint32_t>(total);
}

bool is_word(const Token& token, std::string_view word) noexcept {
  return !token.is_quoted && iequals(token.raw, word);
}

bool is_class(const Token& token) noexcept {
  static constexpr std::array<std::string_view, 4> kClasses{"IN", "CH", "HS", "CS"};
  return std::ranges::any_of(kClasses, [&](std::string_view name) { return is_word(token, name); });
}

Result<std::vector<std::string>> text_data(std::span<const Token> tokens) {
  if (tokens.empty()) return fail(Errc::malformed, "TXT record without text");
  if (is_word(tokens.front(), "\\#")) {
    return fail(Errc::unsupported, "TXT record in the form of RFC 3597");
  }
  std::vector<std::string> strings;
  std::size_t octets = 0;
  for (const Token& token : tokens) {
    auto text = unescaped(token.raw);
    if (!text) return std::unexpected(text.error());
    if (text->size() > kLongestString) {
      return fail(Errc::malformed, "character-string is over 255 octets");
    }
    octets += 1 + text->size();
    if (octets > kLongestData) return fail(Errc::malformed, "record is over 65535 octets");
    strings.push_back(*std::move(text));
  }
  return strings;
}

Result<std::vector<std::string>> srv_data(std::span<const Token> tokens, std::string_view origin) {
  if (tokens.size() != 4) return fail(Errc::malformed, "SRV record does not have four values");
  auto target = absolute_name(tokens[3], origin);
  if (!target) return std::unexpected(target.error());
  const std::string text =
      fmt::format("{} {} {} {}", tokens[0].raw, tokens[1].raw, tokens[2].raw, *target);
  if (!parse_srv(text)) {
    return fail(Errc::malformed, "SRV record does not begin with three numbers up to 65535");
  }
  return std::vector{text};
}

/// Understands entries one after the other and remembers what carries over between them.
class Reader {
 public:
  [[nodiscard]] Result<void> take(const Entry& entry) {
    const Token& first = entry.tokens.front();
    if (entry.has_owner && !first.is_quoted && first.raw.starts_with('$')) {
      return take_directive(entry.tokens);
    }
    return take_record(entry);
  }

  [[nodiscard]] std::vector<DnsRecord> finish() { return std::move(records_); }

 private:
  Result<void> take_directive(const std::vector<Token>& tokens) {
    const bool has_one_argument = tokens.size() == 2;
    if (is_word(tokens[0], "$ORIGIN") && has_one_argument) {
      auto origin = absolute_name(tokens[1], origin_);
      if (!origin) return std::unexpected(origin.error());
      origin_ = *std::move(origin);
      return {};
    }
    if (is_word(tokens[0], "$TTL") && has_one_argument) {
      default_ttl_ = parse_ttl(tokens[1].raw);
      if (!default_ttl_) return fail(Errc::malformed, "$TTL is not a number up to 2147483647");
      return {};
    }
    for (const std::string_view known : {"$ORIGIN", "$TTL"}) {
      if (is_word(tokens[0], known))
        return fail(Errc::malformed, fmt::format("{} takes one value", known));
    }
    return fail(Errc::unsupported, "directive " + printable(tokens[0].raw, 40));
  }

  Result<void> take_record(const Entry& entry) {
    std::span<const Token> tokens(entry.tokens);
    if (entry.has_owner) {
      auto owner = absolute_name(tokens.front(), origin_);
      if (!owner) return std::unexpected(owner.error());
      owner_ = *std::move(owner);
      tokens = tokens.subspan(1);
    } else if (!owner_) {
      return fail(Errc::malformed, "no owner name, and no record before it");
    }

    bool is_internet = true;
    std::optional<std::uint32_t> ttl;
    // TTL and class may stand in either order, and either may be left out.
    for (; !tokens.empty() && !tokens.front().is_quoted; tokens = tokens.subspan(1)) {
      const Token& token = tokens.front();
      if (is_class(token)) {
        is_internet = is_word(token, "IN");
      } else if (!token.raw.empty() && is_digit(token.raw.front())) {
        ttl = parse_ttl(token.raw);
        if (!ttl) return fail(Errc::malformed, "TTL is not a number up to 2147483647");
      } else {
        break;
      }
    }
    if (tokens.empty() || tokens.front().is_quoted) {
      return fail(Errc::malformed, "record without a type");
    }
    // Source: RFC 1035 section 5.1 (the last TTL stated) and RFC 2308 section 4 ($TTL).
    if (ttl) last_ttl_ = ttl;
    if (!is_internet) return {};
    const auto usual_ttl = default_ttl_ ? default_ttl_ : last_ttl_;
    DnsRecord record{
        .name = *owner_, .strings = {}, .ttl_seconds = ttl.value_or(usual_ttl.value_or(kUsualTtl))};
    return take_data(std::move(record), tokens.front(), tokens.subspan(1));
  }

  Result<void> take_data(DnsRecord record, const Token& type, std::span<const Token> data) {
    Result<std::vector<std::string>> strings;
    if (is_word(type, "TXT")) {
      strings = text_data(data);
    } else if (is_word(type, "SRV")) {
      record.type = DnsRecord::Type::srv;
      strings = srv_data(data, origin_);
    } else {
      return {};
    }
    if (!strings) return std::unexpected(strings.error());
    record.strings = *std::move(strings);
    records_.push_back(std::move(record));
    return {};
  }

  std::string origin_;
  std::optional<std::string> owner_;
  std::optional<std::uint32_t> default_ttl_;
  std::optional<std::uint32_t> last_ttl_;
  std::vector<DnsRecord> records_;
};

}  // namespace

Result<std::vector<DnsRecord>> read_master_file(std::string_view text, std::string_view file) {
  Scanner scanner(text);
  Reader reader;
  while (!scanner.at_end()) {
    const auto entry = scanner.next();
    if (!entry) return fail_in(fmt::format("{}:{}", file, scanner.line()), entry.error());
    if (entry->tokens.empty()) continue;
    if (auto taken = reader.take(*entry); !taken) {
      return fail_in(fmt::format("{}:{}", file, entry->tokens.front().line), taken.error());
    }
  }
  return reader.finish();
}

}  // namespace mass
