#include <benchmark/benchmark.h>

#include "results/report/page.hpp"

namespace mass::bench {
namespace {

// As many cells as the standard evaluation has. What a page costs depends on them and hardly on the
// number of messages: of every cause and cell only the smallest cases are shown.
Report standard_report() {
  constexpr int kSchemes = 7;
  constexpr int kProfiles = 4;
  constexpr int kPaths = 50;
  constexpr std::uint64_t kMessages = 48;
  Report report;
  for (int scheme = 0; scheme < kSchemes; ++scheme) {
    for (int profile = 0; profile < kProfiles; ++profile) {
      for (int path = 0; path < kPaths; ++path) {
        for (std::uint64_t message = 0; message < kMessages; ++message) {
          Record record;
          record.case_id = std::to_string(message);
          record.scheme = "scheme" + std::to_string(scheme);
          record.profile = "profile" + std::to_string(profile);
          record.path = "P" + std::to_string(path);
          record.strata = 1U << message % kStratumCount;
          record.is_signed = true;
          record.message_octets = 1000 + message;
          const bool breaks = path % 3 == 0 && message % 4 != 0;
          record.outcome = breaks ? Outcome::fail : Outcome::pass;
          if (breaks) record.diagnosis = {.cause = Cause::body_changed, .step_name = "T30 footer"};
          report.summary.add(record);
        }
      }
    }
  }
  return report;
}

void write_report(benchmark::State& state) {
  const Report report = standard_report();
  std::size_t octets = 0;
  for (auto _ : state) {
    const std::string page = html_report(report);
    octets = page.size();
    benchmark::DoNotOptimize(page.data());
  }
  state.counters["octets"] = static_cast<double>(octets);
}
BENCHMARK(write_report)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mass::bench
