#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/rsa.hpp"

/// Cryptographic Message Syntax, detached signatures only. Source: RFC 5652 section 5.
namespace mass {

/// An attribute with one value.
struct CmsAttribute {
  std::string oid;    ///< `1.2.840.113549.1.9.16.2.28`
  std::string value;  ///< DER of the value, tag included.
};

/// What a signature says besides the content.
struct CmsSigning {
  HashAlgorithm algorithm = HashAlgorithm::sha1;
  const RsaPrivateKey& key;
  const Certificate& certificate;
  const Certificates& chain;  ///< Embedded beside the certificate; without the root by custom.
  Time signing_time{};
  std::vector<CmsAttribute>
      attributes;  ///< Signed, besides contentType, signingTime, messageDigest.
  bool embed_certificate = true;
  bool by_key_identifier = false;  ///< SignerInfo version 3; needs a subjectKeyIdentifier.
};

/// A detached SignedData with one SignerInfo over content with this digest, as DER of a
/// ContentInfo. RSA PKCS#1 v1.5, so the same input gives the same octets. No SMIMECapabilities.
[[nodiscard]] Result<std::string> cms_sign(const Crypto& crypto, const CmsSigning& signing,
                                           std::string_view content_digest, CostMeter& cost);

/// A SignedData read from DER. Immutable, safe to share between threads.
class CmsSignedData {
 public:
  /// Takes DER, and BER as streaming writers make it. Errc::malformed for what is no ContentInfo
  /// with a SignedData or has octets behind it, Errc::limit beyond 1 MiB, 16 signers or 64
  /// certificates. Certificates are taken from `cache`.
  [[nodiscard]] static Result<std::shared_ptr<const CmsSignedData>> parse(std::string_view der,
                                                                          PublicKeyCache& cache);
  ~CmsSignedData();

  /// One SignerInfo.
  struct Signer {
    int version = 1;
    std::optional<HashAlgorithm> algorithm;  ///< Digest; nothing if it is not one of ours.
    bool has_signed_attributes = false;
    std::string signed_attributes;  ///< DER with the tag of a SET OF (0x31), as it is hashed.
    std::optional<std::string> content_type;  ///< OID in numbers.
    std::optional<std::string> message_digest;
    std::optional<Time> signing_time;
    std::string signature;
    /// Signed ones. An attribute that stands there twice or has not exactly one value is left out.
    std::vector<CmsAttribute> attributes;
    [[nodiscard]] const std::string* attribute(std::string_view oid) const noexcept;
  };
  [[nodiscard]] const std::vector<Signer>& signers() const noexcept;
  [[nodiscard]] const Certificates& certificates() const noexcept;  ///< Embedded ones that parse.
  [[nodiscard]] bool has_content() const noexcept;                  ///< Not detached.
  [[nodiscard]] const std::string& content_type() const noexcept;   ///< OID in numbers.

  /// Whether the identifier of signer `index` names this certificate.
  [[nodiscard]] bool names(std::size_t index, const Certificate& certificate) const;

  /// Whether the signature value of signer `index` holds under the certificate's key: over the
  /// signed attributes, or, without them, over content with this digest. Says nothing of the
  /// messageDigest attribute. One public-key operation.
  [[nodiscard]] bool signature_holds(const Crypto& crypto, std::size_t index,
                                     const Certificate& certificate,
                                     std::string_view content_digest, CostMeter& cost) const;

  struct Handle;  ///< Private to core/crypto.

 private:
  explicit CmsSignedData(std::unique_ptr<Handle> handle) noexcept;
  std::unique_ptr<Handle> handle_;
};

}  // namespace mass
