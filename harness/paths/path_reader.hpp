#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/json/document.hpp"
#include "harness/paths/path.hpp"

/// Reading path files. Private to this room; path.hpp describes the format.
namespace mass {

struct PathSource {
  std::string text;
  std::string file;  ///< Name told in mistakes.
};

/// Where included paths come from.
struct PathShelf {
  std::function<std::optional<PathSource>(const std::string& id)> find;
  std::vector<std::string> ids;  ///< Some of them, to offer the nearest one.
};

/// Reads one path file and the files it includes. For one use.
class PathReader {
 public:
  explicit PathReader(PathShelf shelf) : shelf_(std::move(shelf)) {}
  [[nodiscard]] Result<Path> read(const PathSource& source);

 private:
  [[nodiscard]] Path read_path(JsonObject json);
  void read_hop(JsonObject json, Path& path);
  void include(const JsonValue& place, Path& path);
  [[nodiscard]] std::optional<Path> included(const JsonValue& place, const std::string& id);

  PathShelf shelf_;
  std::vector<std::string> chain_;  ///< Ids of the paths that are being read, the outermost first.
  std::size_t includes_ = 0;
};

/// Letters, digits and, but not in front, the characters of `more`.
[[nodiscard]] bool is_name(std::string_view text, std::string_view more, std::size_t limit);

/// A name, or two with a slash between them: `P18`, `postfix/relay-8bit`.
[[nodiscard]] bool is_path_id(std::string_view id);

}  // namespace mass
