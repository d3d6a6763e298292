#include "schemes/dkim/headers.hpp"

#include <set>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/signature/fields.hpp"
#include "core/signature/quoted.hpp"

namespace mass::dkim {
namespace {

// Copies are compared as a reader would: folds and blanks at the ends mean nothing.
std::string comparable(std::string_view value) {
  return std::string(trim(unfold(value)));
}

}  // namespace

std::vector<std::string> names_to_sign(std::span<const Field> fields, const Settings& settings) {
  std::vector<std::string> names = settings.header_policy == HeaderPolicy::present
                                       ? signature::names_present(fields, settings.headers)
                                       : settings.headers;
  if (!settings.oversigns) return names;
  std::set<std::string> seen;
  for (const std::string& name : settings.headers) {
    if (seen.insert(name).second) names.push_back(name);
  }
  return names;
}

std::string copied_fields(std::span<const Field* const> fields) {
  std::string value;
  for (const Field* field : fields) {
    if (!value.empty()) value += '|';
    value += signature::encode_quoted(field->name(), "|") + ":" +
             signature::encode_quoted(field->value(), "|");
  }
  return value;
}

std::optional<std::vector<std::string>> changed_since_copied(std::string_view value,
                                                             std::span<const Field> fields) {
  std::set<std::pair<std::string, std::string>> present;
  for (const Field& field : fields) {
    present.emplace(ascii_lower(field.name()), comparable(field.value()));
  }
  std::vector<std::string> changed;
  std::set<std::string> told;
  for (const std::string_view copy : split(value, '|')) {
    const std::size_t colon = copy.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto name = signature::decode_quoted(copy.substr(0, colon));
    const auto text = signature::decode_quoted(copy.substr(colon + 1));
    if (!name || !text) return std::nullopt;
    const std::string key = ascii_lower(*name);
    if (present.contains({key, comparable(*text)}) || !told.insert(key).second) continue;
    changed.push_back(printable(*name, 80));
  }
  return changed;
}

}  // namespace mass::dkim
