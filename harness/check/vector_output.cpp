#include "harness/check/vector_output.hpp"

#include <fmt/format.h>

#include <map>

#include "core/base/text.hpp"
#include "core/crypto/cms.hpp"
#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "core/taglist/quoted.hpp"
#include "core/taglist/taglist.hpp"
#include "harness/check/vector_world.hpp"

namespace mass {
namespace {

// White-space runs become one SP, as the vectors compare texts.
std::string collapse(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    if (!is_fws(c)) out += c;
    if (is_fws(c) && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

// The value of a tag in either of the two forms of tag lists; the error says why there is none.
Result<std::string> tag_value(const Field& field, const std::string& name) {
  const std::string* value = nullptr;
  const auto quoted = QuotedTagList::parse(field.value(), "c");
  const auto plain = TagList::parse(field.value(), {.single_letter_names = false});
  if (quoted && name.size() == 1) value = quoted->find(name.front());
  if (!quoted && !plain) return std::unexpected(plain.error());
  if (!quoted) value = plain->find(name);
  if (value == nullptr) return fail(Errc::malformed, "no tag " + name);
  return *value;
}

std::string wrong_tags(const ExpectedField& expected, const Field& field) {
  for (const auto& [name, value] : expected.tags) {
    const auto got = tag_value(field, name);
    if (!got) return expected.name + ": " + got.error().what;
    if (without_whitespace(*got) != without_whitespace(value)) {
      return fmt::format("{} {}={} instead of {}", expected.name, name, printable(*got), value);
    }
  }
  return {};
}

// `skip` fields of that name stand above the one meant.
std::string wrong_field(const ExpectedField& expected, const Message& message, std::size_t skip) {
  for (const Field& field : message.fields()) {
    if (!field.is(expected.name) || skip-- != 0) continue;
    if (expected.compare == "tags") return wrong_tags(expected, field);
    const bool as_text = expected.compare == "text";
    const std::string got = as_text ? collapse(unfolded(field)) : std::string(trim(field.value()));
    const std::string want = as_text ? collapse(expected.value) : std::string(trim(expected.value));
    return got == want ? std::string() : fmt::format("{} is \"{}\"", expected.name, printable(got));
  }
  return "no field " + expected.name;
}

// All Cryptographic Message Syntax structures of a message, wherever they stand.
std::vector<std::shared_ptr<const CmsSignedData>> cms_parts(const Message& message) {
  std::vector<std::shared_ptr<const CmsSignedData>> found;
  PublicKeyCache cache;
  for (const MimePart& part : parse_mime(message).parts) {
    const ContentType& type = part.content_type;
    if (!type.is("application", "pkcs7-signature") && !type.is("application", "x-pkcs7-signature"))
      continue;
    const auto text =
        message.body().view().substr(part.body_begin, part.body_end - part.body_begin);
    auto cms = CmsSignedData::parse(base64_decode_lenient(text), cache);
    if (cms) found.push_back(*std::move(cms));
  }
  return found;
}

std::string wrong_signer(const ExpectedCms& expected, const CmsSignedData::Signer& signer,
                         const Crypto& crypto) {
  CostMeter unpaid;
  if (signer.signed_attributes.size() != expected.attributes_length) {
    return fmt::format("signed attributes have {} octets instead of {}",
                       signer.signed_attributes.size(), expected.attributes_length);
  }
  const std::string digest =
      to_hex(crypto.digest(HashAlgorithm::sha256, signer.signed_attributes, unpaid));
  if (digest != expected.attributes_sha256) {
    return fmt::format("signed attributes have SHA-256 {} instead of {}", digest,
                       expected.attributes_sha256);
  }
  return base64_encode(signer.signature) == expected.signature ? std::string()
                                                               : "the signature value differs";
}

// A message may hold signatures of others: one that is as expected is enough.
std::string wrong_cms(const ExpectedCms& expected, const Message& message, const Crypto& crypto) {
  std::string why = "no signature part";
  for (const auto& cms : cms_parts(message)) {
    for (const CmsSignedData::Signer& signer : cms->signers()) {
      why = wrong_signer(expected, signer, crypto);
      if (why.empty()) return {};
    }
  }
  return why;
}

std::int64_t number_setting(const VectorCase& one, std::string_view name, std::int64_t otherwise) {
  const auto found = one.params.find(name);
  if (found == one.params.end()) return otherwise;
  const auto* number = std::get_if<std::int64_t>(&found->second);
  return number == nullptr ? otherwise : *number;
}

}  // namespace

std::string wrong_octets(const VectorCase& one, const Trace& trace, const Crypto& crypto) {
  const std::string what = text_setting(one, "what");
  const auto signature =
      static_cast<int>(number_setting(one, "signature", number_setting(one, "stamp", 1)));
  if (!trace.has(what, signature)) return fmt::format("no {} for signature {}", what, signature);
  const std::string octets = trace.joined(what, signature);
  if (one.length && *one.length != octets.size()) {
    return fmt::format("{} octets instead of {}", octets.size(), *one.length);
  }
  CostMeter unpaid;
  for (const auto& [name, hex] : one.digest) {
    for (const auto algorithm :
         {HashAlgorithm::sha1, HashAlgorithm::sha256, HashAlgorithm::sha512}) {
      if (name_of(algorithm) != name) continue;
      const std::string got = to_hex(crypto.digest(algorithm, octets, unpaid));
      if (got != hex) return fmt::format("{} is {} instead of {}", name, got, hex);
    }
  }
  return {};
}

std::string wrong_output(const VectorCase& one, const Transit& made, const Crypto& crypto) {
  if (one.address && made.envelope.mail_from != *one.address) {
    return fmt::format("address {} instead of {}", made.envelope.mail_from, *one.address);
  }
  std::map<std::string, std::size_t> seen;
  for (const ExpectedField& expected : one.fields) {
    std::string why = wrong_field(expected, made.message, seen[expected.name]++);
    if (!why.empty()) return why;
  }
  return one.cms ? wrong_cms(*one.cms, made.message, crypto) : std::string();
}

}  // namespace mass
