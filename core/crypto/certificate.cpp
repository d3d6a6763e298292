#include "core/crypto/certificate.hpp"

#include <openssl/pem.h>
#include <openssl/sha.h>

#include <algorithm>
#include <ctime>
#include <new>
#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/openssl.hpp"
#include "core/crypto/pem.hpp"

namespace mass {

namespace {

constexpr std::size_t kLargestCertificate = 64 * 1024;
constexpr std::size_t kMostInSequence = 64;
constexpr int kMostNames = 256;

template <class T>
std::string encoded(const T* object, int (*encode)(const T*, unsigned char**)) {
  const int length = encode(object, nullptr);
  if (length <= 0) return {};
  std::string der(static_cast<std::size_t>(length), '\0');
  unsigned char* to = octets_of(der);
  encode(object, &to);
  return der;
}

std::string_view octets_in(const ASN1_STRING* string) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
          static_cast<std::size_t>(ASN1_STRING_length(string))};
}

std::vector<std::string> common_names_of(const X509_NAME* name) {
  std::vector<std::string> names;
  int at = -1;
  while ((at = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0 &&
         names.size() < kMostNames) {
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, value);
    if (length < 0) continue;
    std::string utf8(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    if (!utf8.contains('\0')) names.push_back(std::move(utf8));
  }
  return names;
}

bool is_printable_ascii(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
}

void read_alternative_names(Certificate::Handle& handle) {
  const GeneralNames names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(handle.x509.get(), NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < std::min(sk_GENERAL_NAME_num(names.get()), kMostNames); ++i) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
    if (type != GEN_EMAIL && type != GEN_DNS) continue;
    const std::string_view text = octets_in(static_cast<const ASN1_STRING*>(value));
    if (!is_printable_ascii(text)) continue;
    (type == GEN_EMAIL ? handle.emails : handle.dns_names).emplace_back(text);
  }
}

std::optional<Time> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(parts.tm_year + 1900),
      std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
      std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(parts.tm_hour) +
         std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

bool read_names_and_times(Certificate::Handle& handle) {
  X509* x509 = handle.x509.get();
  const auto not_before = time_of(X509_get0_notBefore(x509));
  const auto not_after = time_of(X509_get0_notAfter(x509));
  if (!not_before || !not_after) return false;
  handle.not_before = *not_before;
  handle.not_after = *not_after;
  handle.subject_der = encoded<X509_NAME>(X509_get_subject_name(x509), &i2d_X509_NAME);
  handle.issuer_der = encoded<X509_NAME>(X509_get_issuer_name(x509), &i2d_X509_NAME);
  handle.serial_der = encoded<ASN1_INTEGER>(X509_get0_serialNumber(x509), &i2d_ASN1_INTEGER);
  handle.subject_id = name_id(X509_get_subject_name(x509));
  handle.issuer_id = name_id(X509_get_issuer_name(x509));
  handle.common_names = common_names_of(X509_get_subject_name(x509));
  read_alternative_names(handle);
  return true;
}

void read_key(Certificate::Handle& handle) {
  X509* x509 = handle.x509.get();
  handle.public_key_der = encoded<X509_PUBKEY>(X509_get_X509_PUBKEY(x509), &i2d_X509_PUBKEY);
  handle.rsa_key = RsaPublicKey::from_der(handle.public_key_der);
  // Fills OpenSSL's own notes on the extensions here and now, so that threads which share the
  // certificate only read.
  X509_check_purpose(x509, -1, 0);
  if (const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(x509); id != nullptr) {
    handle.key_id = octets_in(id);
  }
}

Result<std::unique_ptr<Certificate::Handle>> adopt(X509Object x509, std::string der) {
  auto handle = std::make_unique<Certificate::Handle>();
  handle->x509 = std::move(x509);
  handle->der = std::move(der);
  const bool is_sound = read_names_and_times(*handle);
  if (is_sound) read_key(*handle);
  take_openssl_error();
  if (!is_sound) return fail(Errc::malformed, "read certificate: no usable validity time");
  return handle;
}

// Reads one certificate from the front of `der` and says how long it is.
Result<std::pair<X509Object, std::size_t>> read_front(std::string_view der) {
  if (der.size() > kLargestCertificate)
    return fail(Errc::malformed, "read certificate: over 64 KiB");
  const unsigned char* at = octets_of(der);
  X509Object x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  const std::string reason = take_openssl_error();
  if (!x509) return fail(Errc::malformed, "read certificate: not X.509 in DER: " + reason);
  return std::pair(std::move(x509), static_cast<std::size_t>(at - octets_of(der)));
}

std::string one_line(const X509_NAME* name) {
  const Bio memory(BIO_new(BIO_s_mem()));
  if (!memory) throw std::bad_alloc();
  X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const long length = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(std::max(length, 0L))};
}

}  // namespace

std::string name_id(const X509_NAME* name) {
  const std::string der = encoded<X509_NAME>(name, &i2d_X509_NAME);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(octets_of(der), der.size(), octets_of(digest));
  return to_hex(digest);
}

Certificate::Certificate(std::unique_ptr<Handle> handle) noexcept : handle_(std::move(handle)) {}
Certificate::~Certificate() = default;

Result<std::shared_ptr<const Certificate>> Certificate::from_der(std::string_view der) {
  auto front = read_front(der);
  if (!front) return std::unexpected(front.error());
  if (front->second != der.size()) {
    return fail(Errc::malformed, "read certificate: octets after it");
  }
  auto handle = adopt(std::move(front->first), std::string(der));
  if (!handle) return std::unexpected(handle.error());
  return std::shared_ptr<const Certificate>(new Certificate(*std::move(handle)));
}

Result<Certificates> Certificate::from_der_sequence(std::string_view der) {
  if (der.empty()) return fail(Errc::malformed, "read certificates: nothing there");
  Certificates all;
  while (!der.empty()) {
    if (all.size() == kMostInSequence) {
      return fail(Errc::malformed, "read certificates: over 64 of them");
    }
    auto front = read_front(der.substr(0, kLargestCertificate));
    if (!front) return std::unexpected(front.error());
    auto one = from_der(der.substr(0, front->second));
    if (!one) return std::unexpected(one.error());
    all.push_back(*std::move(one));
    der.remove_prefix(front->second);
  }
  return all;
}

Result<Certificates> Certificate::from_pem(std::string_view pem) {
  const auto blocks = pem_blocks(pem);
  if (!blocks) return std::unexpected(blocks.error());
  Certificates all;
  for (const PemBlock& block : *blocks) {
    if (!block.is_certificate()) continue;
    auto one = from_der(block.der);
    if (!one) return std::unexpected(one.error());
    all.push_back(*std::move(one));
  }
  if (all.empty()) return fail(Errc::malformed, "read certificates: no PEM certificate");
  return all;
}

const std::string& Certificate::der() const noexcept {
  return handle_->der;
}
const std::vector<std::string>& Certificate::common_names() const noexcept {
  return handle_->common_names;
}
const std::vector<std::string>& Certificate::emails() const noexcept {
  return handle_->emails;
}
const std::vector<std::string>& Certificate::dns_names() const noexcept {
  return handle_->dns_names;
}
const std::string& Certificate::subject_id() const noexcept {
  return handle_->subject_id;
}
const std::string& Certificate::issuer_id() const noexcept {
  return handle_->issuer_id;
}
Time Certificate::not_before() const noexcept {
  return handle_->not_before;
}
Time Certificate::not_after() const noexcept {
  return handle_->not_after;
}
const std::string& Certificate::public_key_der() const noexcept {
  return handle_->public_key_der;
}
const Result<std::shared_ptr<const RsaPublicKey>>& Certificate::rsa_key() const noexcept {
  return handle_->rsa_key;
}

std::size_t Certificate::key_bits() const noexcept {
  const EVP_PKEY* key = X509_get0_pubkey(handle_->x509.get());
  return key == nullptr ? 0 : static_cast<std::size_t>(std::max(EVP_PKEY_get_bits(key), 0));
}

std::string Certificate::subject() const {
  return one_line(X509_get_subject_name(handle_->x509.get()));
}

std::string Certificate::issuer() const {
  return one_line(X509_get_issuer_name(handle_->x509.get()));
}

std::string Certificate::serial() const {
  const ASN1_INTEGER* number = X509_get0_serialNumber(handle_->x509.get());
  return to_hex(octets_in(number));
}

std::string Certificate::to_pem() const {
  const Bio memory(BIO_new(BIO_s_mem()));
  if (!memory) throw std::bad_alloc();
  PEM_write_bio_X509(memory.get(), handle_->x509.get());
  char* text = nullptr;
  const long length = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace mass
