#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/keys/directory.hpp"

/// What can be put in front of any directory. All are thread-safe and, but for the cache, pure: the
/// same question gets the same answer.
namespace mass {

/// Sends each kind of question to the directory that knows about it; null answers `absent`.
class RoutedDirectory final : public KeyDirectory {
 public:
  RoutedDirectory(std::shared_ptr<const KeyDirectory> dns, std::shared_ptr<const KeyDirectory> http,
                  std::shared_ptr<const KeyDirectory> x509);

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  std::shared_ptr<const KeyDirectory> dns_;
  std::shared_ptr<const KeyDirectory> http_;
  std::shared_ptr<const KeyDirectory> x509_;
};

/// Remembers answers for their TTL, failures for 30 s, absences for 300 s; keeps counts of hits and
/// misses. A remembered answer costs no wait.
class CachingDirectory final : public KeyDirectory {
 public:
  explicit CachingDirectory(std::shared_ptr<const KeyDirectory> behind);
  [[nodiscard]] std::uint64_t hits() const noexcept;
  [[nodiscard]] std::uint64_t misses() const noexcept;

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  struct State;
  std::shared_ptr<const KeyDirectory> behind_;
  std::shared_ptr<State> state_;
};

/// Round trips by a model: simulated, counted, never slept. Source: metrics sheet section 5, C7.
struct LatencyModel {
  std::chrono::milliseconds dns{0};
  std::chrono::milliseconds http{0};
  std::chrono::milliseconds timeout{5000};  ///< What a question costs that nobody answers.

  [[nodiscard]] bool is_zero() const noexcept { return dns.count() == 0 && http.count() == 0; }
};

class LatencyDirectory final : public KeyDirectory {
 public:
  LatencyDirectory(std::shared_ptr<const KeyDirectory> behind, LatencyModel model);

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  std::shared_ptr<const KeyDirectory> behind_;
  LatencyModel model_;
};

/// Which share of all names is out of order. Chosen by a hash of seed and name: the same names fail
/// on every machine, for every scheme, whoever asks first.
struct FaultModel {
  std::uint64_t seed = 0;
  unsigned failed_per_mille = 0;
  unsigned timeout_per_mille = 0;
  unsigned absent_per_mille = 0;

  [[nodiscard]] bool is_zero() const noexcept {
    return failed_per_mille + timeout_per_mille + absent_per_mille == 0;
  }
};

/// Local questions (trust anchors) are never disturbed.
class FaultyDirectory final : public KeyDirectory {
 public:
  FaultyDirectory(std::shared_ptr<const KeyDirectory> behind, FaultModel model);

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  std::shared_ptr<const KeyDirectory> behind_;
  FaultModel model_;
};

/// Writes down every question, in order. Belongs to one thread.
class RecordingDirectory final : public KeyDirectory {
 public:
  RecordingDirectory(const KeyDirectory& behind, std::vector<KeyQuery>& asked) noexcept
      : behind_(behind), asked_(asked) {}

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  const KeyDirectory& behind_;
  std::vector<KeyQuery>& asked_;
};

}  // namespace mass
