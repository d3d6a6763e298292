#include "schemes/postmarks/canonical.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/address.hpp"

namespace mass::postmarks {
namespace {

// True at a CRLF that unfolding removes.
bool is_fold(std::string_view value, std::size_t at) {
  return value[at] == '\r' && at + 2 < value.size() && value[at + 1] == '\n' &&
         is_wsp(value[at + 2]);
}

}  // namespace

std::string canonical_field(const Field& field) {
  std::string text = ascii_lower(field.name()) + ':';
  const std::string_view value = field.value();
  const std::size_t start = text.size();
  bool is_pending = false;  // a space that is written only if something follows
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (is_fold(value, at)) {
      ++at;
      continue;
    }
    if (is_wsp(value[at])) {
      is_pending = text.size() > start;
      continue;
    }
    if (is_pending) text += ' ';
    is_pending = false;
    text += value[at];
  }
  return text;
}

void canonical_body(std::string_view body, Sink& sink) {
  std::size_t empty_lines = 0;
  while (!body.empty()) {
    const std::size_t end = body.find(kCrlf);
    const std::string_view line = without_trailing_blanks(body.substr(0, end));
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + kCrlf.size());
    if (line.empty()) {
      ++empty_lines;
      continue;
    }
    for (; empty_lines > 0; --empty_lines) sink.write(kCrlf);
    sink.write(line);
    sink.write(kCrlf);
  }
}

std::string canonical_sender(std::string_view envelope_sender) {
  const auto [local, domain] = split_address(envelope_sender);
  if (domain.empty()) return std::string(envelope_sender);
  return std::string(local) + '@' + ascii_lower(domain);
}

}  // namespace mass::postmarks
