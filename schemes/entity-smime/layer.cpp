#include "schemes/entity-smime/layer.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::entity_smime {
namespace {

constexpr std::size_t kDeepestLayer = 8;

bool is_signature_type(std::string_view type) noexcept {
  return iequals(type, "application/pkcs7-signature") ||
         iequals(type, "application/x-pkcs7-signature");
}

bool is_layer(const MimePart& part) {
  return part.content_type.is("multipart", "signed") &&
         is_signature_type(trim(part.content_type.parameter("protocol")));
}

std::size_t depth_of(const MimeTree& tree, std::size_t index) {
  std::size_t depth = 0;
  for (std::int32_t up = tree.parts[index].parent; up >= 0;
       up = tree.parts[static_cast<std::size_t>(up)].parent) {
    ++depth;
  }
  return depth;
}

bool is_inside(const MimeTree& tree, std::size_t index, std::size_t outer) {
  auto up = static_cast<std::int32_t>(index);
  while (up > static_cast<std::int32_t>(outer))
    up = tree.parts[static_cast<std::size_t>(up)].parent;
  return up == static_cast<std::int32_t>(outer);
}

const MimePart& child(const MimeTree& tree, const Layer& layer, std::size_t number) {
  return tree.parts[static_cast<std::size_t>(tree.parts[layer.part].children[number])];
}

// Start of the line in front of `at`, where a line begins or the text ends.
std::size_t line_before(std::string_view body, std::size_t at) {
  std::string_view before = body.substr(0, at);
  if (before.ends_with(kCrlf)) before.remove_suffix(kCrlf.size());
  const std::size_t start = before.rfind(kCrlf);
  return start == std::string_view::npos ? 0 : start + kCrlf.size();
}

// Some writers leave out the encoding, and every reader takes base64 then.
std::string decoded(std::string_view content, TransferEncoding encoding) {
  if (encoding == TransferEncoding::quoted_printable) return quoted_printable_decode(content);
  const bool is_der =
      content.size() > 1 && content[0] == '\x30' && static_cast<unsigned char>(content[1]) >= 0x80;
  if (encoding != TransferEncoding::base64 && is_der) return std::string(content);
  return base64_decode_lenient(content);
}

}  // namespace

std::vector<Layer> find_layers(const MimeTree& tree, std::size_t most) {
  std::vector<Layer> layers;
  // Parents stand before their children, in the order of the message.
  for (std::size_t i = 0; i < tree.parts.size() && layers.size() < most; ++i) {
    if (!is_layer(tree.parts[i])) continue;
    if (!layers.empty()) {
      const auto& outer = tree.parts[layers.back().part].children;
      if (outer.empty() || !is_inside(tree, i, static_cast<std::size_t>(outer.front()))) continue;
    }
    const std::size_t depth = depth_of(tree, i);
    if (depth <= kDeepestLayer) layers.push_back({i, depth});
  }
  return layers;
}

std::optional<std::string_view> signed_entity(std::string_view body, const MimeTree& tree,
                                              const Layer& layer) {
  const auto& children = tree.parts[layer.part].children;
  if (children.empty()) return std::nullopt;
  const MimePart& first = child(tree, layer, 0);
  std::size_t end = first.body_end;
  if (children.size() > 1) {
    // Counted from the delimiter and not from the content: a part may end in its own header.
    const std::size_t delimiter = line_before(body, child(tree, layer, 1).header_begin);
    end = std::max<std::size_t>(delimiter, first.header_begin);
    const std::string_view before = body.substr(first.header_begin, end - first.header_begin);
    if (before.ends_with(kCrlf)) end -= kCrlf.size();
  }
  return body.substr(first.header_begin, end - first.header_begin);
}

SignaturePart signature_part(std::string_view body, const MimeTree& tree, const Layer& layer) {
  const auto& children = tree.parts[layer.part].children;
  if (children.size() != 2) {
    return {{}, "multipart/signed has " + std::to_string(children.size()) + " parts, not two"};
  }
  const MimePart& part = child(tree, layer, 1);
  const ContentType& type = part.content_type;
  if (!is_signature_type(type.type + "/" + type.subtype)) {
    return {{},
            "the second part is " + printable(type.type + "/" + type.subtype, 80) +
                ", not application/pkcs7-signature"};
  }
  return {decoded(body.substr(part.body_begin, part.body_end - part.body_begin), part.encoding),
          {}};
}

std::vector<std::string> unsigned_outside(std::string_view body, const MimeTree& tree,
                                          const Layer& layer) {
  std::vector<std::string> outside;
  const MimePart& part = tree.parts[layer.part];
  if (part.close_delimiter < part.body_end) {
    const std::size_t end = body.find(kCrlf, part.close_delimiter);
    if (end < part.body_end && !trim(body.substr(end, part.body_end - end)).empty()) {
      outside.emplace_back("epilogue");
    }
  }
  if (layer.depth > 0) outside.emplace_back("sibling-parts");
  return outside;
}

std::string part_number(const MimeTree& tree, const Layer& layer) {
  std::string number = "2";
  for (auto at = static_cast<std::int32_t>(layer.part);
       tree.parts[static_cast<std::size_t>(at)].parent >= 0;
       at = tree.parts[static_cast<std::size_t>(at)].parent) {
    const MimePart& parent =
        tree.parts[static_cast<std::size_t>(tree.parts[static_cast<std::size_t>(at)].parent)];
    const auto place = std::ranges::find(parent.children, at) - parent.children.begin();
    number = std::to_string(place + 1) + "." + number;
  }
  return number;
}

void write_canonical(std::string_view entity, Sink& sink) {
  std::size_t start = 0;
  for (std::size_t at = entity.find('\n'); at != std::string_view::npos;
       at = entity.find('\n', at + 1)) {
    if (at > 0 && entity[at - 1] == '\r') continue;
    sink.write(entity.substr(start, at - start));
    sink.write(kCrlf);
    start = at + 1;
  }
  sink.write(entity.substr(start));
}

}  // namespace mass::entity_smime
