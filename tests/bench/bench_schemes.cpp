#include "baseline.hpp"
#include "harness/run/submission.hpp"
#include "schemes/enrol_all.hpp"

namespace mass::bench {
namespace {

// One operator, one zone, one scheme, ready to sign and verify one message again and again.
struct Bench {
  std::unique_ptr<Scheme> scheme;
  GivenKeys keys;
  ZoneDirectory zone;
  PublicKeyCache public_keys;
  CostMeter cost;
  RandomSource random{1, {"bench"}};

  Bench(std::string_view id, std::string_view profile) {
    Registry registry;
    (void)enrol_all(registry).value();
    scheme = registry.make(id, profile, {}).value();
    keys.rsa_key = world().private_key;
    keys.shared_secret = "secret-secret";
    const Context publishing = context("example.com");
    const auto records = scheme->provision("example.com", publishing).value();
    for (const DnsRecord& record : records.dns) zone.add(record);
  }

  Context context(std::string domain = {}) {
    return {*world().crypto,
            keys,
            zone,
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
BENCHMARK_CAPTURE(sign_content, postmarks, "postmarks", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_content, postmarks, "postmarks", "std")->Apply(sizes);
BENCHMARK_CAPTURE(sign_envelope, batv, "batv", "std")->Apply(sizes);
BENCHMARK_CAPTURE(verify_envelope, batv, "batv", "std")->Apply(sizes);

}  // namespace
}  // namespace mass::bench
