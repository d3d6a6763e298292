#include "core/scheme/verdict.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mass {

namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, kOutcomeCount> kOutcomes{"pass",      "fail",      "none",
                                                                "permerror", "temperror", "na"};

constexpr std::array<std::string_view, kCauseCount> kCauses{
    "intact",       "sig_missing",    "sig_syntax",  "alg_unsupported",   "key_missing",
    "key_syntax",   "key_revoked",    "key_weak",    "key_temperror",     "time_future",
    "time_expired", "ident_mismatch", "hdr_absent",  "hdr_changed",       "hdr_extra",
    "body_changed", "body_short",     "mime_struct", "envelope_mismatch", "chain_broken",
    "crypto_bad"};

constexpr std::array<std::string_view, 3> kDispositions{"no_opinion", "accept", "reject"};

template <class Enum, std::size_t Count>
std::optional<Enum> find_name(const std::array<std::string_view, Count>& names,
                              std::string_view name) noexcept {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(Outcome outcome) noexcept {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> outcome_from(std::string_view name) noexcept {
  return find_name<Outcome>(kOutcomes, name);
}

std::string_view name_of(Cause cause) noexcept {
  return kCauses[static_cast<std::size_t>(cause)];
}

std::optional<Cause> cause_from(std::string_view name) noexcept {
  return find_name<Cause>(kCauses, name);
}

std::string_view name_of(Disposition disposition) noexcept {
  return kDispositions[static_cast<std::size_t>(disposition)];
}

std::optional<Disposition> disposition_from(std::string_view name) noexcept {
  return find_name<Disposition>(kDispositions, name);
}

std::string text_detail(const SignatureVerdict& verdict, std::string_view name) {
  const auto found = verdict.detail.find(name);
  const auto* text =
      found == verdict.detail.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : *text;
}

void conclude(SignatureVerdict& verdict, Outcome outcome, std::string_view state, Cause cause,
              std::string reason, std::string_view source) {
  verdict.outcome = outcome;
  verdict.state = state;
  verdict.cause = cause;
  verdict.reason = std::move(reason);
  verdict.source = source;
}

}  // namespace mass
