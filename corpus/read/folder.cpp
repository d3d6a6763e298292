#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/text.hpp"
#include "corpus/read/raw.hpp"

namespace mass {

namespace fs = std::filesystem;

namespace {

std::string place_of(const std::string& folder, const std::string& name) {
  return (folder.empty() ? "" : folder + "/") + printable(name, 1000);
}

std::string reason_of(std::error_code error) {
  return "open: " + error.message();
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

// `tmp` may lack: empty folders get lost on the way.
bool is_maildir(const fs::path& path) {
  return is_folder(path / "cur") && is_folder(path / "new");
}

/// A walk in byte-wise order of names, folder by folder.
class FolderReader final : public RawReader {
 public:
  FolderReader(const fs::path& path, const ReadOptions& options) : options_(options) {
    const fs::path name = path.has_filename() ? path.filename() : path.parent_path().filename();
    const bool is_inside = (name == "cur" || name == "new") && is_maildir(path / "..");
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) visited_.emplace(status.st_dev, status.st_ino);
    enter(path, {}, is_inside);
  }

  std::optional<RawItem> next() override {
    for (;;) {
      if (file_) {
        if (auto item = file_->next()) return item;
        skipped_ += file_->skipped_files();
        file_.reset();
      }
      if (trouble_) return *std::exchange(trouble_, std::nullopt);
      if (levels_.empty()) return std::nullopt;
      Level& level = levels_.back();
      if (level.next == level.names.size()) {
        levels_.pop_back();
        continue;
      }
      const std::string name = level.names[level.next++];
      visit(level, name);
    }
  }

  std::size_t skipped_files() const noexcept override {
    return skipped_ + (file_ ? file_->skipped_files() : 0);
  }

 private:
  struct Level {
    fs::path path;
    std::string place;
    bool is_maildir = false;  // the root of one
    bool is_inside = false;   // `cur` or `new` of one: every file is a message
    std::vector<std::string> names;
    std::size_t next = 0;
  };

  void enter(const fs::path& path, std::string place, bool is_inside) {
    Level level{.path = path,
                .place = std::move(place),
                .is_maildir = !is_inside && is_maildir(path),
                .is_inside = is_inside,
                .names = {},
                .next = 0};
    std::error_code error;
    fs::directory_iterator entries(path, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      level.names.push_back(entries->path().filename().string());
    }
    if (error) trouble_ = CorpusProblem{level.place, reason_of(error)};
    std::sort(level.names.begin(), level.names.end());
    levels_.push_back(std::move(level));
  }

  // `level` does not outlive a call of enter().
  void visit(const Level& level, const std::string& name) {
    const fs::path path = level.path / name;
    const std::string place = place_of(level.place, name);
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
      trouble_ = CorpusProblem{place, reason_of({errno, std::generic_category()})};
    } else if (S_ISDIR(status.st_mode)) {
      visit_folder(level, name, path, {status.st_dev, status.st_ino});
    } else if (name.starts_with('.') || (!level.is_inside && is_side_file(name))) {
      ++skipped_;
    } else if (S_ISREG(status.st_mode)) {
      open_member(path, {.place = place,
                         .name = name,
                         .is_message = level.is_inside,
                         .must_try = false,
                         .packers = 0});
    } else if (is_eml_name(name) || is_mbox_name(name) || level.is_inside) {
      trouble_ = CorpusProblem{place, "neither a file nor a folder"};
    } else {
      ++skipped_;
    }
  }

  // A dot folder is looked into only where it is a folder of a Maildir (`.Sent`).
  void visit_folder(const Level& level, const std::string& name, const fs::path& path,
                    std::pair<dev_t, ino_t> identity) {
    if (level.is_maildir && name == "tmp") return;
    if (is_eml_name(name)) {
      trouble_ = CorpusProblem{place_of(level.place, name), "a folder where a message should be"};
      return;
    }
    if (name.starts_with('.') && !is_maildir(path)) return;
    if (!visited_.insert(identity).second) return;
    const bool is_inside = level.is_maildir && (name == "cur" || name == "new");
    enter(path, place_of(level.place, name), is_inside);
  }

  void open_member(const fs::path& path, Provenance provenance) {
    auto source = open_file(path);
    if (!source) {
      trouble_ = CorpusProblem{provenance.place, source.error().what};
      return;
    }
    file_ = open_input(Input(*std::move(source)), std::move(provenance), options_);
    if (!file_) ++skipped_;
  }

  ReadOptions options_;
  std::vector<Level> levels_;
  std::set<std::pair<dev_t, ino_t>> visited_;
  std::unique_ptr<RawReader> file_;
  std::optional<CorpusProblem> trouble_;
  std::size_t skipped_ = 0;
};

}  // namespace

std::unique_ptr<RawReader> read_folder(const fs::path& path, const ReadOptions& options) {
  return std::make_unique<FolderReader>(path, options);
}

}  // namespace mass
