#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "results/record.hpp"
#include "results/summary.hpp"

namespace mass {

/// Octets of one hostile text in the store at most, before it is made printable.
inline constexpr std::size_t kStoredTextOctets = 2000;

/// The case store, cases.sqlite: one row per case, for drill-down, for resuming a run and for
/// anyone's own questions. The schema is described in docs/results.md.
///
/// Text that may be hostile (origin, reason, state, names from messages) is stored printable and
/// cut, so that it is valid UTF-8 in every tool; the octets themselves are rebuilt from the case.
/// A record that was stored and read back counts the same in every Summary. Used from one thread.
class CaseStore {
 public:
  enum class Mode {
    create,  ///< A new file; Errc::config if there is one already.
    resume,  ///< An unfinished or finished one, to add to.
    read,
  };

  /// Errc::malformed if the file is not a case store, Errc::unsupported if it is one of another
  /// version.
  [[nodiscard]] static Result<CaseStore> open(const std::filesystem::path& file, Mode mode);

  CaseStore(CaseStore&&) noexcept;
  CaseStore& operator=(CaseStore&&) noexcept;

  /// What was added since the last batch is lost unless `commit` or `finish` was called: a broken
  /// run is resumed from a batch's end.
  ~CaseStore();

  /// Adds a case or replaces the one with its id. Written in batches, each one transaction.
  [[nodiscard]] Result<void> add(const Record& record);

  /// Notes a fact about the run: `version`, `seed`.
  [[nodiscard]] Result<void> note(std::string_view key, std::string_view value);

  /// Writes what was added since the last batch: the store can be resumed from here.
  [[nodiscard]] Result<void> commit();

  /// Adds all cases of another store in one transaction: all of them or none. Errc::internal if one
  /// of them is here already: parts of a run never share a case.
  [[nodiscard]] Result<void> merge(const std::filesystem::path& other);

  /// Writes the last batch, makes the indices and marks the store as complete.
  [[nodiscard]] Result<void> finish();

  [[nodiscard]] Result<bool> is_complete() const;

  [[nodiscard]] const std::filesystem::path& file() const noexcept;

  /// The cases with the smallest messages that broke for one cause (a key of `Cell::causes`) in a
  /// cell; the stratum of the key is not looked at. Ties are broken by case id.
  [[nodiscard]] Result<std::vector<Record>> smallest_failures(const CellKey& cell,
                                                              std::string_view cause,
                                                              std::size_t limit) const;

  /// The passes of a cell with the smallest messages, as above: on a path where what arrives is
  /// forged, they are what went wrong.
  [[nodiscard]] Result<std::vector<Record>> smallest_passes(const CellKey& cell,
                                                            std::size_t limit) const;

  [[nodiscard]] Result<std::optional<Record>> find(std::string_view case_id) const;

  /// Ids of cases in their order, from the first one that is not below `id`, at most `limit`.
  [[nodiscard]] Result<std::vector<std::string>> ids_from(std::string_view id,
                                                          std::size_t limit) const;

  [[nodiscard]] Result<std::uint64_t> count() const;

  /// Ids of the messages that have so many cases.
  [[nodiscard]] Result<std::set<std::string, std::less<>>> messages_with(std::uint64_t cases) const;

  /// Every case, in the order in which they were added.
  [[nodiscard]] Result<void> for_each(const std::function<void(const Record&)>& visit) const;

  /// The same of those that are numbered from `after`, without it, to `last`: of each record what a
  /// Summary looks at, which is read faster than all of it.
  [[nodiscard]] Result<void> for_each_counted(
      std::int64_t after, std::int64_t last, const std::function<void(const Record&)>& visit) const;

  /// The greatest number of a case; 0 if there is none.
  [[nodiscard]] Result<std::int64_t> last_sequence() const;

 private:
  struct State;
  explicit CaseStore(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace mass
