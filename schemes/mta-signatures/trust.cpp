#include "schemes/mta-signatures/trust.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/text.hpp"
#include "core/crypto/der.hpp"
#include "core/keys/trust.hpp"
#include "core/message/address.hpp"
#include "schemes/mta-signatures/services.hpp"

namespace mass::mta_signatures {
namespace {

constexpr std::size_t kMostTried = 8;

Flaw untrusted(Cause cause, std::string why, std::string reason) {
  return {State::untrusted, cause, std::move(why), std::move(reason)};
}

// Source: MTA Signatures sheet section 4, step 3. A name must be the signer domain or above it.
bool is_of_domain(const Certificate& certificate, std::string_view domain) {
  const auto covers_domain = [domain](std::string_view name) {
    return is_dns_name(name) && is_same_or_subdomain(domain, name);
  };
  return std::ranges::any_of(certificate.dns_names(), covers_domain) ||
         std::ranges::any_of(certificate.emails(), [&](const std::string& email) {
           return covers_domain(split_address(email).domain);
         });
}

// The body of an answer is certificates in DER, one behind the other, and nothing else. They need
// not be parsed: the signer's must be there octet for octet.
std::optional<bool> holds_certificate(std::string_view body, std::string_view wanted) {
  bool is_found = false;
  der::Reader reader(body);
  while (!reader.at_end()) {
    const auto certificate = reader.take_any();
    if (!certificate || certificate->tag != der::kSequence) return std::nullopt;
    is_found = is_found || certificate->whole == wanted;
  }
  return is_found;
}

std::optional<Flaw> check_time(const Certificate& certificate, Time now) {
  if (now < certificate.not_before()) {
    return untrusted(Cause::time_future, "expired", "the certificate is not valid yet");
  }
  if (now > certificate.not_after()) {
    return untrusted(Cause::time_expired, "expired", "the certificate has expired");
  }
  return std::nullopt;
}

std::optional<Flaw> check_download(const Certificate& certificate, std::string_view locator,
                                   std::string_view domain, const Context& context) {
  const auto url = certificate_url(locator, domain);
  if (!url) {
    return untrusted(Cause::ident_mismatch, "locator",
                     fmt::format("the certificate locator \"{}\" is no URL within {}",
                                 printable(locator, 80), domain));
  }
  if (auto flaw = check_time(certificate, context.now)) return flaw;
  const KeyAnswer answer =
      context.directory.lookup({KeyQuery::Kind::http_get, *url}, context.now, context.cost);
  if (answer.status != KeyAnswer::Status::found || answer.records.empty()) {
    return Flaw{State::temperror, Cause::key_temperror, "retrieval",
                fmt::format("{} cannot be retrieved{}{}", *url, answer.note.empty() ? "" : ": ",
                            printable(answer.note, 80))};
  }
  const auto is_there = holds_certificate(answer.records.front(), certificate.der());
  if (is_there == true) return std::nullopt;
  const std::string what =
      is_there ? "the signer's certificate is not among those" : "there is no list of certificates";
  return untrusted(Cause::key_missing, "certificate", fmt::format("{} at {}", what, *url));
}

Cause cause_of(PathState state) {
  switch (state) {
    case PathState::expired:
      return Cause::time_expired;
    case PathState::revoked:
      return Cause::key_revoked;
    case PathState::valid:
    case PathState::no_issuer:
    case PathState::revocation_unknown:
    case PathState::invalid:
      break;
  }
  return Cause::key_missing;
}

std::optional<Flaw> check_path(const Certificate& certificate, const Certificates& embedded,
                               const Context& context) {
  const PathResult path = validate_path(certificate, embedded, {}, context.directory,
                                        context.public_keys, context.now, context.cost);
  if (path.state == PathState::valid) return std::nullopt;
  return untrusted(cause_of(path.state), "path",
                   "the certificate leads to no trust anchor: " + printable(path.reason, 200));
}

}  // namespace

Trust find_trust(const Certificate& certificate, const Certificates& embedded, const Claims& claims,
                 const Context& context) {
  Trust trust;
  if (!is_of_domain(certificate, claims.domain)) {
    trust.flaw = untrusted(Cause::ident_mismatch, "domain",
                           "the certificate is not one of " + claims.domain);
    return trust;
  }
  trust.flaw = untrusted(Cause::key_missing, "method",
                         "the signature names no known way to trust its certificate");
  std::size_t tried = 0;
  for (const std::string& text : claims.services) {
    const Service service = read_service(text);
    if (service.method == Service::Method::reserved) continue;
    if (++tried > kMostTried) break;
    const bool is_download = service.method == Service::Method::http_certificates;
    trust.flaw = is_download ? check_download(certificate, service.locator, claims.domain, context)
                             : check_path(certificate, embedded, context);
    if (trust.flaw) continue;
    trust.method = is_download ? "http" : "pkix";
    break;
  }
  return trust;
}

}  // namespace mass::mta_signatures
