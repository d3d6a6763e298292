#pragma once

#include <openssl/err.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/crypto/certificate.hpp"
#include "tests/unit/crypto/support.hpp"

/// A small certification authority for the tests of this folder.
namespace mass {

inline constexpr Time kStart = from_unix(1072915200);  // 2004-01-01
inline constexpr Time kNow = from_unix(1101859200);    // 2004-12-01
inline constexpr Time kEnd = from_unix(1136073600);    // 2006-01-01
inline const std::filesystem::path kShared =
    std::filesystem::path(MASS_SHARED_DIR) / "vectors/entity-smime";

inline std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Authority {
  std::shared_ptr<const Crypto> crypto = make_crypto();
  std::shared_ptr<const RsaPrivateKey> root_key = derived_key("root", 1024);
  std::shared_ptr<const RsaPrivateKey> middle_key = derived_key("middle", 1024);
  std::shared_ptr<const RsaPrivateKey> key = derived_key("leaf", 1024);
  std::shared_ptr<const Certificate> root = issue("root", true, *root_key, nullptr, *root_key, 1);
  std::shared_ptr<const Certificate> middle =
      issue("middle", true, *middle_key, root.get(), *root_key, 2);
  std::shared_ptr<const Certificate> leaf =
      issue("domain-signing-authority", false, *key, middle.get(), *middle_key, 0xF00000000000000D);
  Certificates anchors{root};
  Certificates chain{middle};
  std::vector<std::string> crls;
  CostMeter cost;

  [[nodiscard]] std::shared_ptr<const Certificate> issue(
      std::string_view name, bool is_authority, const RsaPrivateKey& subject,
      const Certificate* issuer, const RsaPrivateKey& issuer_key, std::uint64_t serial,
      HashAlgorithm algorithm = HashAlgorithm::sha1) const {
    CertificateRequest request;
    request.common_name = name;
    if (!is_authority) {
      request.emails = {"domain-signing-authority@example.com"};
      request.dns_names = {"example.com"};
    }
    request.is_authority = is_authority;
    request.not_before = kStart;
    request.not_after = kEnd;
    request.serial = serial;
    return issue_certificate(*crypto, request, subject.public_der(), issuer, issuer_key, algorithm)
        .value();
  }

  [[nodiscard]] PathResult path(Time now = kNow) {
    return validate_path({*leaf, chain, anchors, crls, now}, cost);
  }
};

/// Nothing may be left behind for the next user of OpenSSL on this thread.
inline bool openssl_is_quiet() {
  return ERR_peek_error() == 0;
}

}  // namespace mass
