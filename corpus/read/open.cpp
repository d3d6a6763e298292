#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "core/base/text.hpp"
#include "corpus/read/detect.hpp"
#include "corpus/read/raw.hpp"
#include "corpus/read/unpacker.hpp"

namespace mass {

namespace {

// A tar in a compression in a tar in a compression; more is not mail but a trap.
constexpr int kMaxPackers = 4;

constexpr std::array<std::string_view, 9> kSideEndings{".md",  ".json", ".tsv", ".csv", ".html",
                                                       ".htm", ".msf",  ".idx", ".css"};
constexpr std::array<std::string_view, 5> kSideStems{"license", "licence", "copying", "notice",
                                                     "readme"};
constexpr std::array<std::string_view, 6> kPackerEndings{".gz",  ".zst", ".xz",
                                                         ".bz2", ".tgz", ".tar"};

bool iends_with(std::string_view text, std::string_view ending) noexcept {
  return text.size() >= ending.size() && iequals(text.substr(text.size() - ending.size()), ending);
}

std::string without_packer(std::string name) {
  for (const std::string_view ending : kPackerEndings) {
    if (!iends_with(name, ending)) continue;
    name.resize(name.size() - ending.size());
    break;
  }
  return name;
}

// Says one thing about a file that gives no message.
class ProblemReader final : public RawReader {
 public:
  ProblemReader(std::string place, std::string reason)
      : problem_(CorpusProblem{std::move(place), std::move(reason)}) {}
  std::optional<RawItem> next() override {
    if (!problem_) return std::nullopt;
    return *std::exchange(problem_, std::nullopt);
  }

 private:
  std::optional<CorpusProblem> problem_;
};

std::unique_ptr<RawReader> problem(std::string place, std::string reason) {
  return std::make_unique<ProblemReader>(std::move(place), std::move(reason));
}

std::string_view without_storage_start(std::string_view head) noexcept {
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  const std::size_t start = head.find_first_not_of("\r\n");
  return head.substr(std::min(start, head.size()));
}

}  // namespace

bool is_eml_name(std::string_view name) noexcept {
  return iends_with(name, ".eml");
}

bool is_mbox_name(std::string_view name) noexcept {
  return iends_with(name, ".mbox") || iends_with(name, ".mbx") || iequals(name, "mbox");
}

bool is_side_file(std::string_view name) noexcept {
  if (name.starts_with('.')) return true;
  const auto ends = [&](std::string_view ending) { return iends_with(name, ending); };
  const auto starts = [&](std::string_view stem) { return istarts_with(name, stem); };
  if (is_eml_name(name) || is_mbox_name(name)) return false;
  return std::any_of(kSideEndings.begin(), kSideEndings.end(), ends) ||
         std::any_of(kSideStems.begin(), kSideStems.end(), starts);
}

// A file named .eml is one message whatever its octets say: some are cut out of an mbox, and random
// octets are a message too.
std::unique_ptr<RawReader> open_input(Input input, Provenance from, const ReadOptions& options) {
  const bool is_expected =
      from.must_try || from.is_message || is_eml_name(from.name) || is_mbox_name(from.name);
  const std::string_view head = input.peek(kSniffOctets);
  if (head.empty()) {
    if (input.trouble()) return problem(std::move(from.place), input.trouble()->what);
    return is_expected ? problem(std::move(from.place), "empty file") : nullptr;
  }
  if (is_eml_name(from.name)) return read_single(std::move(input), std::move(from.place), options);
  if (is_compressed(head) || is_tar(head)) {
    if (++from.packers > kMaxPackers) return problem(std::move(from.place), "packed too deep");
    from.name = without_packer(std::move(from.name));
    if (is_tar(head)) return read_tar(std::move(input), std::move(from), options);
    Input inner(unpacked(std::move(input), options.message_limit));
    return open_input(std::move(inner), std::move(from), options);
  }
  const std::string_view start = without_storage_start(head);
  if (is_from_line(start) && !from.is_message) {
    return read_mbox(std::move(input), std::move(from.place), options);
  }
  if (from.must_try || from.is_message || looks_like_mail(start)) {
    return read_single(std::move(input), std::move(from.place), options);
  }
  if (is_expected) return problem(std::move(from.place), "does not start with a From line");
  return nullptr;
}

Result<std::unique_ptr<RawReader>> open_raw(const std::filesystem::path& path,
                                            const ReadOptions& options) {
  const std::string shown = printable(path.string(), 1000);
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    const bool is_missing = errno == ENOENT || errno == ENOTDIR;
    return fail(is_missing ? Errc::missing : Errc::io,
                "open corpus " + shown + ": " + std::generic_category().message(errno));
  }
  if (S_ISDIR(status.st_mode)) return read_folder(path, options);
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    return fail(Errc::io, "open corpus " + shown + ": neither a file nor a folder");
  }
  auto source = open_file(path);
  if (!source) return fail_in("open corpus " + shown, source.error());
  const std::string name = path.filename().string();
  return open_input(Input(*std::move(source)),
                    {.place = printable(name, 1000),
                     .name = name,
                     .is_message = false,
                     .must_try = true,
                     .packers = 0},
                    options);
}

}  // namespace mass
