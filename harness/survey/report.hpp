#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/survey/survey.hpp"

namespace mass::survey {

/// Rows of a ranking that a table shows; the others are summed up in a last row. JSON has all.
inline constexpr std::size_t kShownRows = 12;

/// `12.5 %`; `100 %` only if it is all, `0 %` only if it is none; `-` without trials.
[[nodiscard]] std::string share_text(std::uint64_t part, std::uint64_t whole);

/// A survey for a person at a terminal, lines of about `width` characters. What came from mail is
/// printable.
[[nodiscard]] std::string survey_text(const Survey& survey, std::size_t width);

/// The same and more, schema `mass-survey-1`; see docs/survey.md. Whole numbers only.
[[nodiscard]] std::string survey_json(const Survey& survey);

}  // namespace mass::survey
