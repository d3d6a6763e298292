#include "results/sum_cases.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include "results/store.hpp"

namespace mass {
namespace {

// Fewer cases than this are read before another thread has started.
constexpr std::int64_t kFewest = 2000;

// The cases numbered from `after`, without it, to `last`.
Result<Summary> sum_between(const std::filesystem::path& file, std::int64_t after,
                            std::int64_t last) {
  const auto store = CaseStore::open(file, CaseStore::Mode::read);
  if (!store) return std::unexpected(store.error());
  Summary summary;
  auto read = store->for_each_counted(after, last,
                                      [&summary](const Record& record) { summary.add(record); });
  if (!read) return std::unexpected(read.error());
  return summary;
}

}  // namespace

Result<Summary> sum_cases(const std::filesystem::path& file) {
  const auto store = CaseStore::open(file, CaseStore::Mode::read);
  if (!store) return std::unexpected(store.error());
  const auto last = store->last_sequence();
  if (!last) return std::unexpected(last.error());
  const std::int64_t parts = std::clamp<std::int64_t>(
      *last / kFewest, 1, std::max(1U, std::thread::hardware_concurrency()));
  std::vector<Result<Summary>> sums(static_cast<std::size_t>(parts));
  {
    std::vector<std::jthread> threads;
    for (std::int64_t part = 0; part < parts; ++part) {
      threads.emplace_back([&, part] {
        sums[static_cast<std::size_t>(part)] =
            sum_between(file, *last * part / parts, *last * (part + 1) / parts);
      });
    }
  }
  Summary summary;
  for (const auto& sum : sums) {
    if (!sum) return std::unexpected(sum.error());
    summary.merge(*sum);
  }
  return summary;
}

}  // namespace mass
