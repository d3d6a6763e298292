#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/python_email/part.hpp"
#include "harness/paths/software/python_email/python_email.hpp"

namespace mass::transforms {

namespace {

Applied apply_reserialise(const Transit& transit, const Parameters& parameters,
                          StepContext& context) {
  python_email::Part part = python_email::parse(transit.message.to_string());
  const std::vector<python_email::HeaderLine> before = part.headers;
  const auto written = python_email::write(part, context.random);
  if (!written) {
    return stopped(transit, Delivery::discarded,
                   "a field would be read as two: the software fails to write it");
  }
  const auto& kept = parameters.list("keep");
  std::string out;
  for (std::size_t at = 0; at < written->headers.size(); ++at) {
    const auto& line = written->headers[at];
    const bool is_kept = std::ranges::any_of(
        kept, [&line](const std::string& name) { return iequals(name, line.name); });
    out.append(line.name).append(": ").append(is_kept ? before[at].value : line.value);
    out.append("\r\n");
  }
  out.append("\r\n").append(written->body);
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
                               "they stand.")},
          .apply = apply_reserialise};
}

std::vector<Transform> python_email_steps() {
  return {python_reserialise()};
}

}  // namespace mass::transforms
