#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/crypto/rsa.hpp"

namespace mass {

/// An X.509 certificate. Immutable, safe to share between threads. Source: RFC 5280 section 4.
class Certificate {
 public:
  /// Exactly one certificate, nothing behind it. Errc::malformed, also for one over 64 KiB.
  [[nodiscard]] static Result<std::shared_ptr<const Certificate>> from_der(std::string_view der);

  /// All certificates of a text, in order; other PEM blocks are skipped. Errc::malformed if there
  /// is none.
  [[nodiscard]] static Result<std::vector<std::shared_ptr<const Certificate>>> from_pem(
      std::string_view pem);

  /// One or more certificates, one behind the other, and nothing else.
  [[nodiscard]] static Result<std::vector<std::shared_ptr<const Certificate>>> from_der_sequence(
      std::string_view der);

  ~Certificate();

  [[nodiscard]] const std::string& der() const noexcept;
  [[nodiscard]] std::string to_pem() const;

  /// Every common name of the subject, in UTF-8, in order. A name with a NUL in it is left out.
  [[nodiscard]] const std::vector<std::string>& common_names() const noexcept;
  /// The rfc822Name and dNSName entries of the subject's alternative names, as written. Entries
  /// with an octet outside printable ASCII are left out.
  [[nodiscard]] const std::vector<std::string>& emails() const noexcept;
  [[nodiscard]] const std::vector<std::string>& dns_names() const noexcept;

  [[nodiscard]] std::string subject() const;  ///< For people, as in RFC 2253.
  [[nodiscard]] std::string issuer() const;   ///< For people.
  [[nodiscard]] std::string serial() const;   ///< Hexadecimal digits.
  [[nodiscard]] const std::string& subject_id()
      const noexcept;                                           ///< SHA-256 of the name's DER, hex.
  [[nodiscard]] const std::string& issuer_id() const noexcept;  ///< SHA-256 of the name's DER, hex.
  [[nodiscard]] Time not_before() const noexcept;
  [[nodiscard]] Time not_after() const noexcept;
  [[nodiscard]] const std::string& public_key_der() const noexcept;  ///< SubjectPublicKeyInfo.
  [[nodiscard]] std::size_t key_bits() const noexcept;

  /// The key for signatures; Errc::unsupported if it is not RSA.
  [[nodiscard]] const Result<std::shared_ptr<const RsaPublicKey>>& rsa_key() const noexcept;

  struct Handle;  ///< What OpenSSL holds; private to core/crypto.
  [[nodiscard]] const Handle& handle() const noexcept { return *handle_; }

 private:
  explicit Certificate(std::unique_ptr<Handle> handle) noexcept;
  std::unique_ptr<Handle> handle_;
};

using Certificates = std::vector<std::shared_ptr<const Certificate>>;

/// What a certificate shall say.
struct CertificateRequest {
  std::string common_name;
  std::vector<std::string> emails;
  std::vector<std::string> dns_names;
  bool is_authority =
      false;  ///< A CA: keyCertSign and cRLSign; else digitalSignature, emailProtection.
  Time not_before{};
  Time not_after{};
  std::uint64_t serial = 1;
};

/// Makes a certificate for `subject_key` (SubjectPublicKeyInfo), signed with RSA and `algorithm` by
/// `issuer_key`. `issuer` null: self-signed. The same input gives the same octets anywhere.
[[nodiscard]] Result<std::shared_ptr<const Certificate>> issue_certificate(
    const Crypto& crypto, const CertificateRequest& request, std::string_view subject_key,
    const Certificate* issuer, const RsaPrivateKey& issuer_key, HashAlgorithm algorithm);

/// A revocation list over serial numbers of `issuer`, as DER.
[[nodiscard]] Result<std::string> issue_crl(const Crypto& crypto, const Certificate& issuer,
                                            const RsaPrivateKey& issuer_key,
                                            const std::vector<std::uint64_t>& revoked, Time now,
                                            Time next_update, HashAlgorithm algorithm);

/// How a certificate path fares.
enum class PathState : std::uint8_t {
  valid,
  no_issuer,  ///< Some issuer is not at hand, or the last one is no trust anchor.
  expired,    ///< A certificate of the path is out of its time, or not yet in it.
  revoked,
  revocation_unknown,  ///< A revocation list is at hand but out of date or not sound.
  invalid,             ///< Wrong purpose, bad signature, a constraint that does not hold.
};

struct PathResult {
  PathState state = PathState::no_issuer;
  std::string reason;     ///< For people; empty if valid.
  std::size_t links = 0;  ///< Signatures of certificates that were checked.
};

/// What a path is built from and judged by.
struct PathInput {
  const Certificate& leaf;
  const Certificates& intermediates;  ///< In any order; may hold certificates that do not belong.
  const Certificates& anchors;        ///< Trusted whether self-signed or not.
  const std::vector<std::string>& crls;  ///< DER. Issuers without a list here are not checked.
  Time now{};
};

/// Validates a path for signing mail (purpose smimesign). Limits: 8 intermediates are used.
/// Costs one public-key operation per link. Source: RFC 5280 section 6, entity-smime sheet section
/// 5.6.
[[nodiscard]] PathResult validate_path(const PathInput& input, CostMeter& cost);

}  // namespace mass
