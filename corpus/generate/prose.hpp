#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/generate/dice.hpp"

namespace mass::generate {

/// English for mail: sentences from templates and word lists, all written for this corpus.
struct Topic;

[[nodiscard]] const Topic& draw_topic(Dice& dice);
[[nodiscard]] const Topic& list_topic(Dice& dice);
[[nodiscard]] const Topic& order_topic();
[[nodiscard]] const Topic& meeting_topic();

[[nodiscard]] std::string subject_of(const Topic& topic, Dice& dice);

/// Paragraphs, each one line, of about `octets` together.
[[nodiscard]] std::vector<std::string> paragraphs(const Topic& topic, std::size_t octets,
                                                  Dice& dice);

/// Breaks a paragraph into lines of at most `width` characters, each ending in LF. With `soft` each
/// but the last keeps a blank at its end (RFC 3676 section 4.1).
[[nodiscard]] std::string wrapped(std::string_view paragraph, std::size_t width, bool soft = false);

/// The same with `prefix` before each line, such as `> `.
[[nodiscard]] std::string as_quotation(std::string_view text, std::string_view prefix = "> ");

/// A unified diff of about `octets`.
[[nodiscard]] std::string diff_text(std::size_t octets, Dice& dice);

/// Lines of a build or mail log of about `octets`.
[[nodiscard]] std::string log_text(std::size_t octets, Dice& dice);

/// A table of things and numbers with its columns set by blanks.
[[nodiscard]] std::string table_text(Dice& dice);

}  // namespace mass::generate
