#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/keys/publication.hpp"

/// The http part of a key folder. Private to harness/keys.
namespace mass {

/// Writes `answers.json`, `objects/` and `sites/` into a folder; gives the number of objects that
/// are not in `sites/`.
[[nodiscard]] Result<std::size_t> write_web_folder(const std::filesystem::path& folder,
                                                   const std::vector<HttpObject>& objects);

/// Where the object of a URL lies below `sites/`, or nothing: a path with a query, with odd
/// characters or with a segment that a file system reads in its own way.
[[nodiscard]] std::string site_path(std::string_view url);

/// Writes a whole file and the folders above it.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& file, std::string_view octets);

}  // namespace mass
