#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kFrom = "From ";

Applied apply_escape_from(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string_view body = transit.message.body().view();
  std::string out;
  std::size_t count = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size() - 1) + 1;
    const std::string_view line = body.substr(at, end - at);
    if (line.starts_with(kFrom)) {
      out += parameters.text("prefix");
      ++count;
    }
    out += line;
    at = end;
  }
  if (count == 0) return unchanged(transit);
  MessageEditor editor(transit.message);
  editor.set_body(Octets(std::move(out)));
  return edited(transit, std::move(editor), {fmt::format("escaped {} lines", count)});
}

}  // namespace

Transform escape_from() {
  return {.id = "escape_from",
          .name = "escape_from",
          .text = "Puts a mark in front of body lines that start with `From `.",
          .models = "formail, delivery agents that write mbox files",
          .benign = true,
          .parameters = {free_text("prefix", ">", "The mark.")},
          .apply = apply_escape_from};
}

}  // namespace mass::transforms
