#include "harness/cli/case_argument.hpp"

#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/progress_line.hpp"
#include "harness/cli/shell.hpp"

namespace mass::cli {

Result<ChosenCase> choose_case(const Tools& tools, const Arguments& arguments,
                               std::string_view verb) {
  const std::vector<std::string> words = arguments.list("case");
  if (words.size() != 2) {
    return fail(
        Errc::config,
        fmt::format("{}: give a run folder and the id of a case, or its first digits", verb));
  }
  auto run = open_run(words[0]);
  if (!run) return std::unexpected(run.error());
  const auto stored = find_case(*run, words[1]);
  if (!stored) return std::unexpected(stored.error());
  std::optional<std::uint64_t> messages;
  for (const Manifest::Corpus& corpus : run->manifest.corpora) {
    messages = messages.value_or(0) + corpus.messages;
  }
  const Console& console = tools.console;
  Progress progress = progress_line(console, "messages read", messages);
  auto found = rebuild(*run, *stored, tools.registry, tools.crypto, [&] { progress.advance(); });
  progress.finish();
  if (!found) return std::unexpected(found.error());
  ChosenCase chosen{*std::move(run), *std::move(found), {}};
  chosen.disagreements = disagreements(chosen.found.stored, chosen.found.made.record);
  for (const std::string& line : chosen.disagreements) {
    console.err << fmt::format("massbench {}: not as in the run: {}\n", verb,
                               printable(line, 1000));
  }
  return chosen;
}

std::string plugin_options(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) text += " --plugin " + shell_file(file);
  return text;
}

std::string repro_command(const std::string& folder, const std::string& case_id,
                          const std::vector<std::string>& plugins) {
  return fmt::format("massbench repro {} {}{}", shell_file(folder), shell_word(case_id),
                     plugin_options(plugins));
}

}  // namespace mass::cli
