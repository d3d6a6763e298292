#include "harness/survey/list.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/address.hpp"

namespace mass::survey {
namespace {

constexpr std::size_t kMaxName = 255;

// What stands between the last `<` and the `>` behind it, or nothing.
std::string_view in_brackets(std::string_view value) {
  const std::size_t open = value.rfind('<');
  if (open == std::string_view::npos) return {};
  const std::size_t close = value.find('>', open);
  if (close == std::string_view::npos) return {};
  return trim(value.substr(open + 1, close - open - 1));
}

std::string lowered(std::string_view text) {
  return text.size() > kMaxName ? std::string() : ascii_lower(text);
}

// `<mailto:list@host?subject=x>`; `NO` and web addresses are none.
std::string post_address(const Field& field) {
  std::string_view value = in_brackets(field.value());
  constexpr std::string_view kScheme = "mailto:";
  if (!istarts_with(value, kScheme)) return {};
  value.remove_prefix(kScheme.size());
  return lowered(percent_decode_lenient(value.substr(0, value.find('?'))));
}

std::string single_address(const Field& field) {
  const AddressList list = parse_address_list(field.value());
  if (list.mailboxes.empty() || list.mailboxes.front().domain.empty()) return {};
  return lowered(list.mailboxes.front().address());
}

std::string list_id(const Message& message) {
  const Field* field = message.find("List-Id");
  if (field == nullptr) return {};
  const std::string_view id = in_brackets(field->value());
  return lowered(id.empty() ? trim(field->value()) : id);
}

std::string address_of(const Message& message, std::string_view id) {
  if (const Field* field = message.find("List-Post")) {
    if (std::string address = post_address(*field); !address.empty()) return address;
  }
  for (const char* name : {"X-BeenThere", "X-Mailing-List", "Mailing-List"}) {
    const Field* field = message.find(name);
    if (field == nullptr) continue;
    if (std::string address = single_address(*field); !address.empty()) return address;
  }
  // RFC 2919 section 2: the label of the list, then the domain.
  const std::size_t dot = id.find('.');
  if (dot == 0 || dot == std::string_view::npos || id.find('@') != std::string_view::npos)
    return {};
  return std::string(id.substr(0, dot)) + "@" + std::string(id.substr(dot + 1));
}

bool is_address_character(char c) {
  constexpr std::string_view kOthers = ".!#$%&'*+-/=?^_`{|}~";
  const char lower = ascii_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'z') || kOthers.contains(c);
}

// A whole address somewhere in a text, not part of a longer one: `VERP+list@host` is another.
bool names_address(std::string_view text, std::string_view address) {
  for (std::size_t at = ifind(text, address); at != std::string_view::npos;
       at = ifind(text, address, at + address.size())) {
    const std::string_view rest = text.substr(at + address.size());
    const bool begins = at == 0 || !is_address_character(text[at - 1]);
    const bool ends = rest.empty() || !is_address_character(rest[0]) ||
                      (rest[0] == '.' && (rest.size() == 1 || !is_address_character(rest[1])));
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace

std::string_view name_of(Side side) noexcept {
  switch (side) {
    case Side::direct:
      return "direct";
    case Side::before:
      return "before";
    case Side::after:
      return "after";
  }
  return {};
}

Side ListTrace::side_of(std::size_t position, std::string_view domain) const {
  if (id.empty()) return Side::direct;
  if (arrival) return position < *arrival ? Side::after : Side::before;
  const std::string_view host = split_address(address).domain;
  const bool is_lists =
      !host.empty() && (is_same_or_subdomain(host, domain) || is_same_or_subdomain(domain, host));
  return is_lists ? Side::after : Side::before;
}

ListTrace trace_list(const Message& message) {
  ListTrace trace;
  const std::string id = list_id(message);
  trace.address = address_of(message, id);
  trace.id = printable(id.empty() ? trace.address : id, kMaxName);
  if (trace.address.empty()) return trace;
  const auto fields = message.fields();
  for (std::size_t at = 0; at < fields.size() && !trace.arrival; ++at) {
    if (fields[at].is("Received") && names_address(fields[at].value(), trace.address)) {
      trace.arrival = at;
    }
  }
  return trace;
}

}  // namespace mass::survey
