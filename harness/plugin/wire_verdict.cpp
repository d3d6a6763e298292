#include "harness/plugin/wire_words.hpp"

namespace mass::wire {
namespace {

json signature_json(const SignatureVerdict& verdict) {
  return {{"outcome", name_of(verdict.outcome)}, {"state", text(verdict.state)},
          {"identity", text(verdict.identity)},  {"cause", name_of(verdict.cause)},
          {"reason", text(verdict.reason)},      {"source", text(verdict.source)},
          {"detail", to_json(verdict.detail)}};
}

// What a verifier that knows no causes means.
Cause usual_cause(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
    case Outcome::na:
      return Cause::intact;
    case Outcome::fail:
      return Cause::crypto_bad;
    case Outcome::none:
      return Cause::sig_missing;
    case Outcome::permerror:
      return Cause::sig_syntax;
    case Outcome::temperror:
      return Cause::key_temperror;
  }
  return Cause::crypto_bad;
}

void read_signature(SignatureVerdict& verdict, const json& object) {
  const std::string outcome = object.at("outcome").get<std::string>();
  verdict.outcome = known(outcome_from(outcome), "outcome", outcome);
  verdict.state = outcome;
  verdict.cause = usual_cause(verdict.outcome);
  if (object.contains("cause")) {
    const std::string cause = object.at("cause").get<std::string>();
    verdict.cause = known(cause_from(cause), "cause", cause);
  }
  take(verdict.state, object, "state");
  take(verdict.identity, object, "identity");
  take(verdict.reason, object, "reason");
  take(verdict.source, object, "source");
  if (object.contains("detail")) verdict.detail = values(object.at("detail"));
}

}  // namespace

json to_json(const Verdict& verdict) {
  json object = signature_json(verdict);
  object["disposition"] = name_of(verdict.disposition);
  object["signatures"] = json::array();
  for (const auto& one : verdict.signatures) object["signatures"].push_back(signature_json(one));
  return object;
}

Verdict verdict(const json& object) {
  Verdict verdict;
  read_signature(verdict, object);
  if (object.contains("disposition")) {
    const std::string word = object.at("disposition").get<std::string>();
    verdict.disposition = known(disposition_from(word), "disposition", word);
  }
  for (const json& item : object.value("signatures", json::array())) {
    read_signature(verdict.signatures.emplace_back(), item);
  }
  return verdict;
}

json to_json(const Trace& trace) {
  json array = json::array();
  for (const TraceItem& item : trace.items()) {
    array.push_back({{"what", text(item.what)},
                     {"signature", item.signature},
                     {"field", text(item.field)},
                     {"octets", text(item.octets)}});
  }
  return array;
}

void append(Trace& trace, const json& array) {
  for (const json& item : array) {
    TraceItem read;
    take(read.what, item, "what");
    take(read.signature, item, "signature");
    take(read.field, item, "field");
    take(read.octets, item, "octets");
    trace.begin(read.what, read.signature, read.field);
    trace.write(read.octets);
  }
}

}  // namespace mass::wire
