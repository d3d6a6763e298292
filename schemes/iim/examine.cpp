#include "schemes/iim/examine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "schemes/iim/body.hpp"
#include "schemes/iim/registration.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {
namespace {

constexpr std::string_view kSteps = "IIM sheet section 8";
constexpr std::string_view kCopies = "IIM sheet section 4";
constexpr std::string_view kIdentity = "IIM sheet section 6";

class Examination {
 public:
  Examination(const Message& message, const Settings& settings, const Context& context, int number)
      : message_(message), settings_(settings), context_(context), number_(number) {}

  Judged run(const Field& field) {
    auto [tags, flaw] = parse_signature(field.value());
    tags_ = std::move(tags);
    describe();
    if (flaw) {
      not_processable(std::move(*flaw));
      return std::move(judged_);
    }
    if (is_signature_good() && is_in_time() && is_originator_sound()) authorize();
    return std::move(judged_);
  }

 private:
  [[nodiscard]] ValueMap& detail() { return judged_.verdict.detail; }

  // The domain is read last of the four: without it none is known for certain.
  void describe() {
    if (tags_.domain.empty()) return;
    detail()["domain"] = tags_.domain;
    detail()["host"] = printable(tags_.host, 80);
    detail()["role"] = printable(tags_.role, 40);
    detail()["method"] = printable(tags_.method, 40);
  }

  // `state` is the two answers of IIM, such as `yn`.
  void conclude(std::string_view state, Outcome outcome, Flaw flaw) {
    detail()["s"] = std::string(1, state[0]);
    detail()["v"] = std::string(1, state[1]);
    detail()["reason"] = std::move(flaw.word);
    mass::conclude(judged_.verdict, outcome, fmt::format("s={} v={}", state[0], state[1]),
                   flaw.cause, std::move(flaw.reason), flaw.source);
  }
  void not_processable(Flaw flaw) { conclude("??", Outcome::permerror, std::move(flaw)); }
  void bad_signature(Cause cause, std::string word, std::string reason) {
    conclude("n?", Outcome::fail, {cause, std::move(word), std::move(reason), std::string(kSteps)});
  }
  void not_authorized(Cause cause, std::string word, std::string reason, std::string_view source) {
    conclude("yn", Outcome::fail, {cause, std::move(word), std::move(reason), std::string(source)});
  }

  bool is_signature_good() {
    const auto [digest, octets] = hash({message_.body().view(), tags_.count, tags_.list.tags()},
                                       settings_, context_, context_.trace, number_);
    const auto key = context_.public_keys.rsa(rsa_public_der(tags_.key));
    if (!key) {
      const bool is_foreign = key.error().code == Errc::unsupported;
      not_processable({is_foreign ? Cause::alg_unsupported : Cause::key_syntax, "unusable key",
                       "the key in the field cannot be used: " + printable(key.error().what),
                       "IIM sheet section 2.1"});
      return false;
    }
    detail()["key_bits"] = static_cast<std::int64_t>((*key)->bits());
    const bool is_short = octets < tags_.count;
    detail()["unsigned_tail"] = is_short ? 0 : static_cast<std::int64_t>(octets - tags_.count);
    if (is_short) {
      bad_signature(
          Cause::body_short, "body too short",
          fmt::format("the body has {} octets of the {} that were signed", octets, tags_.count));
      return false;
    }
    const Recovered recovered =
        (*key)->recover(context_.crypto, HashAlgorithm::sha1, tags_.signature, context_.cost);
    if (recovered.padding_sound && recovered.digest == digest) return true;
    if (recovered.padding_sound) detail()["altered"] = true;
    bad_signature(Cause::crypto_bad, "signature does not match",
                  recovered.padding_sound
                      ? "the message is not the one that was signed: the digest differs"
                      : "the signature was not made with the key in the field");
    return false;
  }

  // Compared without sums, which could overflow.
  bool is_in_time() {
    const std::int64_t now = to_unix(context_.now);
    if (!tags_.lifetime || now < 0 || static_cast<std::uint64_t>(now) <= tags_.time) return true;
    const std::uint64_t age = static_cast<std::uint64_t>(now) - tags_.time;
    if (age <= *tags_.lifetime) return true;
    not_authorized(Cause::time_expired, "expired",
                   fmt::format("the signature expired {} s ago", age - *tags_.lifetime), kSteps);
    return false;
  }

  bool is_originator_sound() {
    changed_ = changed_copies(message_.fields(), tags_.copies);
    std::vector<std::string> names;
    for (const std::size_t index : changed_) {
      names.push_back(printable(tags_.copies[index].name, 80));
    }
    detail()["changed_headers"] = std::move(names);
    originator_ = originator_copy(tags_.copies, settings_.originator);
    if (!originator_) {
      not_authorized(Cause::ident_mismatch, "no originator",
                     "the signature holds no copy of the header that names the originator",
                     kIdentity);
      return false;
    }
    const Copy& copy = tags_.copies[*originator_];
    judged_.address = address_in(copy.value());
    if (!judged_.address) {
      not_authorized(Cause::ident_mismatch, "no originator address",
                     fmt::format("the copied {} holds no usable address", printable(copy.name, 80)),
                     kIdentity);
      return false;
    }
    detail()["address"] = judged_.address->text();
    detail()["header"] = ascii_lower(copy.name);
    if (is_same_or_subdomain(judged_.address->domain, tags_.domain)) return true;
    not_authorized(Cause::ident_mismatch, "domain does not match",
                   fmt::format("the originator is of {}, which is not {} or below it",
                               judged_.address->domain, tags_.domain),
                   "IIM sheet section 2.1 (d)");
    return false;
  }

  void authorize() {
    const bool is_krs = tags_.method == "krs";
    if (!is_krs && tags_.method != "dns") {
      conclude(
          "y?", Outcome::permerror,
          {Cause::alg_unsupported, "unknown method",
           fmt::format("the authorization method {} is not known", printable(tags_.method, 40)),
           "IIM sheet section 2.1 (m)"});
      apply_header_policy();
      return;
    }
    const std::string key = fingerprint(tags_.key, context_);
    judge_registration(is_krs ? ask_krs(tags_.domain, key, *judged_.address, context_)
                              : ask_dns(tags_.domain, key, context_));
    apply_header_policy();
  }

  void judge_registration(const Authorization& answer) {
    const std::string_view source =
        tags_.method == "krs" ? "IIM sheet section 6.1" : "IIM sheet section 6.2";
    if (!answer.registration) {
      conclude("y?", Outcome::temperror,
               {Cause::key_temperror, "no answer on the key", answer.note, std::string(source)});
      return;
    }
    const auto& [rating, local_part] = *answer.registration;
    detail()["r"] = std::int64_t{rating};
    if (rating == 0) {
      not_authorized(Cause::key_missing, "key not registered", answer.note, source);
    } else if (rating < 0) {
      not_authorized(Cause::key_revoked, "key not authorized",
                     fmt::format("{} does not authorize the key, or no longer", tags_.domain),
                     source);
    } else if (!answer.registration->is_for(judged_.address->local)) {
      not_authorized(Cause::ident_mismatch, "key not registered for the local part",
                     fmt::format("the key is registered for {} and not for {}",
                                 printable(*local_part, 80), printable(judged_.address->local, 80)),
                     source);
    } else {
      conclude("yy", Outcome::pass, {Cause::intact, "ok", {}, std::string(kSteps)});
      judged_.verdict.identity = judged_.address->text();
    }
  }

  // A changed header decides against a signature that is otherwise good or in suspense: waiting for
  // the server would not mend it.
  void apply_header_policy() {
    if (changed_.empty() || judged_.verdict.outcome == Outcome::fail) return;
    std::size_t spoiler = changed_.front();
    switch (settings_.header_policy) {
      case HeaderPolicy::restore:
        detail()["restored"] = detail()["changed_headers"];
        return;
      case HeaderPolicy::originator:
        if (std::ranges::find(changed_, *originator_) == changed_.end()) return;
        spoiler = *originator_;
        break;
      case HeaderPolicy::strict:
        break;
    }
    const bool is_originator = spoiler == *originator_;
    const std::string name = printable(tags_.copies[spoiler].name, 80);
    judged_.verdict.identity.clear();
    not_authorized(Cause::hdr_changed,
                   is_originator ? "originator header changed" : "header changed",
                   fmt::format("{} is not what it was when it was signed", name), kCopies);
  }

  const Message& message_;
  const Settings& settings_;
  const Context& context_;
  int number_;
  SignatureTags tags_;
  std::vector<std::size_t> changed_;
  std::optional<std::size_t> originator_;
  Judged judged_;
};

}  // namespace

Judged examine(const Message& message, const Field& field, int number, const Settings& settings,
               const Context& context) {
  return Examination(message, settings, context, number).run(field);
}

}  // namespace mass::iim
