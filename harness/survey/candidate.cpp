#include "harness/survey/candidate.hpp"

#include <utility>

namespace mass::survey {

Message with_body(const Message& message, std::string body) {
  const auto fields = message.fields();
  return Message::assemble({fields.begin(), fields.end()}, message.separator(),
                           Octets(std::move(body)));
}

std::vector<std::size_t> tail_cuts(std::string_view text) {
  std::vector<std::size_t> cuts;
  std::size_t end = text.size();
  while (end > 0 && cuts.size() < kMaxTailLines) {
    const std::size_t before = end > 1 ? text.rfind('\n', end - 2) : std::string_view::npos;
    end = before == std::string_view::npos ? 0 : before + 1;
    cuts.push_back(end);
  }
  return cuts;
}

int text_leaf(const MimeTree& tree) {
  int first = -1;
  for (std::size_t i = 0; i < tree.parts.size(); ++i) {
    const MimePart& part = tree.parts[i];
    if (!part.is_leaf() || part.content_type.type != "text") continue;
    if (part.disposition == "attachment") continue;
    if (part.content_type.subtype == "plain") return static_cast<int>(i);
    if (first < 0) first = static_cast<int>(i);
  }
  return first;
}

std::string Leaf::around(std::string_view changed) const {
  std::string body;
  body.reserve(before.size() + changed.size() + behind.size());
  return body.append(before).append(changed).append(behind);
}

Leaf leaf_at(std::string_view body, const MimePart& part) {
  return {body.substr(0, part.body_begin),
          body.substr(part.body_begin, part.body_end - part.body_begin),
          body.substr(part.body_end)};
}

}  // namespace mass::survey
