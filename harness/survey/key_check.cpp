#include "harness/survey/key_check.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/date.hpp"

namespace mass::survey {
namespace {

constexpr std::uint64_t kLastSecond = 253'402'300'799;  // Of the year 9999.

// The scheme whose rules are those of the field.
std::string_view scheme_of(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::dkim:
      return "dkim";
    case SignatureKind::arc_message:
    case SignatureKind::arc_seal:
      return "arc";
    case SignatureKind::domainkeys:
      return "domainkeys";
  }
  return {};
}

std::optional<Time> received_time(const Field& field) {
  const std::string_view value = field.value();
  const std::size_t semicolon = value.rfind(';');
  if (!field.is("Received") || semicolon == std::string_view::npos) return std::nullopt;
  const auto date = parse_mail_date(value.substr(semicolon + 1));
  return date ? std::optional(date->time()) : std::nullopt;
}

}  // namespace

std::optional<Time> signing_time(const Message& message, const StoredSignature& signature) {
  if (const auto seconds = signature.tags.time) {
    return from_unix(static_cast<std::int64_t>(std::min(*seconds, kLastSecond)));
  }
  const auto fields = message.fields();
  for (std::size_t at = signature.position; at-- > 0;) {
    if (const auto time = received_time(fields[at])) return time;
  }
  for (std::size_t at = signature.position + 1; at < fields.size(); ++at) {
    if (const auto time = received_time(fields[at])) return time;
  }
  const Field* date = message.find("Date");
  const auto read = date == nullptr ? std::nullopt : parse_mail_date(date->value());
  return read ? std::optional(read->time()) : std::nullopt;
}

KeyCheck::KeyCheck(std::vector<Verifier> verifiers, std::shared_ptr<const KeyDirectory> directory,
                   const Crypto& crypto)
    : verifiers_(std::move(verifiers)), directory_(std::move(directory)), crypto_(crypto) {}

Verdict KeyCheck::verify(const Scheme& scheme, const CorpusMessage& message, Time now) {
  RandomSource random(0, {"survey"});
  const Context context{crypto_, no_keys_, *directory_, public_keys_,
                        cost_,   random,   now,         {RoleKind::receiver, {}, {}}};
  Transit transit;
  transit.message = message.message;
  transit.envelope.time = now;
  return scheme.verify(transit, context);
}

void KeyCheck::add_verdicts(Survey& survey, const CorpusMessage& message,
                            const SurveyedMessage& surveyed) {
  for (const Verifier& verifier : verifiers_) {
    std::vector<const StoredSignature*> own;
    for (const StoredSignature& one : surveyed.found.signatures) {
      if (scheme_of(one.kind) == verifier.scheme->info().id) own.push_back(&one);
    }
    const auto count = [&](std::optional<Side> side, const SignatureVerdict& verdict) {
      if (verdict.outcome == Outcome::none || verdict.outcome == Outcome::na) return;
      const VerifiedGroup group{verifier.label, surveyed.list.id, side};
      ++survey.verdicts[group][{verdict.outcome, printable(verdict.state, 60)}];
    };
    // Few signatures share a message, and many of them a second.
    std::map<Time, Verdict> verdicts;
    const auto verdict_at = [&](Time now) -> const Verdict& {
      const auto known = verdicts.find(now);
      if (known != verdicts.end()) return known->second;
      return verdicts.emplace(now, verify(*verifier.scheme, message, now)).first->second;
    };
    const auto time_of = [&](const StoredSignature& one) {
      return signing_time(message.message, one).value_or(Time{});
    };
    const Verdict& first = verdict_at(own.empty() ? Time{} : time_of(*own.front()));
    const std::size_t read =
        own.size() + (own.size() == kMaxSignatures ? surveyed.found.excess : 0);
    if (own.empty() || first.signatures.size() < own.size() || first.signatures.size() > read) {
      count(std::nullopt, first);
      continue;
    }
    for (std::size_t i = 0; i < own.size(); ++i) {
      count(surveyed.side_of(*own[i]), verdict_at(time_of(*own[i])).signatures[i]);
    }
  }
}

}  // namespace mass::survey
