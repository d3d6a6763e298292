#include <fmt/format.h>

#include <ostream>

#include "harness/cli/key_options.hpp"
#include "harness/cli/messages.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

Result<Exit> sign(Tools& tools, const Arguments& args) {
  auto chosen = choose_scheme(tools, args);
  if (!chosen) return std::unexpected(chosen.error());
  auto keys = choose_keys(tools, args);
  if (!keys) return std::unexpected(keys.error());
  auto now = choose_time(tools, args);
  if (!now) return std::unexpected(now.error());
  auto transit = choose_transit(tools, args, *now);
  if (!transit) return std::unexpected(transit.error());

  CostMeter cost;
  RandomSource random(static_cast<std::uint64_t>(to_unix(*now)), {"sign"});
  PublicKeyCache public_keys;
  const ZoneDirectory empty;
  const Context context{tools.crypto, **keys, empty, public_keys,
                        cost,         random, *now,  {RoleKind::originator, {}, {}}};
  auto result = chosen->scheme->originate(*std::move(transit), context);
  if (!result) return std::unexpected(result.error());
  if (!result->declined.empty()) {
    tools.console.err << fmt::format("massbench sign: {} declined to sign: {}\n", chosen->info->id,
                                     result->declined);
    return Exit::gate;
  }
  tools.console.out << result->transit.message.to_string();
  if (args.has("envelope-out")) {
    auto written =
        write_whole(args.text("envelope-out"), envelope_json(result->transit.envelope) + "\n");
    if (!written) return std::unexpected(written.error());
  } else if (covers(chosen->info->protects, Protects::envelope)) {
    tools.console.err << envelope_json(result->transit.envelope) << "\n";
  }
  return Exit::ok;
}

Exit sign_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  add_scheme_options(args);
  add_key_options(args);
  args.add("envelope", "JSON", "envelope: JSON or a file (default: made from the header)");
  args.add("envelope-out", "FILE", "where to write the envelope after signing");
  args.add("now", "SECONDS", "time of signing, seconds since 1970 (default: now)");
  args.positional("message", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = sign(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kSign{"sign", "signs one message and writes it to standard output",
                 "--scheme S --keys FILE [options] [MESSAGE|-]",
                 "  massbench sign --scheme domainkeys --keys key.pem --param selector=s1 mail.eml "
                 "> signed.eml\n"
                 "  massbench sign --scheme batv --keys secret.txt --profile std \\\n"
                 "    --envelope '{\"mail_from\": \"joe@example.com\"}' mail.eml > /dev/null\n",
                 sign_verb};

}  // namespace mass::cli
