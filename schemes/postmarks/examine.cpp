#include "schemes/postmarks/examine.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "schemes/postmarks/key_record.hpp"

namespace mass::postmarks {
namespace {

constexpr std::string_view kCheckSource = "postmarks sheet section 5 step 2";
constexpr std::int64_t kClockSkew = 600;  ///< Seconds. Source: section 5 step 2.

// In the order of the enumerators.
constexpr std::array<std::string_view, 8> kStates{"badsig",  "permerror", "future",    "expired",
                                                  "revoked", "nokey",     "temperror", "valid"};

/// Judges one stamp of a chain.
class Examination {
 public:
  Examination(std::span<const Stamp> chain, std::size_t index, Content& content,
              const Context& context)
      : chain_(chain),
        index_(index),
        stamp_(chain[index]),
        number_(static_cast<int>(stamp_.number)),
        content_(content),
        context_(context) {}

  JudgedStamp run() {
    detail()["i"] = static_cast<std::int64_t>(stamp_.number);
    detail()["d"] = stamp_.domain;
    detail()["s"] = stamp_.selector;
    detail()["r"] = std::string(word_of(stamp_.role));
    // For a transcript even what comes to nothing is of interest.
    if (context_.trace != nullptr) hash_all();
    if (const auto key = fetch_key()) {
      if (!hashed_) hash_all();
      check(**key);
    }
    detail()["state"] = std::string(word_of(judged_.state));
    return std::move(judged_);
  }

 private:
  [[nodiscard]] ValueMap& detail() { return judged_.verdict.detail; }

  void conclude(StampState state, Outcome outcome, Cause cause, std::string reason,
                std::string_view source = kCheckSource) {
    judged_.state = state;
    mass::conclude(judged_.verdict, outcome, word_of(state), cause, std::move(reason), source);
  }

  void hash_all() {
    std::vector<std::string_view> earlier;
    for (const Stamp& stamp : chain_.first(index_)) earlier.push_back(stamp.canonical);
    signed_digest_ =
        signature_digest(earlier, stamp_.unsigned_form, stamp_.hash, number_, context_);
    header_digest_ = content_.header_digest(stamp_.names, stamp_.hash, number_);
    body_digest_ = content_.body_digest(stamp_.hash, number_);
    hashed_ = true;
  }

  std::optional<std::shared_ptr<const RsaPublicKey>> fetch_key() {
    const std::string name = key_name(stamp_.selector, stamp_.domain);
    const KeyAnswer answer =
        context_.directory.lookup({KeyQuery::Kind::dns_txt, name}, context_.now, context_.cost);
    switch (answer.status) {
      case KeyAnswer::Status::failed:
      case KeyAnswer::Status::timeout:
        conclude(StampState::temperror, Outcome::temperror, Cause::key_temperror,
                 fmt::format("the DNS {} for {}",
                             answer.status == KeyAnswer::Status::timeout ? "gave no answer"
                                                                         : "reported a failure",
                             name));
        return std::nullopt;
      case KeyAnswer::Status::found:
        if (!answer.records.empty()) return use_record(answer.records.front());
        break;
      case KeyAnswer::Status::absent:
        break;
    }
    conclude(StampState::nokey, Outcome::permerror, Cause::key_missing,
             fmt::format("there is no key record at {}", name));
    return std::nullopt;
  }

  std::optional<std::shared_ptr<const RsaPublicKey>> use_record(std::string_view record) {
    auto key = read_key(record, context_.public_keys);
    if (!key) {
      const bool is_revoked = key.error().cause == Cause::key_revoked;
      conclude(is_revoked ? StampState::revoked : StampState::permerror, Outcome::permerror,
               key.error().cause, key.error().reason, key.error().source);
      return std::nullopt;
    }
    detail()["key_bits"] = static_cast<std::int64_t>((*key)->bits());
    return *std::move(key);
  }

  void check(const RsaPublicKey& key) {
    judged_.header_holds = stamp_.header_digest == header_digest_;
    judged_.body_holds = stamp_.body_digest == body_digest_;
    detail()["hd_ok"] = *judged_.header_holds;
    detail()["bd_ok"] = *judged_.body_holds;
    const Recovered recovered =
        key.recover(context_.crypto, stamp_.hash, stamp_.signature, context_.cost);
    if (!recovered.padding_sound) {
      conclude(StampState::badsig, Outcome::fail, Cause::crypto_bad,
               "the signature sg= was not made with the published key");
    } else if (recovered.digest != signed_digest_) {
      conclude(StampState::badsig, Outcome::fail, Cause::crypto_bad,
               "this stamp or an earlier one is not what was signed: the digest differs");
    } else {
      check_time();
    }
  }

  void check_time() {
    const std::int64_t now = to_unix(context_.now);
    if (std::cmp_less(stamp_.expiry, now)) {
      conclude(StampState::expired, Outcome::fail, Cause::time_expired,
               fmt::format("the stamp expired {} seconds ago",
                           static_cast<std::uint64_t>(now) - stamp_.expiry));
    } else if (std::cmp_greater(stamp_.time, now + kClockSkew)) {
      conclude(StampState::future, Outcome::fail, Cause::time_future,
               fmt::format("the stamp is of a time over {} seconds ahead", kClockSkew));
    } else if (judged_.shows_change()) {
      conclude(StampState::valid, Outcome::fail, Cause::crypto_bad,
               fmt::format("the {} changed after this stamp", what_changed()));
    } else {
      conclude(StampState::valid, Outcome::pass, Cause::intact, {});
      judged_.verdict.identity = stamp_.domain;
    }
  }

  [[nodiscard]] std::string_view what_changed() const {
    if (*judged_.header_holds) return "body";
    return *judged_.body_holds ? "header" : "header and the body";
  }

  std::span<const Stamp> chain_;
  std::size_t index_;
  const Stamp& stamp_;
  int number_;
  Content& content_;
  const Context& context_;
  bool hashed_ = false;
  std::string signed_digest_;
  std::string header_digest_;
  std::string body_digest_;
  JudgedStamp judged_;
};

}  // namespace

std::string_view word_of(StampState state) noexcept {
  return kStates[static_cast<std::size_t>(state)];
}

JudgedStamp examine(std::span<const Stamp> chain, std::size_t index, Content& content,
                    const Context& context) {
  return Examination(chain, index, content, context).run();
}

}  // namespace mass::postmarks
