#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// Fields whose values are tokens, not free text. Source: RFC 5322 section 3.6, RFC 2045, RFC 2369,
// RFC 6376, RFC 8601.
constexpr std::array<std::string_view, 27> kStructured{"Return-Path",
                                                       "Received",
                                                       "Date",
                                                       "From",
                                                       "Sender",
                                                       "Reply-To",
                                                       "To",
                                                       "Cc",
                                                       "Bcc",
                                                       "Message-ID",
                                                       "In-Reply-To",
                                                       "References",
                                                       "MIME-Version",
                                                       "Content-Type",
                                                       "Content-Transfer-Encoding",
                                                       "Content-Disposition",
                                                       "Content-ID",
                                                       "Errors-To",
                                                       "Precedence",
                                                       "Authentication-Results",
                                                       "DKIM-Signature",
                                                       "DomainKey-Signature",
                                                       "ARC-Seal",
                                                       "ARC-Message-Signature",
                                                       "ARC-Authentication-Results",
                                                       "Auto-Submitted",
                                                       "Disposition-Notification-To"};

bool is_structured(const Field& field) {
  return istarts_with(field.name(), "Resent-") || istarts_with(field.name(), "List-") ||
         is_one_of(field, kStructured);
}

/// Collapses runs of blanks outside quoted strings, whose blanks are part of what is quoted.
class BlankCollapser {
 public:
  void add(std::string_view line, std::string& out) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (!is_quoted_ && is_wsp(c)) {
        if (i == 0 || !is_wsp(line[i - 1])) out += ' ';
        continue;
      }
      if (c == '"') is_quoted_ = !is_quoted_;
      out += c;
      if (is_quoted_ && c == '\\' && i + 1 < line.size()) out += line[++i];
    }
  }

 private:
  bool is_quoted_ = false;
};

// The part of a field after its colon, with the one blank in front. A line that holds blanks only
// goes away as a whole: what would be left of it ends the header.
std::string tidy(std::string_view value, bool is_structured) {
  std::string out;
  BlankCollapser collapser;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = std::min(value.find("\r\n", at), value.size());
    std::string_view line = without_trailing_blanks(value.substr(at, end - at));
    at = std::min(end + 2, value.size());
    if (line.empty()) continue;
    if (out.empty()) {
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
      out = " ";
    } else {
      out += "\r\n";
    }
    if (is_structured) {
      collapser.add(line, out);
    } else {
      out += line;
    }
  }
  return out;
}

Applied apply_hdrspace(const Transit& transit, const Parameters&, StepContext&) {
  MessageEditor editor(transit.message);
  std::size_t count = 0;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    Field tidied = make_field(field.name(), tidy(field.value(), is_structured(field)));
    const bool has_end = field.raw().ends_with("\r\n");
    if (!has_end) {
      tidied = Field(tidied.octets().slice(0, tidied.raw().size() - 2), field.name().size(),
                     field.name().size());
    }
    if (tidied.raw() == field.raw()) continue;
    editor.replace(i, std::move(tidied));
    ++count;
  }
  return edited(transit, std::move(editor), {fmt::format("tidied blanks in {} fields", count)});
}

}  // namespace

Transform hdrspace() {
  return {.id = "T08",
          .name = "hdrspace",
          .text =
              "Writes `: ` after every name, drops blanks at line ends and doubled blanks in "
              "structured fields.",
          .models = "relays that rebuild header lines",
          .benign = true,
          .parameters = {},
          .apply = apply_hdrspace};
}

}  // namespace mass::transforms
