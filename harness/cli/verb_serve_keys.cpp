#include <fmt/format.h>
#include <time.h>

#include <csignal>
#include <ostream>

#include "harness/cli/arguments.hpp"
#include "harness/keys/key_folder.hpp"
#include "harness/keys/key_server.hpp"

namespace mass::cli {
namespace {

// Keeps the signals that end the program back, in this thread and those made later.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~EndSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  // Until one comes, or that many seconds are over; 0: no matter how long.
  void wait(std::uint64_t seconds) const {
    if (seconds == 0) {
      int which = 0;
      sigwait(&set_, &which);
      return;
    }
    const timespec limit{.tv_sec = static_cast<time_t>(seconds), .tv_nsec = 0};
    sigtimedwait(&set_, nullptr, &limit);
  }

 private:
  sigset_t set_{};
  sigset_t before_{};
};

Result<Exit> serve_keys(Tools& tools, const Arguments& args) {
  const std::string folder = args.text("folder");
  if (folder.empty()) {
    return fail(Errc::config, "no folder given; \"massbench zone ... --out DIR\" writes one");
  }
  const auto port = args.number("port", 0);
  if (!port) return std::unexpected(port.error());
  if (*port > UINT16_MAX) return fail(Errc::config, "--port takes 0 (any) to 65535");
  const auto seconds = args.number("seconds", 0);
  if (!seconds) return std::unexpected(seconds.error());
  if (*seconds > 31'536'000) return fail(Errc::config, "--seconds takes at most a year");
  auto keys = load_key_folder(folder);
  if (!keys) return std::unexpected(keys.error());

  const EndSignals signals;
  const auto server = KeyServer::start(keys->http, static_cast<std::uint16_t>(*port));
  if (!server) return std::unexpected(server.error());
  tools.console.out << (*server)->port() << std::endl;  // whoever started this waits for it
  tools.console.err << fmt::format("massbench serve-keys: {} objects at http://127.0.0.1:{}/\n",
                                   keys->http->objects(), (*server)->port());
  signals.wait(*seconds);
  return Exit::ok;
}

Exit serve_keys_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("port", "N", "port on 127.0.0.1 (default: any that is free)");
  args.add("seconds", "N", "stop after so many seconds (default: when told to)");
  args.positional("folder", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = serve_keys(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kServeKeys{
    "serve-keys", "serves the HTTP part of a key folder on 127.0.0.1; prints its port",
    "DIR [--port N] [--seconds N]",
    "  massbench serve-keys keys --port 8080\n"
    "  massbench verify --scheme postmarks --keys-folder keys --http-server 127.0.0.1:8080 m.eml\n",
    serve_keys_verb};

}  // namespace mass::cli
