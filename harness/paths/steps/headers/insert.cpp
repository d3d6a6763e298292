#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

enum class Position : std::uint8_t {
  top,
  after_received,
  after_trace,
  before,
  after,
  before_mime,
  end
};
enum class IfExists : std::uint8_t {
  keep_both,
  skip,
  replace_in_place,
  replace_first,
  delete_then_add,
  rename_old
};

struct NewField {
  std::string name;
  std::string value;  ///< Wire form, the blank behind the colon included.
};

NewField split_field(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  return {std::string(text.substr(0, colon)),
          std::string(text.substr(std::min(colon + 1, text.size())))};
}

bool is_trace(const Field& field) {
  return field.is("Received") || field.is("Return-Path") || field.is("Delivered-To") ||
         field.is("X-Original-To");
}

bool is_mime(const Field& field) {
  return field.is("MIME-Version") || istarts_with(field.name(), "Content-");
}

template <class Predicate>
std::size_t first_where(const MessageEditor& editor, Predicate predicate) {
  return static_cast<std::size_t>(std::ranges::find_if(editor.fields(), predicate) -
                                  editor.fields().begin());
}

std::size_t place_for(const MessageEditor& editor, const Parameters& parameters) {
  const std::string& anchor = parameters.text("anchor");
  const std::size_t end = editor.fields().size();
  switch (parameters.choice<Position>("position")) {
    case Position::top:
      return 0;
    case Position::after_received:
      return first_where(editor, [](const Field& field) { return !field.is("Received"); });
    case Position::after_trace:
      return first_where(editor, [](const Field& field) { return !is_trace(field); });
    case Position::before:
      return position_of(editor, anchor);
    case Position::after:
      return std::min(position_of(editor, anchor) + 1, end);
    case Position::before_mime:
      return first_where(editor, is_mime);
    case Position::end:
      return end;
  }
  return end;
}

// Places of which the next field is to stand one further down; before an anchor and at the end the
// place itself moves.
bool counts_from_above(Position position) {
  return position == Position::top || position == Position::after_received ||
         position == Position::after_trace || position == Position::after;
}

// True when nothing is left to insert.
bool settle_existing(MessageEditor& editor, const NewField& field, IfExists mode) {
  const std::size_t at = position_of(editor, field.name);
  if (at == editor.fields().size() || mode == IfExists::keep_both) return false;
  if (mode == IfExists::skip) return true;
  if (mode == IfExists::rename_old) {
    for (std::size_t i = at; i < editor.fields().size(); ++i) {
      const Field& old = editor.fields()[i];
      if (old.is(field.name))
        editor.replace(i, make_field("Old-" + std::string(old.name()), old.value()));
    }
    return false;
  }
  if (mode == IfExists::delete_then_add) {
    editor.erase_all(field.name);
    return false;
  }
  if (mode == IfExists::replace_first) {
    editor.replace(at, make_field(field.name, field.value));
    return true;
  }
  bool is_first = true;
  editor.erase_if(
      [&](const Field& old) { return old.is(field.name) && !std::exchange(is_first, false); });
  editor.replace(at, make_field(field.name, field.value));
  return true;
}

Applied apply_insert(const Transit& transit, const Parameters& parameters, StepContext& context) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  // The first text stands first, wherever the block goes.
  std::size_t placed = 0;
  for (const std::string& text : parameters.list("fields")) {
    const NewField field = split_field(fill(text, transit.envelope, context));
    if (settle_existing(editor, field, parameters.choice<IfExists>("if_exists"))) continue;
    const std::size_t at = place_for(editor, parameters) + placed;
    editor.insert(at, make_field(field.name, field.value));
    if (counts_from_above(parameters.choice<Position>("position"))) ++placed;
    log.push_back("added " + one_line(field.name));
  }
  return edited(transit, std::move(editor), std::move(log));
}

std::string insert_complaint(const Parameters& parameters) {
  for (const std::string& text : parameters.list("fields")) {
    if (!text.contains(':') || text.front() == ':') {
      return fmt::format("\"{}\" is no header field; write \"Name: value\"", printable(text));
    }
    if (auto wrong = complaint_about_template(text); !wrong.empty()) return wrong;
  }
  const auto position = parameters.choice<Position>("position");
  const bool needs_anchor = position == Position::before || position == Position::after;
  if (needs_anchor && parameters.text("anchor").empty()) {
    return "before and after need an anchor: the name of a field";
  }
  return "";
}

}  // namespace

Transform insert() {
  return {
      .id = "insert",
      .name = "insert",
      .text = "Adds header fields; with if_exists=skip, those that are missing.",
      .models = "every mail program that adds a field",
      .benign = true,
      .parameters =
          {texts("fields", {},
                 "Fields as `Name: value`, folds as CRLF and blank; ${host}, ${rcpt}, ${date} and "
                 "others are filled in."),
           word("position", "end",
                {"top", "after_received", "after_trace", "before", "after", "before_mime", "end"},
                "Where: before and after are beside the anchor, before_mime is above MIME-Version "
                "and Content fields; where there is nothing of the kind, at the end."),
           free_text("anchor", "", "Name of the field for before and after."),
           word("if_exists", "keep_both",
                {"keep_both", "skip", "replace_in_place", "replace_first", "delete_then_add",
                 "rename_old"},
                "What to do with fields of that name: replace_first leaves all but the first, "
                "rename_old writes Old-NAME.")},
      .complaint = insert_complaint,
      .apply = apply_insert};
}

}  // namespace mass::transforms
