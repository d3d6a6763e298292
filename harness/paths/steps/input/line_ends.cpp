#include <fmt/format.h>

#include <algorithm>

#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

enum class Bare : std::uint8_t { keep, crlf, space, drop, reject };
enum class Nul : std::uint8_t { keep, drop, space, cut_line, join_line, zero_line, reject };

struct Rules {
  Bare lf;
  Bare cr;
  Nul nul;
  bool drops_final_crs;
};

// Behind the CRs at `at`, if a LF follows them; otherwise `at`.
std::size_t skip_final_crs(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_not_of('\r', at), text.size());
  return end < text.size() && text[end] == '\n' ? end - 1 : at;
}

// What was found, for the log.
struct Found {
  std::size_t lf = 0;
  std::size_t cr = 0;
  std::size_t nul = 0;
};

std::string_view replacement(Bare rule, std::string_view original) {
  switch (rule) {
    case Bare::crlf:
      return "\r\n";
    case Bare::space:
      return " ";
    case Bare::drop:
      return "";
    case Bare::keep:
    case Bare::reject:
      return original;
  }
  return original;
}

// One pass; `cut` skips to the end of the line it began in.
std::string settle(std::string_view text, const Rules& rules, Found& found) {
  std::string out;
  out.reserve(text.size() + 2);
  bool is_cut = false;     // the rest of this line goes away
  bool is_zero = false;    // it becomes NUL
  bool is_joined = false;  // its line end goes away too
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // Once for each run of CRs, or a long one that ends otherwise would be read again and again.
    const bool is_first = c == '\r' && (i == 0 || text[i - 1] != '\r');
    if (is_first && rules.drops_final_crs) i = skip_final_crs(text, i);
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      if (!is_joined) out += "\r\n";
      is_cut = is_zero = is_joined = false;
      ++i;
    } else if (c == '\n') {
      ++found.lf;
      if (rules.lf == Bare::crlf) {
        if (!is_joined) out += "\r\n";
        is_cut = is_zero = is_joined = false;
      } else if (!is_cut) {
        out += replacement(rules.lf, "\n");
      }
    } else if (is_cut || is_zero) {
      if (is_zero) out += '\0';
    } else if (c == '\r') {
      ++found.cr;
      out += replacement(rules.cr, "\r");
    } else if (c == '\0' && rules.nul != Nul::keep) {
      ++found.nul;
      if (rules.nul == Nul::space) out += ' ';
      if (rules.nul == Nul::zero_line) out += '\0';
      is_zero = rules.nul == Nul::zero_line;
      is_joined = rules.nul == Nul::join_line;
      is_cut = is_joined || rules.nul == Nul::cut_line;
    } else {
      found.nul += c == '\0' ? 1 : 0;
      out += c;
    }
  }
  return out;
}

Applied apply_line_ends(const Transit& transit, const Parameters& parameters, StepContext&) {
  const Rules rules{parameters.choice<Bare>("bare_lf"), parameters.choice<Bare>("bare_cr"),
                    parameters.choice<Nul>("nul"), parameters.flag("drop_final_crs")};
  Found found;
  std::string text = settle(transit.message.to_string(), rules, found);
  if (rules.lf == Bare::reject && found.lf > 0)
    return stopped(transit, Delivery::rejected, "refused a bare LF");
  if (rules.cr == Bare::reject && found.cr > 0)
    return stopped(transit, Delivery::rejected, "refused a bare CR");
  if (rules.nul == Nul::reject && found.nul > 0)
    return stopped(transit, Delivery::rejected, "refused a NUL");
  const std::string& final_line = parameters.text("final_crlf");
  if (final_line != "keep" && !text.empty() && !text.ends_with("\r\n")) {
    if (final_line == "add") {
      text += "\r\n";
    } else {
      const std::size_t line_at = text.rfind('\n') + 1;  // 0 if there is none
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(line_at), text.end(), '\0');
    }
  }
  return reparsed(
      transit, std::move(text),
      {fmt::format("line ends: {} bare LF, {} bare CR, {} NUL", found.lf, found.cr, found.nul)});
}

}  // namespace

Transform line_ends() {
  return {.id = "line_ends",
          .name = "line_ends",
          .text = "What the input stage makes of line ends that are none and of NUL.",
          .models = "every MTA at its door (RFC 5321 section 2.3.8)",
          .benign = true,
          .parameters =
              {word("bare_lf", "keep", {"keep", "crlf", "space", "drop", "reject"},
                    "A LF without CR in front."),
               word("bare_cr", "keep", {"keep", "crlf", "space", "drop", "reject"},
                    "A CR without LF behind it."),
               word("nul", "keep",
                    {"keep", "drop", "space", "cut_line", "join_line", "zero_line", "reject"},
                    "An octet 0; cut_line drops what follows it on its line, join_line the line "
                    "end too, zero_line makes it NUL."),
               flag("drop_final_crs", false, "Further CRs in front of a CRLF go away."),
               word("final_crlf", "keep", {"keep", "add", "lose_line"},
                    "A last line without line end; lose_line: its octets become NUL.")},
          .apply = apply_line_ends};
}

}  // namespace mass::transforms
