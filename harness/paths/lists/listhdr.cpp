#include <fmt/format.h>

#include <array>

#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

struct NewField {
  std::string name;
  std::string value;
};

// Source: RFC 2369, RFC 2919 (List-Id); the rest is what list managers have long added.
std::vector<NewField> list_fields(const Parameters& parameters, const StepContext& context) {
  const std::string& list = parameters.text("list");
  const auto mailto = [&](std::string_view suffix) {
    return fmt::format(" <mailto:{}>", list_address(parameters, context, suffix));
  };
  return {{"X-BeenThere", " " + list_address(parameters, context)},
          {"Precedence", " list"},
          {"List-Id", one_line(fmt::format(" <{}.{}>", list, context.host))},
          {"List-Post", mailto("")},
          {"List-Help", mailto("-help")},
          {"List-Subscribe", mailto("-subscribe")},
          {"List-Unsubscribe", mailto("-unsubscribe")},
          {"List-Archive", one_line(fmt::format(" <https://{}/archive/{}>", context.host, list))},
          {"Errors-To", " " + list_address(parameters, context, "-bounces")}};
}

// In place if there is one, since that is where readers and signatures look for it.
void set_sender(MessageEditor& editor, const std::string& value, std::vector<NewField>& fields,
                std::vector<std::string>& log) {
  const std::size_t at = position_of(editor, "Sender");
  if (at == editor.fields().size()) {
    fields.push_back({"Sender", value});
    return;
  }
  const Field replaced = with_value(editor.fields()[at], value);
  editor.erase_all("Sender");
  editor.insert(at, replaced);
  log.emplace_back("replaced Sender");
}

void erase_old(MessageEditor& editor, const std::vector<NewField>& fields,
               std::vector<std::string>& log) {
  for (const NewField& field : fields) {
    const std::size_t erased = editor.erase_all(field.name);
    if (erased > 0) log.push_back(fmt::format("removed {} older {}", erased, field.name));
  }
}

Applied apply_listhdr(const Transit& transit, const Parameters& parameters, StepContext& context) {
  MessageEditor editor(transit.message);
  std::vector<NewField> fields = list_fields(parameters, context);
  std::vector<std::string> log;
  if (parameters.text("if_exists") == "replace") erase_old(editor, fields, log);
  if (parameters.flag("sender")) {
    set_sender(editor, " " + list_address(parameters, context, "-bounces"), fields, log);
  }
  const bool is_top = parameters.text("position") == "top";
  std::size_t at = is_top ? 0 : editor.fields().size();
  for (const NewField& field : fields) editor.insert(at++, make_field(field.name, field.value));
  log.push_back(
      fmt::format("added {} list fields at the {}", fields.size(), is_top ? "top" : "bottom"));
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform listhdr() {
  return {.id = "T02",
          .name = "listhdr",
          .text = "Adds the fields of a mailing list and makes the list the Sender.",
          .models = "Mailman, Sympa, Majordomo (RFC 2369, RFC 2919)",
          .benign = true,
          .parameters = {list_name(),
                         word("position", "bottom", {"top", "bottom"},
                              "Where the new fields stand: above everything, or below the author's "
                              "fields, as most list managers do."),
                         word("if_exists", "replace", {"replace", "keep"},
                              "What becomes of fields of the same names from another list."),
                         flag("sender", true, "Set Sender to the list's bounce address.")},
          .apply = apply_listhdr};
}

}  // namespace mass::transforms
