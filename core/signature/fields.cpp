#include "core/signature/fields.hpp"

#include <unordered_map>
#include <utility>

#include "core/base/text.hpp"

namespace mass::signature {

std::vector<const Field*> select_fields(std::span<const Field> fields,
                                        std::span<const std::string> names, const Field* own) {
  std::unordered_map<std::string, std::vector<const Field*>> left;
  for (const std::string& name : names) left.try_emplace(name);
  for (const Field& field : fields) {
    if (&field == own) continue;
    if (const auto found = left.find(ascii_lower(field.name())); found != left.end()) {
      found->second.push_back(&field);
    }
  }
  std::vector<const Field*> selected;
  for (const std::string& name : names) {
    std::vector<const Field*>& candidates = left[name];
    if (candidates.empty()) continue;
    selected.push_back(candidates.back());
    candidates.pop_back();
  }
  return selected;
}

std::vector<std::string> names_present(std::span<const Field> fields,
                                       std::span<const std::string> listed) {
  std::unordered_map<std::string, std::size_t> counts;
  for (const Field& field : fields) ++counts[ascii_lower(field.name())];
  std::vector<std::string> names;
  for (const std::string& name : listed) {
    names.insert(names.end(), std::exchange(counts[name], 0), name);
  }
  return names;
}

std::string without_tag_value(const Field& field, std::string_view tag) {
  const std::string_view raw = field.raw();
  const std::string_view value = field.value();
  auto at = static_cast<std::size_t>(value.data() - raw.data());
  for (const std::string_view pair : split(value, ';')) {
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && trim(pair.substr(0, equals)) == tag) {
      std::string text(raw);
      return text.erase(at + equals + 1, pair.size() - equals - 1);
    }
    at += pair.size() + 1;
  }
  return std::string(raw);
}

BodyHash hash_body(std::string_view body, Canon canon, std::uint64_t limit, HashAlgorithm algorithm,
                   const Context& context, Label label) {
  Hasher hasher = context.crypto.hasher(algorithm);
  if (context.trace != nullptr) context.trace->begin(label.what, label.signature, {});
  Tee tee(hasher, context.trace);
  LimitedSink limited(tee, limit);
  write_body(body, canon, limited);
  return {hasher.finish(context.cost), limited.seen()};
}

HeaderHash::HeaderHash(HashAlgorithm algorithm, Canon canon, const Context& context, Label label)
    : hasher_(context.crypto.hasher(algorithm)), canon_(canon), context_(context), label_(label) {}

void HeaderHash::add(const Field& field) {
  if (context_.trace != nullptr) {
    context_.trace->begin(label_.what, label_.signature, field.name());
  }
  Tee tee(hasher_, context_.trace);
  write_field(field, canon_, tee);
}

void HeaderHash::add(std::span<const Field* const> fields) {
  for (const Field* field : fields) add(*field);
}

void HeaderHash::add_signature(const Field& field) {
  const auto bare = parse_field(Octets(without_tag_value(field, "b")));
  if (bare == nullptr) return;  // cannot be: name and colon are untouched
  StringSink canonical;
  write_field(*bare, canon_, canonical);
  if (context_.trace != nullptr) {
    context_.trace->begin(label_.what, label_.signature, field.name());
  }
  Tee tee(hasher_, context_.trace);
  tee.write(std::string_view(canonical.text()).substr(0, canonical.text().size() - kCrlf.size()));
}

std::string HeaderHash::finish() {
  return hasher_.finish(context_.cost);
}

}  // namespace mass::signature
