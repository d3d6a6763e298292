#include <array>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/courier/address_list.hpp"
#include "harness/paths/software/courier/courier.hpp"

namespace mass::transforms {

namespace {

constexpr std::array<std::string_view, 4> kCompleted{"From", "To", "Cc", "Reply-To"};

Applied apply_addresses(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    const bool is_completed = is_one_of(field, kCompleted);
    if (!is_completed && !field.is("Sender")) continue;
    const std::string value = courier::rewritten_addresses(
        field.value(), is_completed ? parameters.text("domain") : std::string());
    const std::string written = courier::folded_addresses(field.name(), value) + "\r\n";
    if (written == field.raw()) continue;
    log.push_back("wrote " + one_line(field.name()) + " anew");
    editor.replace(
        i, make_field(field.name(), written.substr(field.name().size() + 1,
                                                   written.size() - field.name().size() - 3)));
  }
  if (transit.message.find("To") == nullptr && transit.message.find("Cc") == nullptr) {
    editor.append(make_field("To", " undisclosed-recipients: ;"));
    log.emplace_back("added To");
  }
  return edited(transit, std::move(editor), std::move(log));
}

std::string complaint(const Parameters& parameters) {
  const std::string& domain = parameters.text("domain");
  return domain.find_first_of(" \t\r\n@") == std::string::npos ? "" : "domain: write a name";
}

}  // namespace

Transform courier_addresses() {
  return {.id = "courier_addresses",
          .name = "courier_addresses",
          .text =
              "Writes From, To, Cc, Reply-To and Sender anew, folded behind commas, and adds "
              "a To if neither To nor Cc is there.",
          .models = "Courier (submit)",
          .benign = true,
          .parameters = {free_text("domain", "",
                                   "defaultdomain: goes behind addresses without one, but not in "
                                   "Sender; empty: none.")},
          .complaint = complaint,
          .apply = apply_addresses};
}

std::vector<Transform> courier_steps() {
  return {courier_addresses(), courier_mime()};
}

}  // namespace mass::transforms
