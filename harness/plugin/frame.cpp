#include "harness/plugin/frame.hpp"

#include <fmt/format.h>

#include <istream>

#include "core/base/text.hpp"

namespace mass {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxLine = 24;  // two numbers of at most eight digits, and room
constexpr int kMaxDepth = 32;

struct Lengths {
  std::size_t header = 0;
  std::size_t octets = 0;
};

std::unexpected<Error> no_frame(std::string_view line) {
  return fail(Errc::protocol, fmt::format("\"{}\" where the two lengths of a frame should stand",
                                          printable(line.substr(0, 60))));
}

Result<Lengths> read_lengths(std::string_view line) {
  const std::size_t space = std::min(line.find(' '), line.size());
  const auto header = parse_decimal(line.substr(0, space));
  const auto octets = parse_decimal(line.substr(std::min(space + 1, line.size())));
  if (!header || !octets) return no_frame(line);
  if (*header > kMaxFrameHeader || *octets > kMaxFrameOctets) {
    return fail(Errc::protocol,
                fmt::format("a frame of {} and {} octets; at most {} and {} are allowed", *header,
                            *octets, kMaxFrameHeader, kMaxFrameOctets));
  }
  return Lengths{*header, *octets};
}

// Deep nesting is cut off while it is read: it would cost memory without end.
Result<json> read_header(std::string_view text) {
  bool is_deep = false;
  const auto shallow = [&is_deep](int depth, json::parse_event_t, json&) {
    is_deep = is_deep || depth > kMaxDepth;
    return depth <= kMaxDepth;
  };
  json header = json::parse(text, shallow, false);
  if (is_deep || !header.is_object()) {
    return fail(Errc::protocol,
                fmt::format("a frame whose header is no JSON object{}: {}",
                            is_deep ? " of reasonable depth" : "", printable(text.substr(0, 60))));
  }
  return header;
}

}  // namespace

Result<std::string> encode(const json& header, std::string_view octets) {
  const std::string text = header.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > kMaxFrameHeader || octets.size() > kMaxFrameOctets) {
    return fail(Errc::limit,
                fmt::format("a frame of {} and {} octets is more than the protocol of plug-ins "
                            "allows ({} and {})",
                            text.size(), octets.size(), kMaxFrameHeader, kMaxFrameOctets));
  }
  return fmt::format("{} {}\n{}{}", text.size(), octets.size(), text, octets);
}

Result<std::optional<Frame>> FrameReader::next() {
  const std::size_t end = buffer_.find('\n');
  if (end == std::string::npos && buffer_.size() <= kMaxLine) return std::nullopt;
  if (end == std::string::npos || end > kMaxLine) return no_frame(buffer_);
  const auto lengths = read_lengths(std::string_view(buffer_).substr(0, end));
  if (!lengths) return std::unexpected(lengths.error());
  const std::size_t whole = end + 1 + lengths->header + lengths->octets;
  if (buffer_.size() < whole) return std::nullopt;
  auto header = read_header(std::string_view(buffer_).substr(end + 1, lengths->header));
  if (!header) return std::unexpected(header.error());
  Frame frame{*std::move(header), buffer_.substr(end + 1 + lengths->header, lengths->octets)};
  buffer_.erase(0, whole);
  return frame;
}

Result<std::optional<Frame>> read_frame(std::istream& stream) {
  std::string line;
  char c = 0;
  while (stream.get(c) && c != '\n' && line.size() <= kMaxLine) line += c;
  if (!stream && line.empty()) return std::nullopt;
  if (!stream || c != '\n') return no_frame(line);
  const auto lengths = read_lengths(line);
  if (!lengths) return std::unexpected(lengths.error());
  std::string text(lengths->header, '\0');
  Frame frame{{}, std::string(lengths->octets, '\0')};
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  stream.read(frame.octets.data(), static_cast<std::streamsize>(frame.octets.size()));
  if (!stream) return fail(Errc::protocol, "the stream ends in the middle of a frame");
  auto header = read_header(text);
  if (!header) return std::unexpected(header.error());
  frame.header = *std::move(header);
  return frame;
}

}  // namespace mass
