#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/cli/directories.hpp"
#include "harness/cli/key_options.hpp"
#include "harness/cli/messages.hpp"
#include "results/report/columns.hpp"

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

// The scheme's own field, if it has one, and Authentication-Results.
std::vector<std::string> result_fields(const Scheme& scheme, const Verdict& verdict) {
  std::vector<std::string> fields;
  if (std::string own = scheme.status_field(verdict); !own.empty()) {
    fields.push_back(std::move(own));
  }
  fields.push_back(
      authentication_results("receiver.example", {scheme.authentication_result(verdict)}));
  return fields;
}

void print_json(std::ostream& out, const Scheme& scheme, const Verdict& verdict) {
  const SchemeInfo& info = scheme.info();
  json answer = signature_json(verdict);
  answer["schema"] = "mass-verdict-1";
  answer["scheme"] = info.id;
  answer["disposition"] = name_of(verdict.disposition);
  answer["reconstructed"] = info.reconstructed;
  answer["fields"] = result_fields(scheme, verdict);
  answer["signatures"] = json::array();
  for (const auto& one : verdict.signatures) answer["signatures"].push_back(signature_json(one));
  out << answer.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
}

// Texts on lines of their own behind a name; what is hostile in them is made printable.
class Table {
 public:
  Table(std::ostream& out, std::size_t width)
      : out_(out), width_(std::max<std::size_t>(width, 40)) {}

  void line(std::string_view name, std::string_view text) {
    if (!text.empty()) out_ << wrap(fmt::format("{:<16} ", name), printable(text, 2000), width_);
  }

  // A field as it stands in a header, fold by fold.
  void field(std::string_view text) {
    std::string_view name = "field";
    for (std::size_t end = 0; !text.empty(); text.remove_prefix(std::min(end + 2, text.size()))) {
      end = std::min(text.find("\r\n"), text.size());
      std::string shown(text.substr(0, end));
      std::ranges::replace(shown, '\t', ' ');
      out_ << fmt::format("{:<16} {}\n", name, printable(shown, 2000));
      name = {};
    }
  }

 private:
  std::ostream& out_;
  std::size_t width_;
};

void print_table(const Console& console, const Scheme& scheme, const Verdict& verdict) {
  Table table(console.out, console.width);
  table.line("scheme", scheme.info().id);
  table.line("verdict", name_of(verdict.outcome));
  table.line("state", verdict.state);
  table.line("identity", verdict.identity);
  if (verdict.cause != Cause::intact) table.line("cause", name_of(verdict.cause));
  table.line("reason", verdict.reason);
  table.line("source", verdict.source);
  if (verdict.disposition != Disposition::no_opinion) {
    table.line("receiver", name_of(verdict.disposition));
  }
  for (const auto& [name, value] : verdict.detail) table.line(name, to_text(value));
  if (verdict.signatures.size() > 1) {
    int number = 0;
    for (const SignatureVerdict& one : verdict.signatures) {
      table.line(
          fmt::format("signature {}", ++number),
          fmt::format("{} ({}) {} {}", name_of(one.outcome), one.state, one.identity, one.reason));
    }
  }
  for (const std::string& field : result_fields(scheme, verdict)) table.field(field);
  table.line("reconstructed", scheme.info().reconstructed);
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
  auto transit = choose_transit(tools, args, *now, args.has("wire"));
  if (!transit) return std::unexpected(transit.error());
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());

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
  const auto judged = chosen->scheme->try_verify(*transit, context);
  if (!judged) return std::unexpected(judged.error());
  const Verdict& verdict = *judged;
  if (args.has("dump-canonical")) {
    dump_canonical(tools.console.out, trace);
  } else if (*wants_json) {
    print_json(tools.console.out, *chosen->scheme, verdict);
  } else {
    print_table(tools.console, *chosen->scheme, verdict);
  }
  return verdict.outcome == Outcome::pass ? Exit::ok : Exit::gate;
}

Exit verify_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  add_scheme_options(args);
  add_directory_options(args);
  add_key_options(args);
  args.add_flag("wire", "the message is in wire form already: take its octets as they stand");
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
    verify_verb};

}  // namespace mass::cli
