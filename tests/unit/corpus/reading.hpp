#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corpus/corpus.hpp"
#include "corpus/read/raw.hpp"

namespace mass {

/// A message as it is stored.
inline const std::string kMail = "From: a@x.example\nTo: b@x.example\n\ntext\n";

/// Everything a corpus gives, in memory.
struct Reading {
  std::vector<RawMessage> messages;
  std::vector<CorpusProblem> problems;
  std::size_t skipped = 0;
  std::string error;  ///< Why it could not be opened.

  [[nodiscard]] std::vector<std::string> octets() const;
  [[nodiscard]] std::vector<std::string> places() const;
};

[[nodiscard]] Reading read_stored(const std::filesystem::path& path,
                                  const ReadOptions& options = {});

/// The messages of a corpus; problems become test failures.
[[nodiscard]] std::vector<CorpusMessage> read_all(CorpusReader& reader);

/// Octets from memory, given out in pieces of at most `piece`.
[[nodiscard]] Input input_of(std::string text, std::size_t piece = 7);

}  // namespace mass
