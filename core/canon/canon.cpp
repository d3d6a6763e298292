#include "core/canon/canon.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "core/base/text.hpp"
#include "core/canon/block_writer.hpp"

namespace mass {

namespace {

constexpr bool is_kept(char c) noexcept {
  return kKept[static_cast<unsigned char>(c)] != 0;
}

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
    for (; pending > 0; --pending) out.put_line_end();
    out.put_compacted({first, line.content.end()});
    if (line.has_end || last_line == LastLine::add_crlf) out.put_line_end();
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
      out.put_line_end();
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
