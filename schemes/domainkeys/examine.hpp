#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/scheme/scheme.hpp"
#include "schemes/domainkeys/settings.hpp"

namespace mass::domainkeys {

/// One signature's verdict, and what merging needs to know about it.
struct Judged {
  SignatureVerdict verdict;
  bool is_candidate = false;  ///< Well formed, for the sending domain, with a known algorithm.
  std::string sending_domain;
};

/// Judges the signature field at `position`, the `number`-th from the top, counted from 1.
/// Source: RFC 4870 section 3.7, DomainKeys sheet section 9.
[[nodiscard]] Judged examine(const Message& message, std::size_t position, int number,
                             const Settings& settings, const Context& context);

}  // namespace mass::domainkeys
