#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/keys/zone.hpp"

namespace mass {

/// Something a web server answers to GET.
struct HttpObject {
  /// `http://certs.example.com/dsa.cer`. Each parameter of a query
  /// (`http://krs.example.com/iim?d=example.com&keyfp=...`, percent-encoded) must be in the request
  /// with the same value; the request may have others.
  std::string url;
  int status = 200;
  std::string content_type = "text/plain";
  std::string body;
  std::uint32_t ttl_seconds = 3600;
};

/// What a domain publishes so that others can verify.
struct Publication {
  std::vector<DnsRecord> dns;
  std::vector<HttpObject> http;

  [[nodiscard]] bool empty() const noexcept { return dns.empty() && http.empty(); }
};

}  // namespace mass
