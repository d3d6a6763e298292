#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "core/base/text.hpp"
#include "harness/cli/cli.hpp"
#include "harness/cli/plugins.hpp"
#include "harness/cli/version.hpp"
#include "schemes/enrol_all.hpp"

namespace mass::cli {
namespace {

constexpr auto verbs() {
  return std::array{&kRun,          &kReport,    &kCompare, &kDashboard,   &kMerge,
                    &kExplain,      &kDiff,      &kReduce,  &kRepro,       &kList,
                    &kDescribe,     &kValidate,  &kDoctor,  &kSign,        &kVerify,
                    &kMangle,       &kKeygen,    &kZone,    &kServeKeys,   &kConformance,
                    &kDifferential, &kCalibrate, &kSurvey,  &kServePlugin, &kNew};
}

void print_verbs(std::ostream& out) {
  out << fmt::format(
      "massbench {}: how mail signature schemes survive the mail system\n\n"
      "usage: massbench VERB ...\n\n",
      kVersion);
  for (const Verb* verb : verbs()) {
    out << fmt::format("  {:<12} {}\n", verb->name, verb->summary);
  }
  out << "\n\"massbench VERB --help\" shows options and examples. To begin: massbench run\n";
}

Exit unknown_verb(Console& console, std::string_view name) {
  std::vector<std::string> names;
  for (const Verb* verb : verbs()) names.emplace_back(verb->name);
  const auto known = nearest(name, names);
  console.err << fmt::format("massbench: unknown verb \"{}\"{}; see \"massbench --help\"\n",
                             printable(name), known ? "; did you mean " + *known + "?" : "");
  return Exit::usage;
}

Exit dispatch(Console& console, const std::vector<std::string>& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "help" || words[0] == "-h") {
    print_verbs(words.empty() ? console.err : console.out);
    return words.empty() ? Exit::usage : Exit::ok;
  }
  if (words[0] == "--version") {
    console.out << "massbench " << kVersion << "\n";
    return Exit::ok;
  }
  auto crypto = Crypto::create();
  if (!crypto) return report(console, crypto.error());
  Registry registry;
  if (auto done = enrol_all(registry); !done) return report(console, done.error());
  if (auto done = enrol_plugins(words, registry); !done) return report(console, done.error());
  Tools tools{console, registry, **crypto, "massbench"};
  for (const Verb* verb : verbs()) {
    if (verb->name == words[0]) {
      return verb->run(tools, *verb, std::vector(words.begin() + 1, words.end()));
    }
  }
  return unknown_verb(console, words[0]);
}

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 100;
}

}  // namespace

Exit exit_for(Errc code) noexcept {
  switch (code) {
    case Errc::config:
    case Errc::malformed:
    case Errc::unsupported:
      return Exit::usage;
    case Errc::io:
    case Errc::limit:
    case Errc::missing:
    case Errc::timed_out:
    case Errc::crashed:
    case Errc::protocol:
      return Exit::environment;
    case Errc::internal:
      return Exit::internal;
  }
  return Exit::internal;
}

Exit report(Console& console, const Error& error) {
  // Errors may hold several lines, one mistake each.
  for (std::string_view line : split(error.what, '\n')) {
    console.err << "massbench: " << printable(line, 2000) << "\n";
  }
  return exit_for(error.code);
}

int program(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const bool plain = std::getenv("NO_COLOR") != nullptr && *std::getenv("NO_COLOR") != '\0';
  const bool out_is_terminal = isatty(STDOUT_FILENO) != 0;
  Console console{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .out_is_terminal = out_is_terminal,
      .err_is_terminal = isatty(STDERR_FILENO) != 0,
      .colour = out_is_terminal && !plain,
      .width = terminal_width(),
      .seconds =
          [] {
            return std::chrono::duration<double>(
                       std::chrono::steady_clock::now().time_since_epoch())
                .count();
          },
      .now =
          [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); },
  };
  try {
    const auto code = dispatch(console, std::vector<std::string>(argv + 1, argv + argc));
    std::cout.flush();
    if (std::cout) return static_cast<int>(code);
    std::cerr << "massbench: write to standard output: it takes no more; the disk may be full\n";
    return static_cast<int>(Exit::environment);
  } catch (const std::exception& error) {
    std::cerr << "massbench: internal error: " << error.what() << "\n";
    return static_cast<int>(Exit::internal);
  }
}

}  // namespace mass::cli
