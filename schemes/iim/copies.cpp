#include "schemes/iim/copies.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/base/text.hpp"
#include "core/message/address.hpp"

namespace mass::iim {
namespace {

// Unfolding deletes the CRLFs. A CR or LF that stands alone goes as well: it would break the new
// field where a relay repairs line ends, and whoever compares or hashes the copy leaves it out.
std::string without_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::ranges::copy_if(text, std::back_inserter(out),
                       [](char c) { return c != '\r' && c != '\n'; });
  return out;
}

std::optional<std::size_t> find_copy(std::span<const Copy> copies, std::string_view name) {
  const auto found =
      std::ranges::find_if(copies, [name](const Copy& copy) { return iequals(copy.name, name); });
  if (found == copies.end()) return std::nullopt;
  return static_cast<std::size_t>(found - copies.begin());
}

}  // namespace

std::vector<Copy> copy_headers(std::span<const Field> fields, std::span<const std::string> names) {
  std::vector<Copy> copies;
  for (const std::string& name : names) {
    for (const Field& field : fields) {
      if (!field.is(name)) continue;
      copies.push_back({std::string(field.name()), without_line_ends(field.raw())});
    }
  }
  return copies;
}

std::vector<std::size_t> changed_copies(std::span<const Field> fields,
                                        std::span<const Copy> copies) {
  std::unordered_set<std::string> names;
  for (const Copy& copy : copies) names.insert(ascii_lower(copy.name));
  std::unordered_set<std::string> present;
  for (const Field& field : fields) {
    if (names.contains(ascii_lower(field.name()))) {
      present.insert(without_whitespace(field.raw()));
    }
  }
  std::vector<std::size_t> changed;
  for (std::size_t i = 0; i < copies.size(); ++i) {
    if (!present.contains(without_whitespace(copies[i].text))) changed.push_back(i);
  }
  return changed;
}

std::optional<std::size_t> originator_copy(std::span<const Copy> copies, OriginatorRule rule) {
  if (rule == OriginatorRule::sender_else_from) {
    if (const auto sender = find_copy(copies, "Sender")) return sender;
  }
  return find_copy(copies, "From");
}

std::optional<Address> address_in(std::string_view field_value) {
  for (const Mailbox& mailbox : parse_address_list(field_value).mailboxes) {
    if (mailbox.local.empty() || mailbox.domain.empty()) continue;
    const bool is_usable = mailbox.local.size() <= kLongestLocalPart && is_dns_name(mailbox.domain);
    if (!is_usable) return std::nullopt;
    return Address{mailbox.local, ascii_lower(mailbox.domain)};
  }
  return std::nullopt;
}

}  // namespace mass::iim
