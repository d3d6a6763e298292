#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/crypto/crypto.hpp"
#include "core/scheme/registry.hpp"

namespace mass::cli {

/// The one table of exit codes.
enum class Exit : int {
  ok = 0,
  gate = 1,         ///< A gate or regression failed, or a checked message did not verify.
  usage = 2,        ///< Wrong usage or configuration.
  environment = 3,  ///< Missing corpus, key, plug-in or server; a file that cannot be read.
  incomplete = 4,   ///< Shards missing or run interrupted.
  internal = 5,     ///< A bug of ours.
};
[[nodiscard]] Exit exit_for(Errc code) noexcept;

/// Where a verb talks: stdout is data, stderr is talk. Clocks come from here and nowhere else.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool colour = false;
  std::size_t width = 100;
  std::function<double()> seconds;  ///< Monotonic, for progress and measurements.
  std::function<Time()> now;        ///< Wall clock, for manifests and as default of `--now`.
};

/// What every verb gets.
struct Tools {
  Console& console;
  const Registry& registry;
  const Crypto& crypto;
  std::string program;  ///< How the program was called, for messages that say what to type next.
};

/// A command of the program: one small file each.
struct Verb {
  std::string_view name;
  std::string_view summary;   ///< One line for the list of verbs.
  std::string_view usage;     ///< What follows the verb's name.
  std::string_view examples;  ///< Two lines that work as they stand.
  Exit (*run)(Tools& tools, const Verb& verb, const std::vector<std::string>& arguments);
};

/// The whole program: the `main` of massbench, and of test programs with other schemes.
int program(int argc, char** argv);

/// Prints an error as a message for a person and gives the exit code that fits.
Exit report(Console& console, const Error& error);

// One function per verb file.
extern const Verb kRun, kReport, kCompare, kDashboard, kMerge, kExplain, kDiff, kReduce, kRepro,
    kList, kDescribe, kValidate, kDoctor, kSign, kVerify, kMangle, kKeygen, kZone, kServeKeys,
    kConformance, kDifferential, kCalibrate, kSurvey, kServePlugin, kNew;

}  // namespace mass::cli
