#include "schemes/mta-signatures/states.hpp"

#include <utility>

namespace mass::mta_signatures {

std::string_view name_of(State state) noexcept {
  switch (state) {
    case State::pass:
      return "pass";
    case State::pass_modified:
      return "pass-modified";
    case State::partial:
      return "partial";
    case State::temperror:
      return "temperror";
    case State::untrusted:
      return "untrusted";
    case State::fail:
      return "fail";
    case State::permerror:
      return "permerror";
  }
  return "permerror";
}

Outcome outcome_of(State state) noexcept {
  switch (state) {
    case State::pass:
    case State::pass_modified:
      return Outcome::pass;
    case State::partial:
    case State::untrusted:
    case State::fail:
      return Outcome::fail;
    case State::temperror:
      return Outcome::temperror;
    case State::permerror:
      break;
  }
  return Outcome::permerror;
}

State decide(const Findings& findings) noexcept {
  if (findings.is_digest_right && !findings.has_header_change && !findings.has_stranger_after) {
    return State::pass;
  }
  if (findings.is_from_changed) return State::fail;
  if (findings.parts_total == 0) {
    return findings.is_digest_right ? State::pass_modified : State::fail;
  }
  if (findings.parts_found == findings.parts_total) return State::pass_modified;
  return findings.parts_found > 0 ? State::partial : State::fail;
}

std::unexpected<Flaw> malformed(std::string why, std::string reason) {
  return std::unexpected(
      Flaw{State::permerror, Cause::sig_syntax, std::move(why), std::move(reason)});
}

}  // namespace mass::mta_signatures
