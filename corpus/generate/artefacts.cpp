#include <fmt/format.h>

#include <array>

#include "corpus/generate/prose.hpp"

/// What people put into mail besides sentences: patches, logs, tables.
namespace mass::generate {

namespace {

constexpr auto kFiles = std::to_array<std::string_view>(
    {"src/queue.c", "drivers/port/serial.c", "lib/address.c", "include/table.h", "net/packet.c",
     "tools/check.c", "kernel/timer.c", "mm/cache.c", "Makefile", "docs/install.txt"});
constexpr auto kIdentifiers =
    std::to_array<std::string_view>({"queue", "entry", "count", "flags", "buffer", "offset", "port",
                                     "state", "limit", "head", "index", "owner"});
constexpr auto kCodeLines = std::to_array<std::string_view>({"\tif (@ == NULL)",
                                                             "\t\treturn -1;",
                                                             "\tfor (i = 0; i < @; i++) {",
                                                             "\t}",
                                                             "",
                                                             "\t@->@ = @ + #;",
                                                             "\tspin_lock(&@->lock);",
                                                             "\t/* The @ must be valid here. */",
                                                             "\tmemset(@, 0, sizeof(*@));",
                                                             "\tprintk(\"@: %d of %d\\n\", @, @);",
                                                             "\t@ = get_@(@, #);",
                                                             "\tbreak;",
                                                             "\tif (@ > # && @ < ##)",
                                                             "\t\tgoto out;",
                                                             "out:",
                                                             "\treturn @;",
                                                             "\tswitch (@->@) {",
                                                             "\tcase #:",
                                                             "}",
                                                             "static int @_@(struct @ *@)",
                                                             "{"});
constexpr auto kLogLines = std::to_array<std::string_view>(
    {"cc -O2 -Wall -g -c -o @.o @.c", "  CC      src/@.o", "  LD      src/@",
     "make[#]: Entering directory `/home/build/@'", "checking for @... yes",
     "warning: unused variable `@'", "test @-## ... ok", "test @-## ... FAILED (## ms)",
     "[   ##.######] @: registered as @#", "kernel: @: link up, ### Mbps, full duplex",
     "sshd[####]: connection from 192.0.2.## closed", "    ##   ####   ##.##%   @"});
constexpr auto kRows = std::to_array<std::string_view>(
    {"north", "south", "east", "west", "office", "workshop", "store", "canteen", "library"});

// `@` becomes a name and `#` a digit.
std::string filled(std::string_view pattern, Dice& dice) {
  std::string out;
  for (const char c : pattern) {
    if (c == '@') {
      out += dice.pick(kIdentifiers);
    } else {
      out += c == '#' ? dice.form("#") : std::string(1, c);
    }
  }
  return out;
}

std::string hunk(Dice& dice) {
  std::string lines;
  std::size_t before = 0;
  std::size_t after = 0;
  const std::size_t count = dice.between(7, 24);
  for (std::size_t i = 0; i < count; ++i) {
    const bool edge = i < 3 || i + 3 >= count;
    const std::size_t sort = edge ? 0 : dice.between(0, 3);
    const char mark = sort == 2 ? '-' : sort == 3 ? '+' : ' ';
    before += mark == '+' ? 0 : 1;
    after += mark == '-' ? 0 : 1;
    lines += mark;
    lines += filled(dice.pick(kCodeLines), dice);
    lines += '\n';
  }
  const std::size_t line = dice.between(10, 900);
  return fmt::format("@@ -{},{} +{},{} @@\n{}", line, before, line, after, lines);
}

}  // namespace

std::string diff_text(std::size_t octets, Dice& dice) {
  std::string out;
  while (out.size() < octets) {
    const std::string_view file = dice.pick(kFiles);
    const std::string old_id = dice.form("%%%%%%%");
    const std::string new_id = dice.form("%%%%%%%");
    out += fmt::format("diff --git a/{0} b/{0}\nindex {1}..{2} 100644\n--- a/{0}\n+++ b/{0}\n",
                       file, old_id, new_id);
    const std::size_t hunks = dice.between(1, 4);
    for (std::size_t i = 0; i < hunks; ++i) out += hunk(dice);
  }
  return out;
}

std::string log_text(std::size_t octets, Dice& dice) {
  std::string out;
  while (out.size() < octets) out += filled(dice.pick(kLogLines), dice) + '\n';
  return out;
}

std::string table_text(Dice& dice) {
  std::string out = fmt::format("{:<14}{:>10}{:>10}{:>10}\n", "", "planned", "spent", "left");
  const std::size_t rows = dice.between(3, 8);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string_view name = dice.pick(kRows);
    const std::size_t planned = dice.between(200, 9000);
    const std::size_t spent = dice.between(0, planned);
    out += fmt::format("{:<14}{:>10}{:>10}{:>10}\n", name, planned, spent, planned - spent);
  }
  return out;
}

}  // namespace mass::generate
