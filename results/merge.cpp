#include "results/merge.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "results/run_folder.hpp"
#include "results/store_pairs.hpp"
#include "results/sum_cases.hpp"

namespace mass {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "; ") + line;
  return text;
}

std::string shard_name(const Manifest::Shard& shard) {
  return fmt::format("{}/{}", shard.index, shard.count);
}

// Why a run is no part of the run that `first` is a part of; empty if it is one.
std::string why_foreign(const StoredRun& run, const StoredRun& first) {
  if (!run.manifest.shard) return "is a run of all messages, not a shard";
  if (first.manifest.shard && run.manifest.shard->count != first.manifest.shard->count) {
    return fmt::format("is shard {} and {} is shard {}", shard_name(*run.manifest.shard),
                       first.folder.string(), shard_name(*first.manifest.shard));
  }
  const std::vector<std::string> lines = differences(first.manifest, run.manifest);
  if (lines.empty()) return {};
  return fmt::format("is of another run than {}: {}", first.folder.string(), joined(lines));
}

// How the results of two runs of the same shard differ; empty if they do not.
Result<std::string> conflict_of(const StoredRun& one, const StoredRun& other) {
  const auto id = first_difference(one.folder / kCasesFile, other.folder / kCasesFile);
  if (!id) return std::unexpected(id.error());
  if (*id) return "case " + **id;
  return std::string(one.deterministic == other.deterministic ? "" : "their summaries");
}

Result<void> place(StoredRun run, std::map<std::uint64_t, StoredRun>& shards, RunParts& parts) {
  const Manifest::Shard shard = *run.manifest.shard;
  const auto before = shards.find(shard.index);
  if (before == shards.end()) {
    shards.emplace(shard.index, std::move(run));
    return {};
  }
  const std::string both = fmt::format("shard {}: {} and {}", shard_name(shard),
                                       before->second.folder.string(), run.folder.string());
  const auto conflict = conflict_of(before->second, run);
  if (!conflict) return std::unexpected(conflict.error());
  if (conflict->empty()) {
    parts.doubled.push_back(both + " have the same results; the first one counts");
  } else {
    parts.conflicting.push_back(fmt::format("{} should have the same results, and {} differ{}",
                                            both, *conflict,
                                            conflict->starts_with("case") ? "s" : ""));
  }
  return {};
}

}  // namespace

Result<RunParts> sort_parts(std::vector<StoredRun> runs) {
  RunParts parts;
  std::map<std::uint64_t, StoredRun> shards;
  std::map<std::uint64_t, std::string> broken_off;
  if (runs.empty()) return parts;
  const StoredRun first = runs.front();
  for (StoredRun& run : runs) {
    if (const std::string why = why_foreign(run, first); !why.empty()) {
      parts.foreign.push_back(run.folder.string() + " " + why);
    } else if (!run.complete) {
      broken_off.emplace(run.manifest.shard->index, run.folder.string());
    } else if (auto done = place(std::move(run), shards, parts); !done) {
      return std::unexpected(done.error());
    }
  }
  // A count from a damaged manifest must not make a list without an end.
  constexpr std::size_t kNamed = 50;
  const std::uint64_t count = first.manifest.shard ? first.manifest.shard->count : 0;
  for (std::uint64_t index = 1; index <= count && parts.missing.size() < kNamed; ++index) {
    if (shards.contains(index)) continue;
    const auto broken = broken_off.find(index);
    parts.missing.push_back(fmt::format(
        "shard {}/{} {}", index, count,
        broken == broken_off.end()
            ? std::string("is missing")
            : fmt::format("in {} was broken off; go on with it by run --resume", broken->second)));
  }
  for (auto& [index, run] : shards) parts.shards.push_back(std::move(run));
  return parts;
}

Result<Summary> merge_parts(const std::vector<StoredRun>& parts, CaseStore& into) {
  for (const StoredRun& part : parts) {
    if (auto done = into.merge(part.folder / kCasesFile); !done) {
      return std::unexpected(done.error());
    }
  }
  if (auto done = into.finish(); !done) return std::unexpected(done.error());
  auto summary = sum_cases(into.file());
  if (!summary) return summary;
  for (const StoredRun& part : parts) {
    for (const auto& [fact, number] : part.facts) summary->count(fact, number);
  }
  return summary;
}

Manifest whole_of(const StoredRun& part) {
  Manifest manifest = part.manifest;
  manifest.shard.reset();
  return manifest;
}

}  // namespace mass
