#include <fmt/format.h>

#include <optional>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/fields/address_spans.hpp"

namespace mass::transforms {

namespace {

struct Mapping {
  std::string_view from;
  std::string_view to;
  bool is_hosts_below = false;
};

// `old.example=new.example`; `*.` in front of the left side is every host below it.
std::optional<Mapping> read(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Mapping mapping{text.substr(0, equals), text.substr(equals + 1)};
  mapping.is_hosts_below = mapping.from.starts_with("*.");
  if (mapping.is_hosts_below) mapping.from.remove_prefix(2);
  if (mapping.from.empty() || mapping.to.empty()) return std::nullopt;
  return mapping;
}

std::string new_domain(std::string_view domain, const Parameters& parameters) {
  for (const std::string& text : parameters.list("map")) {
    const auto mapping = read(text);
    if (!mapping) continue;
    const bool is_meant = mapping->is_hosts_below ? !iequals(domain, mapping->from) &&
                                                        is_same_or_subdomain(domain, mapping->from)
                                                  : iequals(domain, mapping->from);
    if (is_meant) return one_line(mapping->to);
  }
  return parameters.flag("lower") ? ascii_lower(domain) : std::string(domain);
}

std::string rewritten(std::string_view value, const Parameters& parameters) {
  std::string out;
  std::size_t copied = 0;
  for (const AddressSpan& span : address_spans(value)) {
    const std::string_view address =
        value.substr(span.address_begin, span.address_end - span.address_begin);
    const std::string_view domain = split_address(address).domain;
    // Comments and blanks inside an address are obsolete; such an address stays.
    if (domain.empty() || domain.find_first_of(" \t\r\n()\"") != std::string_view::npos) continue;
    const auto at = static_cast<std::size_t>(domain.data() - value.data());
    out.append(value.substr(copied, at - copied)).append(new_domain(domain, parameters));
    copied = at + domain.size();
  }
  return out.append(value.substr(copied));
}

Applied apply_addrrewrite(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field field = editor.fields()[i];
    if (!is_one_of(field, parameters.list("fields"))) continue;
    const std::string value = rewritten(field.value(), parameters);
    if (value == field.value()) continue;
    editor.replace(i, with_value(field, value));
    log.push_back("rewrote domains in " + one_line(field.name()));
  }
  return edited(transit, std::move(editor), std::move(log));
}

std::string complaint(const Parameters& parameters) {
  for (const std::string& text : parameters.list("map")) {
    if (!read(text)) {
      return fmt::format("\"{}\" maps nothing; write \"old.example=new.example\"", printable(text));
    }
  }
  return "";
}

}  // namespace

Transform addrrewrite() {
  return {
      .id = "T13",
      .name = "addrrewrite",
      .text = "Replaces domains in header addresses, in place, and writes others in lower case.",
      .models = "masquerading relays, gateways to other mail systems",
      .benign = true,
      .parameters = {texts("map", {},
                           "`old.example=new.example`; `*.old.example=new.example` is every "
                           "host below. The first that fits counts."),
                     flag("lower", true, "Domains that no entry fits become lower case."),
                     texts("fields", {"From", "Sender", "To"}, "Names of the fields.")},
      .complaint = complaint,
      .apply = apply_addrrewrite};
}

}  // namespace mass::transforms
