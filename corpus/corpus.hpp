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
  std::string id;      ///< make_id of its octets as imported (wire form, before the author's view).
  std::string origin;  ///< For people: `lists/2000s.mbox:5041`.
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

/// A stream of messages. Memory does not grow with the corpus: one message is held at a time.
class CorpusReader {
 public:
  virtual ~CorpusReader() = default;

  /// The next message or problem; nothing at the end. The order is the same at every reading.
  [[nodiscard]] virtual std::optional<CorpusItem> next() = 0;

 protected:
  CorpusReader() = default;
  CorpusReader(const CorpusReader&) = default;
  CorpusReader& operator=(const CorpusReader&) = default;
};

struct ReadOptions {
  bool as_is = false;  ///< Keep transport traces, old signatures, list and filter fields.
};

/// Opens a file or a folder, format detected: mbox (mboxo, mboxrd, mboxcl), Maildir, `.eml` files,
/// folders of any of these, each also inside gzip, zstd, xz, bzip2 or tar. Folders are walked in
/// sorted order. Errc::missing if there is nothing of that name, Errc::malformed if nothing in it
/// is mail.
[[nodiscard]] Result<std::unique_ptr<CorpusReader>> open_corpus(const std::filesystem::path& path,
                                                                const ReadOptions& options);

/// The built-in corpus: `count` messages made from `seed`, the same octets on every machine.
[[nodiscard]] std::unique_ptr<CorpusReader> generate_corpus(std::uint64_t seed, std::size_t count);
inline constexpr std::size_t kBuiltInCount = 600;

/// Takes off what delivery put on: a message as its author sent it. `removed` receives the field
/// names.
[[nodiscard]] Message authors_view(const Message& received, std::vector<std::string>& removed);

/// Stored octets to wire form. Source: common sheet section 1.
[[nodiscard]] std::string to_wire(std::string stored, LineEnds& found);

}  // namespace mass
