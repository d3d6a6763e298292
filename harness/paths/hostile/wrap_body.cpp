#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/hostile/hostile.hpp"
#include "harness/paths/mime/boundary.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kAlphabet = "0123456789abcdef";

Applied apply_wrap_body(const Transit& transit, const Parameters& parameters,
                        StepContext& context) {
  MessageEditor editor(transit.message);
  const std::string& before = parameters.text("before");
  const std::string& after = parameters.text("after");
  const std::string boundary = new_boundary(
      editor, before + after, [&] { return "evil-" + context.random.text(kAlphabet, 16); });
  const std::string delimiter = "--" + boundary + "\r\n";
  std::string inner = parameters.text("inner_fields");
  for (const Field& field : editor.fields()) {
    if (!istarts_with(field.name(), "Content-") || !field.raw().ends_with("\r\n")) continue;
    inner += field.raw();
  }
  std::string body;
  if (!before.empty()) body += delimiter + before + "\r\n";
  body.append(delimiter).append(inner).append("\r\n").append(editor.body()).append("\r\n");
  if (!after.empty()) body += delimiter + after + "\r\n";
  body += fmt::format("--{}--\r\n", boundary);
  editor.erase_if([](const Field& field) { return istarts_with(field.name(), "Content-"); });
  if (position_of(editor, "MIME-Version") == editor.fields().size()) {
    editor.append(make_field("MIME-Version", " 1.0"));
  }
  editor.append(make_field("Content-Type", fmt::format(" multipart/{}; boundary=\"{}\"",
                                                       parameters.text("subtype"), boundary)));
  editor.set_body(Octets(std::move(body)));
  return edited(transit, std::move(editor), {"put the message into another multipart"});
}

}  // namespace

Transform wrap_body() {
  return {.id = "wrap_body",
          .name = "wrap_body",
          .text = "Puts the body with its Content fields into a multipart beside other parts.",
          .models = "attackers",
          .benign = false,
          .parameters = {word("subtype", "mixed", {"mixed", "related", "alternative"},
                              "Subtype of the new multipart."),
                         free_text("before", "", "A part in front, with its header; empty: none."),
                         free_text("after", "", "A part behind, with its header; empty: none."),
                         free_text("inner_fields", "",
                                   "More fields of the old body, each with its CRLF.")},
          .apply = apply_wrap_body};
}

}  // namespace mass::transforms
