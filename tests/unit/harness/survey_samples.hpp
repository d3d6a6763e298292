#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/crypto.hpp"
#include "core/message/codec.hpp"
#include "core/message/message.hpp"
#include "core/signature/canon.hpp"

namespace mass::survey {

inline const Crypto& test_crypto() {
  static const auto crypto = Crypto::create();
  return **crypto;
}

// Signature fields with the true hash of a body; `b=` is none, for want of a key.
struct Signer {
  std::string field = "DKIM-Signature";
  std::string domain = "example.com";
  signature::Canon canon = signature::Canon::relaxed;
  std::optional<std::uint64_t> length;
  std::string more;  // Tags.

  [[nodiscard]] std::string sign(std::string_view body) const {
    CostMeter cost;
    Hasher hasher = test_crypto().hasher(HashAlgorithm::sha256);
    signature::LimitedSink sink(hasher, length.value_or(~std::uint64_t{0}));
    signature::write_body(body, canon, sink);
    return field + ": v=1; a=rsa-sha256; c=relaxed/" + std::string(name_of(canon)) +
           "; d=" + domain + "; s=s1; h=from:subject:from; " + more +
           (length ? "l=" + std::to_string(*length) + "; " : "") +
           "bh=" + base64_encode(hasher.finish(cost)) + "; b=AAAA\r\n";
  }
};

// A message as it arrived: what was signed and what the body is now.
inline Message arrived(std::string_view signatures, std::string_view fields,
                       std::string_view body) {
  return Message::parse(std::string(signatures) + "From: Joe <joe@example.com>\r\n" +
                        std::string(fields) + "\r\n" + std::string(body));
}

}  // namespace mass::survey
