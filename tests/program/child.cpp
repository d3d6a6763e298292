#include "child.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace mass::test {
namespace {

using namespace std::chrono_literals;

bool binds(int type, std::uint16_t& port) {
  const int handle = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool is_bound = bind(handle, reinterpret_cast<sockaddr*>(&address), size) == 0;
  getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  close(handle);
  return is_bound;
}

}  // namespace

Child::Child(const std::string& program, const std::vector<std::string>& arguments) {
  const std::string out = folder_ / "out";
  const std::string err = folder_ / "err";
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  id_ = fork();
  if (id_ != 0) return;
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  dup2(open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
  dup2(open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
  execv(program.c_str(), words.data());
  _exit(127);
}

Child::~Child() {
  stop();
}

std::string Child::first_line(int seconds) const {
  for (int i = 0; i < seconds * 50; ++i) {
    const std::string text = read_file(folder_ / "out");
    if (const auto end = text.find('\n'); end != std::string::npos) return text.substr(0, end);
    std::this_thread::sleep_for(20ms);
  }
  return {};
}

bool Child::is_running() {
  if (id_ <= 0) return false;
  if (waitpid(id_, &status_, WNOHANG) == 0) return true;
  id_ = -1;
  return false;
}

int Child::stop() {
  if (is_running()) {
    kill(id_, SIGTERM);
    for (int i = 0; i < 250 && is_running(); ++i) std::this_thread::sleep_for(20ms);
    if (is_running()) {
      kill(id_, SIGKILL);
      waitpid(id_, &status_, 0);
      id_ = -1;
    }
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

int free_port() {
  for (int tries = 0; tries < 100; ++tries) {
    std::uint16_t port = 0;
    if (binds(SOCK_DGRAM, port) && binds(SOCK_STREAM, port)) return port;
  }
  return 0;
}

std::string find_program(const std::string& name) {
  for (const char* folder : {"/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/"}) {
    if (access((folder + name).c_str(), X_OK) == 0) return folder + name;
  }
  return {};
}

}  // namespace mass::test
