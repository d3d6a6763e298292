#pragma once

#include <cstdint>
#include <memory>

#include "core/keys/http_answers.hpp"

namespace mass {

/// A web server on 127.0.0.1 that answers with HTTP objects, whichever host is asked for: the host
/// is taken from the request's Host field. It speaks plain HTTP and serves until it is destroyed.
class KeyServer {
 public:
  /// Listens on `port`; 0 takes any that is free. Errc::missing if the port is taken.
  [[nodiscard]] static Result<std::unique_ptr<KeyServer>> start(
      std::shared_ptr<const HttpAnswers> answers, std::uint16_t port);
  ~KeyServer();
  KeyServer(const KeyServer&) = delete;
  KeyServer& operator=(const KeyServer&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept;

 private:
  struct State;
  explicit KeyServer(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace mass
