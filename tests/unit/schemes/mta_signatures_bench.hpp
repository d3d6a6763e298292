#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/keys/decorators.hpp"
#include "core/keys/http_answers.hpp"
#include "core/keys/trust.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::mta_signatures {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

/// Tests of MTA Signatures: certified keys for every domain, a web server that has the certificates
/// of example.com and list.example, the root as trust anchor.
class MtaBench : public SchemeBench {
 protected:
  MtaBench() : SchemeBench(mta_signatures::enrol) {
    for (const auto& anchor : keys.trust_anchors()) anchors->add_anchor(anchor);
    publish("example.com");
    publish("list.example");
  }

  void publish(std::string_view domain) {
    const auto published = bench.scheme()->provision(domain, context());
    ASSERT_TRUE(published.has_value()) << published.error().what;
    for (const HttpObject& object : published->http) put(object.url, object.body);
  }

  void put(std::string_view url, std::string_view body) {
    ASSERT_TRUE(web->add({.url = std::string(url), .body = std::string(body)}).has_value());
  }

  [[nodiscard]] Context context(Trace* trace = nullptr) override {
    const Context bare = bench.context(trace);
    return {bare.crypto, keys,       *directory, bare.public_keys, bare.cost, bare.random,
            bare.now,    bench.role, trace};
  }

  Signed forward(const std::string& text, const Role& role) {
    bench.role = role;
    auto made = bench.scheme()->forward(transit(text), context());
    bench.role = {};
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return *std::move(made);
  }

  Verdict verify(std::string text, Trace* trace = nullptr) {
    return bench.scheme()->verify(transit(std::move(text)), context(trace));
  }

  /// The state, and behind a blank the word that says why, if there is one.
  std::string judged(std::string text) {
    const Verdict verdict = verify(std::move(text));
    const auto why = verdict.detail.find("why");
    return verdict.state + (why == verdict.detail.end() ? "" : " " + to_text(why->second));
  }

  DerivedKeys keys{7, 1024, 2};
  std::shared_ptr<HttpAnswers> web = std::make_shared<HttpAnswers>();
  std::shared_ptr<TrustStore> anchors = std::make_shared<TrustStore>();
  std::shared_ptr<const KeyDirectory> directory =
      std::make_shared<RoutedDirectory>(nullptr, web, anchors);
};

/// A message of the kind that is wrapped.
inline const std::string kMtaPlain =
    "Received: from a.example.com by b.example.com; Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "From: Alice <alice@example.com>\r\n"
    "To: bob@example.org\r\n"
    "Subject: Simple text\r\n"
    "Date: Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "Message-ID: <1@example.com>\r\n"
    "\r\n"
    "Test mail.\r\n"
    "\r\n"
    "Second paragraph.\r\n";

/// One that is a container already, with three leaves.
inline const std::string kMtaMixed =
    "From: Alice <alice@example.com>\r\n"
    "Subject: Mixed\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"mm\"\r\n"
    "\r\n"
    "preamble\r\n"
    "--mm\r\n"
    "Content-Type: multipart/alternative; boundary=alt\r\n"
    "\r\n"
    "--alt\r\n"
    "\r\n"
    "Plain words.\r\n"
    "--alt\r\n"
    "Content-Type: text/html\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "<p>Fine words.\r\n"
    "--alt--\r\n"
    "\r\n"
    "--mm\r\n"
    "Content-Type: application/octet-stream\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "AAECAwQFBgc=\r\n"
    "--mm--\r\n"
    "epilogue\r\n";

inline const std::string kFooterPart =
    "--mm\r\nContent-Type: text/plain\r\n\r\nlist footer\r\n--mm--\r\n";

/// The first occurrence of `old` replaced.
inline std::string swapped(std::string text, std::string_view old, std::string_view by) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return at == std::string::npos ? text : text.replace(at, old.size(), by);
}

}  // namespace mass::test
