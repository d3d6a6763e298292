#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "corpus/corpus.hpp"
#include "corpus/read/raw.hpp"

namespace mass {

/// Turns stored messages into corpus messages.
class Importer {
 public:
  explicit Importer(const ReadOptions& options) : options_(options) {}
  [[nodiscard]] CorpusMessage import(RawMessage raw);

 private:
  [[nodiscard]] std::string unique_id(std::string_view wire);

  ReadOptions options_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint32_t> seen_;  // id -> how often
};

/// The corpus that a reader of stored messages gives.
[[nodiscard]] std::unique_ptr<CorpusReader> import_all(std::unique_ptr<RawReader> stored,
                                                       const ReadOptions& options);

}  // namespace mass
