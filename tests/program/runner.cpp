#include "runner.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace mass::test {
namespace {

int open_for(const std::string& file, int flags) {
  return open(file.c_str(), flags, 0600);
}

[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments,
                         const TemporaryFolder& folder) {
  dup2(open_for(folder / "in", O_RDONLY), STDIN_FILENO);
  dup2(open_for(folder / "out", O_WRONLY | O_CREAT), STDOUT_FILENO);
  dup2(open_for(folder / "err", O_WRONLY | O_CREAT), STDERR_FILENO);
  std::vector<char*> words;
  words.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  alarm(120);
  execv(program.c_str(), words.data());
  _exit(127);
}

Ran run_limited(const std::string& program, const std::vector<std::string>& arguments,
                const std::string& input, std::size_t octets) {
  const TemporaryFolder folder;
  write_file(folder / "in", input);
  const pid_t child = fork();
  if (child == 0) {
    if (octets != 0) {
      // Then writing fails, as on a full disk, instead of ending the program.
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{octets, octets};
      setrlimit(RLIMIT_FSIZE, &limit);
    }
    become(program, arguments, folder);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          read_file(folder / "out"), read_file(folder / "err")};
}

}  // namespace

Ran run_program(const std::string& program, const std::vector<std::string>& arguments,
                const std::string& input) {
  return run_limited(program, arguments, input, 0);
}

Ran run_on_full_disk(const std::string& program, const std::vector<std::string>& arguments,
                     std::size_t octets) {
  return run_limited(program, arguments, {}, octets);
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "massbench-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> quick_run(const std::string& out, const std::vector<std::string>& more) {
  std::vector<std::string> words{"run", "--built-in", "30", "--out", out};
  for (const char* scheme : {"domainkeys/std", "batv"}) {
    words.insert(words.end(), {"--scheme", scheme});
  }
  for (const char* path : {"P01", "P07", "P18", "E01"}) words.insert(words.end(), {"--path", path});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_file(const std::string& file, const std::string& octets) {
  std::ofstream(file, std::ios::binary) << octets;
}

}  // namespace mass::test
