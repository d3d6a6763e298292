#include <archive_entry.h>
#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "corpus/read/raw.hpp"
#include "corpus/read/unpacker.hpp"

namespace mass {

namespace {

class EntrySource final : public ByteSource {
 public:
  explicit EntrySource(std::shared_ptr<Unpacker> tar) : tar_(std::move(tar)) {}
  Result<std::size_t> read(char* to, std::size_t limit) override { return tar_->read(to, limit); }

 private:
  std::shared_ptr<Unpacker> tar_;
};

struct EntryPath {
  std::string_view folder;  // last component of the folder it stands in
  std::string_view name;
};

EntryPath split_path(std::string_view path) noexcept {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {{}, path};
  std::string_view folder = path.substr(0, slash);
  folder.remove_prefix(folder.rfind('/') + 1);  // npos + 1 is 0
  return {folder, path.substr(slash + 1)};
}

/// The files of a tar in the order in which they stand there. `cur`, `new` and `tmp` are taken for
/// those of a Maildir, whose root a stream does not show in time.
class TarReader final : public RawReader {
 public:
  TarReader(Input packed, Provenance provenance, const ReadOptions& options)
      : provenance_(std::move(provenance)),
        options_(options),
        tar_(std::make_shared<Unpacker>(std::move(packed), Unpacker::Layer::tar,
                                        options.message_limit)) {}

  std::optional<RawItem> next() override {
    while (!done_) {
      if (member_) {
        if (auto item = member_->next()) return item;
        skipped_ += member_->skipped_files();
        member_.reset();
        if (auto problem = pass_rest()) return problem;
      }
      const auto entry = tar_->next_entry();
      if (!entry) return end_with(entry.error());
      done_ = *entry == nullptr;
      if (!done_) open_member(*entry);
    }
    return std::nullopt;
  }

  std::size_t skipped_files() const noexcept override {
    return skipped_ + (member_ ? member_->skipped_files() : 0);
  }

 private:
  std::optional<RawItem> end_with(const Error& error) {
    done_ = true;
    return CorpusProblem{provenance_.place, error.what};
  }

  // Reads what the member's reader left, so that a bomb is seen here and not inside libarchive.
  std::optional<RawItem> pass_rest() {
    std::string rest(Input::kPiece, '\0');
    for (;;) {
      const auto count = tar_->read(rest.data(), rest.size());
      if (!count) return end_with(count.error());
      if (*count == 0) return std::nullopt;
    }
  }

  void open_member(archive_entry* entry) {
    const char* given = archive_entry_pathname(entry);
    if (given == nullptr) given = archive_entry_pathname_utf8(entry);
    const std::string path = given == nullptr ? std::string("unnamed") : std::string(given);
    const auto [folder, name] = split_path(path);
    Provenance member{.place = provenance_.place + "/" + printable(path, 1000),
                      .name = std::string(name),
                      .is_message = folder == "cur" || folder == "new",
                      .must_try = false,
                      .packers = provenance_.packers};
    const bool is_temporary = folder == "tmp" && !is_eml_name(name) && !is_mbox_name(name);
    if (!is_temporary && !is_side_file(name)) {
      member_ = open_input(Input(std::make_unique<EntrySource>(tar_)), std::move(member), options_);
    }
    if (!member_) ++skipped_;
  }

  Provenance provenance_;
  ReadOptions options_;
  std::shared_ptr<Unpacker> tar_;
  std::unique_ptr<RawReader> member_;
  std::size_t skipped_ = 0;
  bool done_ = false;
};

}  // namespace

std::unique_ptr<RawReader> read_tar(Input packed, Provenance provenance,
                                    const ReadOptions& options) {
  return std::make_unique<TarReader>(std::move(packed), std::move(provenance), options);
}

}  // namespace mass
