#include "schemes/domainkeys/examine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "schemes/domainkeys/coverage.hpp"
#include "schemes/domainkeys/sender.hpp"
#include "schemes/domainkeys/tags.hpp"

namespace mass::domainkeys {
namespace {

constexpr std::string_view kChoiceSource = "RFC 4870 section 3.7.3";

/// Judges the signature field at one position.
class Examination {
 public:
  Examination(const Message& message, const Settings& settings, const Context& context,
              std::size_t position, int number)
      : settings_(settings),
        context_(context),
        fields_(message.fields()),
        body_(message.body().view()),
        position_(position),
        number_(number) {}

  Judged run() {
    ParsedSignature parsed = parse_signature(fields_[position_].value(), settings_);
    tags_ = std::move(parsed.tags);
    covered_ = covered_fields(below(), tags_.names, settings_.h_order);
    std::optional<std::string> digest;
    // For a transcript even what comes to nothing is of interest.
    if (context_.trace != nullptr && parsed.has_canon) digest = hash_covered();
    if (!tags_.domain.empty()) {
      detail()["domain"] = tags_.domain;
      detail()["selector"] = tags_.selector;
    }
    if (parsed.flaw) {
      bad_format(*parsed.flaw);
      return std::move(judged_);
    }
    if (!find_identity()) return std::move(judged_);
    judged_.is_candidate = true;
    const auto key = fetch_key();
    if (key) check(**key, digest ? *std::move(digest) : hash_covered());
    return std::move(judged_);
  }

 private:
  [[nodiscard]] std::span<const Field> below() const { return fields_.subspan(position_ + 1); }
  [[nodiscard]] ValueMap& detail() { return judged_.verdict.detail; }

  [[nodiscard]] std::string hash_covered() {
    return hash({covered_, body_, tags_.canon, settings_.last_line}, context_, context_.trace,
                number_);
  }

  void conclude(Outcome outcome, std::string_view state, Cause cause, std::string reason,
                std::string_view source) {
    mass::conclude(judged_.verdict, outcome, state, cause, std::move(reason), source);
  }
  void bad_format(const Flaw& flaw) {
    conclude(Outcome::permerror, "bad format", flaw.cause, flaw.reason, flaw.source);
  }
  void bad_identity(std::string reason) {
    conclude(Outcome::permerror, "bad format", Cause::ident_mismatch, std::move(reason),
             kChoiceSource);
  }

  [[nodiscard]] FieldRefs fields_in_view() const {
    switch (settings_.sender_scope) {
      case SenderScope::below:
        return all_fields(below());
      case SenderScope::signed_:
        return covered_;
      case SenderScope::all:
        return all_fields(fields_);
    }
    return {};
  }

  // The sending address must lie in the signing domain, and its field must be signed.
  bool find_identity() {
    const auto sender = find_sending_address(fields_in_view(), settings_.two_from);
    if (!sender) {
      bad_identity("no sending address: " + sender.error().reason);
      return false;
    }
    const std::string& domain = sender->mailbox.domain;
    judged_.sending_domain = domain;
    const std::string field(sender->field->name());
    if (!is_same_or_subdomain(domain, tags_.domain)) {
      bad_identity(fmt::format("{} is of {}, which is not {} or below it", field,
                               printable(domain, 80), tags_.domain));
      return false;
    }
    if (std::ranges::find(covered_, sender->field) == covered_.end()) {
      bad_identity(fmt::format("{}, which gives the sending address, is not signed", field));
      return false;
    }
    detail()["header"] = ascii_lower(field);
    local_part_ = sender->mailbox.local;
    identity_ = sender->mailbox.address();
    return true;
  }

  std::optional<std::shared_ptr<const RsaPublicKey>> fetch_key() {
    const std::string name = tags_.selector + "._domainkey." + tags_.domain;
    const KeyAnswer answer =
        context_.directory.lookup({KeyQuery::Kind::dns_txt, name}, context_.now, context_.cost);
    switch (answer.status) {
      case KeyAnswer::Status::found:
        break;
      case KeyAnswer::Status::failed:
      case KeyAnswer::Status::timeout:
        conclude(Outcome::temperror, "temperror", Cause::key_temperror,
                 fmt::format("the DNS {} for {}",
                             answer.status == KeyAnswer::Status::timeout ? "gave no answer"
                                                                         : "reported a failure",
                             name),
                 "RFC 4870 section 3.7.3");
        return std::nullopt;
      case KeyAnswer::Status::absent:
        no_key(name);
        return std::nullopt;
    }
    if (answer.records.empty()) {
      no_key(name);
      return std::nullopt;
    }
    return use_record(answer.records.front());
  }

  void no_key(const std::string& name) {
    conclude(Outcome::permerror, "no key", Cause::key_missing,
             fmt::format("there is no key record at {}", name), "RFC 4870 section 3.7.3");
  }

  std::optional<std::shared_ptr<const RsaPublicKey>> use_record(std::string_view record) {
    const KeyRecord key = parse_key(record, settings_.tag_rules);
    if (key.is_testing) detail()["testing"] = true;
    if (key.flaw) {
      bad_format(*key.flaw);
      if (key.flaw->cause == Cause::key_revoked) judged_.verdict.state = "revoked";
      return std::nullopt;
    }
    auto rsa = context_.public_keys.rsa(key.der);
    if (!rsa) {
      bad_format({Cause::key_syntax,
                  "the key data p= cannot be used: " + printable(rsa.error().what),
                  "RFC 4870 section 3.2.3"});
      return std::nullopt;
    }
    detail()["key_bits"] = static_cast<std::int64_t>((*rsa)->bits());
    if (!granularity_allows(key.granularity, local_part_, settings_.granularity)) {
      conclude(Outcome::fail, "bad", Cause::ident_mismatch,
               fmt::format("the key is for g={} and not for {}", printable(key.granularity, 80),
                           printable(local_part_, 80)),
               "RFC 4870 section 3.2.3");
      return std::nullopt;
    }
    return *std::move(rsa);
  }

  [[nodiscard]] bool matches_in_other_order(std::string_view signed_digest) const {
    if (settings_.h_order != HeaderOrder::either || !tags_.names) return false;
    const FieldRefs other = in_message_order(below(), *tags_.names);
    if (other == covered_) return false;
    return hash({other, body_, tags_.canon, settings_.last_line}, context_, nullptr, number_) ==
           signed_digest;
  }

  void check(const RsaPublicKey& key, const std::string& digest) {
    const Recovered recovered =
        key.recover(context_.crypto, HashAlgorithm::sha1, tags_.signature, context_.cost);
    constexpr std::string_view kSource = "RFC 4870 section 3.4";
    if (!recovered.padding_sound) {
      conclude(Outcome::fail, "bad", Cause::crypto_bad,
               "the signature b= was not made with the published key", kSource);
      return;
    }
    if (recovered.digest != digest && !matches_in_other_order(recovered.digest)) {
      detail()["altered"] = true;
      conclude(Outcome::fail, "bad", Cause::crypto_bad,
               "the message is not the one that was signed: the digest differs", kSource);
      return;
    }
    conclude(Outcome::pass, "good", Cause::intact, {}, kSource);
    judged_.verdict.identity = identity_;
  }

  const Settings& settings_;
  const Context& context_;
  std::span<const Field> fields_;
  std::string_view body_;
  std::size_t position_;
  int number_;
  SignatureTags tags_;
  FieldRefs covered_;
  std::string local_part_;
  std::string identity_;
  Judged judged_;
};

}  // namespace

Judged examine(const Message& message, std::size_t position, int number, const Settings& settings,
               const Context& context) {
  return Examination(message, settings, context, position, number).run();
}

}  // namespace mass::domainkeys
