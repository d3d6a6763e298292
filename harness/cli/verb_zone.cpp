#include <fmt/format.h>

#include <ostream>
#include <set>

#include "core/base/text.hpp"
#include "harness/cli/key_options.hpp"
#include "harness/cli/messages.hpp"
#include "harness/cli/rows.hpp"
#include "harness/keys/key_folder.hpp"
#include "harness/run/domains.hpp"

namespace mass::cli {
namespace {

// What is to be published: rows and messages as `run` would take them.
Result<Scenario> read_scenario(const Tools& tools, const Arguments& args) {
  Scenario scenario;
  const auto seed = args.number("seed", scenario.seed);
  if (!seed) return std::unexpected(seed.error());
  scenario.seed = *seed;
  const auto sample = args.number("sample", 0);
  if (!sample) return std::unexpected(sample.error());
  scenario.sample = *sample;
  scenario.paths = args.list("path");
  for (const std::string& path : args.list("corpus")) {
    scenario.corpora.push_back({.path = path == "built-in" ? std::string() : path});
  }
  if (args.has("built-in")) {
    const auto count = args.number("built-in", 0);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return fail(Errc::config, "--built-in takes a number of messages from 1");
    scenario.corpora.push_back({.path = {}, .as_is = false, .built_in_count = *count});
  }
  const auto words = args.list("scheme");
  if (words.empty()) {
    return fail(Errc::config, "no --scheme given; \"massbench list schemes\" names them");
  }
  const bool has_settings = args.has("profile") || args.has("param");
  if (words.size() > 1 || words[0] == "all" || !tools.registry.find(words[0])) {
    if (has_settings) {
      return fail(Errc::config,
                  "--profile and --param take one --scheme; for several, name "
                  "profiles as in --scheme S/P");
    }
    auto rows = named_schemes(tools, words);
    if (!rows) return std::unexpected(rows.error());
    scenario.schemes = *std::move(rows);
    return scenario;
  }
  auto given = read_parameters(*tools.registry.find(words[0]), args.list("param"));
  if (!given) return std::unexpected(given.error());
  if (args.has("seed") && !has_settings) {
    auto rows = named_schemes(tools, words);
    if (!rows) return std::unexpected(rows.error());
    scenario.schemes = *std::move(rows);
    return scenario;
  }
  scenario.schemes.push_back(
      {.scheme = words[0], .profile = args.text("profile"), .parameters = *std::move(given)});
  return scenario;
}

// One scheme row that publishes.
struct Publisher {
  std::string label;
  std::shared_ptr<const Scheme> scheme;
};

// Without a profile a scheme has its own settings, as in `sign`; a plan would take its first one.
Result<std::vector<Publisher>> make_rows(const Tools& tools, const Scenario& scenario) {
  std::vector<Publisher> rows;
  for (const SchemeChoice& choice : scenario.schemes) {
    auto scheme = tools.registry.make(choice.scheme, choice.profile, choice.parameters);
    if (!scheme) return std::unexpected(scheme.error());
    const std::string profile = choice.profile.empty() ? "" : "/" + choice.profile;
    rows.push_back({choice.scheme + profile, *std::move(scheme)});
  }
  return rows;
}

Result<std::vector<std::string>> read_domains(const Tools& tools, const Arguments& args,
                                              const Scenario& scenario) {
  std::set<std::string> domains;
  for (const std::string& domain : args.list("domain")) {
    std::string name = ascii_lower(domain);
    if (!is_dns_name(name)) {
      return fail(Errc::config, "--domain " + printable(domain) + ": not a DNS name");
    }
    domains.insert(std::move(name));
  }
  if (!scenario.corpora.empty()) {
    const auto plan = make_plan(scenario, tools.registry);
    if (!plan) return std::unexpected(plan.error());
    const auto found = signing_domains(*plan);
    if (!found) return std::unexpected(found.error());
    std::size_t left_out = 0;
    for (const std::string& domain : *found) {
      if (is_dns_name(domain)) {
        domains.insert(domain);
      } else {
        ++left_out;
      }
    }
    if (left_out != 0) {
      tools.console.err << fmt::format(
          "massbench zone: {} domains of the corpus are no DNS names "
          "and publish nothing\n",
          left_out);
    }
  }
  if (domains.empty()) {
    return fail(Errc::config,
                "no domain; give --domain D, or --corpus PATH for all that sign there");
  }
  return std::vector(domains.begin(), domains.end());
}

Result<PublishedKeys> publish(const Tools& tools, const Arguments& args, const SigningKeys& keys,
                              const Scenario& scenario, const std::vector<Publisher>& rows,
                              const std::vector<std::string>& domains) {
  // Derived keys are published as of the time at which `run` uses them.
  Time now = scenario.time;
  if (args.has("now") || !args.has("seed")) {
    const auto chosen = choose_time(tools, args);
    if (!chosen) return std::unexpected(chosen.error());
    now = *chosen;
  }
  CostMeter cost;
  PublicKeyCache public_keys;
  const ZoneDirectory empty;
  PublishedKeys done;
  for (const std::string& domain : domains) {
    for (const Publisher& row : rows) {
      RandomSource random(scenario.seed, {domain, "provision"});
      const Context context{tools.crypto, keys,   empty, public_keys,
                            cost,         random, now,   {RoleKind::originator, domain, {}}};
      auto published = row.scheme->provision(domain, context);
      if (!published) return fail_in(row.label + " of " + domain, published.error());
      auto added = done.add(domain, row.label + " of " + domain, *published);
      if (!added) return std::unexpected(added.error());
    }
  }
  return done;
}

Result<Exit> write_folder(const Tools& tools, const Arguments& args, const PublishedKeys& keys,
                          const Certificates& anchors) {
  KeyFolderOptions options{.folder = args.text("out"), .zones_path = args.text("zones-path")};
  const auto port = args.number("port", options.port);
  if (!port) return std::unexpected(port.error());
  if (*port == 0 || *port > UINT16_MAX) return fail(Errc::config, "--port takes 1 to 65535");
  options.port = static_cast<std::uint16_t>(*port);
  options.http_address = args.text("http-address", options.http_address);
  const auto facts = write_key_folder(keys, anchors, options);
  if (!facts) return std::unexpected(facts.error());
  tools.console.err << fmt::format(
      "massbench zone: wrote {}: {} zones with {} records, {} HTTP objects, {} trust anchors\n",
      options.folder.string(), facts->zones, facts->records, facts->objects, facts->anchors);
  if (facts->not_in_sites != 0) {
    tools.console.err << fmt::format(
        "massbench zone: {} of the objects cannot be plain files; "
        "\"massbench serve-keys {}\" serves them all\n",
        facts->not_in_sites, options.folder.string());
  }
  return Exit::ok;
}

// The zone file of one domain; the rest is mentioned.
Result<Exit> print_zone(const Tools& tools, const std::string& domain, const PublishedKeys& keys) {
  auto zones = keys.zones("127.0.0.1");
  const auto objects = keys.http();
  std::erase_if(zones[domain], [](const DnsRecord& record) {
    return record.type == DnsRecord::Type::a;  // where web servers are is for --out to say
  });
  if (zones[domain].empty() && objects.empty()) {
    tools.console.err << domain << " publishes nothing: its keys never leave the domain\n";
    return Exit::ok;
  }
  auto text = write_master_file(domain, std::move(zones[domain]));
  if (!text) return std::unexpected(text.error());
  tools.console.out << *text;
  for (const HttpObject& object : objects) {
    tools.console.err << fmt::format("massbench zone: also publishes {}; --out DIR writes it\n",
                                     printable(object.url));
  }
  return Exit::ok;
}

Result<Exit> zone(const Tools& tools, const Arguments& args) {
  const auto scenario = read_scenario(tools, args);
  if (!scenario) return std::unexpected(scenario.error());
  const auto rows = make_rows(tools, *scenario);
  if (!rows) return std::unexpected(rows.error());
  const auto domains = read_domains(tools, args, *scenario);
  if (!domains) return std::unexpected(domains.error());
  if (!args.has("out") && domains->size() > 1) {
    return fail(Errc::config, "several domains need a folder: give --out DIR");
  }
  const auto keys = choose_keys(tools, args);
  if (!keys) return std::unexpected(keys.error());
  const auto published = publish(tools, args, **keys, *scenario, *rows, *domains);
  if (!published) return std::unexpected(published.error());
  if (!args.has("out")) return print_zone(tools, domains->front(), *published);
  return write_folder(tools, args, *published, (*keys)->trust_anchors());
}

Exit zone_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add_list("scheme", "S[/P]",
                "scheme, one profile of it, or all (first profiles); globs; repeatable");
  args.add("profile", "P", "named settings of a single scheme (default: none)");
  args.add_list("param", "K=V", "one setting of a single scheme; repeatable");
  args.add_list("domain", "D", "domain that signs; repeatable");
  args.add_list("corpus", "PATH", "all domains that sign in a run over it; or built-in");
  args.add("built-in", "N", "the same for N messages of the built-in corpus");
  args.add("sample", "N", "of N messages drawn from each corpus");
  args.add_list("path", "P", "hosts of these paths sign too; globs (default: all)");
  add_key_options(args);
  args.add("now", "SECONDS", "time of publishing (default: now; with --seed that of a run)");
  args.add("out", "DIR", "write a folder that real servers load");
  args.add("zones-path", "PATH", "where name servers find the zone files (default: in DIR)");
  args.add("port", "N", "port in the name servers' configurations (default: 5300)");
  args.add("http-address", "IPV4", "address of the hosts of URLs (default: 127.0.0.1)");
  if (const auto done = args.parse(words)) return *done;
  const auto exit = zone(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kZone{
    "zone", "writes what domains must publish: a zone file, or a folder for real servers",
    "--scheme S --domain D --keys FILE|--seed N [--out DIR]",
    "  massbench zone --scheme domainkeys --domain example.com --keys key.pem > example.com.zone\n"
    "  massbench zone --scheme all --corpus built-in --sample 50 --seed 20040804 --out keys\n",
    zone_verb};

}  // namespace mass::cli
