#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// Blocks of these tell the way of a message by their order and place. Source: RFC 5322
// section 3.6.7.
bool is_trace(const Field& field) {
  return field.is("Received") || field.is("Return-Path") || field.is("Delivered-To") ||
         field.is("X-Original-To") || istarts_with(field.name(), "Resent-");
}

// Place in the order; what is not in it comes last.
std::size_t rank(const Field& field, const std::vector<std::string>& order) {
  const auto found = std::ranges::find_if(order, [&](std::string_view name) {
    if (!name.ends_with('*')) return field.is(name);
    return istarts_with(field.name(), name.substr(0, name.size() - 1));
  });
  return static_cast<std::size_t>(found - order.begin());
}

Applied apply_hdrorder(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<Field> sorted;
  for (const Field& field : editor.fields()) {
    // A last field without line end would get one from whatever comes to stand behind it.
    if (!field.raw().ends_with("\r\n")) return unchanged(transit);
    if (!is_trace(field)) sorted.push_back(field);
  }
  std::ranges::stable_sort(
      sorted, {}, [&](const Field& field) { return rank(field, parameters.list("order")); });
  auto next = sorted.begin();
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    if (!is_trace(editor.fields()[i])) editor.replace(i, *next++);
  }
  return edited(transit, std::move(editor), {"put the header fields in order"});
}

}  // namespace

Transform hdrorder() {
  return {.id = "T10",
          .name = "hdrorder",
          .text = "Puts the header fields in a fixed order; trace fields keep their places.",
          .models = "relays and groupware that rebuild the header",
          .benign = true,
          .parameters = {texts(
              "order", {"Date", "From", "To", "Cc", "Subject", "Message-ID", "MIME-*", "Content-*"},
              "Names in order, `MIME-*` for a family; all others come behind, as "
              "they stood.")},
          .apply = apply_hdrorder};
}

}  // namespace mass::transforms
