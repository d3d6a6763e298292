#include "harness/keys/key_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/base/text.hpp"
#include "core/keys/host_port.hpp"
#include "harness/keys/web_folder.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRootZone = "@root.zone";  // no domain has an @ in its name
constexpr std::size_t kLongestFileName = 255;

using Zones = std::map<std::string, std::vector<DnsRecord>>;

std::string zone_file(const std::string& origin) {
  return origin.empty() ? std::string(kRootZone) : origin + ".zone";
}

// A folder of ours is made again; anybody else's stays.
Result<void> prepare(const fs::path& folder) {
  std::error_code error;
  const bool is_there = fs::exists(folder, error);
  const bool is_ours = fs::exists(folder / "dns" / "nsd.conf", error);
  if (is_there && !is_ours && (!fs::is_directory(folder) || !fs::is_empty(folder, error))) {
    return fail(Errc::config, fmt::format("--out {}: exists and holds something else than keys; "
                                          "choose another name",
                                          folder.string()));
  }
  for (const char* part : {"dns", "http", "x509"}) {
    fs::remove_all(folder / part, error);
    if (error)
      return fail(Errc::io, fmt::format("replace {}: {}", folder.string(), error.message()));
  }
  return {};
}

// NSD runs as whoever starts it and keeps no state besides its pid. Source: nsd.conf(5), NSD 4.6.
std::string nsd_configuration(const Zones& zones, const std::string& path, std::uint16_t port) {
  std::string text = fmt::format(
      "# nsd -d -c nsd.conf\n"
      "server:\n"
      "  ip-address: 127.0.0.1\n"
      "  port: {0}\n"
      "  server-count: 1\n"
      "  username: \"\"\n"
      "  chroot: \"\"\n"
      "  zonesdir: \"{1}\"\n"
      "  database: \"\"\n"
      "  pidfile: \"{1}/nsd.pid\"\n"
      "  zonelistfile: \"{1}/nsd.zonelist\"\n"
      "  xfrdfile: \"{1}/nsd.xfrd\"\n"
      "  xfrdir: \"{1}\"\n"
      "  cookie-secret-file: \"{1}/nsd.cookies\"\n"
      "  hide-version: yes\n"
      "  minimal-responses: yes\n"
      "  rrl-ratelimit: 0\n"
      "remote-control:\n"
      "  control-enable: no\n",
      port, path);
  for (const auto& [origin, records] : zones) {
    text += fmt::format("zone:\n  name: \"{}\"\n  zonefile: \"{}\"\n",
                        origin.empty() ? "." : origin, zone_file(origin));
  }
  return text;
}

// Source: Knot DNS 3.2, configuration reference.
std::string knot_configuration(const Zones& zones, const std::string& path, std::uint16_t port) {
  std::string text = fmt::format(
      "# knotd -c knot.conf\n"
      "server:\n"
      "    listen: 127.0.0.1@{0}\n"
      "    rundir: \"{1}\"\n"
      "    udp-workers: 1\n"
      "    tcp-workers: 1\n"
      "database:\n"
      "    storage: \"{1}/knot-state\"\n"
      "log:\n"
      "  - target: stderr\n"
      "    any: warning\n"
      "template:\n"
      "  - id: default\n"
      "    storage: \"{1}\"\n"
      "    zonefile-sync: -1\n"
      "    journal-content: none\n"
      "zone:\n",
      port, path);
  for (const auto& [origin, records] : zones) {
    text += fmt::format("  - domain: \"{}.\"\n    file: \"{}\"\n", origin, zone_file(origin));
  }
  return text;
}

Result<void> write_dns(const Zones& zones, const KeyFolderOptions& options) {
  const fs::path folder = options.folder / "dns";
  for (const auto& [origin, records] : zones) {
    if (zone_file(origin).size() > kLongestFileName) {
      return fail(Errc::config, "zone " + printable(origin) + ": too long for a file name");
    }
    const auto text = write_master_file(origin, records);
    if (!text) return std::unexpected(text.error());
    if (auto done = write_file(folder / zone_file(origin), *text); !done) return done;
  }
  std::error_code error;
  const std::string path =
      options.zones_path.empty() ? fs::absolute(folder, error).string() : options.zones_path;
  if (path.find_first_of("\"\\\n") != std::string::npos) {
    return fail(Errc::config, "path of the zones: " + printable(path) +
                                  " holds a character that no configuration takes");
  }
  auto done = write_file(folder / "nsd.conf", nsd_configuration(zones, path, options.port));
  if (!done) return done;
  return write_file(folder / "knot.conf", knot_configuration(zones, path, options.port));
}

Result<std::string> read_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Errc::io, "read " + file.string() + ": cannot be opened");
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::vector<fs::path> files_with(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<KeyFolderFacts> write_key_folder(const PublishedKeys& keys, const Certificates& anchors,
                                        const KeyFolderOptions& options) {
  if (!is_address({options.http_address, 0})) {
    return fail(Errc::config,
                "--http-address takes an IPv4 address, not " + printable(options.http_address));
  }
  if (auto ready = prepare(options.folder); !ready) return std::unexpected(ready.error());
  Zones zones = keys.zones(options.http_address);
  KeyFolderFacts facts{.zones = zones.size()};
  for (const auto& [origin, records] : zones) facts.records += records.size();
  // A name server refuses names outside of its zones; below a root of its own they are absent, as
  // they are for the embedded servers.
  zones[""];
  if (auto done = write_dns(zones, options); !done) return std::unexpected(done.error());
  const auto objects = keys.http();
  const auto not_in_sites = write_web_folder(options.folder / "http", objects);
  if (!not_in_sites) return std::unexpected(not_in_sites.error());
  facts.objects = objects.size();
  facts.not_in_sites = *not_in_sites;
  facts.anchors = anchors.size();
  std::string pem;
  for (const auto& anchor : anchors) pem += anchor->to_pem();
  if (pem.empty()) return facts;
  auto done = write_file(options.folder / "x509" / "anchors.pem", pem);
  if (!done) return std::unexpected(done.error());
  return facts;
}

Result<KeyFolder> load_key_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder / "dns", error) && !fs::is_directory(folder / "http", error)) {
    return fail(Errc::config, fmt::format("{}: no folder of keys; \"massbench zone ... --out {}\" "
                                          "writes one",
                                          folder.string(), folder.string()));
  }
  KeyFolder held{std::make_shared<ZoneDirectory>(), std::make_shared<HttpAnswers>(),
                 std::make_shared<TrustStore>()};
  for (const fs::path& file : files_with(folder / "dns", ".zone")) {
    const auto text = read_text(file);
    if (!text) return std::unexpected(text.error());
    const auto records = read_master_file(*text, file.string());
    if (!records) return std::unexpected(records.error());
    for (const DnsRecord& record : *records) held.dns->add(record);
  }
  if (const fs::path file = folder / "http" / "answers.json"; fs::exists(file, error)) {
    auto answers = load_http_answers(file, folder / "http");
    if (!answers) return std::unexpected(answers.error());
    held.http = *std::move(answers);
  }
  for (const fs::path& file : files_with(folder / "x509", ".pem")) {
    const auto text = read_text(file);
    if (!text) return std::unexpected(text.error());
    if (auto added = held.x509->add_pem(*text, file.string()); !added) {
      return std::unexpected(added.error());
    }
  }
  return held;
}

}  // namespace mass
