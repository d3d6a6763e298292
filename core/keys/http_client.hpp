#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/keys/directory.hpp"
#include "core/keys/outage.hpp"

namespace mass {

struct HttpClientSettings {
  std::string gateway;                    ///< `HOST:PORT` that answers for every URL; empty: none.
  std::chrono::milliseconds total{5000};  ///< For a whole transfer.
  std::chrono::milliseconds connect{2000};
  std::size_t most_octets = 256UL * 1024;  ///< Of a body.
  std::chrono::seconds usual_ttl{300};     ///< Where Cache-Control is silent.
  OutagePolicy outage;
};

/// Fetches keys by HTTP from real servers. Only http and https URLs that `parse_url` reads; no
/// redirects, proxies, cookies or passwords; TLS certificates are verified. URLs come out of mail:
/// without a gateway they can lead anywhere this machine can reach.
///
/// What an answer without a body says:
/// - absent: `HTTP 404` and any other status of 400 to 499
/// - failed: `HTTP 503` and any other status, `redirect refused`, `body over N octets`, `header
///   over N octets`, `connection refused`, `not a URL`, what else libcurl says
/// - timeout: `no answer within N ms` (also for a body that drips), or `no answer (...)` for a
///   server that counts as down
///
/// A question takes at most the total time; a server that stays silent is left alone for a while
/// (OutageMemory; per host without a gateway). The TTL is Cache-Control's max-age, at most a day.
/// Thread-safe: connections are kept, one for each thread that asks.
class HttpClientDirectory final : public KeyDirectory {
 public:
  /// Errc::config if the gateway is not `HOST:PORT`, Errc::internal if libcurl does not start.
  [[nodiscard]] static Result<std::shared_ptr<const HttpClientDirectory>> create(
      HttpClientSettings settings = {});
  ~HttpClientDirectory() override;
  HttpClientDirectory(const HttpClientDirectory&) = delete;
  HttpClientDirectory& operator=(const HttpClientDirectory&) = delete;

 private:
  struct State;
  explicit HttpClientDirectory(std::unique_ptr<State> state) noexcept;
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;

  std::unique_ptr<State> state_;
};

/// Version of the library that speaks HTTP, for people.
[[nodiscard]] std::string http_library_version();

}  // namespace mass
