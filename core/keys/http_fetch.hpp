#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/keys/host_port.hpp"
#include "core/keys/http_answers.hpp"

/// One GET by libcurl. Private to core/keys.
namespace mass {

/// Bounds of a transfer. Nothing goes through a proxy, nobody is logged in, nothing is remembered.
struct FetchLimits {
  std::chrono::milliseconds total{5000};
  std::chrono::milliseconds connect{2000};
  std::size_t octets = 256UL * 1024;  ///< Of the body; a header may have 64 KiB.
};

/// How a GET ended.
struct Fetched {
  enum class End : std::uint8_t { answered, silence, failed };
  End end = End::failed;
  int status = 0;
  std::string body;                             ///< As it came: a content coding is left alone.
  std::optional<std::chrono::seconds> max_age;  ///< From Cache-Control.
  std::string note;                             ///< For people, if there is no answer.
};

/// A connection that can be used again. Belongs to one thread at a time.
class HttpFetcher {
 public:
  HttpFetcher();
  ~HttpFetcher();
  HttpFetcher(HttpFetcher&&) noexcept;
  HttpFetcher& operator=(HttpFetcher&&) noexcept;

  /// `url` is the text of `parts`. With a gateway every URL is fetched from there: an http request
  /// names the URL's host in its Host field, an https one also in TLS.
  [[nodiscard]] Fetched get(const std::string& url, const Url& parts,
                            const std::optional<HostPort>& gateway, const FetchLimits& limits);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

/// The seconds of `max-age` in the value of a Cache-Control field, at most a day; zero for
/// `no-store` and `no-cache`; nothing if it does not say. Source: RFC 9111 section 5.2.2.
[[nodiscard]] std::optional<std::chrono::seconds> cache_max_age(std::string_view value);

}  // namespace mass
