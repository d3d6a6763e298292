#include "harness/survey/storage.hpp"

#include <utility>

#include "core/base/text.hpp"

namespace mass::survey {
namespace {

constexpr std::string_view kFrom = "From ";

// Lines of any number of `>` before `From `, one taken off or put on.
std::string requoted(std::string_view body, bool adds) {
  std::string out;
  out.reserve(body.size());
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t newline = body.find('\n', at);
    const std::size_t end = newline == std::string_view::npos ? body.size() : newline + 1;
    std::string_view line = body.substr(at, end - at);
    const std::size_t quotes = std::min(line.find_first_not_of('>'), line.size());
    if (line.substr(quotes).starts_with(kFrom)) {
      if (adds) out += '>';
      if (!adds && quotes > 0) line.remove_prefix(1);
    }
    out += line;
    at = end;
  }
  return out;
}

bool is_word(char c) {
  const char lower = ascii_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '-' || c == '_' || c == '.' ||
         c == '+';
}

// A host name with a dot in it at the start of a text.
bool starts_with_host(std::string_view text) {
  std::size_t length = 0;
  constexpr std::size_t kMost = 255;
  while (length < text.size() && length < kMost && is_word(text[length])) ++length;
  const std::size_t dot = text.substr(0, length).find('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < length;
}

// `joe at example.com` becomes `joe@example.com`.
std::string unmasked(std::string_view body) {
  constexpr std::string_view kAt = " at ";
  std::string out;
  out.reserve(body.size());
  std::size_t copied = 0;
  for (std::size_t at = body.find(kAt); at != std::string_view::npos; at = body.find(kAt, at + 1)) {
    if (at == 0 || !is_word(body[at - 1]) || !starts_with_host(body.substr(at + kAt.size()))) {
      continue;
    }
    out += body.substr(copied, at - copied);
    out += '@';
    copied = at + kAt.size();
  }
  out += body.substr(copied);
  return out;
}

}  // namespace

std::vector<StorageForm> storage_forms(std::string_view body) {
  std::vector<StorageForm> forms;
  const auto add = [&](std::string changed, Undone undone) {
    if (changed == body) return;
    for (const StorageForm& form : forms) {
      if (form.body == changed) return;
    }
    forms.push_back({std::move(changed), undone});
  };
  const Undone quoting = Undone().with(Undo::from_quoting);
  std::string unquoted = requoted(body, false);
  std::string whole = unmasked(unquoted);
  add(unmasked(body), Undone().with(Undo::masking));
  add(std::move(unquoted), quoting);
  add(requoted(body, true), quoting);
  add(std::move(whole), quoting.with(Undo::masking));
  return forms;
}

}  // namespace mass::survey
