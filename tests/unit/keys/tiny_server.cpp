#include "tiny_server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace mass::test {
namespace {

int bound(int type, std::uint16_t& port) {
  const int handle = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(handle, reinterpret_cast<sockaddr*>(&address), size) != 0) {
    close(handle);
    return -1;
  }
  getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return handle;
}

bool readable(int handle, int milliseconds) {
  pollfd one{.fd = handle, .events = POLLIN, .revents = 0};
  return poll(&one, 1, milliseconds) > 0;
}

}  // namespace

Stream::~Stream() {
  close(handle_);
}

std::string Stream::read_until(const std::string& end) {
  std::string all;
  char part[4096];
  while (all.find(end) == std::string::npos && readable(handle_, 2000)) {
    const auto count = recv(handle_, part, sizeof part, 0);
    if (count <= 0) break;
    all.append(part, static_cast<std::size_t>(count));
  }
  return all;
}

bool Stream::write(const std::string& octets) {
  std::size_t sent = 0;
  while (sent < octets.size()) {
    const auto count = send(handle_, octets.data() + sent, octets.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

TinyServer::TinyServer(OnDatagram on_datagram, OnStream on_stream)
    : on_datagram_(std::move(on_datagram)), on_stream_(std::move(on_stream)) {
  // The port that is free for one kind of socket may be taken for the other.
  for (int tries = 0; tries < 50 && (udp_ < 0 || tcp_ < 0); ++tries) {
    if (udp_ >= 0) close(udp_);
    port_ = 0;
    udp_ = bound(SOCK_DGRAM, port_);
    tcp_ = bound(SOCK_STREAM, port_);
  }
  if (udp_ < 0 || tcp_ < 0) throw std::runtime_error("no free port");
  if (on_stream_) listen(tcp_, 16);
  thread_ = std::thread([this] { serve(); });
}

TinyServer::~TinyServer() {
  is_over_ = true;
  thread_.join();
  close(udp_);
  close(tcp_);
}

void TinyServer::serve() {
  while (!is_over_) {
    pollfd both[2] = {{.fd = udp_, .events = POLLIN, .revents = 0},
                      {.fd = on_stream_ ? tcp_ : -1, .events = POLLIN, .revents = 0}};
    if (poll(both, 2, 20) <= 0) continue;
    if ((both[0].revents & POLLIN) != 0) {
      sockaddr_in peer{};
      socklen_t size = sizeof peer;
      std::string query(65535, '\0');
      const auto count =
          recvfrom(udp_, query.data(), query.size(), 0, reinterpret_cast<sockaddr*>(&peer), &size);
      query.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
      ++questions_;
      const auto answer = on_datagram_ ? on_datagram_(query) : std::nullopt;
      if (answer) {
        sendto(udp_, answer->data(), answer->size(), 0, reinterpret_cast<sockaddr*>(&peer), size);
      }
    }
    if ((both[1].revents & POLLIN) != 0) {
      const int handle = accept(tcp_, nullptr, nullptr);
      if (handle < 0) continue;
      ++questions_;
      Stream stream(handle);
      on_stream_(stream, is_over_);
    }
  }
}

}  // namespace mass::test
