#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <string>

#include "core/crypto/rsa.hpp"
#include "core/message/transit.hpp"

// What a figure is compared with: the bare cost of the same public-key operation, plus the hash of
// the same octets, plus one scan of them, measured in the same process just before.
namespace mass::bench {

/// Everything a benchmark needs, made once.
struct World {
  std::shared_ptr<const Crypto> crypto;
  std::shared_ptr<const RsaPrivateKey> private_key;
  std::shared_ptr<const RsaPublicKey> public_key;
  std::string signature;  ///< Of the digest of nothing, for the bare operation.
};
const World& world();

/// A plausible mail of about `size` octets, in wire form: 20 header fields, prose lines.
std::string mail_of(std::size_t size);

/// Seconds one call takes: the fastest of several batches, after a warm-up.
double seconds_per_call(const std::function<void()>& call);

/// One pass over the octets that the compiler cannot leave out: counts line feeds.
std::size_t scan(std::string_view octets);

double bare_scan(std::string_view octets);
double bare_hash(std::string_view octets);
double bare_verify();
double bare_sign();
double bare_hmac();

/// Runs `call` for the benchmark, then sets the counters `baseline_us` and `ratio`.
void measure(benchmark::State& state, double baseline_seconds, const std::function<void()>& call);

}  // namespace mass::bench
