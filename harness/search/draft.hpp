#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/path.hpp"

/// Changing paths in memory. None of these changes its argument. Private to this room.
namespace mass::search {

/// A step like `place` (host, role, hop) that applies another transform; nothing if the settings
/// are not sound.
[[nodiscard]] std::optional<Step> make_step(const Transform& transform, const ValueMap& settings,
                                            std::string when, const Step& place);

/// A step with one setting changed; nothing if that is not sound, or no change.
[[nodiscard]] std::optional<Step> with_setting(const Step& step, const std::string& name,
                                               const Value& value);

[[nodiscard]] Path with_step(const Path& path, std::size_t at, Step step);
[[nodiscard]] Path without_step(const Path& path, std::size_t at);
[[nodiscard]] Path replaced_step(const Path& path, std::size_t at, Step step);

/// An ASCII letter or digit.
[[nodiscard]] bool is_word(char c);

/// `text` with every `from`, which is not empty, replaced where it is not part of a longer word.
[[nodiscard]] std::string with_word(std::string_view text, std::string_view from,
                                    std::string_view to);

/// Where a literal is exchanged for another.
enum class Literals : std::uint8_t { everywhere, hosts, settings };

/// Every `from` in names of hosts and in texts of settings replaced; nothing if there is none, or
/// the result is not sound.
[[nodiscard]] std::optional<Path> substituted(const Path& path, std::string_view from,
                                              std::string_view to, Literals where);

/// Whether a host may be called so in a path file.
[[nodiscard]] bool is_host_name(std::string_view text);

/// What stands for a place without steps yet: the host of the first step, or `host.example`.
[[nodiscard]] Step place_in(const Path& path);

}  // namespace mass::search
