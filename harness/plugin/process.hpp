#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "harness/plugin/frame.hpp"

namespace mass {

/// Another program, spoken to in frames over its standard input and output. It runs in a process
/// group of its own, which ends with this object. One thread at a time.
class PluginProcess {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// Starts a program without a shell: `command` is its name, looked for in PATH unless it holds a
  /// slash, and its arguments; it runs in `folder`. Errc::crashed: it cannot be started.
  [[nodiscard]] static Result<std::unique_ptr<PluginProcess>> start(
      const std::vector<std::string>& command, const std::filesystem::path& folder);

  /// Closes the program's input, gives it a moment to end by itself, then kills its group.
  ~PluginProcess();
  PluginProcess(const PluginProcess&) = delete;
  PluginProcess& operator=(const PluginProcess&) = delete;

  // Errors of both: Errc::timed_out after the deadline, Errc::crashed if the program has ended,
  // Errc::protocol if what it writes is no frame. The end of what it wrote to standard error stands
  // in the text.
  [[nodiscard]] Result<void> send(const nlohmann::json& header, std::string_view octets,
                                  Deadline deadline);
  [[nodiscard]] Result<Frame> receive(Deadline deadline);

  /// Whether it wrote more than the frames that were received.
  [[nodiscard]] bool has_pending() const noexcept { return reader_.pending() != 0; }

  /// Whether it waits for a request: it runs, and has written nothing that was not asked for.
  [[nodiscard]] bool is_idle();

 private:
  PluginProcess() = default;

  [[nodiscard]] Result<void> exchange(std::string_view& unsent, Deadline deadline);
  [[nodiscard]] Result<void> take_output();
  void take_errors();
  [[nodiscard]] bool has_ended(std::chrono::milliseconds patience) const;
  [[nodiscard]] std::unexpected<Error> ended();
  [[nodiscard]] std::unexpected<Error> with_errors(Errc code, std::string what) const;

  pid_t id_ = -1;
  int in_ = -1;
  int out_ = -1;
  int err_ = -1;
  FrameReader reader_;
  std::string errors_;  // the last octets of standard error
};

}  // namespace mass
