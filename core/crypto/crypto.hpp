#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/cost.hpp"
#include "core/base/error.hpp"
#include "core/canon/canon.hpp"

namespace mass {

enum class HashAlgorithm : std::uint8_t { sha1, sha256, sha512, md5, sha224, sha384 };
[[nodiscard]] std::string_view name_of(HashAlgorithm algorithm) noexcept;

class Crypto;

/// A running digest; also a Sink, so that canonicalization can pour into it.
class Hasher final : public Sink {
 public:
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher() override;

  void write(std::string_view octets) override;

  /// The digest in raw octets. Call once. Tells the meter what was hashed.
  [[nodiscard]] std::string finish(CostMeter& cost);

 private:
  friend class Crypto;
  struct State;
  explicit Hasher(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// The algorithms of OpenSSL, fetched once and reused: fetching per call costs more than hashing a
/// short header. Immutable after construction, safe to share between threads. One object per
/// program, passed to who needs it.
class Crypto {
 public:
  /// Throws nothing; fails if the OpenSSL library lacks a needed algorithm.
  [[nodiscard]] static Result<std::shared_ptr<const Crypto>> create();
  ~Crypto();
  Crypto(const Crypto&) = delete;
  Crypto& operator=(const Crypto&) = delete;

  [[nodiscard]] Hasher hasher(HashAlgorithm algorithm) const;
  [[nodiscard]] std::string digest(HashAlgorithm algorithm, std::string_view octets,
                                   CostMeter& cost) const;

  /// RFC 2104; any key length, the empty key too.
  [[nodiscard]] std::string hmac(HashAlgorithm algorithm, std::string_view key,
                                 std::string_view octets, CostMeter& cost) const;

 private:
  Crypto();
  struct Algorithms;
  std::unique_ptr<Algorithms> algorithms_;
  friend class RsaPublicKey;
  friend class RsaPrivateKey;
};

/// Equality whose time does not depend on where the difference lies.
[[nodiscard]] bool equal_constant_time(std::string_view left, std::string_view right) noexcept;

}  // namespace mass
