#include "schemes/dkim/examine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/signature/fields.hpp"
#include "core/signature/findings.hpp"
#include "core/signature/key_record.hpp"
#include "schemes/dkim/headers.hpp"
#include "schemes/dkim/tags.hpp"

namespace mass::dkim {
namespace {

using signature::Check;
using signature::Flaw;
using signature::Match;
using signature::OfferedKey;

constexpr std::string_view kCheckSource = "RFC 6376 section 6.1.3";

/// Judges the signature field at one position.
class Examination {
 public:
  Examination(const Message& message, const Settings& settings, const Context& context,
              std::size_t position, int number)
      : settings_(settings),
        context_(context),
        fields_(message.fields()),
        body_(message.body().view()),
        own_(fields_[position]),
        number_(number),
        parsed_(parse_signature(own_.value(), settings.tolerance)),
        tags_(parsed_.common.tags) {}

  SignatureVerdict run() {
    describe();
    // For a transcript even what comes to nothing is of interest.
    if (context_.trace != nullptr && parsed_.common.can_be_hashed) hash_all();
    if (parsed_.common.flaw) {
      signature::conclude(verdict_, *parsed_.common.flaw);
      return std::move(verdict_);
    }
    judge_times();
    judge_algorithm();
    if (const auto keys = usable_keys(); !keys.empty()) {
      if (!body_hash_) hash_all();
      judge_body();
      judge_header(keys);
    }
    if (findings_.policy == Check::not_made) findings_.policy = Check::holds;
    signature::conclude(verdict_, findings_, kCheckSource);
    if (verdict_.outcome == Outcome::pass) verdict_.identity = tags_.domain;
    return std::move(verdict_);
  }

 private:
  [[nodiscard]] ValueMap& detail() { return verdict_.detail; }

  void object(Check& question, Outcome outcome, std::string_view state, Cause cause,
              std::string reason, std::string_view source) {
    findings_.object(question,
                     {outcome, std::string(state), cause, std::move(reason), std::string(source)});
  }

  void describe() {
    if (tags_.domain.empty()) return;
    detail()["domain"] = tags_.domain;
    detail()["selector"] = tags_.selector;
    detail()["user"] = printable(parsed_.user, 320);
    if (const std::string* algorithm = parsed_.common.list.find("a")) {
      detail()["algorithm"] = printable(*algorithm, 40);
    }
    if (const std::string* value = parsed_.common.list.find("b")) {
      detail()["signature"] = printable(without_whitespace(*value), 16);
    }
  }

  void hash_all() {
    const HashAlgorithm algorithm = hash_of(tags_.algorithm);
    body_hash_ = hash_body(body_, tags_.canons.body, tags_.length.value_or(signature::kWholeBody),
                           algorithm, context_, {"body", number_});
    signature::HeaderHash header(algorithm, tags_.canons.header, context_, {"header", number_});
    header.add(signature::select_fields(fields_, tags_.names, &own_));
    header.add_signature(own_);
    header_digest_ = header.finish();
  }

  void judge_times() {
    const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_unix(context_.now)));
    if (settings_.future_seconds >= 0 && tags_.time &&
        *tags_.time > now + static_cast<std::uint64_t>(settings_.future_seconds)) {
      object(findings_.policy, Outcome::permerror, "signature from the future", Cause::time_future,
             "t= lies in the future", "RFC 6376 section 3.5");
    }
    if (tags_.expires && *tags_.expires < now) {
      object(findings_.policy, Outcome::permerror, "signature expired", Cause::time_expired,
             "the time of x= has passed", "RFC 6376 section 3.5");
    }
  }

  void judge_algorithm() {
    if (tags_.algorithm != signature::Algorithm::rsa_sha1) return;
    if (settings_.tolerance == Tolerance::legacy) return;
    object(findings_.policy, Outcome::permerror, "unacceptable algorithm", Cause::alg_unsupported,
           "signatures by rsa-sha1 must not be considered", "RFC 8301 section 3.1");
  }

  // Keys that may be used for this signature; a finding if there is none.
  std::vector<OfferedKey> usable_keys() {
    auto keys = find_keys(tags_.selector, tags_.domain, tags_.algorithm, context_);
    if (!keys) {
      findings_.object(findings_.key, keys.error());
      return {};
    }
    detail()["key_bits"] = static_cast<std::int64_t>(signature::bits_of(keys->front().key));
    if (keys->front().record.is_testing) detail()["testing"] = true;
    std::erase_if(*keys, [this](const OfferedKey& one) {
      return one.record.needs_exact_domain && parsed_.user_domain != tags_.domain;
    });
    if (keys->empty()) {
      object(findings_.key, Outcome::permerror, "inapplicable key", Cause::ident_mismatch,
             fmt::format("the key allows no subdomain, and i= is of {}", parsed_.user_domain),
             "RFC 6376 section 3.6.1");
      return {};
    }
    findings_.key = Check::holds;
    return *std::move(keys);
  }

  void judge_body() {
    if (tags_.length && *tags_.length > body_hash_->octets) {
      object(findings_.body_hash, Outcome::fail, "body hash did not verify", Cause::body_short,
             fmt::format("the body has {} octets, fewer than l= says", body_hash_->octets),
             "RFC 6376 section 3.5");
      return;
    }
    if (body_hash_->digest != tags_.body_hash) {
      object(findings_.body_hash, Outcome::fail, "body hash did not verify", Cause::crypto_bad,
             "the body is not the one that was signed", kCheckSource);
      return;
    }
    findings_.body_hash = Check::holds;
    if (!tags_.length || *tags_.length == body_hash_->octets) return;
    const std::uint64_t unsigned_octets = body_hash_->octets - *tags_.length;
    detail()["unsigned_octets"] = static_cast<std::int64_t>(unsigned_octets);
    if (!settings_.refuses_unsigned_body) return;
    object(findings_.policy, Outcome::permerror, "body partly unsigned", Cause::body_changed,
           fmt::format("the last {} octets of the body are not signed", unsigned_octets),
           "RFC 6376 section 8.2");
  }

  // The key that made the signature counts; if none did, the first one.
  void judge_header(const std::vector<OfferedKey>& keys) {
    const auto [used, match] =
        best_key(keys, tags_.algorithm, header_digest_, tags_.signature, context_);
    const std::size_t bits = signature::bits_of(used->key);
    detail()["key_bits"] = static_cast<std::int64_t>(bits);
    detail().erase("testing");
    if (used->record.is_testing) detail()["testing"] = true;
    if (key_type_of(tags_.algorithm) == signature::KeyType::rsa &&
        bits < signature::kLeastKeyBits && settings_.tolerance != Tolerance::legacy) {
      object(findings_.policy, Outcome::permerror, "key too short", Cause::key_weak,
             fmt::format("the RSA key has {} bits, fewer than {}", bits, signature::kLeastKeyBits),
             "RFC 8301 section 3.2");
    }
    conclude_header(match);
  }

  void conclude_header(Match match) {
    if (match == Match::good) {
      findings_.header_hash = Check::holds;
      return;
    }
    if (match == Match::altered) detail()["altered"] = true;
    object(findings_.header_hash, Outcome::fail, "signature did not verify", Cause::crypto_bad,
           match == Match::altered
               ? "the signed header fields are not what they were: the digest differs"
               : "the signature b= does not fit the published key and these header fields",
           kCheckSource);
    if (const std::string* copies = parsed_.common.list.find("z")) {
      auto changed = changed_since_copied(*copies, fields_);
      if (changed && !changed->empty()) detail()["changed_copies"] = *std::move(changed);
    }
  }

  const Settings& settings_;
  const Context& context_;
  std::span<const Field> fields_;
  std::string_view body_;
  const Field& own_;
  int number_;
  ParsedSignature parsed_;
  const signature::SignatureTags& tags_;
  std::optional<signature::BodyHash> body_hash_;
  std::string header_digest_;
  signature::Findings findings_;
  SignatureVerdict verdict_;
};

}  // namespace

SignatureVerdict examine(const Message& message, std::size_t position, int number,
                         const Settings& settings, const Context& context) {
  return Examination(message, settings, context, position, number).run();
}

}  // namespace mass::dkim
