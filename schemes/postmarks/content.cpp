#include "schemes/postmarks/content.hpp"

#include "core/base/text.hpp"
#include "schemes/postmarks/canonical.hpp"
#include "schemes/postmarks/settings.hpp"

namespace mass::postmarks {
namespace {

void begin(const Context& context, std::string_view what, int stamp, std::string_view field) {
  if (context.trace != nullptr) context.trace->begin(what, stamp, field);
}

}  // namespace

Content::Content(const Message& message, const Context& context)
    : body_(message.body().view()), context_(context) {
  for (const Field& field : message.fields()) {
    if (!field.is(kField)) fields_[ascii_lower(field.name())].push_back(&field);
  }
}

std::size_t Content::count(std::string_view name) const {
  const auto found = fields_.find(std::string(name));
  return found == fields_.end() ? 0 : found->second.size();
}

std::string Content::header_digest(std::span<const std::string> names, HashAlgorithm hash,
                                   int stamp) const {
  Hasher hasher = context_.crypto.hasher(hash);
  Tee tee(hasher, context_.trace);
  std::unordered_map<std::string_view, std::size_t> taken;
  for (const std::string& name : names) {
    const auto found = fields_.find(name);
    if (found == fields_.end()) continue;
    std::size_t& used = taken[name];
    if (used == found->second.size()) continue;
    ++used;
    const Field& field = *found->second[found->second.size() - used];
    begin(context_, "header-digest", stamp, field.name());
    tee.write(canonical_field(field));
    tee.write("\r\n");
  }
  return hasher.finish(context_.cost);
}

std::string Content::body_digest(HashAlgorithm hash, int stamp) {
  auto& known = body_digests_[static_cast<std::size_t>(hash)];
  if (known && context_.trace == nullptr) return *known;
  Hasher hasher = context_.crypto.hasher(hash);
  Tee tee(hasher, context_.trace);
  begin(context_, "body-digest", stamp, "");
  canonical_body(body_, tee);
  known = hasher.finish(context_.cost);
  return *known;
}

std::string signature_digest(std::span<const std::string_view> earlier, std::string_view own,
                             HashAlgorithm hash, int stamp, const Context& context) {
  Hasher hasher = context.crypto.hasher(hash);
  Tee tee(hasher, context.trace);
  for (const std::string_view field : earlier) {
    begin(context, "signature-input", stamp, kField);
    tee.write(field);
    tee.write("\r\n");
  }
  begin(context, "signature-input", stamp, kField);
  tee.write(own);
  return hasher.finish(context.cost);
}

}  // namespace mass::postmarks
