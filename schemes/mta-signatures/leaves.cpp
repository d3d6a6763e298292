#include "schemes/mta-signatures/leaves.hpp"

#include <algorithm>
#include <string_view>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"

namespace mass::mta_signatures {
namespace {

constexpr std::size_t kLongestWord = 128;

bool is_plain(std::string_view word) {
  return !word.empty() && word.size() <= kLongestWord &&
         std::ranges::all_of(word, [](char c) { return c > ' ' && c <= '~'; });
}

std::string type_of(const MimePart& part) {
  std::string type = part.content_type.type + "/" + part.content_type.subtype;
  // Source: RFC 2046 section 4.5.3, what an unrecognised type is treated as.
  return is_plain(type) ? type : "application/octet-stream";
}

// The MIME view knows the usual names only; another one is read again, as it stands.
std::string unusual_encoding(const Message& message, const MimePart& part) {
  const Message header = part_header(message, part);
  const Field* field = header.find("Content-Transfer-Encoding");
  if (field == nullptr) return "7bit";
  const std::string word = ascii_lower(trim(unfold(field->value())));
  if (word.empty()) return "7bit";
  return is_plain(word) ? word : "x-unknown";
}

std::string encoding_of(const Message& message, const MimePart& part) {
  switch (part.encoding) {
    case TransferEncoding::seven_bit:
      return "7bit";
    case TransferEncoding::eight_bit:
      return "8bit";
    case TransferEncoding::binary:
      return "binary";
    case TransferEncoding::quoted_printable:
      return "quoted-printable";
    case TransferEncoding::base64:
      return "base64";
    case TransferEncoding::other:
      break;
  }
  return unusual_encoding(message, part);
}

std::string_view without_final_lines(std::string_view text) {
  while (text.ends_with(kCrlf)) text.remove_suffix(kCrlf.size());
  return text;
}

}  // namespace

std::vector<Leaf> hash_leaves(const Message& message, const Container& container,
                              const Context& context) {
  const std::string_view text = message.body().view();
  std::vector<Leaf> leaves;
  for (const Child& child : container.children) {
    if (child.is_postal) continue;
    for (std::size_t i = child.part; i < child.parts_end; ++i) {
      const MimePart& part = container.tree.parts[i];
      if (!part.is_leaf()) continue;
      const auto body = text.substr(part.body_begin, part.body_end - part.body_begin);
      leaves.push_back(
          {type_of(part), encoding_of(message, part),
           context.crypto.digest(HashAlgorithm::sha1, without_final_lines(body), context.cost)});
    }
  }
  return leaves;
}

std::string hash_content(const ContentInput& input, const Context& context, Trace* trace) {
  const std::string_view text = input.message.body().view();
  Hasher hasher = context.crypto.hasher(input.algorithm);
  Tee tee(hasher, trace);
  if (trace != nullptr) trace->begin("content", input.signature, "");
  for (std::size_t i = 0; i < input.children_end; ++i) {
    const Child& child = input.container.children[i];
    if (child.is_postal) continue;
    tee.write(text.substr(child.begin, child.end - child.begin));
    tee.write(kCrlf);
  }
  return hasher.finish(context.cost);
}

}  // namespace mass::mta_signatures
