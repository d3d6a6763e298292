#include "tests/unit/schemes/workbench.hpp"

#include <map>

namespace mass::test {

Workbench::Workbench(Enrol enrol) {
  auto crypto = Crypto::create();
  EXPECT_TRUE(crypto.has_value());
  crypto_ = *std::move(crypto);
  const auto enrolled = enrol(registry_);
  EXPECT_TRUE(enrolled.has_value()) << enrolled.error().what;
  id_ = registry_.list().front()->id;
  keys.rsa_key = test_key();
  keys.shared_secret = "a secret for tests";
}

std::unique_ptr<Scheme> Workbench::scheme(std::string_view profile, const ValueMap& given) const {
  auto made = registry_.make(id_, profile, given);
  EXPECT_TRUE(made.has_value()) << made.error().what;
  return made ? *std::move(made) : nullptr;
}

Result<std::unique_ptr<Scheme>> Workbench::try_scheme(const ValueMap& given) const {
  return registry_.make(id_, {}, given);
}

Context Workbench::context(Trace* trace) {
  return {*crypto_, keys, zone, public_keys, cost, random, now, role, trace};
}

void Workbench::publish(const Scheme& scheme, std::string_view domain) {
  const auto records = scheme.provision(domain, context());
  ASSERT_TRUE(records.has_value()) << records.error().what;
  for (const DnsRecord& record : records->dns) zone.add(record);
}

void Workbench::publish(std::string_view name, std::string_view text) {
  DnsRecord record;
  record.name = name;
  record.strings = character_strings(text);
  zone.add(record);
}

std::string detail(const SignatureVerdict& verdict, std::string_view name) {
  const auto found = verdict.detail.find(name);
  return found == verdict.detail.end() ? "absent" : to_text(found->second);
}

std::shared_ptr<const RsaPrivateKey> test_key(int n) {
  static std::map<int, std::shared_ptr<const RsaPrivateKey>> keys;
  auto& key = keys[n];
  if (key == nullptr) {
    RandomSource random(static_cast<std::uint64_t>(n), {"test key"});
    auto made = RsaPrivateKey::derive(random, 1024);
    EXPECT_TRUE(made.has_value());
    key = *made;
  }
  return key;
}

Transit SchemeBench::transit(std::string text) {
  Transit made;
  made.message = Message::parse(std::move(text));
  return made;
}

std::string SchemeBench::sign(std::string text, const ValueMap& given, std::string_view profile) {
  auto made = bench.scheme(profile, given)->originate(transit(std::move(text)), context());
  EXPECT_TRUE(made.has_value()) << made.error().what;
  EXPECT_EQ(made->declined, "");
  return made->transit.message.to_string();
}

std::string SchemeBench::declined(const std::string& text, const ValueMap& given) {
  auto made = bench.scheme({}, given)->originate(transit(text), context());
  EXPECT_TRUE(made.has_value()) << made.error().what;
  EXPECT_TRUE(made->declined.empty() || made->transit.message.to_string() == text)
      << "a declined message must stay as it is";
  return made->declined;
}

Verdict SchemeBench::verify(std::string text, const ValueMap& given, std::string_view profile) {
  return bench.scheme(profile, given)->verify(transit(std::move(text)), context());
}

std::string replaced(std::string text, std::string_view old, std::string_view by) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return at == std::string::npos ? text : text.replace(at, old.size(), by);
}

}  // namespace mass::test
