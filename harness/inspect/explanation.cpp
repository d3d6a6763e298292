#include "harness/inspect/explanation.hpp"

#include <fmt/format.h>

#include "harness/paths/journey_log.hpp"

namespace mass {
namespace {

const Transit& stop_before(const CaseInFull& made, std::size_t step) {
  return step == 0 ? made.start : made.journey.after[step - 1];
}

std::string title_of(const Path& path, std::size_t steps_done) {
  if (steps_done == 0) return path.starts_unsigned ? "as it set out" : "as signed";
  return fmt::format("after step {}, {}", steps_done, path.steps[steps_done - 1].label());
}

// Where the two sides are taken from.
struct Stops {
  const Transit& before;
  const Transit& after;
  std::string before_title;
  std::string after_title;
};

Stops choose_stops(const CaseInFull& made, const Path& path, Span span) {
  const Diagnosis& why = made.record.diagnosis;
  if (span == Span::breaking_step && why.step >= 0) {
    const auto step = static_cast<std::size_t>(why.step);
    return {stop_before(made, step), made.journey.after[step], title_of(path, step),
            title_of(path, step + 1)};
  }
  // What is forged was never signed; the signed message shows what it should have been.
  return {made.signed_transit, made.journey.end(), "as signed", "as it arrived"};
}

void add_sides(Explanation& told, const Evidence& evidence) {
  told.no_transcript = evidence.no_transcript;
  told.difference = evidence.difference;
  told.sides = compare_sides(evidence);
}

}  // namespace

bool has_place(const Diagnosis& why) {
  return why.cause >= Cause::hdr_absent && why.cause <= Cause::body_short;
}

const Diagnosis& Explanation::place() const {
  // A cause that a verifier names itself comes without a place: the transcripts have one.
  return has_place(diagnosis) && (!diagnosis.field.empty() || diagnosis.offset != 0) ? diagnosis
                                                                                     : difference;
}

std::size_t Explanation::first_row() const {
  return has_place(place()) ? sides.first_change(place().field) : sides.first_change();
}

Result<Explanation> explain_case(const RebuiltCase& found, Span span) {
  const CaseInFull& made = found.made;
  const Record& record = made.record;
  const Path& path = found.path();
  Explanation told{.scheme = record.scheme,
                   .profile = record.profile,
                   .case_id = record.case_id,
                   .message_id = record.message_id,
                   .origin = record.origin,
                   .path = path.id,
                   .path_title = path.title,
                   .message_octets = record.message_octets,
                   .steps = journey_log(path, made.journey),
                   .at_origin = record.at_origin,
                   .outcome = record.outcome,
                   .state = record.state,
                   .reason = record.reason,
                   .rule = record.diagnosis.source,
                   .diagnosis = record.diagnosis,
                   .host = {},
                   .trouble = {},
                   .before = {},
                   .after = {},
                   .no_transcript = {},
                   .difference = {},
                   .sides = {}};
  if (!record.is_signed) told.trouble = "not signed: " + record.declined;
  if (!record.tool_error.empty()) told.trouble = "no verdict: " + record.tool_error;
  if (record.diagnosis.step >= 0) {
    told.host = path.steps[static_cast<std::size_t>(record.diagnosis.step)].host;
  }
  if (!told.trouble.empty() || made.journey.after.empty()) return told;
  const Stops stops = choose_stops(made, path, span);
  const MessageJudge judge(*found.world, 0, found.message.id);
  const auto evidence =
      gather_evidence(found.row().scheme->info(), judge.judge(), stops.before, stops.after);
  if (!evidence) return std::unexpected(evidence.error());
  told.before = stops.before_title;
  told.after = stops.after_title;
  add_sides(told, *evidence);
  return told;
}

Result<Explanation> explain_messages(const Scheme& scheme, const Judge& judge,
                                     const Transit& signed_transit, const Transit& received) {
  const auto evidence = gather_evidence(scheme.info(), judge, signed_transit, received);
  if (!evidence) return std::unexpected(evidence.error());
  const Verdict& verdict = evidence->verdict_after;
  Explanation told;
  told.scheme = scheme.info().id;
  told.before = "as signed";
  told.after = "as received";
  told.at_origin = evidence->verdict_before.outcome;
  told.outcome = verdict.outcome;
  told.state = verdict.state;
  told.reason = verdict.reason;
  told.rule = verdict.source;
  told.diagnosis.cause = verdict.cause;
  add_sides(told, *evidence);
  if (verdict.cause == Cause::crypto_bad && told.no_transcript.empty()) {
    told.diagnosis = told.difference;
  }
  return told;
}

}  // namespace mass
