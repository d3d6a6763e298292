#include "schemes/entity-smime/encode.hpp"

#include <algorithm>
#include <optional>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/mime.hpp"

namespace mass::entity_smime {
namespace {

constexpr std::size_t kLongestLine = 998;
constexpr int kDeepestEntity = 8;
// Two columns less than usual, for the escapes of `harden`.
constexpr std::size_t kWidth = 74;

template <class Check>
bool any_line(std::string_view text, Check check) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(kCrlf, at), text.size());
    if (check(text.substr(at, end - at))) return true;
    at = end + kCrlf.size();
  }
  return false;
}

// What may not cross 7-bit SMTP.
bool is_unsafe(std::string_view text) {
  return any_line(text, [](std::string_view line) {
    if (line.size() > kLongestLine) return true;
    for (const char c : line) {
      if (static_cast<unsigned char>(c) >= 0x80 || c == '\0' || c == '\r' || c == '\n') return true;
    }
    return false;
  });
}

// What careless software changes although it may not.
bool is_fragile(std::string_view text) {
  return any_line(text, [](std::string_view line) {
    return line == "." || line.starts_with("From ") || (!line.empty() && is_wsp(line.back()));
  });
}

std::string hardened_quoted_printable(std::string_view text) {
  const std::string encoded = quoted_printable_encode(text, kWidth);
  std::string out;
  out.reserve(encoded.size() + 16);
  for (std::size_t at = 0; at < encoded.size();) {
    std::size_t end = encoded.find(kCrlf, at);
    end = end == std::string::npos ? encoded.size() : end + kCrlf.size();
    std::string_view line = std::string_view(encoded).substr(at, end - at);
    if (line.starts_with("From ") || trim(line) == ".") {
      out += line.front() == 'F' ? "=46" : "=2E";
      line.remove_prefix(1);
    }
    out += line;
    at = end;
  }
  return out;
}

/// A leaf in its new form.
struct Encoded {
  std::string_view encoding;
  std::string content;
};

Encoded encoded(const MimePart& part, std::string_view content) {
  const bool was_base64 = part.encoding == TransferEncoding::base64;
  std::string plain(content);
  if (was_base64) plain = base64_decode_lenient(content);
  if (part.encoding == TransferEncoding::quoted_printable) plain = quoted_printable_decode(content);
  if (part.content_type.type == "text" && !was_base64) {
    return {"quoted-printable", hardened_quoted_printable(plain)};
  }
  return {"base64", base64_lines(plain)};
}

std::string header_with(const Message& header, std::string_view encoding) {
  std::string text;
  bool is_set = false;
  const std::string field = "Content-Transfer-Encoding: " + std::string(encoding) + "\r\n";
  for (const Field& one : header.fields()) {
    if (one.is("Content-Transfer-Encoding")) {
      if (!is_set) text += field;
      is_set = true;
      continue;
    }
    text += one.raw();
    if (!one.raw().ends_with(kCrlf)) text += kCrlf;
  }
  if (!is_set) text += field;
  return text + "\r\n";
}

std::string rewritten(std::string entity, const Settings& settings, int depth);

// The leaf with its header, or nothing if it may stay.
std::optional<std::string> rewritten_leaf(const Message& message, const MimePart& part,
                                          const Settings& settings, int depth) {
  const std::string_view content =
      message.body().view().substr(part.body_begin, part.body_end - part.body_begin);
  if (part.is_multipart() || part.encoding == TransferEncoding::other) return std::nullopt;
  if (part.content_type.is("message", "rfc822")) {
    std::string inner = rewritten(std::string(content), settings, depth + 1);
    if (inner == content) return std::nullopt;
    // Only identity encodings are allowed here.
    return header_with(part_header(message, part), "7bit") + inner;
  }
  const bool is_text = part.content_type.type == "text";
  if (!(settings.is_seven_bit && is_unsafe(content)) &&
      !(settings.hardens && is_text && is_fragile(content))) {
    return std::nullopt;
  }
  Encoded made = encoded(part, content);
  return header_with(part_header(message, part), made.encoding) + made.content;
}

std::string rewritten(std::string entity, const Settings& settings, int depth) {
  if (depth > kDeepestEntity) return entity;
  const Message message = Message::parse(entity);
  const MimeTree tree = parse_mime(message);
  if (tree.parts.front().is_leaf()) {
    auto whole = rewritten_leaf(message, tree.parts.front(), settings, depth);
    return whole ? *std::move(whole) : entity;
  }
  const std::string_view body = message.body().view();
  std::string out = entity.substr(0, entity.size() - body.size());
  std::size_t copied = 0;
  for (const MimePart& part : tree.parts) {
    if (!part.is_leaf()) continue;
    const auto leaf = rewritten_leaf(message, part, settings, depth);
    if (!leaf) continue;
    out += body.substr(copied, part.header_begin - copied);
    out += *leaf;
    copied = part.body_end;
  }
  out += body.substr(copied);
  return out;
}

}  // namespace

std::string encode_for_transport(std::string entity, const Settings& settings) {
  if (!settings.is_seven_bit && !settings.hardens) return entity;
  return rewritten(std::move(entity), settings, 0);
}

}  // namespace mass::entity_smime
