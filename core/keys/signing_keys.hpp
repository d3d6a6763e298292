#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/crypto/rsa.hpp"

namespace mass {

/// The private side of keys: what an operator holds and never publishes.
class SigningKeys {
 public:
  virtual ~SigningKeys() = default;

  /// The RSA key of a domain under a selector. Errc::missing names what was looked for.
  [[nodiscard]] virtual Result<std::shared_ptr<const RsaPrivateKey>> rsa(
      std::string_view domain, std::string_view selector) const = 0;

  /// A symmetric secret of a domain, by number. Errc::missing if there is none: the domain does not
  /// take part.
  [[nodiscard]] virtual Result<std::string> secret(std::string_view domain, int number) const = 0;

 protected:
  SigningKeys() = default;
  SigningKeys(const SigningKeys&) = default;
  SigningKeys& operator=(const SigningKeys&) = default;
};

/// Keys from the caller's hand: one RSA key and one secret, valid for any domain, selector and
/// number. For the command line and for test vectors.
class GivenKeys final : public SigningKeys {
 public:
  std::shared_ptr<const RsaPrivateKey> rsa_key;
  std::optional<std::string> shared_secret;

  [[nodiscard]] Result<std::shared_ptr<const RsaPrivateKey>> rsa(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::string> secret(std::string_view domain, int number) const override;
};

/// Test keys for every domain there is, derived from a seed: the harness operates all domains of a
/// corpus at once. Domains share a pool of `pool_size` RSA keys, because making a key per domain
/// would cost more than the run itself; names, records and look-ups stay per domain. Keys are
/// derived on first use. Thread-safe.
class DerivedKeys final : public SigningKeys {
 public:
  DerivedKeys(std::uint64_t seed, int rsa_bits = 1024, std::size_t pool_size = 16);
  ~DerivedKeys() override;

  [[nodiscard]] Result<std::shared_ptr<const RsaPrivateKey>> rsa(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::string> secret(std::string_view domain, int number) const override;

 private:
  struct Pool;
  std::uint64_t seed_;
  int rsa_bits_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace mass
