#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/fields/unfolding.hpp"
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

std::string prefixed(const Field& subject, const Parameters& parameters) {
  const std::string value = joined_lines(subject.value(), parameters.choice<LineJoin>("join"));
  const bool keeps_blank = parameters.flag("keep_blank");
  const std::size_t begin =
      keeps_blank ? 0 : std::min(value.find_first_not_of(" \t"), value.size());
  return " " + parameters.text("text") + value.substr(begin);
}

// The old fields get another name, and the new one stands at the end.
Applied move_aside(const Transit& transit, const Parameters& parameters) {
  MessageEditor editor(transit.message);
  const std::size_t first = position_of(editor, "Subject");
  if (first == editor.fields().size()) return unchanged(transit);
  const std::string value = prefixed(editor.fields()[first], parameters);
  for (std::size_t i = first; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    if (!field.is("Subject")) continue;
    editor.replace(i, make_field(fmt::format("{}{}", parameters.text("old_mark"), field.name()),
                                 field.value()));
  }
  editor.append(make_field("Subject", value));
  return edited(transit, std::move(editor), {"put the prefixed Subject at the end"});
}

Applied apply_subject_prefix(const Transit& transit, const Parameters& parameters, StepContext&) {
  if (!parameters.text("old_mark").empty()) return move_aside(transit, parameters);
  const std::string& prefix = parameters.text("text");
  const auto test = parameters.choice<PresentTest>("present_test");
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  bool is_found = false;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    if (!field.is("Subject") || (is_found && !parameters.flag("every"))) continue;
    is_found = true;
    if (is_present(unfold(field.value()), prefix, test)) continue;
    editor.replace(i, make_field("Subject", prefixed(field, parameters)));
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
          .models = "mlmmj (prefix), procmail with formail -i",
          .benign = true,
          .parameters = {free_text("text", "[list] ", "The prefix with the blank behind it."),
                         word("present_test", "exact", {"exact", "case_insensitive", "none"},
                              "How the software looks whether the prefix is there, blanks at its "
                              "ends aside."),
                         flag("every", true, "Every Subject field, not the first alone."),
                         word("if_missing", "add", {"add", "nothing"},
                              "A message without Subject gets one at the end, or none."),
                         word("join", "nothing", {"nothing", "space"},
                              "What takes the place of each line end of a folded Subject."),
                         flag("keep_blank", false, "The blank behind the colon is text too."),
                         free_text("old_mark", "",
                                   "Put in front of the names of the old fields; the new one then "
                                   "stands at the end. Empty: it takes their place.")},
          .apply = apply_subject_prefix};
}

}  // namespace mass::transforms
