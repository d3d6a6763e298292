#include "core/signature/tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/punycode.hpp"
#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::signature {

namespace {

constexpr std::string_view kTagSource = "RFC 6376 section 3.5";

Flaw missing_tag(std::string_view name) {
  return {Outcome::permerror, "signature missing required tag", Cause::sig_syntax,
          fmt::format("the signature has no {}= tag", name), std::string(kTagSource)};
}

Flaw unsupported(std::string state, std::string_view tag, std::string_view value) {
  return {Outcome::permerror, std::move(state), Cause::alg_unsupported,
          fmt::format("{}={} is not known", tag, printable(value, 80)), std::string(kTagSource)};
}

bool is_field_name(std::string_view name) {
  return std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
}

// Elements between colons that are not empty.
std::optional<std::vector<std::string>> filled_elements(std::string_view value) {
  std::vector<std::string> elements;
  for (const std::string_view element : split(value, ':')) {
    if (!trim(element).empty()) elements.emplace_back(trim(element));
  }
  return elements;
}

// One reading of one field.
class TagReader {
 public:
  TagReader(ParsedTags& parsed, const TagNeeds& needs)
      : parsed_(parsed), tags_(parsed.tags), needs_(needs) {}

  // What is needed for a transcript first, then what is needed to find the key.
  void run() {
    read_algorithm();
    if (needs_.covers_message) read_coverage();
    read_key_place();
    read_required();
    if (needs_.covers_message) read_octets("bh", tags_.body_hash);
    read_octets("b", tags_.signature);
    read_time("t", tags_.time);
    if (!needs_.covers_message) return;
    read_time("x", tags_.expires);
    if (tags_.time && tags_.expires && *tags_.expires <= *tags_.time) {
      object(syntax_flaw("x= is not later than t="));
    }
    read_query();
  }

 private:
  [[nodiscard]] const std::string* find(std::string_view name) const {
    return parsed_.list.find(name);
  }
  // The first flaw is the one that is told.
  void object(Flaw flaw) {
    if (!parsed_.flaw) parsed_.flaw = std::move(flaw);
  }

  void read_required() {
    for (const char* name : {"a", "b", "bh", "d", "h", "s"}) {
      const bool is_about_message = std::string_view(name) == "bh" || name[0] == 'h';
      if (is_about_message && !needs_.covers_message) continue;
      if (find(name) == nullptr) object(missing_tag(name));
    }
  }

  void read_algorithm() {
    const std::string* text = find("a");
    if (text == nullptr) return;
    if (const auto algorithm = parse_algorithm(*text)) {
      tags_.algorithm = *algorithm;
    } else {
      object(unsupported("unsupported algorithm", "a", *text));
    }
  }

  void read_coverage() {
    bool is_sound = true;
    if (const std::string* text = find("c")) {
      const auto canons = parse_canons(*text);
      is_sound = canons.has_value();
      if (canons) tags_.canons = *canons;
      if (!canons) object(unsupported("unsupported canonicalization", "c", *text));
    }
    is_sound = read_length() && is_sound;
    parsed_.can_be_hashed = read_names() && is_sound;
  }

  bool read_length() {
    const std::string* text = find("l");
    if (text == nullptr) return true;
    tags_.length = parse_number(*text);
    if (!tags_.length) {
      object(syntax_flaw(fmt::format("l={} is not a number", printable(*text, 80))));
    }
    return tags_.length.has_value();
  }

  bool read_names() {
    const std::string* text = find("h");
    if (text == nullptr) return false;
    auto names = needs_.loose_names ? filled_elements(*text) : parse_colon_list(*text);
    if (!names || names->size() > kMaxNames || !std::ranges::all_of(*names, is_field_name)) {
      object(syntax_flaw(names && names->size() > kMaxNames
                             ? fmt::format("h= names over {} fields", kMaxNames)
                             : "h= is not a list of field names"));
      return false;
    }
    for (const std::string& name : *names) tags_.names.push_back(ascii_lower(name));
    const bool has_from = std::ranges::find(tags_.names, "from") != tags_.names.end();
    if (has_from || needs_.loose_names) return true;
    object({Outcome::permerror, "From field not signed", Cause::sig_syntax,
            "h= does not name the From field", "RFC 6376 section 6.1.1"});
    return true;
  }

  void read_key_place() {
    const std::string* domain = find("d");
    const std::string* selector = find("s");
    if (domain == nullptr || selector == nullptr) return;
    const auto at = signing_domain_name(*domain);
    const auto name = ascii_domain(*selector);
    if (!at || !name || !is_dns_name(*name) || !is_dns_name(*name + "._domainkey." + *at)) {
      object(syntax_flaw(fmt::format("s={} and d={} do not make a DNS name",
                                     printable(*selector, 80), printable(*domain, 80))));
      return;
    }
    tags_.domain = *at;
    tags_.selector = *name;
  }

  void read_octets(std::string_view name, std::string& into) {
    const std::string* text = find(name);
    if (text == nullptr) return;
    auto octets = base64_decode(*text);
    if (octets && !octets->empty()) {
      into = *std::move(octets);
    } else {
      object(syntax_flaw(fmt::format("{}= is not Base64", name)));
    }
  }

  void read_time(std::string_view name, std::optional<std::uint64_t>& into) {
    const std::string* text = find(name);
    if (text == nullptr) return;
    into = parse_number(*text);
    if (!into)
      object(syntax_flaw(fmt::format("{}={} is not a number", name, printable(*text, 80))));
  }

  // Source: RFC 6376 section 3.5 (q=): unknown methods are passed over.
  void read_query() {
    const std::string* text = find("q");
    if (text == nullptr) return;
    const auto methods = parse_colon_list(*text);
    if (!methods) return object(syntax_flaw("q= is not a list of methods"));
    const auto is_known = [this](const std::string& method) {
      return method == "dns/txt" || (needs_.bare_dns_query && method == "dns");
    };
    if (std::ranges::none_of(*methods, is_known)) {
      object(unsupported("unsupported query method", "q", *text));
    }
  }

  ParsedTags& parsed_;
  SignatureTags& tags_;
  const TagNeeds& needs_;
};

}  // namespace

std::optional<std::vector<std::string>> parse_colon_list(std::string_view value) {
  std::vector<std::string> elements;
  for (const std::string_view element : split(value, ':')) {
    elements.emplace_back(trim(element));
    if (elements.back().empty()) return std::nullopt;
  }
  return elements;
}

std::optional<std::uint64_t> parse_number(std::string_view text) noexcept {
  constexpr std::size_t kMostDigits = 76;
  if (text.empty() || text.size() > kMostDigits || !std::ranges::all_of(text, is_digit)) {
    return std::nullopt;
  }
  return parse_decimal(text).value_or(std::numeric_limits<std::uint64_t>::max());
}

std::optional<std::string> signing_domain_name(std::string_view text) {
  auto name = ascii_domain(text);
  if (!name || !is_dns_name(*name) || name->find('.') == std::string::npos) return std::nullopt;
  return name;
}

Flaw syntax_flaw(std::string reason, std::string_view source) {
  return {Outcome::permerror, "signature syntax error", Cause::sig_syntax, std::move(reason),
          std::string(source)};
}

ParsedTags parse_signature_tags(std::string_view value, const TagNeeds& needs) {
  ParsedTags parsed;
  if (value.size() > kMaxTagListOctets) {
    parsed.flaw = syntax_flaw(fmt::format("the tag list is over {} octets long", kMaxTagListOctets),
                              "DKIM sheet section 8");
    return parsed;
  }
  auto list = TagList::parse(value, kTagRules);
  if (!list) {
    parsed.flaw = syntax_flaw(printable(list.error().what), "RFC 6376 section 3.2");
    return parsed;
  }
  parsed.list = *std::move(list);
  TagReader(parsed, needs).run();
  return parsed;
}

}  // namespace mass::signature
