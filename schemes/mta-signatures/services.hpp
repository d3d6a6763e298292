#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mass::mta_signatures {

/// How a verifier may come to trust the certificate. Source: MTA Signatures sheet section 3.5.
struct Service {
  enum class Method : std::uint8_t {
    http_certificates,  ///< `http:download:der_certs LOC`
    pkix_path,          ///< `pkix:path:ca`
    reserved,           ///< Anything else: to be skipped.
  };
  Method method = Method::reserved;
  std::string locator;  ///< What stands behind the method.
};

/// Reads one service string, without quotes. Never fails: what is not known is reserved.
[[nodiscard]] Service read_service(std::string_view text);

/// The service strings of a MIME header field or parameter: separated by commas, each in quotes or
/// bare. Folds are undone.
[[nodiscard]] std::vector<std::string> split_services(std::string_view value);

/// The value of the MIME header field, each string in quotes, folded behind commas.
[[nodiscard]] std::string join_services(std::span<const std::string> services);

/// Where the certificates of a domain can be downloaded. A relative locator lies on the host
/// `certs.<domain>`; an absolute one must name the domain or a host below it, else it proves
/// nothing about the domain and the answer is nothing.
[[nodiscard]] std::optional<std::string> certificate_url(std::string_view locator,
                                                         std::string_view domain);

}  // namespace mass::mta_signatures
