#include "harness/plugin/serve.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <memory>
#include <utility>

#include "core/base/text.hpp"
#include "harness/plugin/frame.hpp"
#include "harness/plugin/remote.hpp"
#include "harness/plugin/wire.hpp"

namespace mass {
namespace {

using nlohmann::json;

constexpr std::array kOperations{"check",
                                 "originate",
                                 "forward",
                                 "verify",
                                 "provision",
                                 "status_field",
                                 "authentication_result"};

// The answer to a request, before it has an id.
struct Answer {
  json header;
  std::string octets;
};

class Server {
 public:
  Server(const ServedScheme& served, const Crypto& crypto, std::istream& in, std::ostream& out)
      : served_(served), crypto_(crypto), in_(in), line_(in, out) {}

  Result<void> run() {
    while (true) {
      auto frame = read_frame(in_);
      if (!frame) return std::unexpected(frame.error());
      if (!*frame) return {};
      if (auto done = serve(**std::move(frame)); !done) return done;
    }
  }

 private:
  Result<void> serve(Frame request) {
    Answer answer;
    auto id = wire::read_wire([&] { return request.header.at("id").get<std::int64_t>(); });
    if (!id) return std::unexpected(id.error());
    line_.id = *id;
    auto made = wire::read_wire([&] { return answer_to(request); });
    if (made && *made) {
      answer = **std::move(made);
      answer.header["answer"] = "done";
    } else {
      const Error& error = made ? made->error() : made.error();
      answer.header = {{"answer", error.code == Errc::unsupported ? "unsupported" : "error"},
                       {"kind", wire::name_of(error.code)},
                       {"reason", wire::text(error.what)}};
    }
    answer.header["id"] = *id;
    if (!line_.failure) line_.send(answer.header, answer.octets);
    if (line_.failure) return std::unexpected(*line_.failure);
    return {};
  }

  Result<Answer> answer_to(const Frame& request) {
    const std::string operation = request.header.at("op").get<std::string>();
    if (operation == "hello") return hello();
    if (std::ranges::find(kOperations, operation) == kOperations.end()) {
      return fail(Errc::unsupported, "there is no operation " + printable(operation, 60));
    }
    const auto scheme = scheme_for(request.header);
    if (!scheme) return std::unexpected(scheme.error());
    if (operation == "check") return Answer{json::object(), {}};
    if (operation == "status_field") {
      const Verdict verdict = wire::verdict(request.header.at("verdict"));
      return Answer{{{"field", wire::text((*scheme)->status_field(verdict))}}, {}};
    }
    if (operation == "authentication_result") {
      const Verdict verdict = wire::verdict(request.header.at("verdict"));
      return Answer{{{"result", wire::text((*scheme)->authentication_result(verdict))}}, {}};
    }
    return work(operation, **scheme, request);
  }

  Result<Answer> hello() const {
    const SchemeInfo* info = served_.registry.find(served_.id);
    if (info == nullptr) return served_.registry.unknown_scheme(served_.id);
    return Answer{{{"protocol", kPluginProtocol},
                   {"software", served_.software},
                   {"operations", kOperations},
                   {"trace", true},
                   {"scheme", wire::to_json(*info)}},
                  {}};
  }

  // Requests name the settings each time; a scheme is made once for each set of them.
  Result<const Scheme*> scheme_for(const json& header) {
    const json parameters = header.value("parameters", json::object());
    auto& known = schemes_[parameters.dump()];
    if (known) return known.get();
    auto made = served_.registry.make(served_.id, {}, wire::values(parameters));
    if (!made) return std::unexpected(made.error());
    known = *std::move(made);
    return known.get();
  }

  // What needs a context.
  Result<Answer> work(const std::string& operation, const Scheme& scheme, const Frame& request) {
    const json& header = request.header;
    const RemoteKeys keys(line_);
    const RemoteDirectory directory(line_);
    CostMeter cost;
    Trace trace;
    auto random = RandomSource::resume(header.value("random", ""));
    if (!random) random.emplace(std::uint64_t{0}, std::initializer_list<std::string_view>{});
    const bool wants_trace = header.value("trace", false);
    const Context context{crypto_,
                          keys,
                          directory,
                          public_keys_,
                          cost,
                          *random,
                          from_unix(header.at("now").get<std::int64_t>()),
                          wire::role(header.value("role", json::object())),
                          wants_trace ? &trace : nullptr};
    auto answer = do_work(operation, scheme, request, context);
    if (!answer) return answer;
    answer->header["cost"] = wire::to_json(cost);
    if (wants_trace) answer->header["trace"] = wire::to_json(trace);
    return answer;
  }

  static Result<Answer> do_work(const std::string& operation, const Scheme& scheme,
                                const Frame& request, const Context& context) {
    if (operation == "provision") {
      auto made = scheme.provision(wire::octets(request.header.at("domain")), context);
      if (!made) return std::unexpected(made.error());
      return Answer{wire::to_json(*made), {}};
    }
    Transit transit = wire::transit(request.header);
    transit.message = Message::parse(request.octets);
    if (operation == "verify") {
      auto verdict = scheme.try_verify(transit, context);
      if (!verdict) return std::unexpected(verdict.error());
      return Answer{{{"verdict", wire::to_json(*verdict)}}, {}};
    }
    auto made = operation == "originate" ? scheme.originate(std::move(transit), context)
                                         : scheme.forward(std::move(transit), context);
    if (!made) return std::unexpected(made.error());
    if (!made->declined.empty()) return Answer{{{"declined", wire::text(made->declined)}}, {}};
    return Answer{{{"envelope", wire::to_json(made->transit.envelope)}},
                  made->transit.message.to_string()};
  }

  const ServedScheme& served_;
  const Crypto& crypto_;
  std::istream& in_;
  Line line_;
  PublicKeyCache public_keys_;
  std::map<std::string, std::unique_ptr<Scheme>> schemes_;
};

}  // namespace

Result<void> serve_scheme(const ServedScheme& served, const Crypto& crypto, std::istream& in,
                          std::ostream& out) {
  return Server(served, crypto, in, out).run();
}

}  // namespace mass
