#include "core/scheme/trace.hpp"

#include <algorithm>

namespace mass {

void Trace::begin(std::string_view what, int signature, std::string_view field) {
  items_.push_back({std::string(what), signature, std::string(field), {}});
}

void Trace::write(std::string_view octets) {
  if (items_.empty()) begin({}, 1, {});
  items_.back().octets += octets;
}

std::string Trace::joined(std::string_view what, int signature) const {
  std::string octets;
  for (const TraceItem& item : items_) {
    if (item.what == what && item.signature == signature) octets += item.octets;
  }
  return octets;
}

bool Trace::has(std::string_view what, int signature) const noexcept {
  return std::ranges::any_of(items_, [&](const TraceItem& item) {
    return item.what == what && item.signature == signature;
  });
}

}  // namespace mass
