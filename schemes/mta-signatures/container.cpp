#include "schemes/mta-signatures/container.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace mass::mta_signatures {
namespace {

// Where the line starts that ends just before `next`.
std::size_t line_before(std::string_view text, std::size_t next) {
  std::string_view line = text.substr(0, next);
  if (line.ends_with(kCrlf)) line.remove_suffix(kCrlf.size());
  const std::size_t found = line.rfind(kCrlf);
  return found == std::string_view::npos ? 0 : found + kCrlf.size();
}

// What stands between two delimiters. The MIME view gives a part with a header only the CRLF that
// belongs to the delimiter behind it; the content of a signature does not have it.
std::size_t end_in_front_of(std::string_view text, std::size_t begin, std::size_t delimiter) {
  const bool after_line = text.substr(0, delimiter).ends_with(kCrlf);
  return std::max(begin, after_line ? delimiter - kCrlf.size() : delimiter);
}

}  // namespace

std::string_view Container::boundary() const {
  std::string_view text = root().content_type.parameter("boundary");
  while (!text.empty() && is_wsp(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t Container::postal_count() const {
  return static_cast<std::size_t>(std::ranges::count_if(children, &Child::is_postal));
}

Container read_container(const Message& message) {
  Container made;
  made.tree = parse_mime(message);
  made.is_mixed = made.root().content_type.is("multipart", "mixed");
  if (!made.is_mixed) return made;
  const std::string_view text = message.body().view();
  const auto& children = made.root().children;
  for (std::size_t i = 0; i < children.size(); ++i) {
    Child child;
    child.part = static_cast<std::size_t>(children[i]);
    const bool is_last = i + 1 == children.size();
    const MimePart& part = made.tree.parts[child.part];
    child.begin = part.header_begin;
    if (is_last) {
      child.parts_end = made.tree.parts.size();
      child.end = made.is_closed() ? end_in_front_of(text, child.begin, made.root().close_delimiter)
                                   : text.size();
    } else {
      child.parts_end = static_cast<std::size_t>(children[i + 1]);
      const std::size_t next = made.tree.parts[child.parts_end].header_begin;
      child.end = end_in_front_of(text, child.begin, line_before(text, next));
    }
    child.is_postal = part.content_type.is("multipart", "x-postal-data");
    made.children.push_back(child);
  }
  return made;
}

}  // namespace mass::mta_signatures
