#include "schemes/postmarks/stamp.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "schemes/postmarks/canonical.hpp"

namespace mass::postmarks {
namespace {

constexpr std::string_view kFieldSource = "postmarks sheet section 3";
constexpr std::string_view kChainSource = "postmarks sheet section 5 step 1";

std::unexpected<Flaw> bad_stamp(std::string reason, Cause cause = Cause::sig_syntax) {
  return std::unexpected(Flaw{cause, std::move(reason), std::string(kFieldSource)});
}

std::unexpected<Flaw> broken(std::string reason) {
  return std::unexpected(Flaw{Cause::chain_broken, std::move(reason), std::string(kChainSource)});
}

bool is_tag_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
  });
}

// `=` may stand in a value, and does at the end of Base64.
bool is_tag_value(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return is_wsp(c) || (c > ' ' && c <= '~'); });
}

bool is_signature_octet(char c) {
  return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '+' || c == '/' ||
         c == '=' || c == ' ';
}

/// The tags of a field, values without white space.
struct Tags {
  std::unordered_map<std::string, std::string> values;
  std::string last;            ///< Name of the last tag.
  std::size_t last_value = 0;  ///< Where the value of the last tag starts in the canonical form.
};

// Reads the canonical form: what it does to white space does not matter to a tag list.
std::expected<Tags, Flaw> read_tags(std::string_view canonical) {
  Tags tags;
  std::size_t at = canonical.find(':') + 1;
  while (true) {
    const std::size_t end = std::min(canonical.find(';', at), canonical.size());
    const std::string_view tag = canonical.substr(at, end - at);
    const bool is_behind_last = end == canonical.size() && trim(tag).empty();
    if (is_behind_last && !tags.values.empty()) break;
    const std::size_t equals = tag.find('=');
    const std::string_view name = trim(tag.substr(0, equals));
    if (equals == std::string_view::npos || !is_tag_name(name)) {
      return bad_stamp(fmt::format("\"{}\" is not a tag", printable(tag, 40)));
    }
    const std::string_view value = tag.substr(equals + 1);
    if (!is_tag_value(value)) {
      return bad_stamp(
          fmt::format("the value of {}= holds octets that no tag may", printable(name, 40)));
    }
    tags.last = name;
    tags.last_value = at + equals + 1;
    if (!tags.values.emplace(name, without_whitespace(value)).second) {
      return bad_stamp(fmt::format("the tag {}= stands twice", printable(name, 40)));
    }
    if (end == canonical.size()) break;
    at = end + 1;
  }
  return tags;
}

std::optional<std::string_view> find_missing(const Tags& tags) {
  static constexpr std::string_view kRequired[] = {"v", "i", "r", "d",  "s",  "h",  "a",
                                                   "t", "x", "m", "hn", "hd", "bd", "sg"};
  for (const std::string_view name : kRequired) {
    const auto found = tags.values.find(std::string(name));
    if (found == tags.values.end() || found->second.empty()) return name;
  }
  return std::nullopt;
}

/// Reads tags that are known to be there into a stamp; the first one that is not of its form stays
/// as the flaw.
class Reader {
 public:
  explicit Reader(const Tags& tags) : tags_(tags) {}

  [[nodiscard]] const std::string& text(const char* name) const { return tags_.values.at(name); }

  void number(const char* name, std::uint64_t& into) {
    const auto read = parse_decimal(text(name));
    if (read) into = *read;
    if (!read) refuse(name, "is not a number");
  }
  void base64(const char* name, std::string& into) {
    auto read = base64_decode(text(name));
    if (read) into = *std::move(read);
    if (!read) refuse(name, "is not Base64");
  }
  template <class T>
  void known(const char* name, const std::optional<T>& read, T& into, Cause cause) {
    if (read) into = *read;
    if (!read) refuse(name, "is not known", cause);
  }
  void refuse(const char* name, std::string_view why, Cause cause = Cause::sig_syntax) {
    if (flaw_) return;
    flaw_ = bad_stamp(fmt::format("{}={} {}", name, printable(text(name), 60), why), cause).error();
  }

  [[nodiscard]] const std::optional<Flaw>& flaw() const { return flaw_; }

 private:
  const Tags& tags_;
  std::optional<Flaw> flaw_;
};

void read_place(Reader& reader, Stamp& stamp) {
  stamp.domain = ascii_lower(reader.text("d"));
  stamp.selector = ascii_lower(reader.text("s"));
  if (!is_dns_name(stamp.domain)) return reader.refuse("d", "is not a domain");
  if (!is_dns_name(stamp.selector + "._postmark." + stamp.domain)) {
    reader.refuse("s", "does not make a DNS name with d=");
  }
}

void read_names(Reader& reader, Stamp& stamp) {
  for (const std::string_view name : split(reader.text("hn"), ':')) {
    stamp.names.push_back(ascii_lower(name));
  }
  if (std::ranges::find(stamp.names, "from") == stamp.names.end()) {
    reader.refuse("hn", "does not name from");
  }
}

std::string with_empty_signature(const std::string& canonical, std::size_t value) {
  std::size_t end = value;
  while (end < canonical.size() && is_signature_octet(canonical[end])) ++end;
  return canonical.substr(0, value) + canonical.substr(end);
}

}  // namespace

std::expected<Stamp, Flaw> parse_stamp(const Field& field) {
  Stamp stamp;
  stamp.canonical = canonical_field(field);
  const auto tags = read_tags(stamp.canonical);
  if (!tags) return std::unexpected(tags.error());
  if (const auto missing = find_missing(*tags))
    return bad_stamp(fmt::format("there is no {}=", *missing));
  if (tags->last != "sg") return bad_stamp("sg= is not the last tag");
  Reader reader(*tags);
  if (reader.text("v") != kVersion) reader.refuse("v", "is not known");
  reader.known("a", hash_from(reader.text("a")), stamp.hash, Cause::alg_unsupported);
  reader.number("i", stamp.number);
  reader.known("r", role_from(reader.text("r")), stamp.role, Cause::sig_syntax);
  read_place(reader, stamp);
  reader.number("t", stamp.time);
  reader.number("x", stamp.expiry);
  reader.base64("m", stamp.sender_digest);
  read_names(reader, stamp);
  reader.base64("hd", stamp.header_digest);
  reader.base64("bd", stamp.body_digest);
  reader.base64("sg", stamp.signature);
  if (reader.flaw()) return std::unexpected(*reader.flaw());
  stamp.unsigned_form = with_empty_signature(stamp.canonical, tags->last_value);
  return stamp;
}

std::expected<std::vector<Stamp>, Flaw> read_chain(const Message& message) {
  std::vector<Stamp> chain;
  if (message.count(kField) > kMaxStamps) {
    return broken(fmt::format("there are more than {} stamps", kMaxStamps));
  }
  std::size_t from_top = 0;
  for (const Field& field : message.fields()) {
    if (!field.is(kField)) continue;
    ++from_top;
    auto stamp = parse_stamp(field);
    if (!stamp) {
      Flaw flaw = std::move(stamp.error());
      flaw.reason = fmt::format("stamp {} from the top: {}", from_top, flaw.reason);
      return std::unexpected(std::move(flaw));
    }
    chain.push_back(*std::move(stamp));
  }
  std::ranges::stable_sort(chain, {}, &Stamp::number);
  std::vector<std::uint64_t> numbers;
  for (const Stamp& stamp : chain) numbers.push_back(stamp.number);
  for (std::size_t k = 0; k < chain.size(); ++k) {
    if (numbers[k] != k + 1) {
      return broken(fmt::format("the stamps are numbered {} and not 1 to {}",
                                fmt::join(numbers, ", "), chain.size()));
    }
  }
  for (std::size_t k = 0; k < chain.size(); ++k) {
    if ((k == 0) != (chain[k].role == StampRole::origin)) {
      return broken(fmt::format("stamp {} has the role {}", k + 1, word_of(chain[k].role)));
    }
  }
  return chain;
}

}  // namespace mass::postmarks
