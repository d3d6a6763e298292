#include <archive.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <sqlite3.h>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <ostream>

#include "core/base/text.hpp"
#include "core/keys/dns_server.hpp"
#include "core/keys/http_client.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/version.hpp"
#include "harness/paths/path.hpp"
#include "harness/run/scenario.hpp"

namespace mass::cli {
namespace {

struct Check {
  std::string name;
  bool pass = false;
  std::string finding;
};

Check check_crypto(const Tools& tools) {
  CostMeter unpaid;
  // RFC 2202 section 3, test case 2: a MAC that is right shows that the library is there and works.
  const std::string mac =
      tools.crypto.hmac(HashAlgorithm::sha1, "Jefe", "what do ya want for nothing?", unpaid);
  const bool good = to_hex(mac) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
  return {"cryptography", good, good ? "HMAC-SHA1 gives the value of RFC 2202" : "HMAC is wrong"};
}

Check check_keys(const Tools& tools) {
  CostMeter unpaid;
  RandomSource random(1, {"doctor"});
  const auto key = RsaPrivateKey::derive(random, 1024);
  if (!key) return {"keys", false, key.error().what};
  const std::string digest = tools.crypto.digest(HashAlgorithm::sha1, "doctor", unpaid);
  const auto signature = (*key)->sign(tools.crypto, HashAlgorithm::sha1, digest, unpaid);
  const auto reader = RsaPublicKey::from_der((*key)->public_der());
  if (!signature || !reader) return {"keys", false, "sign or read back failed"};
  const auto recovered = (*reader)->recover(tools.crypto, HashAlgorithm::sha1, *signature, unpaid);
  return {"keys", recovered.digest == digest, "RSA-1024: made, signed, verified"};
}

Check check_schemes(const Tools& tools) {
  std::string names;
  for (const SchemeInfo* info : tools.registry.list()) {
    names += (names.empty() ? "" : ", ") + info->id;
  }
  return {"schemes", !names.empty(), names.empty() ? "none enrolled" : names};
}

Check check_plan(const Tools& tools) {
  const auto plan = make_plan(Scenario{}, tools.registry);
  if (!plan) return {"standard evaluation", false, plan.error().what};
  return {"standard evaluation", true,
          fmt::format("{} rows x {} paths x {} messages = {} cases", plan->schemes.size(),
                      plan->paths.size(), kBuiltInCount, plan->cases(kBuiltInCount))};
}

// A corpus is good if its first message can be read.
Check check_corpus(const std::string& path) {
  auto reader = open_choice({.path = path}, Scenario{}.seed);
  const std::string name = "corpus " + (path.empty() ? std::string("built-in") : path);
  if (!reader) return {name, false, reader.error().what};
  while (auto item = (*reader)->next()) {
    if (const auto* message = std::get_if<CorpusMessage>(&*item)) {
      return {name, true, "first message: " + printable(message->origin)};
    }
  }
  return {name, false, "no message in it"};
}

Check check_writable() {
  std::error_code error;
  const auto space = std::filesystem::space(".", error);
  if (error) return {"disk", false, error.message()};
  const auto free_mib = space.available / (std::uintmax_t{1024} * 1024);
  return {"disk", free_mib > 200, fmt::format("{} MiB free here", free_mib)};
}

Check versions() {
  return {"versions", true,
          fmt::format("massbench {}, {}, libsodium {}, SQLite {}, {}, Boost {}, "
                      "nlohmann/json {}.{}.{}, fmt {}, {}, {}",
                      kVersion, OpenSSL_version(OPENSSL_VERSION), sodium_version_string(),
                      sqlite3_libversion(), archive_version_string(), BOOST_LIB_VERSION,
                      NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                      NLOHMANN_JSON_VERSION_PATCH, FMT_VERSION, dns_library_version(),
                      http_library_version())};
}

Exit doctor_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("format", "F", "table or json");
  args.add_list("corpus", "PATH", "also look at this corpus; repeatable");
  if (const auto done = args.parse(words)) return *done;
  std::vector<Check> checks{versions(),           check_crypto(tools), check_keys(tools),
                            check_schemes(tools), check_plan(tools),   check_corpus({}),
                            check_writable()};
  for (const std::string& path : args.list("corpus")) checks.push_back(check_corpus(path));
  bool good = true;
  nlohmann::json answer = nlohmann::json::array();
  for (const Check& check : checks) {
    good = good && check.pass;
    answer.push_back({{"check", check.name}, {"pass", check.pass}, {"finding", check.finding}});
  }
  if (args.text("format") == "json") {
    tools.console.out << answer.dump(2) << "\n";
    return good ? Exit::ok : Exit::environment;
  }
  for (const Check& check : checks) {
    tools.console.out << fmt::format("{}  {:<22} {}\n", check.pass ? "pass" : "FAIL",
                                     printable(check.name), printable(check.finding));
  }
  return good ? Exit::ok : Exit::environment;
}

}  // namespace

const Verb kDoctor{"doctor", "checks versions, libraries, schemes and corpora", "[--corpus PATH]",
                   "  massbench doctor\n  massbench doctor --corpus ~/Maildir\n", doctor_verb};

}  // namespace mass::cli
