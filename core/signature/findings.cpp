#include "core/signature/findings.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace mass::signature {

std::string_view name_of(Check check) noexcept {
  switch (check) {
    case Check::not_made:
      return "not checked";
    case Check::holds:
      return "holds";
    case Check::fails:
      return "fails";
    case Check::unknown:
      break;
  }
  return "unknown";
}

void Findings::object(Check& question, Flaw flaw) {
  question = flaw.outcome == Outcome::temperror ? Check::unknown : Check::fails;
  flaws.push_back(std::move(flaw));
}

void conclude(SignatureVerdict& verdict, const Findings& findings, std::string_view pass_source) {
  for (const auto& [name, check] :
       {std::pair{"key", findings.key}, std::pair{"body_hash", findings.body_hash},
        std::pair{"header_hash", findings.header_hash}, std::pair{"policy", findings.policy}}) {
    verdict.detail[name] = std::string(name_of(check));
  }
  // Of equal causes the first one found counts. Source: metrics sheet section 1.
  const auto primary = std::ranges::min_element(findings.flaws, {}, &Flaw::cause);
  if (primary == findings.flaws.end()) {
    mass::conclude(verdict, Outcome::pass, "pass", Cause::intact, {}, pass_source);
    return;
  }
  conclude(verdict, *primary);
  std::vector<std::string> also;
  for (const Flaw& flaw : findings.flaws) {
    if (&flaw != &*primary) also.push_back(flaw.state);
  }
  if (!also.empty()) verdict.detail["also"] = std::move(also);
}

}  // namespace mass::signature
