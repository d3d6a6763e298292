#pragma once

#include <string>
#include <string_view>

/// How SpamAssassin breaks lines. Private to this folder.
namespace mass::transforms::spamassassin {

struct Wrap {
  std::size_t width = 79;         ///< Octets in a line, a tab counts eight.
  std::string_view first;         ///< Stands in front of the text in the first line.
  std::string_view prefix;        ///< Stands in front of every other line.
  bool may_pass = false;          ///< The word that reaches the width stays in the line.
  bool breaks_at_commas = false;  ///< Behind blanks and commas, which stay; else at blanks.
};

/// `text` in lines joined by CRLF. Linear.
[[nodiscard]] std::string wrapped(std::string_view text, const Wrap& how);

}  // namespace mass::transforms::spamassassin
