#include "core/signature/canon.hpp"

#include <algorithm>
#include <cstddef>

#include "core/base/text.hpp"
#include "core/canon/block_writer.hpp"

namespace mass::signature {

namespace {

// A run of white space becomes one SP, at the end nothing.
void put_reduced(std::string_view line, BlockWriter& out) {
  while (!line.empty() && is_wsp(line.back())) line.remove_suffix(1);
  while (!line.empty()) {
    const auto* const word = std::ranges::find_if_not(line, is_wsp);
    if (word != line.begin()) out.put(" ");
    const auto* const gap = std::find_if(word, line.end(), is_wsp);
    out.put({word, gap});
    line = {gap, line.end()};
  }
}

// A line without its CRLF. A CR or LF alone is an octet like any other.
std::string_view take_line(std::string_view& text) noexcept {
  const std::size_t end = std::min(text.find(kCrlf), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + kCrlf.size(), text.size()));
  return line;
}

void write_simple_body(std::string_view body, Sink& sink) {
  while (body.ends_with("\r\n\r\n")) body.remove_suffix(kCrlf.size());
  sink.write(body);
  if (!body.ends_with(kCrlf)) sink.write(kCrlf);
}

void write_relaxed_body(std::string_view body, Sink& sink) {
  BlockWriter out(sink);
  std::size_t empty_lines = 0;  // written once it is known that another line follows
  while (!body.empty()) {
    const std::string_view line = take_line(body);
    if (std::ranges::all_of(line, is_wsp)) {
      ++empty_lines;
      continue;
    }
    for (; empty_lines > 0; --empty_lines) out.put_line_end();
    put_reduced(line, out);
    out.put_line_end();
  }
  out.flush();
}

void write_relaxed_field(const Field& field, Sink& sink) {
  BlockWriter out(sink);
  out.put(ascii_lower(field.name()));
  out.put(":");
  // A CRLF inside a field stands before white space always.
  bool is_gap = false;
  bool is_started = false;
  std::string_view value = field.value();
  while (!value.empty()) {
    std::string_view line = take_line(value);
    while (!line.empty()) {
      const auto* const word = std::ranges::find_if_not(line, is_wsp);
      is_gap = is_gap || word != line.begin();
      const auto* const gap = std::find_if(word, line.end(), is_wsp);
      if (word != gap) {
        if (is_gap && is_started) out.put(" ");
        out.put({word, gap});
        is_started = true;
        is_gap = false;
      }
      line = {gap, line.end()};
    }
  }
  out.put_line_end();
  out.flush();
}

std::optional<Canon> parse_canon(std::string_view word) noexcept {
  if (word == "simple") return Canon::simple;
  if (word == "relaxed") return Canon::relaxed;
  return std::nullopt;
}

}  // namespace

std::optional<Canons> parse_canons(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const auto header = parse_canon(text.substr(0, slash));
  const auto body =
      slash == std::string_view::npos ? Canon::simple : parse_canon(text.substr(slash + 1));
  if (!header || !body) return std::nullopt;
  return Canons{*header, *body};
}

std::string_view name_of(Canon canon) noexcept {
  return canon == Canon::simple ? "simple" : "relaxed";
}

void write_field(const Field& field, Canon canon, Sink& sink) {
  switch (canon) {
    case Canon::simple:
      sink.write(field.raw());
      if (!field.raw().ends_with(kCrlf)) sink.write(kCrlf);
      return;
    case Canon::relaxed:
      return write_relaxed_field(field, sink);
  }
}

void write_body(std::string_view body, Canon canon, Sink& sink) {
  switch (canon) {
    case Canon::simple:
      return write_simple_body(body, sink);
    case Canon::relaxed:
      return write_relaxed_body(body, sink);
  }
}

void LimitedSink::write(std::string_view octets) {
  const std::uint64_t left = limit_ - std::min(limit_, seen_);
  seen_ += octets.size();
  if (left > 0) behind_.write(octets.substr(0, std::min<std::uint64_t>(left, octets.size())));
}

}  // namespace mass::signature
