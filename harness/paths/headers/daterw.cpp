#include "core/message/date.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

Applied apply_daterw(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field field = editor.fields()[i];
    if (!is_one_of(field, parameters.list("fields"))) continue;
    const auto date = parse_mail_date(field.value());
    if (!date) continue;
    const std::string canonical = " " + spelled(*date);
    if (canonical == field.value()) continue;
    editor.replace(i, with_value(field, canonical));
    log.push_back("wrote " + one_line(field.name()) + " anew");
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform daterw() {
  return {.id = "T15",
          .name = "daterw",
          .text =
              "Spells dates as the standard does, the instant kept: two digits for the day, the "
              "zone as a number, no comment. What is no date stays.",
          .models = "relays that rebuild header lines, groupware",
          .benign = true,
          .parameters = {texts("fields", {"Date"}, "Names of the fields.")},
          .apply = apply_daterw};
}

}  // namespace mass::transforms
