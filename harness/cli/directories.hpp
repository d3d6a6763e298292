#pragma once

#include <memory>

#include "core/keys/directory.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/run/real_servers.hpp"

namespace mass::cli {

/// `--dns-server` and `--http-server`.
void add_server_options(Arguments& arguments);

/// The real servers of those options; null where none is named.
[[nodiscard]] Result<RealServers> open_servers(const Arguments& arguments);

/// The options of a verifier that say where keys are: files, key folders, real servers, and how
/// slow and faulty they are.
void add_directory_options(Arguments& arguments);

/// Where those options lead. A real server takes the place of what files say of its kind. Errors
/// name the option and what to do.
[[nodiscard]] Result<std::shared_ptr<const KeyDirectory>> open_directory(
    Console& console, const Arguments& arguments);

}  // namespace mass::cli
