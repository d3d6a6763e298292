#include "schemes/mta-signatures/fields.hpp"

#include <memory>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::mta_signatures {
namespace {

std::optional<std::size_t> index_of(const Field& field) {
  for (std::size_t i = 0; i < kSignedFields.size(); ++i) {
    if (field.is(kSignedFields[i])) return i;
  }
  return std::nullopt;
}

}  // namespace

FieldCopies copy_fields(const Message& message) {
  FieldCopies copies;
  for (const Field& field : message.fields()) {
    const auto index = index_of(field);
    if (!index) continue;
    std::string_view raw = field.raw();
    if (raw.ends_with(kCrlf)) raw.remove_suffix(kCrlf.size());
    copies[*index].emplace_back(raw);
  }
  return copies;
}

std::string canonical_field(const Field& field) {
  std::string canonical = ascii_lower(field.name());
  canonical += ':';
  const std::size_t start = canonical.size();
  for (const char c : unfold(field.value())) {
    if (!is_wsp(c)) {
      canonical += c;
    } else if (canonical.size() > start && canonical.back() != ' ') {
      canonical += ' ';
    }
  }
  if (canonical.size() > start && canonical.back() == ' ') canonical.pop_back();
  return canonical;
}

std::optional<std::string> canonical_copy(std::string_view copy) {
  const auto field = parse_field(Octets(std::string(copy)));
  if (field == nullptr || field->raw().size() != copy.size()) return std::nullopt;
  return canonical_field(*field);
}

}  // namespace mass::mta_signatures
