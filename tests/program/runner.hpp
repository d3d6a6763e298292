#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mass::test {

/// What a program said and how it ended.
struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

/// Runs a program without a shell, `input` on its standard input, and waits at most two minutes.
Ran run_program(const std::string& program, const std::vector<std::string>& arguments,
                const std::string& input = {});

/// The same where no file may grow beyond so many octets, which is as good as a full disk.
Ran run_on_full_disk(const std::string& program, const std::vector<std::string>& arguments,
                     std::size_t octets);

/// A folder that is gone when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Words of a run that is quick: 30 messages, two rows, four paths.
std::vector<std::string> quick_run(const std::string& out,
                                   const std::vector<std::string>& more = {});

std::string read_file(const std::string& file);
void write_file(const std::string& file, const std::string& octets);

}  // namespace mass::test
