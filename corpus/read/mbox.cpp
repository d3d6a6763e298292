#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/field_syntax.hpp"
#include "corpus/read/detect.hpp"
#include "corpus/read/raw.hpp"

namespace mass {

namespace {

// Octets of a line that are looked at to tell what it is.
constexpr std::size_t kLineSniff = 2048;

std::string_view first_line(std::string_view text) noexcept {
  return text.substr(0, text.find('\n'));
}

/// The entries of an mbox, whoever wrote it.
///
/// An entry starts with a `From ` line at the start of the file or after a blank line. It must hold
/// a date, so that a paragraph that starts with `From ` is left in its message; only in a file
/// whose own first line has none (`From -`) does any `From ` line count that a header field
/// follows. An entry ends before the blank line that precedes the next. Content-Length is believed
/// where it ends at a separator or at the end of the file, a blank line between them allowed, and
/// ignored elsewhere. Source: RFC 4155 appendix A, corpus notes.
class MboxReader final : public RawReader {
 public:
  MboxReader(Input input, std::string place, const ReadOptions& options)
      : input_(std::move(input)), place_(std::move(place)), options_(options) {}

  std::optional<RawItem> next() override;

 private:
  struct Entry {
    RawMessage message;
    std::optional<std::uint64_t> content_length;
    bool in_header = true;
    bool oversize = false;
    bool is_counted = false;  // ended where its Content-Length says
  };

  void start(std::string& head);
  [[nodiscard]] bool at_separator();
  [[nodiscard]] bool is_separator(std::string_view text) const noexcept;
  void read_entry(Entry& entry);
  void add(Entry& entry, std::string_view octets) const;
  [[nodiscard]] bool lands(std::uint64_t length);
  void read_counted(Entry& entry, std::size_t length);
  [[nodiscard]] std::size_t quotes_to_drop(std::string_view line) const noexcept;
  [[nodiscard]] std::string unquoted(std::string_view body) const;

  Input input_;
  std::string place_;
  ReadOptions options_;
  bool started_ = false;
  bool has_dates_ = true;
  bool told_trouble_ = false;
};

std::optional<std::uint64_t> content_length(std::string_view line) noexcept {
  const auto field = read_field_head(line);
  if (!field || !iequals(line.substr(0, field->name_length), "Content-Length")) return std::nullopt;
  return parse_decimal(trim(line.substr(field->colon + 1)));
}

void MboxReader::start(std::string& head) {
  started_ = true;
  if (input_.peek(kByteOrderMark.size()).starts_with(kByteOrderMark)) {
    head = kByteOrderMark;
    input_.skip(kByteOrderMark.size());
  }
  while (is_blank_line(input_.peek(2).substr(0, 2)) || input_.peek(1).starts_with('\n')) {
    (void)input_.line();
  }
  has_dates_ = is_dated_from_line(first_line(input_.peek(kLineSniff)));
}

bool MboxReader::is_separator(std::string_view text) const noexcept {
  if (!is_from_line(text)) return false;
  const std::string_view line = first_line(text);
  if (is_dated_from_line(line)) return true;
  return !has_dates_ && line.size() < text.size() &&
         read_field_head(text.substr(line.size() + 1)).has_value();
}

bool MboxReader::at_separator() {
  return input_.peek(1).starts_with('F') && is_separator(input_.peek(kLineSniff));
}

std::optional<RawItem> MboxReader::next() {
  Entry entry;
  if (!started_) start(entry.message.head);
  if (input_.at_end()) {
    if (!input_.trouble() || std::exchange(told_trouble_, true)) return std::nullopt;
    return CorpusProblem{place_, input_.trouble()->what};
  }
  for (bool ends = false; !ends && !input_.at_end();) {
    const std::string_view piece = input_.line();
    if (entry.message.head.size() < Input::kPiece) entry.message.head += piece;
    ends = piece.ends_with('\n');
  }
  entry.message.place = fmt::format("{}:{}", place_, input_.offset());
  read_entry(entry);
  // Trouble may show in the look ahead while this entry is whole.
  if (input_.trouble() && input_.at_end()) {
    told_trouble_ = true;
    return CorpusProblem{entry.message.place, input_.trouble()->what + ": message cut short"};
  }
  if (entry.oversize) {
    return CorpusProblem{entry.message.place, fmt::format("larger than {}: left out",
                                                          size_text(options_.message_limit))};
  }
  if (!entry.is_counted) entry.message.tail = take_final_blank_line(entry.message.octets);
  if (entry.message.octets.empty()) return CorpusProblem{entry.message.place, "empty entry"};
  return std::move(entry.message);
}

void MboxReader::read_entry(Entry& entry) {
  bool at_line_start = true;
  bool after_blank = false;
  while (!input_.at_end()) {
    if (after_blank && at_separator()) return;
    const std::string_view line = input_.line();
    const bool is_blank = at_line_start && is_blank_line(line);
    if (entry.in_header && !is_blank && at_line_start && !entry.content_length) {
      entry.content_length = content_length(line);
    }
    const std::size_t drop = at_line_start ? quotes_to_drop(line) : 0;
    at_line_start = line.ends_with('\n');
    after_blank = is_blank;
    add(entry, line.substr(drop));
    if (entry.in_header && is_blank) {
      entry.in_header = false;
      if (entry.content_length && lands(*entry.content_length)) {
        return read_counted(entry, static_cast<std::size_t>(*entry.content_length));
      }
    }
  }
}

// Past the limit octets are read and dropped: the next entry must still be found.
void MboxReader::add(Entry& entry, std::string_view octets) const {
  std::string& kept = entry.message.octets;
  entry.oversize = entry.oversize || kept.size() + octets.size() > options_.message_limit;
  if (entry.oversize) {
    std::string().swap(kept);
  } else {
    kept += octets;
  }
}

bool MboxReader::lands(std::uint64_t length) {
  if (length > options_.message_limit) return false;
  const auto body = static_cast<std::size_t>(length);
  std::string_view rest = input_.peek(body + kLineSniff);
  if (rest.size() < body || (body != 0 && rest[body - 1] != '\n' && rest.size() != body))
    return false;
  rest.remove_prefix(body);
  if (rest.starts_with("\r\n")) rest.remove_prefix(1);
  if (rest.starts_with('\n')) rest.remove_prefix(1);
  return rest.empty() || is_separator(rest);
}

void MboxReader::read_counted(Entry& entry, std::size_t length) {
  const std::string body = unquoted(input_.peek(length).substr(0, length));
  add(entry, body);
  input_.skip(length);
  entry.is_counted = true;
  if (!input_.at_end() && !at_separator()) entry.message.tail = input_.line();
}

std::size_t MboxReader::quotes_to_drop(std::string_view line) const noexcept {
  if (options_.quoting == MboxQuoting::none || !line.starts_with('>')) return 0;
  const std::size_t quotes = line.find_first_not_of('>');
  if (quotes == std::string_view::npos || !line.substr(quotes).starts_with("From ")) return 0;
  return quotes == 1 || options_.quoting != MboxQuoting::mboxo ? 1 : 0;
}

// Where a counted body holds a bare `From ` line, its writer counted instead of quoting.
std::string MboxReader::unquoted(std::string_view body) const {
  const bool is_unquoted =
      body.starts_with("From ") || body.find("\nFrom ") != std::string_view::npos;
  if (is_unquoted && options_.quoting == MboxQuoting::detect) return std::string(body);
  std::string text;
  text.reserve(body.size());
  while (!body.empty()) {
    const std::size_t end = body.find('\n');
    const std::string_view line = body.substr(0, end == std::string_view::npos ? end : end + 1);
    text += line.substr(quotes_to_drop(line));
    body.remove_prefix(line.size());
  }
  return text;
}

}  // namespace

std::unique_ptr<RawReader> read_mbox(Input input, std::string place, const ReadOptions& options) {
  return std::make_unique<MboxReader>(std::move(input), std::move(place), options);
}

}  // namespace mass
