#include "schemes/domainkeys/coverage.hpp"

#include <algorithm>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

#include "core/base/text.hpp"

namespace mass::domainkeys {

FieldRefs all_fields(std::span<const Field> below) {
  FieldRefs fields;
  fields.reserve(below.size());
  for (const Field& field : below) fields.push_back(&field);
  return fields;
}

FieldRefs in_message_order(std::span<const Field> below, std::span<const std::string> names) {
  const std::unordered_set<std::string> wanted(names.begin(), names.end());
  FieldRefs fields;
  for (const Field& field : below) {
    if (wanted.contains(ascii_lower(field.name()))) fields.push_back(&field);
  }
  return fields;
}

FieldRefs in_h_order(std::span<const Field> below, std::span<const std::string> names) {
  struct Pool {
    std::size_t mentions = 0;
    FieldRefs left;
  };
  std::unordered_map<std::string, Pool> pools;
  for (const std::string& name : names) ++pools[name].mentions;
  for (const Field& field : below) {
    if (const auto pool = pools.find(ascii_lower(field.name())); pool != pools.end()) {
      pool->second.left.push_back(&field);
    }
  }
  FieldRefs reversed;
  for (const std::string& name : std::views::reverse(names)) {
    auto& [mentions, left] = pools[name];
    const bool is_leftmost = --mentions == 0;
    const std::size_t count = is_leftmost ? left.size() : std::min<std::size_t>(1, left.size());
    reversed.insert(reversed.end(), left.rbegin(),
                    left.rbegin() + static_cast<std::ptrdiff_t>(count));
    left.resize(left.size() - count);
  }
  std::ranges::reverse(reversed);
  return reversed;
}

FieldRefs covered_fields(std::span<const Field> below,
                         const std::optional<std::vector<std::string>>& names, HeaderOrder order) {
  if (!names) return all_fields(below);
  switch (order) {
    case HeaderOrder::h_order:
    case HeaderOrder::either:
      return in_h_order(below, *names);
    case HeaderOrder::message_order:
      return in_message_order(below, *names);
  }
  return {};
}

std::string hash(const HashInput& input, const Context& context, Trace* trace, int signature) {
  Hasher hasher = context.crypto.hasher(HashAlgorithm::sha1);
  Tee tee(hasher, trace);
  for (const Field* field : input.fields) {
    if (trace != nullptr) trace->begin("hash-input", signature, field->name());
    canonicalize_field(field->raw(), input.canon, tee);
  }
  if (trace != nullptr) trace->begin("hash-input", signature, "");
  canonicalize_body(input.body, input.canon, input.last_line, tee);
  return hasher.finish(context.cost);
}

}  // namespace mass::domainkeys
