#include "baseline.hpp"
#include "core/keys/decorators.hpp"
#include "core/keys/http_answers.hpp"
#include "core/keys/trust.hpp"
#include "harness/run/submission.hpp"
#include "schemes/enrol_all.hpp"

namespace mass::bench {
namespace {

// The operators of all domains, with the servers they publish on; one scheme, ready to sign and
// verify one message again and again.
struct Bench {
  std::unique_ptr<Scheme> scheme;
  DerivedKeys keys{1};
  std::shared_ptr<ZoneDirectory> dns = std::make_shared<ZoneDirectory>();
  std::shared_ptr<HttpAnswers> http = std::make_shared<HttpAnswers>();
  std::shared_ptr<TrustStore> trust = std::make_shared<TrustStore>();
  RoutedDirectory servers{dns, http, trust};
  PublicKeyCache public_keys;
  CostMeter cost;
  RandomSource random{1, {"bench"}};

  Bench(std::string_view id, std::string_view profile) {
    Registry registry;
    (void)enrol_all(registry).value();
    scheme = registry.make(id, profile, {}).value();
    for (const auto& anchor : keys.trust_anchors()) trust->add_anchor(anchor);
    const auto published = scheme->provision("example.com", context("example.com")).value();
    for (const DnsRecord& record : published.dns) dns->add(record);
    for (const HttpObject& object : published.http) (void)http->add(object).value();
  }

  Context context(std::string domain = {}) {
    return {*world().crypto,
            keys,
            servers,
            public_keys,
            cost,
            random,
            from_unix(1091779200),
            {RoleKind::originator, std::move(domain), {}}};
  }
};

Transit transit_of(std::size_t size) {
  return submit(Message::parse(mail_of(size)), false, from_unix(1091779200));
}

// The bare cost of a content scheme is the operation, the hash and a scan of the whole message.
void sign_content(benchmark::State& state, const char* id, const char* profile) {
  Bench bench(id, profile);
  const Transit transit = transit_of(static_cast<std::size_t>(state.range(0)));
  const std::string octets = transit.message.to_string();
  const Context context = bench.context();
  measure(state, bare_sign() + bare_hash(octets) + bare_scan(octets),
          [&] { benchmark::DoNotOptimize(bench.scheme->originate(transit, context)); });
}

void verify_content(benchmark::State& state, const char* id, const char* profile) {
  Bench bench(id, profile);
  const Context context = bench.context();
  const Transit transit =
      bench.scheme->originate(transit_of(static_cast<std::size_t>(state.range(0))), context)
          .value()
          .transit;
  const std::string octets = transit.message.to_string();
  measure(state, bare_verify() + bare_hash(octets) + bare_scan(octets),
          [&] { benchmark::DoNotOptimize(bench.scheme->verify(transit, context)); });
}

// BATV never looks at the message: its bare cost is one HMAC.
void sign_envelope(benchmark::State& state, const char* id, const char* profile) {
  Bench bench(id, profile);
  const Transit transit = transit_of(static_cast<std::size_t>(state.range(0)));
  const Context context = bench.context();
  measure(state, bare_hmac(),
          [&] { benchmark::DoNotOptimize(bench.scheme->originate(transit, context)); });
}

void verify_envelope(benchmark::State& state, const char* id, const char* profile) {
  Bench bench(id, profile);
  const Context context = bench.context();
  Transit transit =
      bench.scheme->originate(transit_of(static_cast<std::size_t>(state.range(0))), context)
          .value()
          .transit;
  transit.envelope.rcpt_to = {transit.envelope.mail_from};
  transit.envelope.mail_from.clear();
  measure(state, bare_hmac(),
          [&] { benchmark::DoNotOptimize(bench.scheme->verify(transit, context)); });
}

void sizes(benchmark::internal::Benchmark* bench) {
  bench->RangeMultiplier(4)->Range(1 << 10, 1 << 20)->Unit(benchmark::kMicrosecond);
}

BENCHMARK_CAPTURE(sign_content, domainkeys_nofws, "domainkeys", "std")->Apply(sizes);
BENCHMARK_CAPTURE(sign_content, domainkeys_simple, "domainkeys", "strict")->Apply(sizes);
BENCHMARK_CAPTURE(verify_content, domainkeys_nofws, "domainkeys", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_content, domainkeys_simple, "domainkeys", "strict")->Apply(sizes);
BENCHMARK_CAPTURE(sign_content, entity_smime, "entity-smime", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_content, entity_smime, "entity-smime", "std")->Apply(sizes);
BENCHMARK_CAPTURE(sign_content, iim, "iim", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_content, iim, "iim", "std")->Apply(sizes);
BENCHMARK_CAPTURE(sign_content, mta_signatures, "mta-signatures", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_content, mta_signatures, "mta-signatures", "std")->Apply(sizes);
BENCHMARK_CAPTURE(sign_content, postmarks, "postmarks", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_content, postmarks, "postmarks", "std")->Apply(sizes);
BENCHMARK_CAPTURE(sign_envelope, batv, "batv", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_envelope, batv, "batv", "std")->Apply(sizes);

}  // namespace
}  // namespace mass::bench
