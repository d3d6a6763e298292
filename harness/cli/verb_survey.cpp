#include <fmt/format.h>

#include <chrono>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/survey/report.hpp"
#include "results/progress.hpp"

namespace mass::cli {
namespace {

Result<void> read_corpus(Tools& tools, const std::string& path, Progress& progress,
                         survey::Survey& counts) {
  auto reader = open_corpus(path, {.as_is = true});
  if (!reader) return std::unexpected(reader.error());
  const std::uint64_t before = counts.messages;
  while (auto item = (*reader)->next()) {
    if (auto* problem = std::get_if<CorpusProblem>(&*item)) {
      add_problem(counts, std::move(*problem));
    } else {
      add_message(counts, std::get<CorpusMessage>(*item), tools.crypto);
    }
    progress.advance();
  }
  counts.skipped_files += (*reader)->skipped_files();
  if (counts.messages == before) {
    return fail(Errc::missing, "read corpus " + printable(path) + ": no message in it");
  }
  return {};
}

Result<Exit> survey_corpora(Tools& tools, const Arguments& args) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  const auto paths = args.list("corpus");
  if (paths.empty()) return fail(Errc::config, "no corpus given");
  survey::Survey counts;
  Progress progress(
      tools.console.err, tools.console.err_is_terminal,
      [&tools] {
        return std::chrono::milliseconds(static_cast<std::int64_t>(tools.console.seconds() * 1000));
      },
      "messages", std::nullopt);
  for (const std::string& path : paths) {
    if (auto done = read_corpus(tools, path, progress, counts); !done) {
      return std::unexpected(done.error());
    }
  }
  progress.finish();
  tools.console.out << (*wants_json ? survey_json(counts)
                                    : survey_text(counts, tools.console.width));
  return Exit::ok;
}

Exit run(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("format", "F", "table or json");
  args.positional("corpus", -1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = survey_corpora(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kSurvey{"survey", "counts the signatures in archived mail and what became of them",
                   "[--format json] CORPUS...",
                   "  massbench survey ~/Maildir\n"
                   "  massbench survey --format json list-2020.mbox.gz list-2021.mbox.gz\n",
                   run};

}  // namespace mass::cli
