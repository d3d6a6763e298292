#include "results/run_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace mass {
namespace {

std::unexpected<Error> io_error(std::string_view what, const std::filesystem::path& file,
                                int reason) {
  return fail(Errc::io, std::string(what) + " " + file.string() + ": " +
                            std::generic_category().message(reason));
}

// Zero, or the reason it could not be done.
int write_all(int descriptor, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t written = ::write(descriptor, octets.data(), octets.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
  // A file system may report a full disk only now.
  return ::fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
}

int write_new(const std::filesystem::path& file, std::string_view octets) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return errno;
  const int written = write_all(descriptor, octets);
  const int closed = ::close(descriptor) == 0 ? 0 : errno;
  return written != 0 ? written : closed;
}

}  // namespace

std::string summary_file(std::string_view deterministic, std::string_view measured,
                         std::string_view mixes) {
  std::string text = "{\"schema\":\"mass-summary-1\",\n\"deterministic\":";
  text += deterministic;
  if (!mixes.empty()) text.append(",\n\"mixes\":").append(mixes);
  text += ",\n\"measured\":";
  text += measured.empty() ? "{}" : measured;
  text += "}\n";
  return text;
}

Result<void> write_whole(const std::filesystem::path& file, std::string_view octets) {
  std::error_code unknown;
  const auto there = std::filesystem::status(file, unknown);
  if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) {
    const int reason = write_new(file, octets);
    if (reason != 0) return io_error("write", file, reason);
    return {};
  }
  std::filesystem::path part = file;
  part += ".part";
  if (const int reason = write_new(part, octets); reason != 0) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return io_error("write", file, reason);
  }
  if (std::rename(part.c_str(), file.c_str()) != 0) {
    const int reason = errno;
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return io_error("write", file, reason);
  }
  return {};
}

Result<void> write_run_folder(const std::filesystem::path& folder, const RunFiles& files) {
  std::error_code reason;
  std::filesystem::create_directories(folder, reason);
  if (reason) return io_error("make folder", folder, reason.value());
  const std::pair<std::string_view, const std::string*> in_order[] = {
      {kManifestFile, &files.manifest},
      {kReportFile, &files.report},
      {kSummaryFile, &files.summary},
  };
  for (const auto& [name, text] : in_order) {
    if (text->empty()) continue;
    if (auto written = write_whole(folder / name, *text); !written) return written;
  }
  return {};
}

}  // namespace mass
