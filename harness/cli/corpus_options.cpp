#include "harness/cli/corpus_options.hpp"

#include <algorithm>
#include <thread>

namespace mass::cli {

void add_corpus_options(Arguments& arguments) {
  arguments.add_list("corpus", "PATH", "messages: mbox, Maildir, folder, archive; repeatable");
  arguments.add("built-in", "N", "N messages of the built-in corpus (default corpus: 600 of them)");
  arguments.add("sample", "N", "draw N messages from each corpus");
  arguments.add("message", "ID", "only the message of this id");
  arguments.add("seed", "N", "seed of every random choice (default: 20040804)");
  arguments.add("threads", "N", "threads (default: all cores)");
}

Result<void> choose_messages(const Arguments& arguments, Scenario& scenario) {
  if (arguments.has("corpus") || arguments.has("built-in")) scenario.corpora.clear();
  for (const std::string& path : arguments.list("corpus")) {
    scenario.corpora.push_back({.path = path});
  }
  if (arguments.has("built-in")) {
    const auto count = arguments.number("built-in", 0);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return fail(Errc::config, "--built-in takes a number of messages from 1");
    scenario.corpora.push_back({.path = {}, .as_is = false, .built_in_count = *count});
  }
  const auto seed = arguments.number("seed", scenario.seed);
  if (!seed) return std::unexpected(seed.error());
  scenario.seed = *seed;
  const auto sample = arguments.number("sample", scenario.sample);
  if (!sample) return std::unexpected(sample.error());
  scenario.sample = *sample;
  scenario.message = arguments.text("message", scenario.message);
  return {};
}

Result<unsigned> chosen_threads(const Arguments& arguments) {
  const auto threads =
      arguments.number("threads", std::max(1U, std::thread::hardware_concurrency()));
  if (!threads) return std::unexpected(threads.error());
  if (*threads < 1 || *threads > 256) return fail(Errc::config, "--threads takes 1 to 256");
  return static_cast<unsigned>(*threads);
}

}  // namespace mass::cli
