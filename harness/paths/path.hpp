#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/scheme/scheme.hpp"
#include "harness/paths/transform.hpp"

namespace mass {

/// One modification with its settings, at one place of a path, or the place where the scheme itself
/// acts: an intermediary that takes part.
struct Step {
  const Transform* transform = nullptr;  ///< Null: the scheme acts (`Scheme::forward`).
  Parameters parameters;
  std::string when = "always";  ///< Conditions on the message at this point; see condition.hpp.
  std::string host;             ///< Host that acts.
  std::string domain;           ///< Administrative domain of the host, for which it signs.
  RoleKind role = RoleKind::relay;
  std::size_t hop = 0;  ///< Index of the hop, from 0.

  [[nodiscard]] bool takes_part() const noexcept { return transform == nullptr; }

  /// `T30`, or `take-part`.
  [[nodiscard]] std::string id() const;

  /// `T30 footer`, or `take part`.
  [[nodiscard]] std::string label() const;
};

/// A way from the originator to the place where the message is judged. Data, not code: a JSON file.
struct Path {
  enum class Kind : std::uint8_t {
    delivery,  ///< The message itself arrives and is judged.
    bounce,    ///< What is judged is a message about it that comes back to its envelope sender.
  };
  std::string id;
  std::string title;
  std::string text;
  Kind kind = Kind::delivery;
  bool benign = true;
  bool genuine =
      true;  ///< False: what arrives at the end is forged, and survival would be a false accept.
  bool starts_unsigned =
      false;  ///< The path starts from the message before it was signed (forgeries).
  std::vector<Step> steps;
  std::string hash;  ///< make_id of the canonical JSON of what the path does; goes into results.
};

/// The built-in paths, compiled in from the data files of this folder, sorted by id. An error here
/// is a bug.
[[nodiscard]] const std::vector<Path>& built_in_paths();

/// The paths that are named for a software and a configuration of it, `postfix/relay-8bit`, sorted
/// by id. They do to a message what that software was seen to do; see docs/software.
[[nodiscard]] const std::vector<Path>& presets();

/// A built-in path or a preset by its id, without case.
[[nodiscard]] std::optional<Path> find_path(std::string_view id);

/// Ids of all of these, for messages that offer the nearest one.
[[nodiscard]] std::vector<std::string> path_names();

/// Reads a path from JSON text with comments, schema `mass-path-1`:
///
///     {
///       "schema": "mass-path-1",
///       "id": "P18",                        // letters, digits, dot, hyphen, underscore, slash
///       "title": "list, tag and footer",
///       "text": "For people.",              // optional, as is all that follows except hops
///       "kind": "delivery",                 // or "bounce"
///       "benign": true,
///       "genuine": true,
///       "start": "signed",                  // or "unsigned"
///       "hops": [
///         {"include": "P01"},               // the hops of another path
///         {"host": "lists.example.org", "role": "mediator", "steps": [
///           {"apply": "T30", "with": {"lines": 3}, "when": "single_text"},
///           {"take_part": true}           // the list signs again, as the scheme lets it
///         ]}
///       ]
///     }
///
/// `apply` takes an id or a name of a transform, `with` its parameters, `when` a Condition, `role`
/// one of originator, relay (the standard), mediator, receiver, `domain` the administrative domain
/// of a host (the standard: the host's name). A path includes built-in paths and presets by id; one
/// that is loaded from a file also includes `ID.json` beside it.
/// Errors (Errc::config): every mistake with file, line and column: unknown keys with the nearest
/// known one, unknown transforms, wrong types, doubled keys, circles of includes with their chain.
[[nodiscard]] Result<Path> parse_path(std::string_view json, std::string_view file);
[[nodiscard]] Result<Path> load_path(const std::filesystem::path& file);

/// A path as a file: includes filled in, settings that are standard left out. JSON cannot hold
/// octets that are not UTF-8; they become U+FFFD.
[[nodiscard]] std::string path_file_text(const Path& path);

/// What the steps did to one message. The transit after step i is `after[i]`. All lists are of the
/// same length: the number of steps, or less for a message that was dropped.
struct Journey {
  std::vector<Transit> after;
  std::vector<bool> tried;    ///< False: the step's condition did not hold.
  std::vector<bool> changed;  ///< False: the step left every octet as it was.
  std::vector<std::vector<std::string>> log;
  std::string error;  ///< Empty, or why the framework could not do a step; the journey ends there.
  [[nodiscard]] const Transit& end() const { return after.back(); }
};

/// What a scheme does at a step where it takes part. `arrived` is the transit as it came to the
/// domain that acts, or as the scheme left it when it last acted there: the changes since are the
/// domain's own. The random stream is the step's own.
using Participant = std::function<Result<Signed>(Transit transit, const Transit& arrived,
                                                 const Step& step, RandomSource& random)>;

/// Every domain for which a host of a path signs, sorted, once each.
[[nodiscard]] std::vector<std::string> participating_domains(std::span<const Path> paths);

/// Sends a transit down a path. `message_id` and `seed` key the random streams. Without a
/// `participant`, steps at which the scheme takes part change nothing. A dropped message
/// ends the journey with Delivery::discarded. Of copies the first is followed. A path without steps
/// gives the transit back as its only stop, and so does a transit that is not in transit any more.
[[nodiscard]] Journey travel(const Path& path, const Transit& start, std::uint64_t seed,
                             std::string_view message_id, const Crypto& crypto,
                             const Participant& participant = {});

}  // namespace mass
