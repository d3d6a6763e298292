#include "core/keys/http_fetch.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"

namespace mass {
namespace {

constexpr std::size_t kMostHeaderOctets = 64UL * 1024;
constexpr std::chrono::seconds kLongestAge{86400};

struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

List list_of(const std::string& text) {
  return List(curl_slist_append(nullptr, text.c_str()));
}

// What arrives, and whether it grew too large.
struct Transfer {
  Fetched result;
  std::size_t most = 0;
  std::size_t header_octets = 0;
  bool is_body_large = false;
  bool is_header_large = false;
};

// Fewer octets than given end the transfer.
std::size_t take_body(char* data, std::size_t /*size*/, std::size_t count, void* to) {
  auto& transfer = *static_cast<Transfer*>(to);
  if (count > transfer.most - transfer.result.body.size()) {
    transfer.is_body_large = true;
    return 0;
  }
  transfer.result.body.append(data, count);
  return count;
}

std::size_t take_header(char* data, std::size_t /*size*/, std::size_t count, void* to) {
  auto& transfer = *static_cast<Transfer*>(to);
  transfer.header_octets += count;
  if (transfer.header_octets > kMostHeaderOctets) {
    transfer.is_header_large = true;
    return 0;
  }
  const std::string_view line = trim(std::string_view(data, count));
  constexpr std::string_view kName = "cache-control:";
  if (istarts_with(line, "HTTP/")) transfer.result.max_age.reset();
  if (istarts_with(line, kName)) {
    if (const auto age = cache_max_age(line.substr(kName.size()))) transfer.result.max_age = age;
  }
  return count;
}

std::string host_field(const Url& parts) {
  const bool is_usual = parts.port == (parts.scheme == "https" ? 443 : 80);
  return is_usual ? parts.host : parts.host + ':' + std::to_string(parts.port);
}

std::string note_for(CURLcode code, const Transfer& transfer) {
  if (transfer.is_body_large) return fmt::format("body over {} octets", transfer.most);
  if (transfer.is_header_large) return fmt::format("header over {} octets", kMostHeaderOctets);
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      return "connection refused";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "no address of this host";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "TLS certificate not trusted";
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
      return "connection closed too early";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "malformed answer";
    default:
      return curl_easy_strerror(code);
  }
}

void set_limits(CURL* curl, const FetchLimits& limits) {
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // not even one that the environment names
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "massbench");
}

}  // namespace

struct HttpFetcher::Handle {
  Handle() : curl(curl_easy_init()) {}
  ~Handle() { curl_easy_cleanup(curl); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  CURL* curl;
};

HttpFetcher::HttpFetcher() : handle_(std::make_unique<Handle>()) {}
HttpFetcher::~HttpFetcher() = default;
HttpFetcher::HttpFetcher(HttpFetcher&&) noexcept = default;
HttpFetcher& HttpFetcher::operator=(HttpFetcher&&) noexcept = default;

Fetched HttpFetcher::get(const std::string& url, const Url& parts,
                         const std::optional<HostPort>& gateway, const FetchLimits& limits) {
  CURL* curl = handle_->curl;
  Transfer transfer{.result = {}, .most = limits.octets};
  if (curl == nullptr) {
    transfer.result.note = "libcurl does not start";
    return std::move(transfer.result);
  }
  curl_easy_reset(curl);  // settings go, the connection stays
  set_limits(curl, limits);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
  List fields;
  List detour;
  if (gateway && parts.scheme == "http") {
    // Asked by its own name, the gateway's connection serves every host.
    const std::string rest = url.substr(std::min(url.find_first_of("/?", 7), url.size()));
    const std::string target =
        "http://" + gateway->to_string() + (rest.starts_with('/') ? "" : "/");
    curl_easy_setopt(curl, CURLOPT_URL, (target + rest).c_str());
    fields = list_of("Host: " + host_field(parts));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields.get());
  } else if (gateway) {
    detour = list_of("::" + gateway->to_string());
    curl_easy_setopt(curl, CURLOPT_CONNECT_TO, detour.get());
  }
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    transfer.result.status = static_cast<int>(status);
    transfer.result.end = Fetched::End::answered;
    return std::move(transfer.result);
  }
  transfer.result.body.clear();
  if (code == CURLE_OPERATION_TIMEDOUT) {
    transfer.result.end = Fetched::End::silence;
    transfer.result.note = fmt::format("no answer within {} ms", limits.total.count());
  } else {
    transfer.result.note = note_for(code, transfer);
  }
  return std::move(transfer.result);
}

std::optional<std::chrono::seconds> cache_max_age(std::string_view value) {
  std::optional<std::chrono::seconds> age;
  for (const std::string_view part : split(value, ',')) {
    const std::string_view directive = trim(part);
    if (iequals(directive, "no-store") || iequals(directive, "no-cache")) {
      return std::chrono::seconds(0);
    }
    constexpr std::string_view kMaxAge = "max-age=";
    if (age || !istarts_with(directive, kMaxAge)) continue;
    const auto digits = directive.substr(kMaxAge.size());
    const bool is_number = !digits.empty() && std::ranges::all_of(digits, is_digit);
    // A number that does not fit is a very long time. Source: RFC 9111 section 1.2.2.
    const auto seconds = parse_decimal(digits);
    if (!is_number) continue;
    age = !seconds || *seconds > static_cast<std::uint64_t>(kLongestAge.count())
              ? kLongestAge
              : std::chrono::seconds(*seconds);
  }
  return age;
}

}  // namespace mass
