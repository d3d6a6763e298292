// live_messages FOLDER N SEED [CORPUS...]: writes N messages of the built-in corpus and of each
// CORPUS into FOLDER as SOURCE-NUMBER.eml, in wire form and as their authors sent them.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "corpus/corpus.hpp"

namespace mass {
namespace {

Result<std::unique_ptr<CorpusReader>> open(const std::string& path, std::uint64_t seed) {
  if (path.empty()) return generate_corpus(seed, kBuiltInCount);
  return open_corpus(path, {});
}

// Calls `use` for every message that can be read.
template <class Use>
Result<void> for_each_message(const std::string& path, std::uint64_t seed, Use use) {
  auto reader = open(path, seed);
  if (!reader) return std::unexpected(reader.error());
  while (auto item = (*reader)->next()) {
    if (const auto* message = std::get_if<CorpusMessage>(&*item)) use(*message);
  }
  return {};
}

// The messages whose ids hash lowest: drawn from the whole corpus, the same ones every time.
Result<void> write_sample(const std::string& path, const std::filesystem::path& folder,
                          std::size_t count, std::uint64_t seed) {
  const auto rank = [&](const CorpusMessage& message) {
    return make_id({"live", std::to_string(seed), message.id});
  };
  std::set<std::string> drawn;
  auto read = for_each_message(path, seed, [&](const CorpusMessage& message) {
    drawn.insert(rank(message));
    if (drawn.size() > count) drawn.erase(std::prev(drawn.end()));
  });
  if (!read) return read;

  const std::string source =
      path.empty() ? "built-in" : std::filesystem::path(path).filename().string();
  std::size_t number = 0;
  return for_each_message(path, seed, [&](const CorpusMessage& message) {
    if (!drawn.contains(rank(message))) return;
    const auto file = folder / (source + "-" + std::to_string(++number) + ".eml");
    std::ofstream(file, std::ios::binary) << message.message.to_string();
  });
}

}  // namespace
}  // namespace mass

int main(int count, char** words) {
  if (count < 4) {
    std::cerr << "usage: live_messages FOLDER N SEED [CORPUS...]\n";
    return 2;
  }
  std::vector<std::string> corpora{""};
  corpora.insert(corpora.end(), words + 4, words + count);
  for (const std::string& corpus : corpora) {
    const auto written =
        mass::write_sample(corpus, words[1], std::stoul(words[2]), std::stoull(words[3]));
    if (!written) {
      std::cerr << "live_messages: " << written.error().what << "\n";
      return 3;
    }
  }
  return 0;
}
