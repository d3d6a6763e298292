#include "harness/cli/directories.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "core/base/text.hpp"
#include "core/keys/decorators.hpp"
#include "core/keys/dns_server.hpp"
#include "core/keys/http_client.hpp"
#include "harness/cli/messages.hpp"
#include "harness/keys/key_folder.hpp"

namespace mass::cli {
namespace {

using Directory = std::shared_ptr<const KeyDirectory>;

Result<Directory> open_dns_server(const Arguments& args) {
  auto server = DnsServerDirectory::create(args.text("dns-server"));
  if (!server) return fail_in("--dns-server", server.error());
  return *std::move(server);
}

Result<Directory> open_http_server(const Arguments& args) {
  HttpClientSettings settings;
  if (args.text("http-server") != "direct") settings.gateway = args.text("http-server");
  auto client = HttpClientDirectory::create(std::move(settings));
  if (!client) return fail_in("--http-server (HOST:PORT, or direct)", client.error());
  return *std::move(client);
}

// Several sources of one kind would leave open which of them is asked.
Result<void> check_sources(const Arguments& args) {
  const auto both = [&args](const char* one, const char* other) {
    return args.has(one) && args.has(other);
  };
  const auto complain = [](const char* one, const char* other) {
    return fail(Errc::config,
                fmt::format("--{} and --{} both say where keys are; leave one out", one, other));
  };
  if (both("zone", "dns-server")) return complain("zone", "dns-server");
  if (both("zone", "keys-folder")) return complain("zone", "keys-folder");
  if (both("http", "http-server")) return complain("http", "http-server");
  if (both("http", "keys-folder")) return complain("http", "keys-folder");
  return {};
}

Result<std::shared_ptr<HttpAnswers>> open_answers(const std::string& place) {
  const std::filesystem::path path = place;
  const bool is_folder = std::filesystem::is_directory(path);
  const auto file = is_folder ? path / "answers.json" : path;
  auto answers = load_http_answers(file, file.parent_path());
  if (!answers) return fail_in("--http", answers.error());
  return answers;
}

Result<void> add_trust(Console& console, const Arguments& args, TrustStore& store) {
  for (const char* option : {"trust", "crl"}) {
    for (const std::string& file : args.list(option)) {
      auto text = read_input(console, file);
      if (!text) return fail_in(fmt::format("--{}", option), text.error());
      // What comes along with a revocation list is not trusted for it.
      const bool is_crl_only = std::string_view(option) == "crl";
      if (is_crl_only && text->find("CERTIFICATE-----") != std::string::npos) {
        return fail(Errc::config, fmt::format("--crl {}: holds certificates too; if they are to be "
                                              "trusted, give them with --trust",
                                              printable(file)));
      }
      auto added = store.add_pem(*text, file);
      if (!added) return fail_in(fmt::format("--{}", option), added.error());
    }
  }
  return {};
}

Result<LatencyModel> read_latency(const Arguments& args) {
  LatencyModel model;
  constexpr std::uint64_t kMost = 600'000;
  for (const auto& [name, into] :
       {std::pair{"latency-dns", &model.dns}, std::pair{"latency-http", &model.http}}) {
    const auto value = args.number(name, 0);
    if (!value) return std::unexpected(value.error());
    if (*value > kMost) {
      return fail(Errc::config, fmt::format("--{} takes milliseconds up to {}", name, kMost));
    }
    *into = std::chrono::milliseconds(*value);
  }
  return model;
}

// `failed=5,timeout=5,absent=1,seed=7`
Result<FaultModel> read_faults(const Arguments& args) {
  FaultModel model;
  if (!args.has("faults")) return model;
  const std::string text = args.text("faults");
  const auto complain = [&text](const std::string& why) {
    return fail(Errc::config, fmt::format("--faults {}: {}; write failed=5,timeout=5,absent=1: per "
                                          "mille of all names, and seed=N for others of them",
                                          printable(text), why));
  };
  for (const std::string_view part : split(text, ',')) {
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view name = part.substr(0, equals);
    const auto value = parse_decimal(part.substr(std::min(equals + 1, part.size())));
    if (!value) return complain(printable(part) + " has no number");
    if (name == "seed") {
      model.seed = *value;
      continue;
    }
    if (*value > 1000) return complain("over 1000 per mille");
    const auto share = static_cast<unsigned>(*value);
    if (name == "failed") {
      model.failed_per_mille = share;
    } else if (name == "timeout") {
      model.timeout_per_mille = share;
    } else if (name == "absent") {
      model.absent_per_mille = share;
    } else {
      return complain("there is no " + printable(name));
    }
  }
  if (model.failed_per_mille + model.timeout_per_mille + model.absent_per_mille > 1000) {
    return complain("they add up to more than 1000 per mille");
  }
  return model;
}

// Files and folders; what is not there is empty.
Result<KeyFolder> open_files(const Arguments& args) {
  KeyFolder held{std::make_shared<ZoneDirectory>(), std::make_shared<HttpAnswers>(),
                 std::make_shared<TrustStore>()};
  if (args.has("keys-folder")) {
    auto folder = load_key_folder(args.text("keys-folder"));
    if (!folder) return fail_in("--keys-folder", folder.error());
    held = *std::move(folder);
  }
  if (args.has("zone")) {
    auto zone = load_zone(args.text("zone"));
    if (!zone) return std::unexpected(zone.error());
    held.dns = *std::move(zone);
  }
  if (args.has("http")) {
    auto answers = open_answers(args.text("http"));
    if (!answers) return std::unexpected(answers.error());
    held.http = *std::move(answers);
  }
  return held;
}

}  // namespace

void add_server_options(Arguments& arguments) {
  arguments.add("dns-server", "ADDRESS:PORT", "ask this DNS server for keys");
  arguments.add("http-server", "HOST:PORT",
                "fetch every URL from this web server; \"direct\": from the host it names");
}

Result<RealServers> open_servers(const Arguments& arguments) {
  RealServers servers;
  if (arguments.has("dns-server")) {
    auto dns = open_dns_server(arguments);
    if (!dns) return std::unexpected(dns.error());
    servers.dns = *std::move(dns);
  }
  if (arguments.has("http-server")) {
    auto http = open_http_server(arguments);
    if (!http) return std::unexpected(http.error());
    servers.http = *std::move(http);
  }
  return servers;
}

void add_directory_options(Arguments& arguments) {
  arguments.add("zone", "FILE", "DNS records: a master file, or JSON as in the test vectors");
  arguments.add("http", "PATH", "HTTP answers: answers.json, or a folder with it");
  arguments.add("keys-folder", "DIR", "all that \"zone --out DIR\" wrote");
  arguments.add_list("trust", "FILE", "certificates (PEM) to trust; repeatable");
  arguments.add_list("crl", "FILE", "revocation lists (PEM); repeatable");
  add_server_options(arguments);
  arguments.add("latency-dns", "MS", "simulated round trip of a DNS question (counted, not slept)");
  arguments.add("latency-http", "MS", "simulated round trip of a fetch");
  arguments.add("faults", "F", "names out of order, per mille: failed=5,timeout=5,absent=1");
}

Result<Directory> open_directory(Console& console, const Arguments& arguments) {
  if (auto sound = check_sources(arguments); !sound) return std::unexpected(sound.error());
  auto files = open_files(arguments);
  if (!files) return std::unexpected(files.error());
  if (auto added = add_trust(console, arguments, *files->x509); !added) {
    return std::unexpected(added.error());
  }
  const auto servers = open_servers(arguments);
  if (!servers) return std::unexpected(servers.error());
  const auto latency = read_latency(arguments);
  if (!latency) return std::unexpected(latency.error());
  const auto faults = read_faults(arguments);
  if (!faults) return std::unexpected(faults.error());

  const Directory dns = servers->dns ? servers->dns : files->dns;
  const Directory http = servers->http ? servers->http : files->http;
  Directory directory = std::make_shared<RoutedDirectory>(dns, http, files->x509);
  if (!faults->is_zero()) directory = std::make_shared<FaultyDirectory>(directory, *faults);
  if (!latency->is_zero()) directory = std::make_shared<LatencyDirectory>(directory, *latency);
  return directory;
}

}  // namespace mass::cli
