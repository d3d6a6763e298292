#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/cli/directories.hpp"
#include "harness/cli/key_options.hpp"
#include "harness/cli/messages.hpp"

namespace mass::cli {
namespace {

using nlohmann::json;

json to_json_value(const Value& value) {
  return std::visit([](const auto& held) { return json(held); }, value);
}

json signature_json(const SignatureVerdict& verdict) {
  json detail = json::object();
  for (const auto& [name, value] : verdict.detail) detail[name] = to_json_value(value);
  return {{"verdict", name_of(verdict.outcome)},
          {"state", verdict.state},
          {"identity", verdict.identity},
          {"cause", name_of(verdict.cause)},
          {"reason", verdict.reason},
          {"source", verdict.source},
          {"detail", detail}};
}

void print_json(std::ostream& out, const SchemeInfo& info, const Verdict& verdict) {
  json answer = signature_json(verdict);
  answer["schema"] = "mass-verdict-1";
  answer["scheme"] = info.id;
  answer["disposition"] = name_of(verdict.disposition);
  answer["reconstructed"] = info.reconstructed;
  answer["signatures"] = json::array();
  for (const auto& one : verdict.signatures) answer["signatures"].push_back(signature_json(one));
  out << answer.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
}

void print_table(std::ostream& out, const Scheme& scheme, const Verdict& verdict) {
  const auto line = [&out](std::string_view name, std::string_view text) {
    if (text.empty()) return;
    std::string shown(text);
    std::ranges::replace(shown, '\t', ' ');
    out << fmt::format("{:<12} {}\n", name, printable(shown));
  };
  line("scheme", scheme.info().id);
  line("verdict", name_of(verdict.outcome));
  line("state", verdict.state);
  line("identity", verdict.identity);
  if (verdict.cause != Cause::intact) line("cause", name_of(verdict.cause));
  line("reason", verdict.reason);
  line("source", verdict.source);
  if (verdict.disposition != Disposition::no_opinion) {
    line("receiver", name_of(verdict.disposition));
  }
  for (const auto& [name, value] : verdict.detail) line(name, to_text(value));
  line("field", scheme.status_field(verdict));
  line("field",
       authentication_results("receiver.example", {scheme.authentication_result(verdict)}));
  if (!scheme.info().reconstructed.empty()) line("note", scheme.info().reconstructed);
}

// The transcript of what was hashed goes out as it is: forensic tools want octets.
void dump_canonical(std::ostream& out, const Trace& trace) {
  for (const TraceItem& item : trace.items()) out << item.octets;
}

Result<Exit> verify(Tools& tools, const Arguments& args) {
  auto chosen = choose_scheme(tools, args);
  if (!chosen) return std::unexpected(chosen.error());
  auto keys = choose_keys(tools, args);
  if (!keys) return std::unexpected(keys.error());
  auto directory = open_directory(tools.console, args);
  if (!directory) return std::unexpected(directory.error());
  auto now = choose_time(tools, args);
  if (!now) return std::unexpected(now.error());
  auto transit = choose_transit(tools, args, *now);
  if (!transit) return std::unexpected(transit.error());
  const std::string format = args.text("format", "table");
  if (format != "table" && format != "json") {
    return fail(Errc::config, "--format takes table or json, not \"" + printable(format) + "\"");
  }

  CostMeter cost;
  RandomSource random(0, {"verify"});
  PublicKeyCache public_keys;
  Trace trace;
  const Context context{tools.crypto,
                        **keys,
                        **directory,
                        public_keys,
                        cost,
                        random,
                        *now,
                        {RoleKind::receiver, {}, {}},
                        args.has("dump-canonical") ? &trace : nullptr};
  const Verdict verdict = chosen->scheme->verify(*transit, context);
  if (args.has("dump-canonical")) {
    dump_canonical(tools.console.out, trace);
  } else if (format == "json") {
    print_json(tools.console.out, *chosen->info, verdict);
  } else {
    print_table(tools.console.out, *chosen->scheme, verdict);
  }
  return verdict.outcome == Outcome::pass ? Exit::ok : Exit::gate;
}

Exit run(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  add_scheme_options(args);
  add_directory_options(args);
  add_key_options(args);
  args.add("envelope", "JSON", "envelope: JSON or a file (default: made from the header)");
  args.add("now", "SECONDS", "time of checking, seconds since 1970 (default: now)");
  args.add("format", "F", "table or json");
  args.add_flag("dump-canonical", "write the octets that were hashed instead of the verdict");
  args.positional("message", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = verify(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kVerify{
    "verify", "judges one message; exit code 1 unless it passes",
    "--scheme S [--zone FILE|--keys-folder DIR|--dns-server ADDRESS:PORT] [options] [MESSAGE|-]",
    "  massbench verify --scheme domainkeys --zone keys.zone signed.eml\n"
    "  massbench verify --scheme batv --profile std --keys secret.txt --format json \\\n"
    "    --envelope '{\"mail_from\": \"\", \"rcpt_to\": [\"prvs=...=joe@example.com\"]}' "
    "bounce.eml\n",
    run};

}  // namespace mass::cli
