#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>
#include <random>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"

namespace mass::cli {
namespace {

// A private key is for its owner's eyes, and is never overwritten.
Result<void> write_secret(const std::string& file, std::string_view text) {
  if (std::filesystem::exists(file)) {
    return fail(Errc::config, "write " + file + ": exists already; keys are never overwritten");
  }
  const auto old_mask = umask(S_IRWXG | S_IRWXO);
  std::ofstream stream(file, std::ios::binary);
  (void)umask(old_mask);
  stream << text;
  stream.flush();
  if (!stream) return fail(Errc::io, fmt::format("write {}: {}", file, std::strerror(errno)));
  return {};
}

// Without --seed a key nobody can guess: the seed is replaced by octets of the system.
RandomSource random_source(const Arguments& args, std::uint64_t seed) {
  if (args.has("seed")) return {seed, {"keygen"}};
  std::random_device system;
  std::string entropy;
  for (int i = 0; i < 16; ++i) {
    const auto word = system();
    entropy.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return {0, {"keygen", entropy}};
}

Result<Exit> keygen(Tools& tools, const Arguments& args) {
  const auto bits = args.number("bits", 2048);
  if (!bits) return std::unexpected(bits.error());
  const auto seed = args.number("seed", 0);
  if (!seed) return std::unexpected(seed.error());
  const std::string kind = args.text("type", "rsa");
  RandomSource random = random_source(args, *seed);
  std::string text;
  if (kind == "secret") {
    text = to_hex(random.octets(32)) + "\n";
  } else if (kind == "ed25519") {
    text = Ed25519PrivateKey::derive(random)->to_pem();
  } else if (kind == "rsa") {
    if (*bits < 512 || *bits > 4096) return fail(Errc::config, "--bits must be 512 to 4096");
    auto key = RsaPrivateKey::derive(random, static_cast<int>(*bits));
    if (!key) return std::unexpected(key.error());
    text = (*key)->to_pem();
  } else {
    return fail(Errc::config,
                "--type takes rsa, ed25519 or secret, not \"" + printable(kind) + "\"");
  }
  if (!args.has("out")) {
    tools.console.out << text;
    return Exit::ok;
  }
  auto written = write_secret(args.text("out"), text);
  if (!written) return std::unexpected(written.error());
  tools.console.err << "wrote " << printable(args.text("out")) << "\n";
  return Exit::ok;
}

Exit keygen_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("type", "T", "rsa, ed25519 (for DKIM) or secret (for BATV)");
  args.add("bits", "N", "size of an RSA key (default: 2048)");
  args.add("seed", "N", "make the same key every time: for tests only");
  args.add("out", "FILE", "file to write (default: standard output)");
  if (const auto done = args.parse(words)) return *done;
  const auto exit = keygen(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kKeygen{"keygen", "makes a key for testing", "[--type rsa|ed25519|secret] [--out FILE]",
                   "  massbench keygen --bits 1024 --out key.pem\n"
                   "  massbench keygen --type secret --out secret.txt\n",
                   keygen_verb};

}  // namespace mass::cli
