#include "harness/paths/software/mailman3/list_fields.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/software/python_email/addresses.hpp"
#include "harness/paths/software/python_email/header.hpp"

namespace mass::transforms {

namespace {

bool is_letter_or_digit(char c) {
  return is_letter(c) || is_digit(c);
}

// What Mailman lets through as an address.
bool is_valid(std::string_view address) {
  const std::size_t at = address.find('@');
  if (at == 0 || at == std::string_view::npos) return false;
  const bool is_local = std::ranges::all_of(address.substr(0, at), [](char c) {
    return is_letter_or_digit(c) ||
           std::string_view("-!#$%&'*+./=?@_`{}~").find(c) != std::string_view::npos;
  });
  const auto labels = split(address.substr(at + 1), '.');
  return is_local && labels.size() > 1 && std::ranges::all_of(labels, [](std::string_view label) {
           return !label.empty() && label.front() != '-' && std::ranges::all_of(label, [](char c) {
             return is_letter_or_digit(c) || c == '-';
           });
         });
}

// Encoded words undone; the value as it is where they cannot be.
std::string decoded(std::string_view value) {
  const auto chunks = python_email::decode_header(value);
  const auto header = chunks ? python_email::make_header(*chunks) : std::nullopt;
  return header ? python_email::text_of(*header) : std::string(value);
}

}  // namespace

std::string readable_value(const Field& field) {
  std::string_view value = field.value();
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  return python_email::readable(value);
}

std::vector<std::string> readable_values(const MessageEditor& editor, std::string_view name) {
  std::vector<std::string> values;
  for (const Field& field : editor.fields()) {
    if (field.is(name)) values.push_back(readable_value(field));
  }
  return values;
}

void set_last(MessageEditor& editor, std::string_view name, std::string_view value) {
  editor.erase_all(name);
  editor.append(make_field(name, " " + std::string(value)));
}

std::string new_message_id(StepContext& context) {
  const auto digits = [&context](std::size_t count) {
    return context.random.text("0123456789", count);
  };
  const std::string time = digits(12);
  const std::string process = digits(5);
  return '<' + time + '.' + process + '.' + digits(19) + '@' + context.host + '>';
}

std::vector<std::string> senders_of(const MessageEditor& editor, std::string_view mail_from) {
  std::vector<std::string> senders;
  const auto take = [&senders](std::string_view address) {
    if (is_valid(address)) senders.push_back(ascii_lower(address));
  };
  const auto take_field = [&](std::string_view name) {
    for (const std::string& value : readable_values(editor, name)) {
      std::string text = decoded(value);
      std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
      for (const auto& address : python_email::read_addresses({text})) take(address.address);
    }
  };
  take_field("From");
  take(mail_from);
  take_field("Reply-To");
  take_field("Sender");
  return senders;
}

}  // namespace mass::transforms
