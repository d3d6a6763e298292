#include "harness/calibrate/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/message/editor.hpp"
#include "core/message/mime.hpp"
#include "harness/inspect/diagnose.hpp"
#include "harness/run/case_runner.hpp"

namespace mass {

namespace {

constexpr std::string_view kNoVerdict = "no verdict";

Transit captured_transit(const CapturedPair& pair) {
  Transit transit = pair.in;
  transit.delivery = pair.result;
  if (pair.out.empty()) return transit;
  const CapturedOutput& out = pair.out.front();
  transit.message = Message::parse(out.octets);
  if (out.mail_from) transit.envelope.mail_from = *out.mail_from;
  if (out.rcpt_to) transit.envelope.rcpt_to = *out.rcpt_to;
  return transit;
}

// The fields of `signed_message` that `original` lacks, in their order.
std::vector<Field> added_fields(const Message& original, const Message& signed_message) {
  std::vector<std::string_view> known;
  for (const Field& field : original.fields()) known.push_back(field.raw());
  std::vector<Field> added;
  for (const Field& field : signed_message.fields()) {
    const auto found = std::ranges::find(known, field.raw());
    if (found == known.end()) {
      added.push_back(field);
    } else {
      known.erase(found);
    }
  }
  return added;
}

// Where the first field that came through stands now. Its value may have been folded anew.
std::size_t first_survivor(const Message& original, const MessageEditor& arrived) {
  for (const Field& field : original.fields()) {
    const std::string value = unfolded(field);
    for (std::size_t i = 0; i < arrived.fields().size(); ++i) {
      const Field& other = arrived.fields()[i];
      if (other.is(field.name()) && unfolded(other) == value) return i;
    }
  }
  return 0;
}

Transit carried_over(const Transit& original, const Transit& signed_transit, Transit arrived) {
  if (arrived.envelope.mail_from == original.envelope.mail_from) {
    arrived.envelope.mail_from = signed_transit.envelope.mail_from;
  }
  MessageEditor editor(arrived.message);
  std::size_t at = first_survivor(original.message, editor);
  for (const Field& field : added_fields(original.message, signed_transit.message)) {
    editor.insert(at++, field);
  }
  arrived.message = std::move(editor).finish();
  return arrived;
}

// What comes back to the envelope sender if the message is returned.
Transit returned(Transit transit) {
  transit.envelope.rcpt_to = {transit.envelope.mail_from};
  transit.envelope.mail_from.clear();
  return transit;
}

// The entity that a signature in the body covers: the first part, or all there is. A message that
// was wrapped whole arrives when its own octets do; the part header around them is the scheme's.
std::string signed_entity(const Message& message) {
  const MimeTree tree = parse_mime(message);
  const std::string_view body = message.body().view();
  if (tree.parts.front().children.empty()) return std::string(body);
  const MimePart& first = tree.parts[static_cast<std::size_t>(tree.parts.front().children.front())];
  const bool is_wrapped = first.content_type.is("message", "rfc822");
  const std::size_t begin = is_wrapped ? first.body_begin : first.header_begin;
  return std::string(body.substr(begin, first.body_end - begin));
}

std::string_view verdict_word(bool arrives) {
  return arrives ? "pass" : "fail";
}

}  // namespace

struct Agreement::Parts {
  explicit Parts(Plan made, const Crypto& crypto) : plan(std::move(made)), world(plan, crypto) {}
  Plan plan;
  World world;

  std::optional<Signed> sign(std::size_t row, const Transit& submitted) {
    CostMeter unpaid;
    auto made = sign_at_origin(world, row, submitted, "calibrate", unpaid);
    if (!made || !made->declined.empty()) return std::nullopt;
    return *std::move(made);
  }

  Result<std::string_view> verdict(std::size_t row, const Transit& transit) {
    CostMeter unpaid;
    RandomSource random(plan.scenario.seed, {"calibrate", "judge"});
    const Scheme& scheme = *plan.schemes[row].scheme;
    const Context context{
        world.crypto(), world.signing_keys(), world.directory(row), world.public_keys(), unpaid,
        random};
    const bool has_content = covers(scheme.info().protects, Protects::header | Protects::body);
    const Judge judge(scheme, context);
    const auto verdict = judge(has_content ? transit : returned(transit), unpaid);
    if (!verdict) return std::unexpected(verdict.error());
    return name_of(verdict->outcome);
  }

  bool arrives(std::size_t row, const std::string& entity, const Transit& arrived) {
    if (arrived.message.to_string().contains(entity)) return true;
    const auto again = sign(row, arrived);
    return again && signed_entity(again->transit.message) == entity;
  }

  // The verdict after each of the two; nothing if the scheme does not sign this message.
  std::optional<std::pair<std::string_view, std::string_view>> verdicts(std::size_t row,
                                                                        const Transit& submitted,
                                                                        const Transit& captured,
                                                                        const Transit& simulated) {
    const auto made = sign(row, submitted);
    if (!made) return std::nullopt;
    const Transit& origin = made->transit;
    if (origin.message.body().view() != submitted.message.body().view()) {
      const std::string entity = signed_entity(origin.message);
      return std::pair(verdict_word(arrives(row, entity, captured)),
                       verdict_word(arrives(row, entity, simulated)));
    }
    const auto real = verdict(row, carried_over(submitted, origin, captured));
    const auto ours = verdict(row, carried_over(submitted, origin, simulated));
    // A verifier that breaks down agrees with nothing, not even with itself.
    if (!real) return std::pair(name_of(tool_cause_of(real.error().code)), kNoVerdict);
    if (!ours) return std::pair(kNoVerdict, name_of(tool_cause_of(ours.error().code)));
    return std::pair(*real, *ours);
  }
};

Agreement::Agreement(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Agreement::Agreement(Agreement&&) noexcept = default;
Agreement& Agreement::operator=(Agreement&&) noexcept = default;
Agreement::~Agreement() = default;

Result<Agreement> Agreement::create(const Registry& registry, const Crypto& crypto) {
  auto plan = make_plan(Scenario{}, registry);
  if (!plan) return std::unexpected(plan.error());
  return Agreement(std::make_unique<Parts>(*std::move(plan), crypto));
}

std::size_t Agreement::rows() const noexcept {
  return parts_->plan.schemes.size();
}

std::vector<std::string> Agreement::disagreements(const CapturedPair& pair,
                                                  const Transit& simulated) {
  const Transit captured = captured_transit(pair);
  if (captured.delivery != simulated.delivery) {
    return {fmt::format("result: {} by the software, {} by the path", name_of(captured.delivery),
                        name_of(simulated.delivery))};
  }
  if (captured.delivery != Delivery::in_transit || pair.out.empty()) return {};
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < rows(); ++row) {
    const auto both = parts_->verdicts(row, pair.in, captured, simulated);
    if (!both || both->first == both->second) continue;
    const PlannedScheme& planned = parts_->plan.schemes[row];
    lines.push_back(fmt::format("{}/{}: {} after the software, {} after the path", planned.id,
                                planned.label, both->first, both->second));
  }
  return lines;
}

}  // namespace mass
