#pragma once

#include <string>
#include <vector>

#include "core/scheme/trace.hpp"
#include "harness/inspect/diagnose.hpp"
#include "harness/inspect/line_diff.hpp"

namespace mass {

/// The two sides of a comparison, as a scheme sees them: what it hashed of each, and the envelope
/// if it protects that. Where it hashes nothing of a side, or does not say what, these are the
/// messages as they stand.
struct Evidence {
  std::string no_transcript;  ///< What these are instead of transcripts and why; else empty.
  std::vector<TraceItem> before;
  std::vector<TraceItem> after;
  Verdict verdict_before;
  Verdict verdict_after;
  Diagnosis difference;  ///< Of the transcripts, as `compare_transcripts` has it; intact if there
                         ///< are none.
};

/// Errors: the verifier broke down.
[[nodiscard]] Result<Evidence> gather_evidence(const SchemeInfo& info, const Judge& judge,
                                               const Transit& before, const Transit& after);

/// Items as lines; the section of a line is hash input and field: `hash-input Subject`, `body`.
[[nodiscard]] std::vector<DiffLine> lines_of(const std::vector<TraceItem>& items);

/// Both sides line by line, and where they first part.
struct SideBySide {
  std::vector<DiffLine> before;
  std::vector<DiffLine> after;
  std::vector<DiffRow> rows;

  [[nodiscard]] bool differ() const { return first_change() < rows.size(); }

  /// The first changed row; the number of rows if there is none.
  [[nodiscard]] std::size_t first_change() const;

  /// The first one of that field, of the body for an empty name; else the first of all.
  [[nodiscard]] std::size_t first_change(std::string_view field) const;
};
[[nodiscard]] SideBySide compare_sides(const Evidence& evidence);

}  // namespace mass
