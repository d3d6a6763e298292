#include "schemes/iim/tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::iim {
namespace {

constexpr std::string_view kSource = "IIM sheet section 2.1";

Flaw syntax(std::string_view what) {
  return {Cause::sig_syntax, fmt::format("syntax: {}", what),
          fmt::format("the IIM-SIG field is malformed: {}", what), std::string(kSource)};
}

Flaw unknown(std::string_view what, std::string_view value) {
  return {Cause::alg_unsupported, fmt::format("unknown {}", what),
          fmt::format("the {} \"{}\" is not known", what, printable(value, 40)),
          std::string(kSource)};
}

bool is_number(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// The value of a tag without the white space that folding may have put into it.
std::string compact(const QuotedTagList& list, char name) {
  const std::string* value = list.find(name);
  return value == nullptr ? std::string() : without_whitespace(*value);
}

std::optional<Flaw> find_missing(const QuotedTagList& list) {
  for (const char name : std::string_view("vhdtabens")) {
    if (list.find(name) == nullptr) return syntax(fmt::format("missing {}", name));
  }
  return std::nullopt;
}

std::optional<Flaw> read_names(SignatureTags& tags) {
  const std::string version = compact(tags.list, 'v');
  if (!is_known_version(version)) return unknown("version", version);
  tags.host = *tags.list.find('h');
  if (tags.list.find('z') != nullptr) tags.role = compact(tags.list, 'z');
  if (tags.list.find('m') != nullptr) tags.method = compact(tags.list, 'm');
  std::string domain = ascii_lower(compact(tags.list, 'd'));
  // The longest name that is asked for must be one, too.
  if (!is_dns_name(domain) || !is_dns_name(std::string(40, 'f') + "._iim." + domain)) {
    return syntax("bad d");
  }
  tags.domain = std::move(domain);
  return std::nullopt;
}

std::optional<Flaw> read_times(SignatureTags& tags) {
  const auto time = parse_time(compact(tags.list, 't'));
  if (!time) return syntax("bad t");
  tags.time = *time;
  if (tags.list.find('x') == nullptr) return std::nullopt;
  tags.lifetime = parse_decimal(compact(tags.list, 'x'));
  return tags.lifetime ? std::nullopt : std::optional(syntax("bad x"));
}

std::optional<Flaw> read_algorithms(SignatureTags& tags) {
  const std::string algorithm = compact(tags.list, 'a');
  if (algorithm != "rsa-sha1") return unknown("algorithm", algorithm);
  const std::string body = compact(tags.list, 'b');
  const std::size_t colon = body.find(':');
  if (std::string_view(body).substr(0, colon) != "nofws") {
    return unknown("body canonicalization", body);
  }
  const auto count = colon == std::string::npos
                         ? std::nullopt
                         : parse_decimal(std::string_view(body).substr(colon + 1));
  if (!count) return syntax("bad b");
  tags.count = *count;
  return std::nullopt;
}

// A big-endian number without leading zero, or nothing.
std::optional<std::string> read_integer(const std::string& base64) {
  auto octets = base64_decode(base64);
  if (!octets || octets->empty() || octets->front() == '\0') return std::nullopt;
  return octets;
}

std::optional<Flaw> read_key(SignatureTags& tags) {
  auto exponent = read_integer(*tags.list.find('e'));
  if (!exponent) return syntax("bad e");
  auto modulus = read_integer(*tags.list.find('n'));
  if (!modulus) return syntax("bad n");
  const auto first = static_cast<unsigned char>(modulus->front());
  const std::size_t bits = 8 * modulus->size() - static_cast<std::size_t>(std::countl_zero(first));
  if (bits < kLeastBits || bits > kMostBits) {
    return Flaw{bits < kLeastBits ? Cause::key_weak : Cause::alg_unsupported,
                "unsupported key size",
                fmt::format("the key has {} bits, not {} to {}", bits, kLeastBits, kMostBits),
                std::string(kSource)};
  }
  tags.key = {*std::move(exponent), *std::move(modulus)};
  auto signature = base64_decode(*tags.list.find('s'));
  if (!signature) return syntax("bad s");
  tags.signature = *std::move(signature);
  return std::nullopt;
}

std::optional<Flaw> read_copies(SignatureTags& tags) {
  for (const QuotedTag& tag : tags.list.tags()) {
    if (tag.name != 'c') continue;
    if (tags.copies.size() == kMaxCopies) return syntax("too many c");
    const std::size_t colon = tag.value.find(':');
    const std::string_view name = trim(std::string_view(tag.value).substr(0, colon));
    if (colon == std::string::npos || name.empty()) return syntax("bad c");
    tags.copies.push_back({std::string(name), tag.value});
  }
  return std::nullopt;
}

}  // namespace

std::string_view Copy::value() const noexcept {
  return std::string_view(text).substr(text.find(':') + 1);
}

ParsedSignature parse_signature(std::string_view value) {
  ParsedSignature parsed;
  auto list = QuotedTagList::parse(value, "c");
  if (!list) {
    parsed.flaw = syntax(list.error().what);
    return parsed;
  }
  parsed.tags.list = *std::move(list);
  parsed.flaw = find_missing(parsed.tags.list);
  for (const auto read : {read_names, read_times, read_algorithms, read_key, read_copies}) {
    if (!parsed.flaw) parsed.flaw = read(parsed.tags);
  }
  return parsed;
}

bool is_known_version(std::string_view version) noexcept {
  return version.starts_with("1.") && is_number(version.substr(2));
}

std::optional<std::uint64_t> parse_time(std::string_view text) noexcept {
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos && !is_number(text.substr(point + 1))) return std::nullopt;
  return parse_decimal(text.substr(0, point));
}

std::string canonical_field(std::span<const QuotedTag> tags) {
  std::string text = fmt::format("{}:", kSignatureField);
  for (const QuotedTag& tag : tags) {
    text += tag.name;
    text += ':';
    text += tag.name == 's' ? "\"\"" : quoted_value(tag.value);
    text += ';';
  }
  return without_whitespace(text);
}

}  // namespace mass::iim
