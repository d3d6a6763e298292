#include "schemes/mta-signatures/attributes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/der.hpp"

namespace mass::mta_signatures {
namespace {

constexpr std::string_view kMsgid = "1";
constexpr std::string_view kReceived = "3";
constexpr std::string_view kLeaves = "4";
constexpr std::string_view kDomain = "5";
constexpr std::string_view kServices = "6";
constexpr std::size_t kSha1Octets = 20;
constexpr std::size_t kLongestMsgid = 32;

// The arc is one that RFC 5612 reserves for documentation; the author's own is not known.
std::string oid(std::string_view number) {
  return fmt::format("1.3.6.1.4.1.32473.60.1.{}", number);
}

std::string field_number(std::size_t index) {
  return fmt::format("2.{}", index + 1);
}

std::string utf8(std::string_view text) {
  return der::element(der::kUtf8String, text);
}

std::string octets(std::string_view text) {
  return der::element(der::kOctetString, text);
}

template <class List, class Write>
std::string sequence_of(const List& list, Write write) {
  std::string content;
  for (const auto& one : list) content += write(one);
  return der::element(der::kSequence, content);
}

std::string write_leaves(const std::vector<Leaf>& leaves) {
  std::uint64_t number = 0;
  return sequence_of(leaves, [&number](const Leaf& leaf) {
    return der::sequence(
        {der::integer(++number), utf8(leaf.type), utf8(leaf.encoding), octets(leaf.digest)});
  });
}

/// Takes the attributes of a signer one by one; the first that is missing or damaged is the flaw.
class ClaimReader {
 public:
  explicit ClaimReader(const CmsSignedData::Signer& signer) : signer_(signer) {}

  std::expected<Claims, Flaw> run() {
    Claims claims;
    claims.msgid = text(kMsgid);
    for (std::size_t i = 0; i < claims.fields.size(); ++i) claims.fields[i] = copies(i);
    claims.received = digest(kReceived);
    claims.leaves = leaves();
    claims.domain = text(kDomain);
    claims.services = texts(kServices);
    if (!is_msgid(claims.msgid)) damaged(kMsgid);
    if (!is_dns_name(claims.domain)) damaged(kDomain);
    if (flaw_) return std::unexpected(*std::move(flaw_));
    return claims;
  }

 private:
  void damaged(std::string_view number) {
    if (flaw_) return;
    flaw_ = Flaw{State::permerror, Cause::sig_syntax, "attribute",
                 fmt::format("the signed attribute P.{} is missing or damaged", number)};
  }

  // The content of an attribute's value if it has this tag and nothing follows it.
  std::optional<std::string_view> content(std::string_view number, std::uint8_t tag) {
    const std::string* value = signer_.attribute(oid(number));
    der::Reader reader(value == nullptr ? std::string_view{} : std::string_view(*value));
    const auto found = reader.take(tag);
    if (found && reader.at_end()) return found;
    damaged(number);
    return std::nullopt;
  }

  std::string text(std::string_view number) {
    return std::string(content(number, der::kUtf8String).value_or(""));
  }

  std::vector<std::string> list(std::string_view number, std::uint8_t tag) {
    std::vector<std::string> items;
    der::Reader reader(content(number, der::kSequence).value_or(""));
    while (!reader.at_end()) {
      const auto item = reader.take(tag);
      if (!item) {
        damaged(number);
        break;
      }
      items.emplace_back(*item);
    }
    return items;
  }

  std::vector<std::string> texts(std::string_view number) { return list(number, der::kUtf8String); }

  std::vector<std::string> copies(std::size_t index) {
    const std::string number = field_number(index);
    std::vector<std::string> fields = list(number, der::kOctetString);
    for (const std::string& field : fields) {
      const auto canonical = canonical_copy(field);
      const bool is_named = canonical && canonical->starts_with(kSignedFields[index]) &&
                            (*canonical)[kSignedFields[index].size()] == ':';
      if (!is_named) damaged(number);
    }
    return fields;
  }

  std::optional<std::string> digest(std::string_view number) {
    if (signer_.attribute(oid(number)) == nullptr) return std::nullopt;
    const auto found = content(number, der::kOctetString);
    if (found && found->size() != kSha1Octets) damaged(number);
    return found ? std::optional<std::string>(*found) : std::nullopt;
  }

  std::vector<Leaf> leaves() {
    std::vector<Leaf> found;
    der::Reader reader(content(kLeaves, der::kSequence).value_or(""));
    while (!reader.at_end()) {
      auto leaf = read_leaf(reader, found.size() + 1);
      if (!leaf) {
        damaged(kLeaves);
        break;
      }
      found.push_back(*std::move(leaf));
    }
    return found;
  }

  static std::optional<Leaf> read_leaf(der::Reader& reader, std::size_t number) {
    const auto sequence = reader.take(der::kSequence);
    if (!sequence) return std::nullopt;
    der::Reader parts(*sequence);
    const auto index = parts.take(der::kInteger);
    const auto type = parts.take(der::kUtf8String);
    const auto encoding = parts.take(der::kUtf8String);
    const auto digest = parts.take(der::kOctetString);
    if (!index || !type || !encoding || !digest || !parts.at_end()) return std::nullopt;
    const bool is_numbered = der::element(der::kInteger, *index) == der::integer(number);
    if (!is_numbered || digest->size() != kSha1Octets) return std::nullopt;
    return Leaf{std::string(*type), std::string(*encoding), std::string(*digest)};
  }

  const CmsSignedData::Signer& signer_;
  std::optional<Flaw> flaw_;
};

}  // namespace

std::vector<CmsAttribute> write_claims(const Claims& claims) {
  std::vector<CmsAttribute> attributes;
  const auto add = [&attributes](std::string_view number, std::string value) {
    attributes.push_back({oid(number), std::move(value)});
  };
  add(kMsgid, utf8(claims.msgid));
  for (std::size_t i = 0; i < claims.fields.size(); ++i) {
    add(field_number(i), sequence_of(claims.fields[i], octets));
  }
  if (claims.received) add(kReceived, octets(*claims.received));
  add(kLeaves, write_leaves(claims.leaves));
  add(kDomain, utf8(claims.domain));
  add(kServices, sequence_of(claims.services, utf8));
  return attributes;
}

std::expected<Claims, Flaw> read_claims(const CmsSignedData::Signer& signer) {
  return ClaimReader(signer).run();
}

bool is_msgid(std::string_view text) noexcept {
  return !text.empty() && text.size() <= kLongestMsgid && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
  });
}

}  // namespace mass::mta_signatures
