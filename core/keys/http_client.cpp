#include "core/keys/http_client.hpp"

#include <curl/curl.h>

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/keys/http_fetch.hpp"

namespace mass {
namespace {

using Status = KeyAnswer::Status;

constexpr std::size_t kMostServers = 4096;

KeyAnswer without_body(Status status, std::string note) {
  KeyAnswer given;
  given.status = status;
  given.note = std::move(note);
  return given;
}

bool is_redirect(int status) noexcept {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

KeyAnswer read_answer(Fetched fetched, std::chrono::seconds usual_ttl) {
  KeyAnswer given;
  given.status = http_status_means(fetched.status);
  given.octets = fetched.body.size();
  given.ttl = fetched.max_age.value_or(usual_ttl);
  if (given.status == Status::found) {
    given.records.push_back(std::move(fetched.body));
  } else {
    given.note =
        is_redirect(fetched.status) ? "redirect refused" : "HTTP " + std::to_string(fetched.status);
  }
  return given;
}

}  // namespace

struct HttpClientDirectory::State {
  explicit State(HttpClientSettings given) : settings(std::move(given)) {}
  ~State() {
    idle.clear();
    curl_global_cleanup();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  HttpFetcher take() {
    const std::scoped_lock lock(mutex);
    if (idle.empty()) return {};
    HttpFetcher fetcher = std::move(idle.back());
    idle.pop_back();
    return fetcher;
  }
  void give_back(HttpFetcher fetcher) {
    const std::scoped_lock lock(mutex);
    idle.push_back(std::move(fetcher));
  }

  std::shared_ptr<OutageMemory> outage_of(const Url& url) {
    const std::string place = gateway ? std::string() : url.host + ':' + std::to_string(url.port);
    const std::scoped_lock lock(mutex);
    if (outages.size() >= kMostServers) outages.clear();
    auto& known = outages[place];
    if (!known) known = std::make_shared<OutageMemory>(settings.outage);
    return known;
  }

  HttpClientSettings settings;
  std::optional<HostPort> gateway;
  std::mutex mutex;
  std::vector<HttpFetcher> idle;
  std::map<std::string, std::shared_ptr<OutageMemory>> outages;  ///< By server.
};

HttpClientDirectory::HttpClientDirectory(std::unique_ptr<State> state) noexcept
    : state_(std::move(state)) {}
HttpClientDirectory::~HttpClientDirectory() = default;

Result<std::shared_ptr<const HttpClientDirectory>> HttpClientDirectory::create(
    HttpClientSettings settings) {
  std::optional<HostPort> gateway;
  if (!settings.gateway.empty()) {
    auto place = parse_host_port(settings.gateway);
    if (!place) return std::unexpected(place.error());
    gateway = *std::move(place);
  }
  // Counts its callers; State takes this one back.
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return fail(Errc::internal, "libcurl does not start");
  }
  auto state = std::make_unique<State>(std::move(settings));
  state->gateway = std::move(gateway);
  return std::shared_ptr<const HttpClientDirectory>(new HttpClientDirectory(std::move(state)));
}

KeyAnswer HttpClientDirectory::answer(const KeyQuery& query, Time /*now*/) const {
  if (query.kind != KeyQuery::Kind::http_get) return {};
  const auto url = parse_url(query.name);
  if (!url) return without_body(Status::failed, "not a URL");
  const auto outage = state_->outage_of(*url);
  if (outage->is_down()) {
    return without_body(Status::timeout,
                        "no answer (the server was silent just before and is left alone)");
  }
  const HttpClientSettings& settings = state_->settings;
  HttpFetcher fetcher = state_->take();
  Fetched fetched = fetcher.get(
      query.name, *url, state_->gateway,
      {.total = settings.total, .connect = settings.connect, .octets = settings.most_octets});
  state_->give_back(std::move(fetcher));
  switch (fetched.end) {
    case Fetched::End::silence:
      outage->note_silence();
      return without_body(Status::timeout, std::move(fetched.note));
    case Fetched::End::failed:
      return without_body(Status::failed, std::move(fetched.note));
    case Fetched::End::answered:
      break;
  }
  outage->note_answer();
  return read_answer(std::move(fetched), settings.usual_ttl);
}

std::string http_library_version() {
  const auto* info = curl_version_info(CURLVERSION_NOW);
  return std::string("libcurl ") + info->version;
}

}  // namespace mass
