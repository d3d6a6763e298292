#include "harness/plugin/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "core/base/text.hpp"

namespace mass {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kErrorsKept = 2000;
constexpr std::chrono::milliseconds kGrace = 500ms;

// More than one frame of the largest size cannot be an answer.
constexpr std::size_t kMaxPending = kMaxFrameHeader + kMaxFrameOctets + 64;

void close_if_open(int& handle) {
  if (handle >= 0) close(handle);
  handle = -1;
}

// The ends of a program's three streams. Standard input is a socket, because writing to one whose
// reader is gone can be an error without a signal to the whole program.
struct Ends {
  std::array<int, 2> in{-1, -1};  // ours, its
  std::array<int, 2> out{-1, -1};
  std::array<int, 2> err{-1, -1};

  bool open() {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in.data()) == 0 &&
           pipe2(out.data(), O_CLOEXEC) == 0 && pipe2(err.data(), O_CLOEXEC) == 0;
  }
  ~Ends() {
    for (int* handle : {&in[0], &in[1], &out[0], &out[1], &err[0], &err[1]}) {
      close_if_open(*handle);
    }
  }
};

// The settings of posix_spawn, freed when done. A spawn and not a fork: other threads run.
class Spawn {
 public:
  Spawn() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~Spawn() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  // Gives an errno.
  int run(pid_t& id, const std::vector<std::string>& command, const std::string& folder,
          const Ends& ends) {
    if (!folder.empty()) posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    posix_spawn_file_actions_adddup2(&actions_, ends.in[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, ends.out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, ends.err[1], STDERR_FILENO);
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    return posix_spawnp(&id, words.front(), &actions_, &attributes_, words.data(), environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

std::string how_it_ended(const siginfo_t& end) {
  if (end.si_code == CLD_EXITED) return fmt::format("ended with exit code {}", end.si_status);
  return fmt::format("was ended by signal {} ({})", end.si_status, strsignal(end.si_status));
}

}  // namespace

Result<std::unique_ptr<PluginProcess>> PluginProcess::start(const std::vector<std::string>& command,
                                                            const std::filesystem::path& folder) {
  Ends ends;
  if (!ends.open()) {
    return fail(Errc::crashed, fmt::format("open pipes: {}", std::strerror(errno)));
  }
  std::unique_ptr<PluginProcess> process(new PluginProcess);
  if (const int error = Spawn().run(process->id_, command, folder.string(), ends); error != 0) {
    process->id_ = -1;
    return fail(Errc::crashed,
                fmt::format("start {}: {}", printable(command.front()), std::strerror(error)));
  }
  process->in_ = std::exchange(ends.in[0], -1);
  process->out_ = std::exchange(ends.out[0], -1);
  process->err_ = std::exchange(ends.err[0], -1);
  for (const int handle : {process->in_, process->out_, process->err_}) {
    fcntl(handle, F_SETFL, O_NONBLOCK);
  }
  return process;
}

PluginProcess::~PluginProcess() {
  close_if_open(in_);
  close_if_open(out_);
  close_if_open(err_);
  if (id_ <= 0) return;
  (void)has_ended(kGrace);
  kill(-id_, SIGKILL);  // its own children too; before the number can be given to another
  waitpid(id_, nullptr, 0);
}

Result<void> PluginProcess::send(const nlohmann::json& header, std::string_view octets,
                                 Deadline deadline) {
  const auto text = encode(header, octets);
  if (!text) return std::unexpected(text.error());
  std::string_view unsent = *text;
  while (!unsent.empty()) {
    if (auto done = exchange(unsent, deadline); !done) return done;
  }
  return {};
}

Result<Frame> PluginProcess::receive(Deadline deadline) {
  std::string_view nothing;
  while (true) {
    auto frame = reader_.next();
    if (!frame) return with_errors(frame.error().code, frame.error().what);
    if (*frame) return **std::move(frame);
    if (auto done = exchange(nothing, deadline); !done) return std::unexpected(done.error());
  }
}

bool PluginProcess::is_idle() {
  take_errors();
  return reader_.pending() == 0 && take_output() && reader_.pending() == 0;
}

// Waits until something can be written or read, and does it.
Result<void> PluginProcess::exchange(std::string_view& unsent, Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  if (left <= 0ms) return with_errors(Errc::timed_out, "did not answer in time");
  std::array<pollfd, 3> waits{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0},
                              pollfd{unsent.empty() ? -1 : in_, POLLOUT, 0}};
  const auto most = std::min<std::chrono::milliseconds>(left, 1h);
  if (poll(waits.data(), waits.size(), static_cast<int>(most.count())) < 0 && errno != EINTR) {
    return fail(Errc::io, fmt::format("wait for a plug-in: {}", std::strerror(errno)));
  }
  if (waits[1].revents != 0) take_errors();
  if (waits[0].revents != 0) {
    if (auto taken = take_output(); !taken) return taken;
  }
  if (waits[2].revents == 0) return {};
  const ssize_t sent = ::send(in_, unsent.data(), unsent.size(), MSG_NOSIGNAL);
  if (sent > 0) unsent.remove_prefix(static_cast<std::size_t>(sent));
  if (sent < 0 && errno != EAGAIN && errno != EINTR) return ended();
  return {};
}

Result<void> PluginProcess::take_output() {
  std::array<char, 65536> piece;
  const ssize_t size = read(out_, piece.data(), piece.size());
  if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) return ended();
  if (size > 0) reader_.add({piece.data(), static_cast<std::size_t>(size)});
  if (reader_.pending() > kMaxPending) {
    return with_errors(Errc::protocol, "wrote more than one frame can hold");
  }
  return {};
}

void PluginProcess::take_errors() {
  std::array<char, 65536> piece;
  const ssize_t size = read(err_, piece.data(), piece.size());
  // An end that is closed would wake up poll again and again.
  if (size == 0) close_if_open(err_);
  if (size <= 0) return;
  errors_.append(piece.data(), static_cast<std::size_t>(size));
  if (errors_.size() > kErrorsKept) errors_.erase(0, errors_.size() - kErrorsKept);
}

bool PluginProcess::has_ended(std::chrono::milliseconds patience) const {
  const auto until = Clock::now() + patience;
  while (true) {
    siginfo_t end{};
    const int code = waitid(P_PID, static_cast<id_t>(id_), &end, WEXITED | WNOHANG | WNOWAIT);
    if (code != 0 || end.si_pid == id_) return true;
    if (Clock::now() >= until) return false;
    std::this_thread::sleep_for(2ms);
  }
}

std::unexpected<Error> PluginProcess::ended() {
  const bool is_gone = has_ended(kGrace);
  take_errors();
  siginfo_t end{};
  (void)waitid(P_PID, static_cast<id_t>(id_), &end, WEXITED | WNOHANG | WNOWAIT);
  return with_errors(Errc::crashed, is_gone ? how_it_ended(end) : "closed its standard output");
}

std::unexpected<Error> PluginProcess::with_errors(Errc code, std::string what) const {
  const std::string_view said = trim(errors_);
  if (!said.empty()) what += "; it wrote: " + printable(said, kErrorsKept);
  return fail(code, std::move(what));
}

}  // namespace mass
