#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/base/error.hpp"
#include "corpus/corpus.hpp"
#include "corpus/read/input.hpp"

namespace mass {

/// A message as it is stored, apart from what belongs to the storage: `head + octets + tail` is
/// what the file or the mbox entry holds, `>` quoting aside.
struct RawMessage {
  std::string head;    ///< Byte order mark and `From ` line, with its line end.
  std::string octets;  ///< The message.
  std::string tail;    ///< The blank line that ends an mbox entry.
  std::string place;   ///< For people: file, and where in it.
};

using RawItem = std::variant<RawMessage, CorpusProblem>;

/// Stored messages, one at a time.
class RawReader {
 public:
  virtual ~RawReader() = default;
  [[nodiscard]] virtual std::optional<RawItem> next() = 0;
  [[nodiscard]] virtual std::size_t skipped_files() const noexcept { return 0; }

 protected:
  RawReader() = default;
  RawReader(const RawReader&) = default;
  RawReader& operator=(const RawReader&) = default;
};

/// Where an Input comes from, which decides what is tried with it.
struct Provenance {
  std::string place;        ///< For people, relative to what was opened.
  std::string name;         ///< File name, without the endings of packers around it.
  bool is_message = false;  ///< It stands where only messages are (Maildir).
  bool must_try = false;    ///< The user named it: it is mail whatever it looks like.
  int packers = 0;          ///< Archives and compressions around it.
};

/// What a file name alone says.
[[nodiscard]] bool is_eml_name(std::string_view name) noexcept;
[[nodiscard]] bool is_mbox_name(std::string_view name) noexcept;

/// Files that lie beside mail and are not mail: dot files, indexes, licences, notes.
[[nodiscard]] bool is_side_file(std::string_view name) noexcept;

/// Null if it is not mail.
[[nodiscard]] std::unique_ptr<RawReader> open_input(Input input, Provenance provenance,
                                                    const ReadOptions& options);

[[nodiscard]] std::unique_ptr<RawReader> read_mbox(Input input, std::string place,
                                                   const ReadOptions& options);
[[nodiscard]] std::unique_ptr<RawReader> read_single(Input input, std::string place,
                                                     const ReadOptions& options);
[[nodiscard]] std::unique_ptr<RawReader> read_tar(Input packed, Provenance provenance,
                                                  const ReadOptions& options);
[[nodiscard]] std::unique_ptr<RawReader> read_folder(const std::filesystem::path& path,
                                                     const ReadOptions& options);

/// What open_corpus reads, before it becomes a CorpusMessage. Errors as there, but a folder without
/// mail is no error here.
[[nodiscard]] Result<std::unique_ptr<RawReader>> open_raw(const std::filesystem::path& path,
                                                          const ReadOptions& options);

/// Takes the line end of a blank last line off `octets` and returns it; empty if there is none.
[[nodiscard]] std::string take_final_blank_line(std::string& octets);

/// `1 octet`, `7 octets`, `64 MiB`.
[[nodiscard]] std::string size_text(std::uint64_t octets);

}  // namespace mass
