#include "core/base/files.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace mass {

Result<std::string> read_file(const std::filesystem::path& file, std::string_view what) {
  const std::string place = "read " + std::string(what) + " " + file.string();
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return fail(Errc::missing, place + ": " + std::generic_category().message(errno));
  }
  std::string octets(std::istreambuf_iterator<char>(stream), {});
  if (stream.bad()) return fail(Errc::io, place);
  return octets;
}

}  // namespace mass
