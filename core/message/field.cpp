#include <cstring>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/field_syntax.hpp"
#include "core/message/message.hpp"

namespace mass {

namespace {

constexpr bool is_name_character(char c) noexcept {
  return c > ' ' && c <= '~' && c != ':';
}

}  // namespace

std::optional<FieldHead> read_field_head(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size() && is_name_character(text[at])) ++at;
  const std::size_t name_length = at;
  while (at < text.size() && is_wsp(text[at])) ++at;
  if (name_length == 0 || at == text.size() || text[at] != ':') return std::nullopt;
  return FieldHead{name_length, at};
}

std::size_t line_end(std::string_view text, std::size_t from) noexcept {
  const char* const begin = text.data();
  std::size_t at = from;
  while (at < text.size()) {
    const void* const found = std::memchr(begin + at, '\n', text.size() - at);
    if (found == nullptr) break;
    const auto lf = static_cast<std::size_t>(static_cast<const char*>(found) - begin);
    if (lf > from && begin[lf - 1] == '\r') return lf + 1;
    at = lf + 1;
  }
  return text.size();
}

std::size_t field_length(std::string_view text, std::size_t from) noexcept {
  std::size_t end = line_end(text, from);
  while (is_fold_start(text.substr(end))) end = line_end(text, end);
  return end;
}

bool is_fold_start(std::string_view text) noexcept {
  return !text.empty() && is_wsp(text.front());
}

std::string_view Field::value() const noexcept {
  std::string_view value = raw().substr(std::size_t{colon_} + 1);
  if (value.ends_with(kCrlf)) value.remove_suffix(kCrlf.size());
  return value;
}

bool Field::is(std::string_view name) const noexcept {
  return iequals(this->name(), name);
}

std::unique_ptr<Field> parse_field(Octets raw) {
  const auto head = read_field_head(raw.view());
  if (!head) return nullptr;
  const std::size_t length = field_length(raw.view(), head->colon);
  return std::make_unique<Field>(raw.slice(0, length), head->name_length, head->colon);
}

Field make_field(std::string_view name, std::string_view value) {
  std::string raw;
  raw.reserve(name.size() + value.size() + 3);
  raw += name;
  raw += ':';
  raw += value;
  raw += kCrlf;
  return {Octets(std::move(raw)), name.size(), name.size()};
}

std::string unfolded(const Field& field) {
  return std::string(trim(unfold(field.value())));
}

}  // namespace mass
