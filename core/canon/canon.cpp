#include "core/canon/canon.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace mass {

namespace {

constexpr std::string_view kCrlf = "\r\n";

/// 1 for an octet that nofws keeps, 0 for HTAB, LF, CR and SP.
constexpr std::array<unsigned char, 256> kKept = [] {
  std::array<unsigned char, 256> kept{};
  kept.fill(1);
  for (const char octet : {'\t', '\n', '\r', ' '}) kept[static_cast<unsigned char>(octet)] = 0;
  return kept;
}();

constexpr bool is_kept(char c) noexcept {
  return kKept[static_cast<unsigned char>(c)] != 0;
}

/// Gathers small pieces so that a digest is fed in blocks.
class BlockWriter {
 public:
  explicit BlockWriter(Sink& sink) noexcept : sink_(sink) {}

  void put_line_ends(std::size_t count) {
    for (; count > 0; --count) {
      if (block_.size() - used_ < kCrlf.size()) flush();
      block_[used_++] = '\r';
      block_[used_++] = '\n';
    }
  }

  /// `text` without HTAB, LF, CR and SP.
  void put_compacted(std::string_view text) {
    while (!text.empty()) {
      if (used_ == block_.size()) flush();
      const std::size_t length = std::min(block_.size() - used_, text.size());
      compact(text.data(), length);
      text.remove_prefix(length);
    }
  }

  void flush() {
    if (used_ > 0) sink_.write({block_.data(), used_});
    used_ = 0;
  }

 private:
  // Every octet is stored, and overwritten by the next one unless it counts: white space in mail is
  // too irregular for a branch to be predicted.
  void compact(const char* text, std::size_t length) noexcept {
    char* out = block_.data() + used_;
    for (const char* const end = text + length; text != end; ++text) {
      *out = *text;
      out += kKept[static_cast<unsigned char>(*text)];
    }
    used_ = static_cast<std::size_t>(out - block_.data());
  }

  Sink& sink_;
  std::size_t used_ = 0;
  std::array<char, 8192> block_;
};

struct Line {
  std::string_view content;
  bool has_end = false;
};

Line take_line(std::string_view& text) noexcept {
  std::size_t from = 0;
  while (from < text.size()) {
    const void* const found = std::memchr(text.data() + from, '\n', text.size() - from);
    if (found == nullptr) break;
    const auto lf = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    if (lf > 0 && text[lf - 1] == '\r') {
      const Line line{text.substr(0, lf - 1), true};
      text.remove_prefix(lf + 1);
      return line;
    }
    from = lf + 1;
  }
  const Line line{text, false};
  text = {};
  return line;
}

void write_simple(std::string_view body, LastLine last_line, Sink& sink) {
  while (body.ends_with("\r\n\r\n")) body.remove_suffix(kCrlf.size());
  if (body.empty() || body == kCrlf) return;
  sink.write(kCrlf);
  sink.write(body);
  if (!body.ends_with(kCrlf) && last_line == LastLine::add_crlf) sink.write(kCrlf);
}

void write_nofws(std::string_view body, LastLine last_line, Sink& sink) {
  BlockWriter out(sink);
  // Line ends that are written once it is known that another line follows. The separator, which
  // also depends on that, is the first of them.
  std::size_t pending = 1;
  while (!body.empty()) {
    const Line line = take_line(body);
    const auto* const first = std::find_if(line.content.begin(), line.content.end(), is_kept);
    if (first == line.content.end()) {
      ++pending;
      continue;
    }
    out.put_line_ends(pending);
    out.put_compacted({first, line.content.end()});
    const bool is_ended = line.has_end || last_line == LastLine::add_crlf;
    out.put_line_ends(is_ended ? 1 : 0);
    pending = 0;
  }
  out.flush();
}

}  // namespace

void canonicalize_field(std::string_view raw_field, Canon canon, Sink& sink) {
  switch (canon) {
    case Canon::simple:
      sink.write(raw_field);
      if (!raw_field.ends_with(kCrlf)) sink.write(kCrlf);
      return;
    case Canon::nofws: {
      BlockWriter out(sink);
      out.put_compacted(raw_field);
      out.put_line_ends(1);
      out.flush();
      return;
    }
  }
}

void compact(std::string_view text, Sink& sink) {
  BlockWriter out(sink);
  out.put_compacted(text);
  out.flush();
}

void canonicalize_body(std::string_view body, Canon canon, LastLine last_line, Sink& sink) {
  switch (canon) {
    case Canon::simple:
      return write_simple(body, last_line, sink);
    case Canon::nofws:
      return write_nofws(body, last_line, sink);
  }
}

}  // namespace mass
