#pragma once

#include <set>
#include <string>
#include <string_view>

/// The text SpamAssassin sees in HTML. Private to this folder.
namespace mass::transforms::spamassassin {

struct HtmlText {
  std::string text;                         ///< Without tags, as lines and paragraphs.
  std::set<std::string, std::less<>> tags;  ///< Names of all tags, lower case.
  bool is_wide = false;                     ///< An entity stands for a character over U+00FF.
};

/// Tags, comments, scripts and styles go; entities become UTF-8; tags that stand for lines and
/// paragraphs become line ends. Linear.
[[nodiscard]] HtmlText html_text(std::string_view html);

}  // namespace mass::transforms::spamassassin
