#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

enum class PresentTest : std::uint8_t { exact, case_insensitive, none };

bool is_present(std::string_view subject, std::string_view prefix, PresentTest test) {
  const std::string_view tag = trim(prefix);
  switch (test) {
    case PresentTest::exact:
      return subject.contains(tag);
    case PresentTest::case_insensitive:
      return ifind(subject, tag) != std::string::npos;
    case PresentTest::none:
      return false;
  }
  return false;
}

// CRLFs go, the white space behind them stays.
std::string joined(std::string_view value) {
  return unfold(value);
}

Applied apply_subject_prefix(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string& prefix = parameters.text("text");
  const auto test = parameters.choice<PresentTest>("present_test");
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  bool is_found = false;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    if (!field.is("Subject")) continue;
    if (is_found && !parameters.flag("every")) continue;
    is_found = true;
    const std::string value = joined(field.value());
    if (is_present(value, prefix, test)) continue;
    const std::size_t begin = std::min(value.find_first_not_of(" \t"), value.size());
    editor.replace(i, make_field("Subject", " " + prefix + value.substr(begin)));
    log.push_back("put " + one_line(prefix) + " into Subject");
  }
  if (!is_found && parameters.text("if_missing") == "add") {
    editor.append(make_field("Subject", fmt::format(" {}", trim(prefix))));
    log.push_back("added Subject with " + one_line(prefix));
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform subject_prefix() {
  return {.id = "subject_prefix",
          .name = "subject_prefix",
          .text = "Puts a text in front of the Subject, which is unfolded, unless it holds it.",
          .models = "mlmmj (prefix)",
          .benign = true,
          .parameters = {free_text("text", "[list] ", "The prefix with the blank behind it."),
                         word("present_test", "exact", {"exact", "case_insensitive", "none"},
                              "How the software looks whether the prefix is there, blanks at its "
                              "ends aside."),
                         flag("every", true, "Every Subject field, not the first alone."),
                         word("if_missing", "add", {"add", "nothing"},
                              "A message without Subject gets one at the end, or none.")},
          .apply = apply_subject_prefix};
}

}  // namespace mass::transforms
