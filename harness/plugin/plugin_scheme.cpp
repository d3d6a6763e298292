#include "harness/plugin/plugin_scheme.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "harness/plugin/questions.hpp"
#include "harness/plugin/wire.hpp"

namespace mass {
namespace {

using nlohmann::json;

// What was changed, laid over what was sent.
Result<Signed> read_signed(const Frame& frame, const Transit& sent) {
  return wire::read_wire([&] {
    Signed made{sent, {}};
    if (frame.header.contains("declined")) {
      made.declined = wire::octets(frame.header.at("declined"));
      if (made.declined.empty()) made.declined = "unspecified";
      return made;
    }
    if (!frame.octets.empty()) made.transit.message = Message::parse(frame.octets);
    if (frame.header.contains("envelope")) {
      wire::overlay(made.transit.envelope, frame.header.at("envelope"));
      made.transit.envelope.time = sent.envelope.time;  // no plug-in moves the clock
    }
    return made;
  });
}

}  // namespace

PluginScheme::PluginScheme(const SchemeInfo& info, std::shared_ptr<PluginHost> host,
                           std::shared_ptr<const PluginGreeting> greeting, ValueMap parameters,
                           std::unique_ptr<Scheme> family)
    : info_(info),
      host_(std::move(host)),
      greeting_(std::move(greeting)),
      parameters_(wire::to_json(parameters)),
      family_(std::move(family)) {}

Result<Signed> PluginScheme::originate(Transit transit, const Context& context) const {
  if (greeting_->does("originate")) return sign("originate", std::move(transit), context);
  if (family_) return family_->originate(std::move(transit), context);
  return Signed{std::move(transit), "only_verifies"};
}

Result<Signed> PluginScheme::forward(Transit transit, const Context& context) const {
  if (greeting_->does("forward")) return sign("forward", std::move(transit), context);
  if (family_) return family_->forward(std::move(transit), context);
  return Scheme::forward(std::move(transit), context);
}

Result<Signed> PluginScheme::sign(const char* operation, Transit transit,
                                  const Context& context) const {
  json header;
  wire::put(header, transit);
  const auto frame = ask(operation, std::move(header), transit.message.to_string(), context);
  if (!frame) return std::unexpected(frame.error());
  auto made = read_signed(*frame, transit);
  if (!made) return wrong(made.error());
  return made;
}

Result<Verdict> PluginScheme::try_verify(const Transit& transit, const Context& context) const {
  if (!greeting_->does("verify")) {
    if (family_) return family_->try_verify(transit, context);
    Verdict verdict;
    conclude(verdict, Outcome::na, "only signs", Cause::intact, "the plug-in does not verify", "");
    return verdict;
  }
  if (context.trace != nullptr && !greeting_->has_trace && family_) {
    CostMeter unpaid;
    const Context traced{
        context.crypto, context.signing_keys, context.directory, context.public_keys, unpaid,
        context.random, context.now,          context.role,      context.trace};
    if (auto done = family_->try_verify(transit, traced); !done) return done;
  }
  json header;
  wire::put(header, transit);
  if (context.trace != nullptr && greeting_->has_trace) header["trace"] = true;
  const auto frame = ask("verify", std::move(header), transit.message.to_string(), context);
  if (!frame) return std::unexpected(frame.error());
  auto verdict = wire::read_wire([&] {
    Verdict read = wire::verdict(frame->header.at("verdict"));
    if (context.trace != nullptr && frame->header.contains("trace")) {
      wire::append(*context.trace, frame->header.at("trace"));
    }
    return read;
  });
  if (!verdict) return wrong(verdict.error());
  return verdict;
}

Verdict PluginScheme::verify(const Transit& transit, const Context& context) const {
  auto verdict = try_verify(transit, context);
  if (verdict) return *std::move(verdict);
  Verdict none;
  conclude(none, Outcome::na, "no answer", Cause::intact, verdict.error().what, "");
  return none;
}

Result<Publication> PluginScheme::provision(std::string_view domain, const Context& context) const {
  if (!greeting_->does("provision")) {
    if (family_) return family_->provision(domain, context);
    return Publication{};
  }
  const auto frame = ask("provision", {{"domain", wire::text(domain)}}, {}, context);
  if (!frame) return std::unexpected(frame.error());
  auto published = wire::read_wire([&frame] { return wire::publication(frame->header); });
  if (!published) return wrong(published.error());
  return published;
}

std::string PluginScheme::status_field(const Verdict& verdict) const {
  if (!greeting_->does("status_field")) return family_ ? family_->status_field(verdict) : "";
  const auto frame = ask_without_context("status_field", {{"verdict", wire::to_json(verdict)}});
  if (!frame) return {};
  const auto field = wire::read_wire([&frame] { return wire::octets(frame->header.at("field")); });
  return field.value_or("");
}

std::string PluginScheme::authentication_result(const Verdict& verdict) const {
  const std::string usual = fmt::format("{}={}", info_.id, name_of(verdict.outcome));
  if (!greeting_->does("authentication_result")) {
    return family_ ? family_->authentication_result(verdict) : usual;
  }
  const auto frame =
      ask_without_context("authentication_result", {{"verdict", wire::to_json(verdict)}});
  if (!frame) return usual;
  const auto text = wire::read_wire([&frame] { return wire::octets(frame->header.at("result")); });
  return text.value_or(usual);
}

Result<void> PluginScheme::check() const {
  if (!greeting_->does("check")) return {};
  const auto frame = ask_without_context("check", json::object());
  if (!frame) return std::unexpected(frame.error());
  return {};
}

Result<Frame> PluginScheme::ask(const char* operation, json header, std::string_view octets,
                                const Context& context) const {
  header["op"] = operation;
  header["parameters"] = parameters_;
  header["now"] = to_unix(context.now);
  header["role"] = wire::to_json(context.role);
  header["random"] = context.random.position();
  auto frame = host_->request(std::move(header), octets, [&context](const json& question) {
    return answer_question(question, context);
  });
  if (!frame || !frame->header.contains("cost")) return frame;
  const auto counted = wire::read_wire([&] {
    wire::add_cost(context.cost, frame->header.at("cost"));
    return true;
  });
  if (!counted) return wrong(counted.error());
  return frame;
}

Result<Frame> PluginScheme::ask_without_context(const char* operation, json header) const {
  header["op"] = operation;
  header["parameters"] = parameters_;
  return host_->request(std::move(header), {}, [](const json&) -> Result<json> {
    return fail(Errc::protocol, "asked back in an operation that has nothing to ask");
  });
}

std::unexpected<Error> PluginScheme::wrong(Error error) const {
  return fail_in("plug-in " + info_.id, std::move(error));
}

}  // namespace mass
