#include "harness/keys/key_server.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <string>
#include <thread>
#include <utility>

namespace mass {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
// A connection that is kept open has a thread to itself: more of them than any run has.
constexpr std::size_t kThreads = 64;
constexpr std::size_t kMostRequestsPerConnection = 1'000'000;
constexpr std::size_t kMostBodyOctets = 4096;

void answer(const HttpAnswers& answers, const httplib::Request& request,
            httplib::Response& response) {
  const auto url = parse_url("http://" + request.get_header_value("Host") + request.target);
  if (!url) {
    response.status = 400;
    response.set_content("bad request\n", "text/plain");
    return;
  }
  const auto object = answers.find(*url);
  if (object == nullptr) {
    response.status = 404;
    response.set_content("no such key\n", "text/plain");
    return;
  }
  response.status = object->status;
  response.set_header("Cache-Control", fmt::format("max-age={}", object->ttl_seconds));
  response.set_content(object->body, object->content_type);
}

}  // namespace

struct KeyServer::State {
  std::shared_ptr<const HttpAnswers> answers;
  httplib::Server server;
  int port = -1;
  std::thread thread;
};

KeyServer::KeyServer(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}

KeyServer::~KeyServer() {
  state_->server.stop();
  state_->thread.join();
}

std::uint16_t KeyServer::port() const noexcept {
  return static_cast<std::uint16_t>(state_->port);
}

Result<std::unique_ptr<KeyServer>> KeyServer::start(std::shared_ptr<const HttpAnswers> answers,
                                                    std::uint16_t port) {
  auto state = std::make_unique<State>();
  state->answers = std::move(answers);
  httplib::Server& server = state->server;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_keep_alive_max_count(kMostRequestsPerConnection);
  server.set_payload_max_length(kMostBodyOctets);
  server.set_tcp_nodelay(true);
  const HttpAnswers* held = state->answers.get();
  server.Get(".*", [held](const httplib::Request& request, httplib::Response& response) {
    answer(*held, request, response);
  });
  if (port == 0) {
    state->port = server.bind_to_any_port(kLoopback);
  } else if (server.bind_to_port(kLoopback, port)) {
    state->port = port;
  }
  if (state->port <= 0) {
    return fail(Errc::missing, fmt::format("listen on {}:{}: the port is taken; choose another, or "
                                           "0 for any",
                                           kLoopback, port));
  }
  state->thread = std::thread([&server] { server.listen_after_bind(); });
  // Stopping a server that does not run yet would have no effect.
  while (!server.is_running()) std::this_thread::yield();
  return std::unique_ptr<KeyServer>(new KeyServer(std::move(state)));
}

}  // namespace mass
