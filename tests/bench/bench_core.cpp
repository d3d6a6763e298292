#include "baseline.hpp"
#include "core/canon/canon.hpp"
#include "core/message/message.hpp"

namespace mass::bench {
namespace {

void parse(benchmark::State& state) {
  const Octets mail(mail_of(static_cast<std::size_t>(state.range(0))));
  measure(state, bare_scan(mail.view()),
          [&mail] { benchmark::DoNotOptimize(Message::parse(mail)); });
}

void canonicalize(benchmark::State& state, Canon canon) {
  const Message message = Message::parse(mail_of(static_cast<std::size_t>(state.range(0))));
  const std::string_view body = message.body().view();
  measure(state, bare_hash(body) + bare_scan(body), [&] {
    CostMeter unpaid;
    Hasher hasher = world().crypto->hasher(HashAlgorithm::sha1);
    for (const Field& field : message.fields()) canonicalize_field(field.raw(), canon, hasher);
    canonicalize_body(body, canon, LastLine::add_crlf, hasher);
    benchmark::DoNotOptimize(hasher.finish(unpaid));
  });
}

void sizes(benchmark::internal::Benchmark* bench) {
  bench->RangeMultiplier(4)->Range(1 << 10, 1 << 20)->Unit(benchmark::kMicrosecond);
}

BENCHMARK(parse)->Apply(sizes);
BENCHMARK_CAPTURE(canonicalize, simple, Canon::simple)->Apply(sizes);
BENCHMARK_CAPTURE(canonicalize, nofws, Canon::nofws)->Apply(sizes);

}  // namespace
}  // namespace mass::bench
