#include "harness/plugin/questions.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/plugin/wire.hpp"

namespace mass {
namespace {

using nlohmann::json;

// That there is no key is an answer: the domain does not take part.
json no_key(const Error& error) {
  return {{"status", "absent"},
          {"kind", wire::name_of(error.code)},
          {"reason", wire::text(error.what)}};
}

template <class Key>
json held(const Result<std::shared_ptr<const Key>>& key) {
  if (!key) return no_key(key.error());
  return {{"status", "found"}, {"pem", (*key)->to_pem()}};
}

json answer_private_key(const json& question, const SigningKeys& keys) {
  const std::string algorithm = question.value("algorithm", "rsa");
  const std::string domain = wire::octets(question.at("domain"));
  const std::string selector = wire::octets(question.at("selector"));
  if (algorithm == "rsa") return held(keys.rsa(domain, selector));
  if (algorithm == "ed25519") return held(keys.ed25519(domain, selector));
  return no_key({Errc::missing, "no keys of algorithm " + printable(algorithm, 60), {}});
}

json answer_secret(const json& question, const SigningKeys& keys) {
  const auto secret = keys.secret(wire::octets(question.at("domain")), question.value("number", 0));
  if (!secret) return no_key(secret.error());
  return {{"status", "found"}, {"secret", wire::text(*secret)}};
}

json answer_certified_key(const json& question, const SigningKeys& keys) {
  const auto held = keys.certified(wire::octets(question.at("domain")), wire::names(question));
  if (!held) return no_key(held.error());
  json chain = json::array();
  for (const auto& certificate : held->chain) chain.push_back(certificate->to_pem());
  return {{"status", "found"},
          {"pem", held->key->to_pem()},
          {"certificate", held->certificate->to_pem()},
          {"chain", std::move(chain)}};
}

json answer_lookup(const json& question, const Context& context) {
  return wire::to_json(context.directory.lookup(wire::query(question), context.now, context.cost));
}

json answer(const json& question, const Context& context) {
  const std::string ask = question.at("ask").get<std::string>();
  if (ask == "lookup") return answer_lookup(question, context);
  if (ask == "private_key") return answer_private_key(question, context.signing_keys);
  if (ask == "secret") return answer_secret(question, context.signing_keys);
  if (ask == "certified_key") return answer_certified_key(question, context.signing_keys);
  throw std::invalid_argument(fmt::format("there is no question \"{}\"", printable(ask, 60)));
}

}  // namespace

Result<json> answer_question(const json& question, const Context& context) {
  return wire::read_wire([&] { return answer(question, context); });
}

}  // namespace mass
