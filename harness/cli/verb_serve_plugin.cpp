#include "harness/cli/arguments.hpp"
#include "harness/cli/version.hpp"
#include "harness/plugin/serve.hpp"

namespace mass::cli {
namespace {

Result<Exit> serve_plugin(Tools& tools, const Arguments& args) {
  const std::string id = args.text("scheme");
  if (id.empty()) {
    return fail(Errc::config, "no --scheme given; \"massbench list schemes\" names them");
  }
  if (tools.registry.find(id) == nullptr) return tools.registry.unknown_scheme(id);
  const ServedScheme served{tools.registry, id, "massbench " + std::string(kVersion)};
  auto done = serve_scheme(served, tools.crypto, tools.console.in, tools.console.out);
  if (!done) return fail_in("serve " + id, done.error());
  return Exit::ok;
}

Exit serve_plugin_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("scheme", "S", "scheme, as `massbench list schemes` names it");
  if (const auto done = args.parse(words)) return *done;
  const auto exit = serve_plugin(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kServePlugin{
    "serve-plugin", "offers one of our schemes as a plug-in, on standard input and output",
    "--scheme S",
    "  massbench serve-plugin --scheme domainkeys\n"
    "  echo '{\"schema\": \"mass-plugin-1\", \"id\": \"served\", \"scheme\": \"domainkeys\", \\\n"
    "    \"command\": [\"massbench\", \"serve-plugin\", \"--scheme\", \"domainkeys\"]}' > "
    "served.json\n",
    serve_plugin_verb};

}  // namespace mass::cli
