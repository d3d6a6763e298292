#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "core/keys/directory.hpp"

namespace mass::test {

/// What a directory found out, and how long that took.
struct Asked {
  KeyAnswer answer;
  std::chrono::milliseconds took{};
};

/// A connection that a test's server talks over.
class Stream {
 public:
  explicit Stream(int handle) noexcept : handle_(handle) {}
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// What the other side sends until `end` is in it, it stops, or two seconds are over.
  std::string read_until(const std::string& end);
  /// False once the other side is gone.
  bool write(const std::string& octets);

 private:
  int handle_;
};

/// A server on a free loopback port: one thread, one client after the other. Ends with its object.
class TinyServer {
 public:
  using OnDatagram = std::function<std::optional<std::string>(const std::string&)>;
  using OnStream = std::function<void(Stream&, const std::atomic<bool>& is_over)>;

  /// Either may be null: nobody answers there.
  TinyServer(OnDatagram on_datagram, OnStream on_stream);
  ~TinyServer();
  TinyServer(const TinyServer&) = delete;
  TinyServer& operator=(const TinyServer&) = delete;

  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int questions() const { return questions_; }

 private:
  void serve();

  OnDatagram on_datagram_;
  OnStream on_stream_;
  int udp_ = -1;
  int tcp_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> questions_ = 0;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace mass::test
