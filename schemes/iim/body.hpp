#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/scheme/scheme.hpp"
#include "core/taglist/quoted.hpp"
#include "schemes/iim/settings.hpp"

namespace mass::iim {

/// What a signature covers: the first `count` octets of the body, and the field with these tags.
struct SignedData {
  std::string_view body;
  std::uint64_t count = 0;
  std::span<const QuotedTag> tags;
};

/// SHA-1 over the counted body and the canonical field, in the order of the settings, streamed.
/// `trace`, unless null, gets the same octets as `signed-data` of this signature.
struct Hashed {
  std::string digest;
  std::uint64_t body_octets = 0;  ///< What the body has in all, in the unit of `count`.
};

/// Source: IIM sheet sections 3 and 5.
[[nodiscard]] Hashed hash(const SignedData& data, const Settings& settings, const Context& context,
                          Trace* trace, int signature);

/// The count that covers the whole body.
[[nodiscard]] std::uint64_t whole_count(std::string_view body, const Settings& settings);

}  // namespace mass::iim
