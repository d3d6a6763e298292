#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "core/keys/signing_keys.hpp"

namespace mass {

/// The certification authority of derived keys: a root and an intermediate CA, both made from a
/// seed. Private to core/keys. Thread-safe; the same seed issues the same octets anywhere.
class TestAuthority {
 public:
  /// Takes the keys of the subjects from `keys`, which must outlive it.
  TestAuthority(const SigningKeys& keys, std::uint64_t seed, int rsa_bits) noexcept
      : keys_(keys), seed_(seed), rsa_bits_(rsa_bits) {}

  [[nodiscard]] Result<CertifiedKey> certify(const std::string& domain,
                                             const CertificateNames& names);

  /// The root; empty if it could not be made.
  [[nodiscard]] Certificates anchors();

 private:
  struct Line {
    std::shared_ptr<const Crypto> crypto;
    CertifiedKey root;
    CertifiedKey intermediate;
  };
  [[nodiscard]] Result<Line> make_line() const;
  [[nodiscard]] const Result<Line>& line();
  [[nodiscard]] Result<CertifiedKey> issue(const std::string& domain, const CertificateNames& names,
                                           std::string_view id);

  const SigningKeys& keys_;
  std::uint64_t seed_;
  int rsa_bits_;
  std::once_flag once_;
  Result<Line> line_;
  std::shared_mutex mutex_;
  std::map<std::string, Result<CertifiedKey>, std::less<>> issued_;
};

}  // namespace mass
