#include "harness/plugin/remote.hpp"

#include <ostream>
#include <utility>

#include "harness/plugin/frame.hpp"
#include "harness/plugin/wire.hpp"

namespace mass {

using nlohmann::json;

namespace {

// Reads the reply to a question for a key, if there is one.
template <class Reader>
auto read_key(const Result<json>& reply, const Reader& reader) -> decltype(reader(*reply)) {
  if (!reply) return std::unexpected(reply.error());
  auto read = wire::read_wire([&]() -> decltype(reader(*reply)) {
    if (reply->at("status") == "found") return reader(*reply);
    return fail(wire::errc_from(reply->value("kind", "")), wire::octets(reply->at("reason")));
  });
  if (!read) return std::unexpected(read.error());
  return *std::move(read);
}

Result<std::shared_ptr<const Certificate>> first_certificate(const json& pem) {
  auto read = Certificate::from_pem(pem.get<std::string>());
  if (!read) return std::unexpected(read.error());
  if (read->empty()) return fail(Errc::protocol, "no certificate in a PEM text");
  return read->front();
}

Result<CertifiedKey> read_certified(const json& reply) {
  auto key = RsaPrivateKey::from_pem(reply.at("pem").get<std::string>());
  if (!key) return std::unexpected(key.error());
  auto certificate = first_certificate(reply.at("certificate"));
  if (!certificate) return std::unexpected(certificate.error());
  CertifiedKey held{*std::move(key), *std::move(certificate), {}};
  for (const json& item : reply.at("chain")) {
    auto one = first_certificate(item);
    if (!one) return std::unexpected(one.error());
    held.chain.push_back(*std::move(one));
  }
  return held;
}

template <class Key>
Result<std::shared_ptr<const Key>> private_key(Line& line, const char* algorithm,
                                               std::string_view domain, std::string_view selector) {
  const auto reply = line.ask({{"ask", "private_key"},
                               {"algorithm", algorithm},
                               {"domain", wire::text(domain)},
                               {"selector", wire::text(selector)}});
  return read_key(
      reply, [](const json& answer) { return Key::from_pem(answer.at("pem").get<std::string>()); });
}

}  // namespace

void Line::send(const json& header, std::string_view octets) {
  const auto text = encode(header, octets);
  if (text) {
    out_ << *text << std::flush;
  } else {
    failure = text.error();
  }
  if (!out_ && !failure) failure = Error{Errc::io, "write to the harness: it is gone", {}};
}

Result<json> Line::ask(json question) {
  question["id"] = id;
  if (!failure) send(question, {});
  if (failure) return std::unexpected(*failure);
  auto frame = read_frame(in_);
  if (frame && !*frame) frame = fail(Errc::io, "the harness is gone");
  if (!frame) {
    failure = frame.error();
    return std::unexpected(*failure);
  }
  return std::move((*frame)->header);
}

KeyAnswer RemoteDirectory::answer(const KeyQuery& query, Time /*now*/) const {
  json question = wire::to_json(query);
  question["ask"] = "lookup";
  const KeyAnswer failed{.status = KeyAnswer::Status::failed, .note = "the harness is gone"};
  const auto reply = line_.ask(std::move(question));
  if (!reply) return failed;
  auto answer = wire::read_wire([&reply] { return wire::answer(*reply); });
  if (answer) return *std::move(answer);
  line_.failure = answer.error();
  return failed;
}

Result<std::shared_ptr<const RsaPrivateKey>> RemoteKeys::rsa(std::string_view domain,
                                                             std::string_view selector) const {
  return private_key<RsaPrivateKey>(line_, "rsa", domain, selector);
}

Result<std::shared_ptr<const Ed25519PrivateKey>> RemoteKeys::ed25519(
    std::string_view domain, std::string_view selector) const {
  return private_key<Ed25519PrivateKey>(line_, "ed25519", domain, selector);
}

Result<std::string> RemoteKeys::secret(std::string_view domain, int number) const {
  return read_key(
      line_.ask({{"ask", "secret"}, {"domain", wire::text(domain)}, {"number", number}}),
      [](const json& reply) -> Result<std::string> { return wire::octets(reply.at("secret")); });
}

Result<CertifiedKey> RemoteKeys::certified(std::string_view domain,
                                           const CertificateNames& names) const {
  json question = wire::to_json(names);
  question["ask"] = "certified_key";
  question["domain"] = wire::text(domain);
  return read_key(line_.ask(std::move(question)), read_certified);
}

}  // namespace mass
