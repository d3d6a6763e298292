#include <fmt/format.h>

#include <array>
#include <memory>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/directories.hpp"
#include "harness/cli/progress_line.hpp"
#include "harness/cli/rows.hpp"
#include "harness/survey/key_check.hpp"
#include "harness/survey/report.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

// The schemes of the signature fields that are read; `--scheme` asks for others.
constexpr std::array kSchemes{"dkim", "domainkeys"};

// Null if no keys are given.
Result<std::unique_ptr<survey::KeyCheck>> open_keys(Tools& tools, const Arguments& args) {
  if (!args.has("zone") && !args.has("keys-folder") && !args.has("dns-server")) {
    if (args.has("scheme")) {
      return fail(Errc::config, "--scheme says what to verify; say with what, as in --zone FILE");
    }
    return nullptr;
  }
  auto directory = open_directory(tools.console, args);
  if (!directory) return std::unexpected(directory.error());
  std::vector<survey::Verifier> verifiers;
  std::vector<std::string> patterns = args.list("scheme");
  if (patterns.empty()) patterns.assign(kSchemes.begin(), kSchemes.end());
  for (const std::string& pattern : patterns) {
    auto chosen = named_schemes(tools, {pattern});
    if (!chosen) return std::unexpected(chosen.error());
    // Most profiles differ in how they sign: without a name one of them is enough.
    const bool is_named = pattern.find('/') != std::string::npos;
    std::string last;
    for (const SchemeChoice& one : *chosen) {
      if (!is_named && one.scheme == last) continue;
      last = one.scheme;
      auto scheme = tools.registry.make(one.scheme, one.profile, one.parameters);
      if (!scheme) return std::unexpected(scheme.error());
      verifiers.push_back(
          {one.profile.empty() ? one.scheme : one.scheme + "/" + one.profile, *std::move(scheme)});
    }
  }
  return std::make_unique<survey::KeyCheck>(std::move(verifiers), *std::move(directory),
                                            tools.crypto);
}

Result<void> read_corpus(Tools& tools, const std::string& path, Progress& progress,
                         survey::KeyCheck* keys, survey::Survey& counts) {
  auto reader = open_corpus(path, {.as_is = true});
  if (!reader) return std::unexpected(reader.error());
  const std::uint64_t before = counts.messages;
  while (auto item = (*reader)->next()) {
    if (auto* problem = std::get_if<CorpusProblem>(&*item)) {
      add_problem(counts, std::move(*problem));
    } else {
      const auto& message = std::get<CorpusMessage>(*item);
      const survey::SurveyedMessage surveyed = add_message(counts, message, tools.crypto);
      if (keys != nullptr) keys->add_verdicts(counts, message, surveyed);
    }
    progress.advance();
  }
  counts.skipped_files += (*reader)->skipped_files();
  if (counts.messages == before) {
    return fail(
        Errc::missing,
        fmt::format("read corpus {}: no message in it{}", printable(path),
                    counts.problems.empty() ? ""
                                            : "; " + printable(counts.problems.back().place) +
                                                  ": " + printable(counts.problems.back().reason)));
  }
  return {};
}

Result<Exit> survey_corpora(Tools& tools, const Arguments& args) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  const auto paths = args.list("corpus");
  if (paths.empty()) return fail(Errc::config, "no corpus given");
  auto keys = open_keys(tools, args);
  if (!keys) return std::unexpected(keys.error());
  survey::Survey counts;
  counts.has_keys = *keys != nullptr;
  Progress progress = progress_line(tools.console, "messages");
  for (const std::string& path : paths) {
    if (auto done = read_corpus(tools, path, progress, keys->get(), counts); !done) {
      return std::unexpected(done.error());
    }
  }
  progress.finish();
  if (args.has("out")) {
    if (auto done = write_whole(args.text("out"), survey_json(counts)); !done) {
      return std::unexpected(done.error());
    }
  }
  tools.console.out << (*wants_json ? survey_json(counts)
                                    : survey_text(counts, tools.console.width));
  return Exit::ok;
}

Exit survey_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add_list("scheme", "S[/P]",
                "with keys: what to verify, as in dkim/legacy; repeatable (default: dkim and "
                "domainkeys, first profiles)");
  add_directory_options(args);
  args.add("out", "FILE", "also write the JSON form to this file");
  args.add("format", "F", "table or json");
  args.positional("corpus", -1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = survey_corpora(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kSurvey{"survey", "counts the signatures in archived mail and what became of them",
                   "[--zone FILE|--keys-folder DIR|--dns-server ADDRESS:PORT] [options] CORPUS...",
                   "  massbench survey ~/Maildir\n"
                   "  massbench survey --zone keys-2020.zone --format json list-2020.mbox.gz\n",
                   survey_verb};

}  // namespace mass::cli
