#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// Mail and octets that tests of the message room feed on.
namespace mass::test {

/// Every random test starts here and prints it on failure; change it to try other octets.
inline constexpr std::uint64_t kSeed = 0x20040806;

inline std::string seed_note(std::uint64_t round) {
  return "seed " + std::to_string(kSeed) + " (kSeed in samples.hpp), round " +
         std::to_string(round);
}

class Dice {
 public:
  explicit Dice(std::uint64_t round) : engine_(kSeed + round) {}

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }

  std::string text(std::string_view alphabet, std::size_t length) {
    std::string out(length, '\0');
    for (char& c : out) c = alphabet[below(alphabet.size())];
    return out;
  }

  std::string octets(std::size_t length) {
    std::string out(length, '\0');
    for (char& c : out) c = static_cast<char>(below(256));
    return out;
  }

 private:
  std::mt19937_64 engine_;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::filesystem::path shared_folder() {
  return MASS_SHARED_DIR;
}

/// Every file under `folder` of the shared material, in a fixed order; empty if it is absent.
inline std::vector<std::filesystem::path> shared_files(std::string_view folder) {
  std::vector<std::filesystem::path> files;
  const auto root = shared_folder() / folder;
  if (!std::filesystem::is_directory(root)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

/// LF not preceded by CR becomes CRLF, as on import.
inline std::string to_wire(std::string_view text) {
  std::string wire;
  wire.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) wire += '\r';
    wire += text[i];
  }
  return wire;
}

}  // namespace mass::test
