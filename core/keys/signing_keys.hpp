#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/ed25519.hpp"
#include "core/crypto/rsa.hpp"

namespace mass {

class TestAuthority;

/// A key, the certificate that says whose it is, and the certificates between it and a root.
struct CertifiedKey {
  std::shared_ptr<const RsaPrivateKey> key;
  std::shared_ptr<const Certificate> certificate;
  Certificates chain;
};

/// Whose name a certificate shall carry.
struct CertificateNames {
  std::string common_name;
  std::vector<std::string> emails;
  std::vector<std::string> dns_names;
};

/// The private side of keys: what an operator holds and never publishes.
class SigningKeys {
 public:
  virtual ~SigningKeys() = default;

  /// The RSA key of a domain under a selector. Errc::missing names what was looked for.
  [[nodiscard]] virtual Result<std::shared_ptr<const RsaPrivateKey>> rsa(
      std::string_view domain, std::string_view selector) const = 0;

  /// The Ed25519 key of a domain under a selector. Errc::missing names what was looked for; so it
  /// is where nobody has such keys.
  [[nodiscard]] virtual Result<std::shared_ptr<const Ed25519PrivateKey>> ed25519(
      std::string_view domain, std::string_view selector) const;

  /// A symmetric secret of a domain, by number. Errc::missing if there is none: the domain does not
  /// take part.
  [[nodiscard]] virtual Result<std::string> secret(std::string_view domain, int number) const = 0;

  /// A key of a domain with a certificate. Keys given by hand come with the certificate they have;
  /// derived ones are certified with these names. Errc::missing if there is none.
  [[nodiscard]] virtual Result<CertifiedKey> certified(std::string_view domain,
                                                       const CertificateNames& names) const;

  /// The roots to which the certificates of these keys lead: what a receiver must trust.
  [[nodiscard]] virtual Certificates trust_anchors() const { return {}; }

 protected:
  SigningKeys() = default;
  SigningKeys(const SigningKeys&) = default;
  SigningKeys& operator=(const SigningKeys&) = default;
};

/// Keys from the caller's hand: one key of each kind and one secret, valid for any domain, selector
/// and number. For the command line and for test vectors.
class GivenKeys final : public SigningKeys {
 public:
  std::shared_ptr<const RsaPrivateKey> rsa_key;
  std::shared_ptr<const Ed25519PrivateKey> ed25519_key;
  std::optional<std::string> shared_secret;
  std::shared_ptr<const Certificate> certificate;
  Certificates chain;

  /// Takes an unencrypted private key in PEM, of either kind.
  [[nodiscard]] Result<void> add_pem(std::string_view pem);

  [[nodiscard]] Result<std::shared_ptr<const RsaPrivateKey>> rsa(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::shared_ptr<const Ed25519PrivateKey>> ed25519(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::string> secret(std::string_view domain, int number) const override;
  [[nodiscard]] Result<CertifiedKey> certified(std::string_view domain,
                                               const CertificateNames& names) const override;
};

/// Test keys for every domain there is, derived from a seed: the harness operates all domains of a
/// corpus at once. Domains share a pool of `pool_size` RSA keys, because making a key per domain
/// would cost more than the run itself; names, records and look-ups stay per domain. RSA keys are
/// derived on first use, Ed25519 keys each time they are asked for. Thread-safe.
class DerivedKeys final : public SigningKeys {
 public:
  DerivedKeys(std::uint64_t seed, int rsa_bits = 1024, std::size_t pool_size = 16);
  ~DerivedKeys() override;

  [[nodiscard]] Result<std::shared_ptr<const RsaPrivateKey>> rsa(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::shared_ptr<const Ed25519PrivateKey>> ed25519(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::string> secret(std::string_view domain, int number) const override;

  /// Certified by an intermediate CA below one root, valid from 1990 to 2049, with SHA-256 and a
  /// subjectKeyIdentifier. Remembered per domain and names.
  [[nodiscard]] Result<CertifiedKey> certified(std::string_view domain,
                                               const CertificateNames& names) const override;
  [[nodiscard]] Certificates trust_anchors() const override;

 private:
  struct Pool;
  std::uint64_t seed_;
  int rsa_bits_;
  std::unique_ptr<Pool> pool_;
  std::unique_ptr<TestAuthority> authority_;
};

}  // namespace mass
