#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/new_scheme.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

// An id names a folder, a namespace and a build target.
Result<void> check_id(const Tools& tools, const std::string& id) {
  const bool is_sound = !id.empty() && id.size() <= 40 && id.front() >= 'a' && id.front() <= 'z' &&
                        id.back() != '-' && !id.contains("--") &&
                        std::ranges::all_of(id, [](char c) {
                          return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
                        });
  if (!is_sound) {
    return fail(Errc::config,
                fmt::format("new scheme \"{}\": an id is lower-case letters, digits and single "
                            "hyphens and begins with a letter, such as my-scheme",
                            printable(id, 80)));
  }
  if (tools.registry.find(id) != nullptr) {
    return fail(Errc::config, fmt::format("new scheme {}: there is a scheme of that name", id));
  }
  return {};
}

Result<void> write(const fs::path& file, const std::string& text) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error)
    return fail(Errc::io, fmt::format("make {}: {}", file.parent_path().string(), error.message()));
  return write_whole(file, text);
}

Result<Exit> new_scheme(Tools& tools, const Arguments& args) {
  const auto words = args.list("what");
  if (words.size() != 2 || words[0] != "scheme") {
    return fail(Errc::config, "new makes one kind of thing: \"massbench new scheme ID\"");
  }
  const std::string& id = words[1];
  if (auto sound = check_id(tools, id); !sound) return std::unexpected(sound.error());
  std::error_code ignored;
  const bool in_project = fs::exists("schemes/CMakeLists.txt", ignored);
  if (!args.has("out") && !in_project) {
    return fail(
        Errc::config,
        "new scheme: here is no schemes folder; go to the project's root or give --out DIR");
  }
  const fs::path folder = args.has("out") ? fs::path(args.text("out")) : fs::path("schemes") / id;
  if (fs::exists(folder, ignored) && !fs::is_empty(folder, ignored)) {
    return fail(Errc::config, "new scheme: " + folder.string() + " is there already");
  }
  for (const NewFile& file : new_scheme_files(id, tools.crypto)) {
    if (auto written = write(folder / file.name, file.text); !written) {
      return std::unexpected(written.error());
    }
    tools.console.out << (folder / file.name).string() << "\n";
  }
  tools.console.err << fmt::format(
      "next: build, then \"massbench conformance {}\": one case fails, and its note in cases.json "
      "says what to do\n",
      (folder / "vectors").string());
  return Exit::ok;
}

Exit new_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("out", "DIR", "folder to write (default: schemes/ID)");
  args.positional("what", 2);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = new_scheme(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kNew{"new", "writes a folder to start a scheme from", "scheme ID [--out DIR]",
                "  massbench new scheme my-scheme\n"
                "  massbench new scheme my-scheme --out /tmp/my-scheme\n",
                new_verb};

}  // namespace mass::cli
