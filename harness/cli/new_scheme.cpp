#include "harness/cli/new_scheme.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.hpp"

namespace mass::cli {
namespace {

// What stands for the scheme's own names in the templates below.
constexpr std::string_view kId = "@ID@";
constexpr std::string_view kSpace = "@SPACE@";
constexpr std::string_view kField = "@FIELD@";

constexpr std::string_view kCMakeLists = "mass_scheme(@ID@ SOURCES scheme.cpp)\n";

constexpr std::string_view kSchemeSource = R"code(#include <utility>

#include "core/base/text.hpp"
#include "core/message/editor.hpp"
#include "core/scheme/registry.hpp"

// A scheme to start from: one field with a SHA-256 of the body. Nobody signs it yet.
namespace mass::@SPACE@ {
namespace {

constexpr std::string_view kField = "@FIELD@";

const SchemeInfo& scheme_info() {
  static const SchemeInfo info{
      .id = "@ID@",
      .title = "@ID@ (to be named)",
      .source = "document and date",
      .protects = Protects::body,
      .text = "The idea in one paragraph.",
      .roles = {"originator"},
      .reconstructed = "",  // rules that are ours for want of a source: they stand beside results
      .parameters = {},
      .profiles = {},
  };
  return info;
}

// Hashes what the scheme protects. The transcript is written by the same code, so that the harness
// can name the field or the offset where two messages part: begin() once per field, once (with no
// name) for the body.
std::string digest_of(const Message& message, const Context& context) {
  Hasher hasher = context.crypto.hasher(HashAlgorithm::sha256);
  Tee tee(hasher, context.trace);
  // Next: cover the From field here, before the body. The vector `from-changed` passes then.
  if (context.trace != nullptr) context.trace->begin("hash-input", 1, "");
  tee.write(message.body().view());
  return to_hex(hasher.finish(context.cost));
}

class NewScheme final : public Scheme {
 public:
  const SchemeInfo& info() const noexcept override { return scheme_info(); }

  // To decline is a value with a short stable reason (`no_from`), never an error.
  Result<Signed> originate(Transit transit, const Context& context) const override {
    MessageEditor editor(transit.message);
    editor.prepend(make_field(kField, " " + digest_of(transit.message, context)));
    transit.message = std::move(editor).finish();
    return Signed{std::move(transit), {}};
  }

  // Never fails: trouble is an outcome.
  Verdict verify(const Transit& transit, const Context& context) const override {
    Verdict verdict;
    const Field* field = transit.message.find(kField);
    if (field == nullptr) {
      conclude(verdict, Outcome::none, "none", Cause::sig_missing, "the message has no such field",
               "document, section");
      return verdict;
    }
    const bool holds = iequals(unfolded(*field), digest_of(transit.message, context));
    if (holds) {
      conclude(verdict, Outcome::pass, "pass", Cause::intact, {}, "document, section");
    } else {
      conclude(verdict, Outcome::fail, "fail", Cause::crypto_bad, "the digest differs",
               "document, section");
    }
    return verdict;
  }

  std::string authentication_result(const Verdict& verdict) const override {
    return "x-@ID@=" + std::string(name_of(verdict.outcome));
  }
};

}  // namespace

Result<void> enrol(Registry& registry) {
  return registry.add(scheme_info(), [](const Parameters&) -> Result<std::unique_ptr<Scheme>> {
    return std::make_unique<NewScheme>();
  });
}

}  // namespace mass::@SPACE@
)code";

constexpr std::string_view kReadme = R"text(# @ID@

To be written: the idea in one paragraph, a signed message, what it protects, where keys live, what survives, and what is
reconstructed.

Build and try it:

    cmake --preset dev && cmake --build --preset dev --target massbench
    massbench conformance schemes/@ID@/vectors      # one of two cases fails: that is where to begin
    massbench run --scheme @ID@ --built-in 100

Next steps:

1. `vectors/cases.json`, case `from-changed`: hash the From field in `digest_of`; then recompute the field of the messages.
2. Replace the bare digest by a signature: `context.signing_keys.rsa(domain, selector)`, and give `provision` the key
   record to publish.
3. Say in `SchemeInfo` what it protects, who can sign, and what is reconstructed.
4. Vectors from somebody else's implementation decide whether it is right.

docs/new-scheme.md has the rules that keep results comparable.
)text";

std::string filled(std::string_view text, const std::string& id) {
  std::string space = id;
  std::ranges::replace(space, '-', '_');
  std::string field = "X-" + id + "-Digest";
  std::string out(text);
  const std::pair<std::string_view, const std::string&> names[] = {
      {kId, id}, {kSpace, space}, {kField, field}};
  for (const auto& [mark, name] : names) {
    for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at)) {
      out.replace(at, mark.size(), name);
    }
  }
  return out;
}

std::string vector_cases(const std::string& id) {
  using nlohmann::ordered_json;
  const auto one = [](const char* name, const char* file, const char* verdict, const char* note) {
    return ordered_json{{"id", name},          {"kind", "verify"},
                        {"file", file},        {"expect", {{"verdict", verdict}}},
                        {"accept", {verdict}}, {"basis", "reconstruction"},
                        {"note", note}};
  };
  const ordered_json cases{
      {"schema", "mass-vectors-1"},
      {"scheme", id},
      {"title", id + ": first vectors"},
      {"origin", "written with the scheme; replace them by those of another implementation"},
      {"cases",
       {one("unchanged", "unchanged.eml", "pass", "as it was signed"),
        one("from-changed", "from-changed.eml", "fail",
            "FAILS ON PURPOSE. From was changed and nothing covers it yet. Next: hash the From "
            "field in digest_of() of scheme.cpp, then put the new digest into both messages.")}}};
  return cases.dump(1) + "\n";
}

std::string message(const std::string& id, std::string_view author, const Crypto& crypto) {
  const std::string body = "Is dinner ready?\r\n";
  CostMeter unpaid;
  const std::string digest = to_hex(crypto.digest(HashAlgorithm::sha256, body, unpaid));
  return filled("@FIELD@: ", id) + digest + "\r\nFrom: " + std::string(author) +
         "\r\nTo: suzie@example.net\r\nSubject: Dinner\r\n"
         "Date: Fri, 06 Aug 2004 17:00:00 -0700\r\n\r\n" +
         body;
}

}  // namespace

std::vector<NewFile> new_scheme_files(const std::string& id, const Crypto& crypto) {
  return {{"CMakeLists.txt", filled(kCMakeLists, id)},
          {"scheme.cpp", filled(kSchemeSource, id)},
          {"README.md", filled(kReadme, id)},
          {"vectors/cases.json", vector_cases(id)},
          {"vectors/unchanged.eml", message(id, "joe@example.com", crypto)},
          {"vectors/from-changed.eml", message(id, "mallory@example.org", crypto)}};
}

}  // namespace mass::cli
