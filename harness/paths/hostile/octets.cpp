#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/hostile/hostile.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

/// Operators that change octets in place. An attacker cares for no rule: nothing is made safe here.
namespace mass::transforms {

namespace {

Applied apply_set(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  for (std::size_t i = editor.fields().size(); i-- > 0;) {
    const Field field = editor.fields()[i];
    if (!field.is(parameters.text("field"))) continue;
    editor.replace(i, with_value(field, " " + parameters.text("value")));
    return edited(transit, std::move(editor), {"replaced " + one_line(field.name())});
  }
  return unchanged(transit);
}

Applied apply_body(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  editor.set_body(Octets(parameters.text("text")));
  return edited(transit, std::move(editor), {"replaced the body"});
}

// The first place of `from` behind the blanks that `text` starts with.
std::size_t inner_find(std::string_view text, std::string_view from) {
  const std::size_t begin = from.starts_with('\r') ? 0 : text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? begin : text.find(from, begin);
}

std::string replaced(std::string_view text, std::size_t at, std::string_view from,
                     std::string_view to) {
  return std::string(text.substr(0, at)).append(to).append(text.substr(at + from.size()));
}

Applied substitute_in_field(const Transit& transit, const Parameters& parameters) {
  const std::string& from = parameters.text("from");
  MessageEditor editor(transit.message);
  for (std::size_t i = editor.fields().size(); i-- > 0;) {
    const Field field = editor.fields()[i];
    if (!field.is(parameters.text("field"))) continue;
    const std::size_t at = inner_find(field.value(), from);
    if (at == std::string_view::npos) return unchanged(transit);
    editor.replace(i, with_value(field, replaced(field.value(), at, from, parameters.text("to"))));
    return edited(transit, std::move(editor), {"changed " + one_line(field.name())});
  }
  return unchanged(transit);
}

Applied apply_substitute(const Transit& transit, const Parameters& parameters, StepContext&) {
  if (!parameters.text("field").empty()) return substitute_in_field(transit, parameters);
  const std::string& from = parameters.text("from");
  std::string_view text = transit.message.body().view();
  std::size_t offset = 0;
  if (parameters.flag("in_text")) {
    const PartEditor parts(transit.message);
    const auto texts = parts.texts();
    if (texts.empty()) return unchanged(transit);
    text = parts.content(texts.front());
    offset = parts.part(texts.front()).body_begin;
  }
  const std::size_t at = inner_find(text, from);
  if (at == std::string_view::npos) return unchanged(transit);
  MessageEditor editor(transit.message);
  editor.splice_body(offset + at, from.size(), parameters.text("to"));
  return edited(transit, std::move(editor), {"changed the body"});
}

std::string complaint_about_from(const Parameters& parameters) {
  return parameters.text("from").empty() ? "needs octets to look for in \"from\"" : "";
}

Applied apply_swap(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < editor.fields().size() && places.size() < 2; ++i) {
    if (editor.fields()[i].is(parameters.text("field"))) places.push_back(i);
  }
  if (places.size() < 2) return unchanged(transit);
  const Field first = editor.fields()[places[0]];
  const Field second = editor.fields()[places[1]];
  if (!second.raw().ends_with("\r\n")) return unchanged(transit);
  editor.replace(places[0], second);
  editor.replace(places[1], first);
  return edited(transit, std::move(editor), {"swapped two fields " + one_line(first.name())});
}

Applied apply_pad_delimiter(const Transit& transit, const Parameters&, StepContext&) {
  const MimeTree tree = parse_mime(transit.message);
  if (tree.parts.front().children.empty()) return unchanged(transit);
  const auto first = static_cast<std::size_t>(tree.parts.front().children.front());
  const std::size_t line_end = tree.parts[first].header_begin;
  // A child begins behind the line end of its delimiter.
  if (line_end < 2) return unchanged(transit);
  MessageEditor editor(transit.message);
  editor.splice_body(line_end - 2, 0, " ");
  return edited(transit, std::move(editor), {"put a blank behind a delimiter"});
}

}  // namespace

Transform set_value() {
  return {.id = "SET",
          .name = "SET",
          .text = "Replaces the value of the last field of a name.",
          .models = "attackers",
          .benign = false,
          .parameters = {free_text("field", "Subject", "Name of the field."),
                         free_text("value", "Urgent", "Its new value, without the first blank.")},
          .apply = apply_set};
}

Transform replace_body() {
  return {
      .id = "BODY",
      .name = "BODY",
      .text = "Replaces the body.",
      .models = "attackers",
      .benign = false,
      .parameters = {free_text("text", "Pay to account 12 34.\r\n", "The octets of the new body.")},
      .apply = apply_body};
}

Transform substitute() {
  return {
      .id = "SUB",
      .name = "SUB",
      .text =
          "Replaces the first occurrence of some octets in the body, behind the blanks that it "
          "starts with.",
      .models = "attackers",
      .benign = false,
      .parameters = {free_text("from", " ", "What is looked for."),
                     free_text("to", "", "What takes its place."),
                     flag("in_text", false, "In the first text part alone, as it is sent."),
                     free_text("field", "",
                               "In the value of the last field of that name, not in the body.")},
      .complaint = complaint_about_from,
      .apply = apply_substitute};
}

Transform swap_fields() {
  return {.id = "swap_fields",
          .name = "swap_fields",
          .text = "Swaps the first two fields of a name.",
          .models = "attackers",
          .benign = false,
          .parameters = {free_text("field", "Comments", "Name of the fields.")},
          .apply = apply_swap};
}

Transform pad_delimiter() {
  return {.id = "pad_delimiter",
          .name = "pad_delimiter",
          .text = "Puts a blank behind the first delimiter of a multipart.",
          .models = "attackers",
          .benign = false,
          .parameters = {},
          .apply = apply_pad_delimiter};
}

}  // namespace mass::transforms
