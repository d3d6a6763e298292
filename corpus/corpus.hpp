#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "core/message/message.hpp"
#include "core/message/strata.hpp"

namespace mass {

/// How a message's lines ended where it was stored. Source: common sheet section 1.
enum class LineEnds : std::uint8_t {
  crlf,   ///< All CRLF: taken as it is.
  lf,     ///< All LF: each became CRLF.
  mixed,  ///< Both: a LF not preceded by CR became CRLF.
  none,   ///< No line end at all.
};
[[nodiscard]] std::string_view name_of(LineEnds ends) noexcept;

/// One message of a corpus, ready to be submitted.
struct CorpusMessage {
  std::string id;      ///< make_id of its octets as imported (wire form, before the author's view);
                       ///< the second message of the same octets in one reading has `-2` behind it.
  std::string origin;  ///< For people: `lists/2000s.mbox:5041`, relative to the folder opened. The
                       ///< number is where the message starts, after its separator line.
  Message message;     ///< Wire form; author's view unless as-is was asked for.
  bool null_sender = false;  ///< It was sent with a null reverse-path (`Return-Path: <>`).
  LineEnds line_ends = LineEnds::crlf;
  Strata strata = 0;
  std::vector<std::string>
      removed;  ///< Names of the fields the author's view took off, one entry per field.
};

/// Something that could not be read. The corpus goes on after it.
struct CorpusProblem {
  std::string place;  ///< File and, where it makes sense, offset.
  std::string reason;
};

using CorpusItem = std::variant<CorpusMessage, CorpusProblem>;

/// A stream of messages. One message is held at a time; what grows with the corpus is an id per
/// message, to tell apart messages of the same octets, and the list of names of one folder.
class CorpusReader {
 public:
  virtual ~CorpusReader() = default;

  /// The next message or problem; nothing at the end. The order is the same at every reading.
  [[nodiscard]] virtual std::optional<CorpusItem> next() = 0;

  /// Files passed over so far because they are not mail: indexes, licence texts, dot files.
  [[nodiscard]] virtual std::size_t skipped_files() const noexcept { return 0; }

 protected:
  CorpusReader() = default;
  CorpusReader(const CorpusReader&) = default;
  CorpusReader& operator=(const CorpusReader&) = default;
};

/// Which `>` an mbox writer put before body lines that start with `From `, and a reader takes off.
enum class MboxQuoting : std::uint8_t {
  detect,  ///< As mboxrd, which reads an mboxo file the same way unless it has lines of two or more
           ///< `>`; an entry that shows by its Content-Length that nothing was quoted (mboxcl2) is
           ///< left alone.
  mboxo,   ///< One from `>From ` only.
  mboxrd,  ///< One from any number of `>` before `From `.
  none,    ///< None.
};

struct ReadOptions {
  bool as_is = false;  ///< Keep transport traces, old signatures, list and filter fields.
  MboxQuoting quoting = MboxQuoting::detect;
  std::size_t message_limit = std::size_t{64} << 20;  ///< Octets; a larger one is a CorpusProblem.
};

/// Opens a file or a folder, format detected: mbox (mboxo, mboxrd, mboxcl, mboxcl2), Maildir,
/// `.eml` files, folders of any of these, each also inside gzip, zstd, xz, bzip2 or tar. Folders
/// are walked in byte-wise order of names; links to folders are followed, each folder is read once.
/// In a folder, files that are not mail are passed over; a file named here is always tried. What
/// belongs to the storage is taken off: a byte order mark, the `From ` line of an entry and the
/// blank line at its end. Errc::missing if there is nothing of that name, Errc::malformed if
/// nothing in it is mail, Errc::io if it is neither file nor folder.
[[nodiscard]] Result<std::unique_ptr<CorpusReader>> open_corpus(const std::filesystem::path& path,
                                                                const ReadOptions& options);

/// The built-in corpus: `count` messages made from `seed`, the same octets on every machine. They
/// are made as an archive would hold them and go through the author's view unless `options` says
/// as-is. A longer corpus starts with the messages of a shorter one.
[[nodiscard]] std::unique_ptr<CorpusReader> generate_corpus(std::uint64_t seed, std::size_t count,
                                                            const ReadOptions& options = {});
inline constexpr std::size_t kBuiltInCount = 600;

/// Takes off what delivery put on: a message as its author sent it. Fields go that tell of the way
/// (Received and the like), that signed or judged the message on it, that a list or a filter added,
/// and that a mail reader keeps (the table is in author_fields.hpp). `removed` receives their
/// names, one entry per field. What remains stays octet for octet, in its order.
///
/// Not undone, because it cannot be told from what the author wrote: subject tags and footers of
/// lists, From and Reply-To changed by lists, banners, re-encoded or re-folded text, a
/// List-Unsubscribe that a newsletter's own author wrote (it goes with the list fields).
[[nodiscard]] Message authors_view(const Message& received, std::vector<std::string>& removed);

/// Stored octets to wire form. Source: common sheet section 1.
[[nodiscard]] std::string to_wire(std::string stored, LineEnds& found);

}  // namespace mass
