#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runner.hpp"

namespace mass::test {

/// A fresh run of four rows over delivery, a path file that is gone afterwards, and bounces, for
/// tests of what is read from a run folder.
class SmallRun {
 public:
  explicit SmallRun(const std::vector<std::string>& gates = {});

  [[nodiscard]] std::string folder() const { return files_ / "run"; }
  [[nodiscard]] std::string file(const std::string& name) const { return files_ / name; }
  [[nodiscard]] const Ran& ran() const { return ran_; }  ///< How the run ended.

  /// `massbench report` of it.
  [[nodiscard]] Ran report(const std::vector<std::string>& words) const;

  [[nodiscard]] nlohmann::json manifest() const;

  /// The cells of all messages in its summary, and its deterministic half.
  [[nodiscard]] std::vector<nlohmann::json> cells() const;
  [[nodiscard]] nlohmann::json deterministic() const;

 private:
  TemporaryFolder files_;
  Ran ran_;
};

/// Runs a line of a shell in a folder, with `massbench` on the path.
[[nodiscard]] Ran run_shell(const std::string& folder, const std::string& line);

}  // namespace mass::test
