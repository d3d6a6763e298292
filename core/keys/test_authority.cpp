#include "core/keys/test_authority.hpp"

#include "core/base/random.hpp"

namespace mass {

namespace {

constexpr std::size_t kMostRemembered = 8192;
constexpr Time kFrom = std::chrono::sys_days(std::chrono::year(1990) / 1 / 1);
constexpr Time kUntil = std::chrono::sys_days(std::chrono::year(2049) / 1 / 1);

// What a certificate is remembered by, and what its serial number is made from.
std::string id_of(const std::string& domain, const CertificateNames& names) {
  std::string id = domain + '\n' + names.common_name;
  for (const std::string& email : names.emails) id += "\nemail " + email;
  for (const std::string& dns : names.dns_names) id += "\ndns " + dns;
  return id;
}

Result<CertifiedKey> make_authority(std::uint64_t seed, int rsa_bits, const Crypto& crypto,
                                    std::string_view name, std::uint64_t serial,
                                    const CertifiedKey* issuer) {
  // Not from the pool: a subject with the key of its issuer has its key identifier too.
  RandomSource random(seed, {"authority key", std::to_string(rsa_bits), name});
  const auto key = RsaPrivateKey::derive(random, rsa_bits);
  if (!key) return std::unexpected(key.error());
  CertificateRequest request;
  request.common_name = name;
  request.is_authority = true;
  request.not_before = kFrom;
  request.not_after = kUntil;
  request.serial = serial;
  const auto certificate =
      issue_certificate(crypto, request, (*key)->public_der(),
                        issuer != nullptr ? issuer->certificate.get() : nullptr,
                        issuer != nullptr ? *issuer->key : **key, HashAlgorithm::sha256);
  if (!certificate) return std::unexpected(certificate.error());
  return CertifiedKey{*key, *certificate, {}};
}

}  // namespace

Result<TestAuthority::Line> TestAuthority::make_line() const {
  auto crypto = Crypto::create();
  if (!crypto) return std::unexpected(crypto.error());
  auto root = make_authority(seed_, rsa_bits_, **crypto, "massbench test root", 1, nullptr);
  if (!root) return std::unexpected(root.error());
  auto intermediate =
      make_authority(seed_, rsa_bits_, **crypto, "massbench test intermediate", 2, &*root);
  if (!intermediate) return std::unexpected(intermediate.error());
  return Line{*std::move(crypto), *std::move(root), *std::move(intermediate)};
}

const Result<TestAuthority::Line>& TestAuthority::line() {
  std::call_once(once_, [this] { line_ = make_line(); });
  return line_;
}

Result<CertifiedKey> TestAuthority::issue(const std::string& domain, const CertificateNames& names,
                                          std::string_view id) {
  const auto& line = this->line();
  if (!line) return std::unexpected(line.error());
  const auto key = keys_.rsa(domain, names.common_name);
  if (!key) return std::unexpected(key.error());
  RandomSource random(seed_, {"certificate serial", id});
  CertificateRequest request;
  request.common_name = names.common_name;
  request.emails = names.emails;
  request.dns_names = names.dns_names;
  request.not_before = kFrom;
  request.not_after = kUntil;
  request.serial = random.next();
  const auto certificate = issue_certificate(*line->crypto, request, (*key)->public_der(),
                                             line->intermediate.certificate.get(),
                                             *line->intermediate.key, HashAlgorithm::sha256);
  if (!certificate) return std::unexpected(certificate.error());
  return CertifiedKey{*key, *certificate, {line->intermediate.certificate}};
}

Result<CertifiedKey> TestAuthority::certify(const std::string& domain,
                                            const CertificateNames& names) {
  const std::string id = id_of(domain, names);
  {
    const std::shared_lock lock(mutex_);
    if (const auto known = issued_.find(id); known != issued_.end()) return known->second;
  }
  auto made = issue(domain, names, id);
  const std::unique_lock lock(mutex_);
  if (issued_.size() >= kMostRemembered) issued_.clear();
  // Another thread may have been faster; both made the same octets.
  return issued_.try_emplace(id, std::move(made)).first->second;
}

Certificates TestAuthority::anchors() {
  const auto& made = line();
  if (!made) return {};
  return {made->root.certificate};
}

}  // namespace mass
