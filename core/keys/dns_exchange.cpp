#include "core/keys/dns_exchange.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/text.hpp"

namespace mass {
namespace {

using Clock = std::chrono::steady_clock;
using End = DnsExchange::End;

constexpr std::size_t kHeaderSize = 12;
constexpr std::size_t kLargestMessage = 65535;

std::string to_text(const std::string& what, int number) {
  return what + ": " + std::strerror(number);
}

DnsExchange failed(const std::string& what, int number) {
  if (number == ECONNREFUSED) return {End::refused, {}, "connection refused"};
  if (number == ETIMEDOUT) return {End::silence, {}, "no answer"};
  return {End::broken, {}, to_text(what, number)};
}

class Socket {
 public:
  explicit Socket(int handle) noexcept : handle_(handle) {}
  ~Socket() {
    if (handle_ >= 0) close(handle_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int handle() const noexcept { return handle_; }

 private:
  int handle_;
};

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* get() const noexcept {
    return reinterpret_cast<const sockaddr*>(&storage);
  }
};

Address to_address(const HostPort& place) {
  Address address;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  if (inet_pton(AF_INET, place.host.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(place.port);
    address.size = sizeof *v4;
    return address;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (inet_pton(AF_INET6, place.host.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(place.port);
    address.size = sizeof *v6;
  }
  return address;
}

// One conversation with the server, over when its time is.
class Conversation {
 public:
  Conversation(const HostPort& server, int type, std::chrono::milliseconds limit)
      : address_(to_address(server)),
        socket_(::socket(address_.storage.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
        deadline_(Clock::now() + limit) {}

  // Zero, or an errno. A datagram socket connects too: only then does it hear that nobody listens.
  int connect() {
    if (socket_.handle() < 0) return errno;
    if (::connect(socket_.handle(), address_.get(), address_.size) == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    if (const int trouble = wait(POLLOUT); trouble != 0) return trouble;
    int outcome = 0;
    socklen_t size = sizeof outcome;
    getsockopt(socket_.handle(), SOL_SOCKET, SO_ERROR, &outcome, &size);
    return outcome;
  }

  int send(std::string_view octets) {
    while (!octets.empty()) {
      const auto sent = ::send(socket_.handle(), octets.data(), octets.size(), MSG_NOSIGNAL);
      if (sent >= 0) {
        octets.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno != EAGAIN && errno != EINTR) {
        return errno;
      } else if (const int trouble = wait(POLLOUT); trouble != 0) {
        return trouble;
      }
    }
    return 0;
  }

  // Octets of one read, or an errno. Nothing read means that the other side is done.
  std::pair<std::string, int> receive(std::size_t most) {
    std::string octets(most, '\0');
    while (true) {
      if (const int trouble = wait(POLLIN); trouble != 0) return {{}, trouble};
      const auto count = recv(socket_.handle(), octets.data(), octets.size(), 0);
      if (count >= 0) {
        octets.resize(static_cast<std::size_t>(count));
        return {std::move(octets), 0};
      }
      if (errno != EAGAIN && errno != EINTR) return {{}, errno};
    }
  }

  // Exactly that many octets of a stream.
  std::pair<std::string, int> receive_all(std::size_t count) {
    std::string octets;
    while (octets.size() < count) {
      auto [part, trouble] = receive(count - octets.size());
      if (trouble != 0) return {{}, trouble};
      if (part.empty()) return {{}, ECONNRESET};
      octets += part;
    }
    return {std::move(octets), 0};
  }

  // Sockets that wait out the end of a connection would use up the ports of a long run.
  void forget() const {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_.handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

 private:
  int wait(short event) {
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
      if (left.count() <= 0) return ETIMEDOUT;
      pollfd one{.fd = socket_.handle(), .events = event, .revents = 0};
      const int ready = poll(&one, 1, static_cast<int>(left.count()));
      if (ready > 0) return 0;
      if (ready < 0 && errno != EINTR) return errno;
    }
  }

  Address address_;
  Socket socket_;
  Clock::time_point deadline_;
};

unsigned octet_at(std::string_view text, std::size_t at) noexcept {
  return static_cast<unsigned char>(text[at]);
}

}  // namespace

bool answers_query(std::string_view answer, std::string_view query) noexcept {
  if (answer.size() < kHeaderSize || answer.substr(0, 2) != query.substr(0, 2)) return false;
  const bool is_response = (octet_at(answer, 2) & 0x80U) != 0;
  const bool is_error = (octet_at(answer, 3) & 0x0FU) != 0;
  if (!is_response) return false;
  const unsigned questions = octet_at(answer, 4) << 8U | octet_at(answer, 5);
  if (questions == 0) return is_error;
  // The question is a name in full, then type and class. Octets that count are below 64 and no
  // letters, so comparing all of it without case is right.
  const std::size_t end = query.find('\0', kHeaderSize);
  if (questions != 1 || end == std::string_view::npos) return false;
  const std::size_t size = end + 5 - kHeaderSize;
  return iequals(answer.substr(kHeaderSize, size), query.substr(kHeaderSize, size));
}

DnsExchange exchange_udp(const HostPort& server, std::string_view query,
                         std::chrono::milliseconds limit) {
  Conversation talk(server, SOCK_DGRAM, limit);
  if (const int trouble = talk.connect(); trouble != 0) return failed("connect", trouble);
  if (const int trouble = talk.send(query); trouble != 0) return failed("send", trouble);
  bool is_disturbed = false;
  while (true) {
    auto [octets, trouble] = talk.receive(kLargestMessage);
    if (trouble == ETIMEDOUT && is_disturbed) {
      return {End::silence, {}, "no answer with the id and the question of ours"};
    }
    if (trouble != 0) return failed("receive", trouble);
    if (answers_query(octets, query)) return {End::answered, std::move(octets), {}};
    is_disturbed = true;
  }
}

DnsExchange exchange_tcp(const HostPort& server, std::string_view query,
                         std::chrono::milliseconds limit) {
  Conversation talk(server, SOCK_STREAM, limit);
  if (const int trouble = talk.connect(); trouble != 0) return failed("connect by TCP", trouble);
  talk.forget();
  std::string framed;
  framed += static_cast<char>(query.size() >> 8U);
  framed += static_cast<char>(query.size() & 0xFFU);
  framed += query;
  if (const int trouble = talk.send(framed); trouble != 0) return failed("send by TCP", trouble);
  const auto [length, cut] = talk.receive_all(2);
  if (cut != 0) return failed("receive by TCP", cut);
  auto [octets, trouble] = talk.receive_all(octet_at(length, 0) << 8U | octet_at(length, 1));
  if (trouble != 0) return failed("receive by TCP", trouble);
  if (!answers_query(octets, query)) {
    return {End::broken, {}, "malformed answer by TCP: another id or question"};
  }
  return {End::answered, std::move(octets), {}};
}

}  // namespace mass
