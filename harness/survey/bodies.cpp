#include "harness/survey/bodies.hpp"

#include <algorithm>
#include <tuple>

#include "core/signature/fields.hpp"

namespace mass::survey {
namespace {

// Signatures that hash a body in the same way: it is hashed once for all of them.
struct Manner {
  signature::Canon canon;
  HashAlgorithm algorithm;
  std::uint64_t limit;
  std::vector<std::size_t> pending;  // Indexes of signatures.

  [[nodiscard]] auto key() const { return std::tuple(canon, algorithm, limit); }
};

std::vector<Manner> manners_of(std::span<const StoredSignature> signatures) {
  std::vector<Manner> manners;
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    if (!signatures[i].can_be_compared) continue;
    const signature::SignatureTags& tags = signatures[i].tags;
    Manner manner{tags.canons.body,
                  hash_of(tags.algorithm),
                  tags.length.value_or(signature::kWholeBody),
                  {i}};
    const auto known = std::ranges::find(manners, manner.key(), &Manner::key);
    if (known != manners.end()) {
      known->pending.push_back(i);
    } else {
      manners.push_back(std::move(manner));
    }
  }
  return manners;
}

// Compares one body after another with the hashes that are left.
class Matcher {
 public:
  Matcher(std::span<const StoredSignature> signatures, const Crypto& crypto)
      : signatures_(signatures),
        crypto_(crypto),
        manners_(manners_of(signatures)),
        fates_(signatures.size()) {}

  bool try_body(std::string_view body, Undone undone) {
    bool is_wanted = false;
    for (Manner& manner : manners_) {
      if (manner.pending.empty()) continue;
      if (body.size() > left_ && !is_first_) return give_up();
      left_ -= std::min<std::uint64_t>(left_, body.size());
      compare(manner, body, undone);
      is_wanted = is_wanted || !manner.pending.empty();
    }
    if (is_wanted && is_first_ && body.size() > kMaxUndoneOctets) return give_up();
    is_first_ = false;
    return is_wanted;
  }

  std::vector<BodyFate> take() { return std::move(fates_); }

 private:
  void compare(Manner& manner, std::string_view body, Undone undone) {
    Hasher hasher = crypto_.hasher(manner.algorithm);
    signature::LimitedSink sink(hasher, manner.limit);
    write_body(body, manner.canon, sink);
    const std::string digest = hasher.finish(cost_);
    const bool has_limit = manner.limit != signature::kWholeBody;
    // RFC 6376 section 3.5 (l=): a body with fewer octets than were counted is another one.
    if (has_limit && sink.seen() < manner.limit) return;
    for (const std::size_t i : manner.pending) {
      if (signatures_[i].tags.body_hash != digest) continue;
      fates_[i].undone = undone;
      if (has_limit) fates_[i].unsigned_octets = sink.seen() - manner.limit;
    }
    std::erase_if(manner.pending, [this](std::size_t i) { return fates_[i].undone.has_value(); });
  }

  bool give_up() {
    for (const Manner& manner : manners_) {
      for (const std::size_t i : manner.pending) fates_[i].given_up = true;
    }
    return false;
  }

  std::span<const StoredSignature> signatures_;
  const Crypto& crypto_;
  std::vector<Manner> manners_;
  std::vector<BodyFate> fates_;
  std::uint64_t left_ = kMaxTriedOctets;
  bool is_first_ = true;  // The stored body is hashed however large it is.
  CostMeter cost_;
};

}  // namespace

std::optional<Level> BodyFate::level() const {
  if (!undone) return std::nullopt;
  if (undone->has(Undo::encoding)) return Level::encoding;
  if (undone->has(Undo::part)) return Level::part;
  if (undone->has(Undo::tail)) return Level::tail;
  return *undone == Undone() ? Level::stored : Level::storage;
}

std::vector<BodyFate> find_bodies(const Message& message,
                                  std::span<const StoredSignature> signatures,
                                  const Crypto& crypto) {
  Matcher matcher(signatures, crypto);
  offer_bodies(message, [&matcher](std::string_view body, Undone undone) {
    return matcher.try_body(body, undone);
  });
  return matcher.take();
}

}  // namespace mass::survey
