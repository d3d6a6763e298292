#pragma once

#include <cstddef>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

/// What goes over the pipes between the harness and a plug-in. Source: docs/plugin-protocol.md.
namespace mass {

inline constexpr int kPluginProtocol = 1;

inline constexpr std::size_t kMaxFrameHeader = std::size_t{16} << 20;  ///< Octets of JSON.
inline constexpr std::size_t kMaxFrameOctets = std::size_t{64} << 20;  ///< Octets of a message.

/// One unit of the protocol: a JSON object, and octets that go with it.
///
/// On the wire: the lengths of both in decimal digits with one space between them, LF, the object,
/// the octets.
struct Frame {
  nlohmann::json header;
  std::string octets;
};

/// As it goes over the wire; the JSON is ASCII. Errc::limit: a part is too long.
[[nodiscard]] Result<std::string> encode(const nlohmann::json& header, std::string_view octets);

/// Takes frames out of octets that come in pieces of any size.
class FrameReader {
 public:
  void add(std::string_view octets) { buffer_ += octets; }

  /// The next frame, or nothing before all of it has come. Errc::protocol as soon as it can no
  /// longer become one; the reader is of no use afterwards.
  [[nodiscard]] Result<std::optional<Frame>> next();

  /// Octets that belong to no frame yet.
  [[nodiscard]] std::size_t pending() const noexcept { return buffer_.size(); }

 private:
  std::string buffer_;
};

/// Reads one frame, waiting for it; nothing if the stream ends before it begins. Errc::protocol:
/// what comes is no frame, or ends in the middle of one.
[[nodiscard]] Result<std::optional<Frame>> read_frame(std::istream& stream);

}  // namespace mass
