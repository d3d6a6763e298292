#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "runner.hpp"

namespace mass::test {

/// A program that runs beside the test: a server. Ends with its object, and only it.
class Child {
 public:
  Child(const std::string& program, const std::vector<std::string>& arguments);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The first line it writes to standard output; empty if none comes within `seconds`.
  [[nodiscard]] std::string first_line(int seconds) const;
  [[nodiscard]] bool is_running();
  [[nodiscard]] std::string errors() const { return read_file(folder_ / "err"); }

  /// Ends it, politely and then not; gives its exit code, or 128 and the signal.
  int stop();

 private:
  TemporaryFolder folder_;
  pid_t id_ = -1;
  int status_ = 0;
};

/// A port of 127.0.0.1 that nobody has for UDP or TCP just now.
int free_port();

/// The full name of a program that is installed, or nothing.
std::string find_program(const std::string& name);

}  // namespace mass::test
