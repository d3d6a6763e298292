#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/messages.hpp"

namespace mass::cli {
namespace {

Result<Exit> zone(Tools& tools, const Arguments& args) {
  const std::string domain = ascii_lower(args.text("domain"));
  if (domain.empty()) return fail(Errc::config, "no --domain given");
  auto chosen = choose_scheme(tools, args);
  if (!chosen) return std::unexpected(chosen.error());
  auto keys = read_keys(tools.console, args.list("keys"));
  if (!keys) return std::unexpected(keys.error());

  CostMeter cost;
  RandomSource random(0, {"zone"});
  PublicKeyCache public_keys;
  const ZoneDirectory empty;
  const Context context{tools.crypto, **keys, empty, public_keys,
                        cost,         random, {},    {RoleKind::originator, domain, {}}};
  auto records = chosen->scheme->provision(domain, context);
  if (!records) return std::unexpected(records.error());
  if (records->empty()) {
    tools.console.err << fmt::format("{} publishes nothing: its keys never leave the domain\n",
                                     chosen->info->title);
    return Exit::ok;
  }
  auto text = write_master_file(domain, std::move(records->dns));
  if (!text) return std::unexpected(text.error());
  tools.console.out << *text;
  return Exit::ok;
}

Exit run(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  add_scheme_options(args);
  args.add("domain", "D", "domain that signs");
  args.add_list("keys", "FILE", "private key (PEM), or shared secret");
  if (const auto done = args.parse(words)) return *done;
  const auto exit = zone(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kZone{
    "zone", "prints the DNS zone a domain must publish", "--scheme S --domain D --keys FILE",
    "  massbench zone --scheme domainkeys --domain example.com --keys key.pem > example.com.zone\n"
    "  massbench zone --scheme domainkeys --domain example.com --keys key.pem --param "
    "selector=s2\n",
    run};

}  // namespace mass::cli
