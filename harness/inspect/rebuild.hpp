#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/crypto.hpp"
#include "core/scheme/registry.hpp"
#include "harness/run/case_runner.hpp"
#include "harness/run/scenario.hpp"
#include "results/stored_run.hpp"

namespace mass {

/// A case made again from what a run folder tells of it. The plan has its row and its path only.
/// Servers are the embedded ones, also when the run asked real ones.
struct RebuiltCase {
  Record stored;
  std::unique_ptr<const Plan> plan;  ///< The world refers to it.
  std::unique_ptr<World> world;
  CorpusChoice corpus;  ///< Where the message is.
  CorpusMessage message;
  CaseInFull made;  ///< Its record is the one of now.

  [[nodiscard]] const PlannedScheme& row() const { return plan->schemes.front(); }
  [[nodiscard]] const Path& path() const { return plan->paths.front(); }
};

/// Finds a case of a run by its id or the beginning of it. Errc::config if there is none, or more
/// than one; says how to find one.
[[nodiscard]] Result<Record> find_case(const StoredRun& run, std::string_view id);

/// Makes a case again. `on_message` is told of every message that is read on the way, while the
/// corpora are searched; may be empty.
/// Errors: Errc::missing if a corpus, a path file or the message is not there any more, or the
/// corpora are not those of the run; Errc::config if the scheme or path is unknown here.
[[nodiscard]] Result<RebuiltCase> rebuild(const StoredRun& run, const Record& stored,
                                          const Registry& registry, const Crypto& crypto,
                                          const std::function<void()>& on_message);

/// In what the case of now differs from the stored one, one line each: verdict, cause, step, field
/// and offset. Nothing when they agree.
[[nodiscard]] std::vector<std::string> disagreements(const Record& stored, const Record& made);

}  // namespace mass
