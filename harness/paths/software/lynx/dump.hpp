#pragma once

#include <string>
#include <string_view>

/// HTML as the text browser Lynx writes it, which mail software calls. Private to the rooms of such
/// software. Source: Lynx 2.9.0dev.12 with the configuration of Debian 12.
namespace mass::lynx {

/// What `lynx -dump FILE` makes of a file in UTF-8: text of 80 columns and the list of its links;
/// lines end in LF. Linear.
///
/// Headings, paragraphs, lists, quotes, preformatted text, links, pictures by their names, tables
/// of short cells. Not: forms, frames, tables in tables, wide characters that take two columns.
[[nodiscard]] std::string dump(std::string_view html);

}  // namespace mass::lynx
