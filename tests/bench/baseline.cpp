#include "baseline.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "core/base/random.hpp"

namespace mass::bench {

const World& world() {
  static const World made = [] {
    World w;
    w.crypto = Crypto::create().value();
    RandomSource random(1, {"bench"});
    w.private_key = RsaPrivateKey::derive(random, 1024).value();
    w.public_key = RsaPublicKey::from_der(w.private_key->public_der()).value();
    CostMeter unpaid;
    w.signature = w.private_key
                      ->sign(*w.crypto, HashAlgorithm::sha1,
                             w.crypto->digest(HashAlgorithm::sha1, "", unpaid), unpaid)
                      .value();
    return w;
  }();
  return made;
}

std::string mail_of(std::size_t size) {
  std::string mail =
      "From: \"Joe SixPack\" <joe@example.com>\r\nTo: \"Suzie Q\" <suzie@shopping.example.net>\r\n"
      "Subject: Is dinner ready?\r\nDate: Fri, 06 Aug 2004 21:00:37 -0700 (PDT)\r\n"
      "Message-ID: <20040807040037.46341.5F8J@example.com>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n"
      "User-Agent: Example Mail 1.0\r\nX-Mailer: Example\r\n\r\n";
  const std::string line = "We lost the game. Are you hungry yet? The report is due on Monday.\r\n";
  while (mail.size() < size) mail += line;
  return mail;
}

double seconds_per_call(const std::function<void()>& call) {
  // Time of this thread on a processor: what others do on the machine does not count.
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const auto timed = [&](std::size_t count) {
    const double begin = now();
    for (std::size_t i = 0; i < count; ++i) call();
    return now() - begin;
  };
  std::size_t count = 1;
  while (timed(count) < 0.005) count *= 2;
  double best = timed(count);
  for (int i = 0; i < 7; ++i) best = std::min(best, timed(count));
  return best / static_cast<double>(count);
}

std::size_t scan(std::string_view octets) {
  return static_cast<std::size_t>(std::ranges::count(octets, '\n'));
}

double bare_scan(std::string_view octets) {
  return seconds_per_call([octets] { benchmark::DoNotOptimize(scan(octets)); });
}

double bare_hash(std::string_view octets) {
  return seconds_per_call([octets] {
    CostMeter unpaid;
    benchmark::DoNotOptimize(world().crypto->digest(HashAlgorithm::sha1, octets, unpaid));
  });
}

double bare_verify() {
  return seconds_per_call([] {
    CostMeter unpaid;
    benchmark::DoNotOptimize(world().public_key->recover(*world().crypto, HashAlgorithm::sha1,
                                                         world().signature, unpaid));
  });
}

double bare_sign() {
  const std::string digest(20, 'x');
  return seconds_per_call([&digest] {
    CostMeter unpaid;
    benchmark::DoNotOptimize(
        world().private_key->sign(*world().crypto, HashAlgorithm::sha1, digest, unpaid));
  });
}

double bare_hmac() {
  return seconds_per_call([] {
    CostMeter unpaid;
    benchmark::DoNotOptimize(
        world().crypto->hmac(HashAlgorithm::sha1, "secret-secret", "0643joe@example.com", unpaid));
  });
}

void measure(benchmark::State& state, double baseline_seconds, const std::function<void()>& call) {
  const double own = seconds_per_call(call);
  for (auto round : state) {
    (void)round;
    call();
  }
  state.counters["baseline_us"] = baseline_seconds * 1e6;
  state.counters["ratio"] = own / baseline_seconds;
}

}  // namespace mass::bench
