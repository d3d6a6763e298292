#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "results/record.hpp"
#include "results/report/report.hpp"

namespace mass::sample {

using namespace std::string_view_literals;

/// What a hostile message may put where a report shows it: each must stay text.
inline constexpr std::array kHostile{
    "<script>alert(1)</script>"sv,
    "</script><img src=x onerror=alert(2)>"sv,
    "\" onmouseover=\"alert(3)"sv,
    "' style='display:none"sv,
    "\x1b[31mred\x1b]0;title\x07"sv,
    "abc\xe2\x80\xae cod.exe"sv,
    "nul\0nul"sv,
    "bad \xff\xfe\xc3 utf-8"sv,
    "'); DROP TABLE cases; --"sv,
    "=cmd|' /C calc'!A0"sv,
    "a|b`c*d_e[f](javascript:alert(4))"sv,
    "line\r\nnext\tline"sv,
    "]]></style><!--"sv,
};

/// Records of a small run: content schemes and a bounce scheme, delivery, hostile, forged and
/// bounce paths, declined messages, tool errors, every stratum, hostile text. The same records for
/// the same number of messages.
[[nodiscard]] std::vector<Record> records(std::size_t messages);

[[nodiscard]] std::vector<PathFacts> paths();
[[nodiscard]] std::vector<SchemeFacts> schemes();

/// A whole report over `records`, with manifest, facts and examples.
[[nodiscard]] Report report(std::size_t messages);

/// A record that passes, for tests that change one thing about it.
[[nodiscard]] Record passing();

/// A record that fails with a changed Subject.
[[nodiscard]] Record failing();

}  // namespace mass::sample
