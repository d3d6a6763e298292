#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sieve/sieve.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kPlace = "${1}";

// What is not UTF-8 becomes U+FFFD, a run of it one.
std::string valid_utf8(std::string_view text) {
  std::string out;
  bool in_bad_run = false;
  while (!text.empty()) {
    const std::size_t length = first_character(text).octets;
    if (length > 0) {
      out.append(text.substr(0, length));
    } else if (!in_bad_run) {
      out += "\xEF\xBF\xBD";
    }
    in_bad_run = length == 0;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

struct NewField {
  std::string_view name;
  std::string_view body;
};

NewField split_field(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  return {text.substr(0, colon), trim(text.substr(std::min(colon + 1, text.size())))};
}

Field made(const NewField& field) {
  return make_field(field.name, pigeonhole_folded(field.name, field.body));
}

Applied apply_editheader(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  const std::size_t at = position_of(editor, "Subject");
  if (const std::string& subject = parameters.text("subject");
      !subject.empty() && at < editor.fields().size()) {
    const std::string old = valid_utf8(decode_words(trim(unfold(editor.fields()[at].value()))));
    std::string text = subject;
    if (const std::size_t place = text.find(kPlace); place != std::string::npos) {
      text.replace(place, kPlace.size(), old);
    }
    editor.erase_all("Subject");
    editor.prepend(made({"Subject", dovecot_encoded(text)}));
    log.emplace_back("Subject replaced");
  }
  for (const std::string& text : parameters.list("add")) {
    editor.prepend(made(split_field(text)));
    log.push_back("added " + one_line(split_field(text).name));
  }
  for (const std::string& text : parameters.list("add_last")) {
    editor.append(made(split_field(text)));
    log.push_back("added " + one_line(split_field(text).name));
  }
  for (const std::string& name : parameters.list("delete")) {
    if (editor.erase_all(name) > 0) log.push_back("deleted " + one_line(name));
  }
  return edited(transit, std::move(editor), std::move(log));
}

std::string complaint(const Parameters& parameters) {
  for (const char* list : {"add", "add_last"}) {
    for (const std::string& text : parameters.list(list)) {
      if (!text.contains(':')) return fmt::format("\"{}\": write Name: value", printable(text));
    }
  }
  return "";
}

}  // namespace

Transform sieve_editheader() {
  return {
      .id = "sieve_editheader",
      .name = "sieve_editheader",
      .text =
          "Replaces the Subject and adds and deletes fields, folded and encoded as the "
          "server does.",
      .models = "Dovecot Pigeonhole (RFC 5293 editheader, with variables)",
      .benign = true,
      .parameters = {free_text(
                         "subject", "",
                         "What takes the place of all Subject fields if there is one; ${1} stands "
                         "for the text of the first. Empty: they stay."),
                     texts("add", {}, "addheader: `Name: value`, one above the other on top."),
                     texts("add_last", {}, "addheader :last, at the end."),
                     texts("delete", {}, "deleteheader: names.")},
      .complaint = complaint,
      .apply = apply_editheader};
}

std::vector<Transform> sieve_steps() {
  return {sieve_editheader()};
}

}  // namespace mass::transforms
