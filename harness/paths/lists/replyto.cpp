#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/lists/mailbox_text.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kField = "Reply-To";

Applied apply_replyto(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string given = one_line(trim(parameters.text("address")));
  const std::string address = given.empty() ? list_address(parameters, context) : given;
  const bool in_place = parameters.text("position") == "in_place";
  const std::string& existing = parameters.text("existing");
  MessageEditor editor(transit.message);
  const bool has_field = position_of(editor, kField) < editor.fields().size();
  if (existing == "keep" && has_field) return unchanged(transit);

  if (existing != "merge") {
    set_only_field(editor, kField, " " + address, in_place);
    return edited(
        transit, std::move(editor),
        {fmt::format("{} Reply-To: {}", has_field ? "dropped the old and set" : "set", address)});
  }
  if (has_address(mailboxes_of(editor, kField), address)) return unchanged(transit);
  set_only_field(editor, kField, joined_value(editor, kField, address), in_place);
  return edited(transit, std::move(editor), {fmt::format("added {} to Reply-To", address)});
}

}  // namespace

Transform replyto() {
  return {.id = "T05",
          .name = "replyto",
          .text = "Points Reply-To at the list.",
          .models =
              "Mailman (reply_goes_to_list; merge is first_strip_reply_to off), Sympa "
              "(reply_to_header), mlmmj (customheaders)",
          .benign = true,
          .parameters = {list_name(),
                         free_text("address", "", "Address to set; empty: that of the list."),
                         word("existing", "replace", {"replace", "merge", "keep"},
                              "What becomes of an author's Reply-To: it is dropped, the list comes "
                              "behind it, or it stays alone."),
                         word("position", "end", {"end", "in_place"},
                              "Below all fields, as what is deleted and added anew, or where the "
                              "old field stands.")},
          .apply = apply_replyto};
}

}  // namespace mass::transforms
