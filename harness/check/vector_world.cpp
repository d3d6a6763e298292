#include "harness/check/vector_world.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/keys/decorators.hpp"
#include "core/keys/http_answers.hpp"
#include "core/keys/trust.hpp"
#include "corpus/corpus.hpp"

namespace mass {

std::string text_setting(const VectorCase& one, std::string_view name) {
  const auto found = one.params.find(name);
  if (found == one.params.end()) return {};
  const auto* text = std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : *text;
}

Result<std::string> VectorWorld::read(const std::string& file) const {
  const std::filesystem::path path = set_.folder / file;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(Errc::missing, "read " + path.string() + ": no such file");
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<Transit> VectorWorld::transit(const VectorCase& one) const {
  Transit transit;
  transit.envelope.time = one.now;
  if (one.kind == "tag") transit.envelope.mail_from = text_setting(one, "address");
  if (one.kind == "check") transit.envelope.rcpt_to = {text_setting(one, "address")};
  if (one.mail_from) {
    transit.envelope.mail_from = *one.mail_from;
    transit.envelope.rcpt_to = one.rcpt_to;
  }
  if (one.file.empty()) return transit;
  auto octets = read(one.file);
  if (!octets) return std::unexpected(octets.error());
  const bool stored = std::ranges::find(one.flags, "lf-only") != one.flags.end();
  LineEnds found{};
  transit.message =
      Message::parse(stored ? to_wire(*std::move(octets), found) : *std::move(octets));
  return transit;
}

Result<GivenKeys> VectorWorld::keys(const VectorCase& one) const {
  GivenKeys keys;
  if (one.params.contains("secret")) keys.shared_secret = text_setting(one, "secret");
  if (one.params.contains("key")) {
    auto pem = read(text_setting(one, "key"));
    if (!pem) return std::unexpected(pem.error());
    if (auto added = keys.add_pem(*pem); !added) {
      return fail_in(text_setting(one, "key"), added.error());
    }
  }
  if (one.params.contains("certificate")) {
    auto pem = read(text_setting(one, "certificate"));
    if (!pem) return std::unexpected(pem.error());
    auto certificates = Certificate::from_pem(*pem);
    if (!certificates) return fail_in(text_setting(one, "certificate"), certificates.error());
    keys.certificate = certificates->front();
    keys.chain.assign(certificates->begin() + 1, certificates->end());
  }
  return keys;
}

Result<std::shared_ptr<const KeyDirectory>> VectorWorld::servers(const VectorCase& one) {
  auto& known = servers_[one.sources];
  if (known == nullptr) {
    auto opened = open(one.sources);
    if (!opened) return std::unexpected(opened.error());
    known = *std::move(opened);
  }
  return known;
}

Result<std::shared_ptr<const KeyDirectory>> VectorWorld::open(const VectorSources& sources) const {
  std::shared_ptr<const KeyDirectory> dns;
  if (!sources.dns.empty()) {
    auto zone = load_zone(set_.folder / sources.dns);
    if (!zone) return std::unexpected(zone.error());
    dns = *std::move(zone);
  }
  std::shared_ptr<const KeyDirectory> http;
  if (!sources.http.empty()) {
    auto answers = load_http_answers(set_.folder / sources.http, set_.folder);
    if (!answers) return std::unexpected(answers.error());
    http = *std::move(answers);
  }
  auto x509 = std::make_shared<TrustStore>();
  for (const auto& files : {sources.trust, sources.crl}) {
    for (const std::string& file : files) {
      auto pem = read(file);
      if (!pem) return std::unexpected(pem.error());
      if (auto added = x509->add_pem(*pem, file); !added) return std::unexpected(added.error());
    }
  }
  return std::make_shared<RoutedDirectory>(std::move(dns), std::move(http), std::move(x509));
}

}  // namespace mass
