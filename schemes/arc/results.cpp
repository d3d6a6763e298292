#include "schemes/arc/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/base/text.hpp"
#include "core/scheme/authres_reader.hpp"
#include "core/scheme/scheme.hpp"
#include "schemes/arc/layout.hpp"

namespace mass::arc {
namespace {

// Words with single spaces between them, a fold in place of a space where a line gets long: that
// is the same text to a seal.
void append_folded(std::string& text, std::string_view words) {
  std::size_t column = kFoldColumn;
  text += kFold;
  bool is_first = true;
  for (const std::string_view word : split(words, ' ')) {
    const bool fits = column + 1 + word.size() <= kLineWidth;
    if (!is_first) text += fits ? " " : kFold;
    column = is_first || fits ? column + 1 + word.size() : kFoldColumn + word.size();
    is_first = false;
    text += word;
  }
}

bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
}

}  // namespace

OwnResults own_results(const Message& message, const std::vector<std::string>& ids) {
  OwnResults own;
  for (const Field& field : message.fields()) {
    if (!field.is("Authentication-Results")) continue;
    AuthResults read = read_authentication_results(field.value());
    const bool is_own =
        own.authserv_id.empty()
            ? std::ranges::any_of(
                  ids, [&read](const std::string& id) { return iequals(id, read.authserv_id); })
            : iequals(own.authserv_id, read.authserv_id);
    if (!is_own || read.authserv_id.empty()) continue;
    if (own.authserv_id.empty()) own.authserv_id = read.authserv_id;
    std::ranges::move(read.results, std::back_inserter(own.results));
  }
  if (own.authserv_id.empty() && !ids.empty()) own.authserv_id = ids.front();
  return own;
}

std::string results_value(std::size_t instance, const OwnResults& own) {
  std::string text = fmt::format(" i={}; {};", instance, authres_value(own.authserv_id));
  if (own.results.empty()) return text + " none";
  for (std::size_t i = 0; i < own.results.size(); ++i) {
    std::string words = own.results[i];
    std::erase_if(words, is_control);
    append_folded(text, words);
    if (i + 1 < own.results.size()) text += ';';
  }
  return text;
}

}  // namespace mass::arc
