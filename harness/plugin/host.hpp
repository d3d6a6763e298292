#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "harness/plugin/frame.hpp"
#include "harness/plugin/manifest.hpp"
#include "harness/plugin/process.hpp"

namespace mass {

/// What a plug-in says of itself when it is greeted.
struct PluginGreeting {
  std::vector<std::string> operations;  ///< `originate`, `forward`, `verify`, `provision`, ...
  std::string software;                 ///< Name and version, for people.
  bool has_trace = false;               ///< It can write down what it hashes.
  SchemeInfo info;                      ///< Only what it told; protects nothing if it did not.
  [[nodiscard]] bool does(std::string_view operation) const noexcept;
};

/// One plug-in: the processes that run it, as many as ask at the same time, and the rules by which
/// it is spoken to. Thread-safe.
///
/// A process that does not answer in time, ends or breaks the protocol costs the request it was
/// asked; the next one gets a new process. After kFailuresInRow of them without a good answer
/// between, nothing is started any more.
class PluginHost {
 public:
  static constexpr unsigned kFailuresInRow = 20;
  static constexpr unsigned kMaxQuestions = 1000;  ///< In one request.

  /// Answers what a plug-in asks back while it works. An error ends the request, and the process.
  using Answerer = std::function<Result<nlohmann::json>(const nlohmann::json& question)>;

  explicit PluginHost(PluginManifest manifest) : manifest_(std::move(manifest)) {}

  /// Starts the plug-in, greets it and asks for an operation that does not exist, which it must
  /// say.
  [[nodiscard]] Result<PluginGreeting> greet();

  /// One request. `header` is without id. Errors: Errc::timed_out, Errc::crashed, Errc::protocol,
  /// Errc::unsupported, or what the plug-in says in its own words.
  [[nodiscard]] Result<Frame> request(nlohmann::json header, std::string_view octets,
                                      const Answerer& answerer);

  [[nodiscard]] const PluginManifest& manifest() const noexcept { return manifest_; }

 private:
  struct Worker {
    std::unique_ptr<PluginProcess> process;
    std::int64_t requests = 0;
  };

  [[nodiscard]] Result<Worker> borrow(nlohmann::json* greeting);
  [[nodiscard]] Result<Worker> start(nlohmann::json* greeting);
  [[nodiscard]] Result<Frame> converse(Worker& worker, nlohmann::json header,
                                       std::string_view octets, const Answerer& answerer) const;
  [[nodiscard]] std::unexpected<Error> failed(Error error);

  PluginManifest manifest_;
  std::mutex mutex_;
  std::vector<Worker> idle_;
  unsigned failures_ = 0;  // in a row
  Error last_;
};

}  // namespace mass
