#include "core/crypto/pem.hpp"

#include <openssl/pem.h>

#include <new>

#include "core/crypto/openssl.hpp"
#include "core/crypto/revocation.hpp"

namespace mass {

namespace {

constexpr std::size_t kLargestPem = 16 * 1024 * 1024;

}  // namespace

bool PemBlock::is_certificate() const {
  return label == PEM_STRING_X509 || label == PEM_STRING_X509_OLD;
}

bool PemBlock::is_crl() const {
  return label == PEM_STRING_X509_CRL;
}

Result<std::vector<PemBlock>> pem_blocks(std::string_view pem) {
  if (pem.size() > kLargestPem) return fail(Errc::limit, "read PEM: over 16 MiB");
  const Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!memory) throw std::bad_alloc();
  std::vector<PemBlock> blocks;
  char* label = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long length = 0;
  while (PEM_read_bio(memory.get(), &label, &header, &data, &length) == 1) {
    blocks.push_back(
        {label, {reinterpret_cast<const char*>(data), static_cast<std::size_t>(length)}});
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_free(data);
  }
  take_openssl_error();
  return blocks;
}

Result<std::string> crl_issuer_id(std::string_view der) {
  if (der.size() > kLargestPem) return fail(Errc::malformed, "read revocation list: over 16 MiB");
  const unsigned char* at = octets_of(der);
  const X509List list(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
  const bool is_whole = list && at == octets_of(der) + der.size();
  const std::string reason = take_openssl_error();
  if (!is_whole) return fail(Errc::malformed, "read revocation list: not one in DER: " + reason);
  return name_id(X509_CRL_get_issuer(list.get()));
}

Result<TrustPem> read_trust_pem(std::string_view pem) {
  auto blocks = pem_blocks(pem);
  if (!blocks) return std::unexpected(blocks.error());
  TrustPem trust;
  for (PemBlock& block : *blocks) {
    if (block.is_crl()) trust.crls.push_back(std::move(block.der));
    if (!block.is_certificate()) continue;
    auto certificate = Certificate::from_der(block.der);
    if (!certificate) return std::unexpected(certificate.error());
    trust.certificates.push_back(*std::move(certificate));
  }
  if (trust.certificates.empty() && trust.crls.empty()) {
    return fail(Errc::malformed, "neither a certificate nor a revocation list in PEM");
  }
  return trust;
}

}  // namespace mass
