#pragma once

#include <expected>
#include <source_location>
#include <string>
#include <string_view>

namespace mass {

/// What kind of obstacle stopped the framework. A failed signature is never one of these: it is a
/// Verdict.
enum class Errc {
  config,       ///< The user asked for something that does not exist or does not fit.
  io,           ///< A file, directory, database or stream could not be read or written.
  limit,        ///< Input is larger than a stated bound.
  malformed,    ///< Input does not have the form it claims to have.
  unsupported,  ///< Well-formed, but this program does not do it.
  missing,      ///< Something the environment must provide is not there: a key, a corpus, a server.
  timed_out,    ///< Another program did not answer in time.
  crashed,      ///< Another program ended, or could not be started.
  protocol,     ///< Another program answered something that the protocol does not allow.
  internal,     ///< A bug of ours.
};

/// Why the framework could not do its job.
struct Error {
  Errc code = Errc::internal;
  std::string what;            ///< What was attempted, then why it failed; no trailing full stop.
  std::source_location where;  ///< Where it was raised.
};

template <class T>
using Result = std::expected<T, Error>;

/// Makes an error result: `return fail(Errc::io, "open x: no such file");`
[[nodiscard]] std::unexpected<Error> fail(
    Errc code, std::string what, std::source_location where = std::source_location::current());

/// Puts what was being attempted in front of an error on its way up: `scenario.json: unknown key
/// "seeed"`.
[[nodiscard]] std::unexpected<Error> fail_in(std::string_view context, Error error);

}  // namespace mass
