#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/python_email/part.hpp"
#include "harness/paths/software/python_email/python_email.hpp"

namespace mass::transforms {

namespace {

void mark_written(python_email::Part& part, const std::vector<std::string>& names) {
  for (auto& line : part.headers) {
    line.is_written = std::ranges::any_of(
        names, [&line](const std::string& name) { return iequals(name, line.name); });
  }
}

Applied apply_reserialise(const Transit& transit, const Parameters& parameters,
                          StepContext& context) {
  const std::string octets = transit.message.to_string();
  const bool is_header_only = parameters.flag("header_only");
  python_email::Part part =
      is_header_only ? python_email::parse_header(octets) : python_email::parse(octets);
  const auto& names = parameters.list("keep");
  mark_written(part, names);
  if (parameters.flag("keep_carried")) {
    if (python_email::Part* inner = python_email::carried_message(part))
      mark_written(*inner, names);
  }
  const auto written = python_email::write(part, context.random);
  if (!written) {
    return stopped(transit, Delivery::discarded,
                   "a field would be read as two: the software fails to write it");
  }
  std::string out = python_email::octets_of(*written);
  if (!out.ends_with("\r\n")) out.append("\r\n");
  return reparsed(transit, std::move(out), {"message written anew"});
}

}  // namespace

Transform python_reserialise() {
  return {.id = "python_reserialise",
          .name = "python_reserialise",
          .text =
              "Reads the message and writes it anew: fields folded at 78 columns, one blank behind "
              "the colon, multiparts put together from their parts, > before From at the start of "
              "a line.",
          .models = "Python's email package (Mailman 3)",
          .benign = true,
          .parameters = {texts("keep", {},
                               "Fields that are folded already: names whose values are written as "
                               "they stand."),
                         flag("header_only", false, "The body has been written already."),
                         flag("keep_carried", false,
                              "The same fields are kept in the message that this one carries.")},
          .apply = apply_reserialise};
}

std::vector<Transform> python_email_steps() {
  return {python_reserialise()};
}

}  // namespace mass::transforms
